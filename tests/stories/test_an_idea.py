"""An idea goes from a person to a quality team and back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.playground.files import Upload
from storage import items
from storage.records.item import Kind, Stage
from tests.town import Town
from tests.wire.stand_in import picture


async def test_one_message_becomes_an_idea_with_a_number_and_a_date(town: Town) -> None:
    await town.elsa.says("Läsesalen behöver fler stolar vid fönstren")
    assert town.elsa.sees("fler stolar", "Biblioteket", "Elsa Lindqvist", "30 nov")
    await town.elsa.presses("💡")
    assert town.elsa.sees("I-1", "Tack", "30 nov", "5 arbetsdagar")
    assert all(word in town.card("I-1").text for word in ("stolar", "Elsa Lindqvist", "Library"))


async def test_the_team_asks_takes_accepts_and_finishes_and_the_author_hears_each_step(town: Town) -> None:
    await town.olena.says("У бібліотеці замало стільців")
    await town.olena.presses("💡")
    await town.sam.presses_in(town.group, "Ask the author")
    question = town.newest(town.group.id)
    assert question.force_reply
    assert town.sam.id in (question.keyboard_for or []), "the reply field opens for whoever pressed"
    await town.sam.in_group(town.group, "Near which window?", reply_to=town.newest(town.group.id))
    assert town.olena.sees("I-1", "Near which window?")

    await town.olena.says("Біля південного", reply_to=town.olena.screen)
    assert town.group_sees("I-1", "Біля південного")
    assert "Біля південного" in town.card("I-1").text

    await town.sam.presses_in(town.group, "I take it", on=town.card("I-1"))
    assert "Sam Hill" in town.card("I-1").text
    assert "I-1" in town.sam.notice
    assert town.olena.sees("I-1", "Команда")

    await town.sam.presses_in(town.group, "Accept", on=town.card("I-1"))
    assert town.olena.sees("I-1", "👍")
    await town.sam.presses_in(town.group, "Done", on=town.card("I-1"))
    await town.sam.in_group(town.group, "Ten new chairs stand there now", reply_to=town.newest(town.group.id))
    assert town.olena.sees("I-1", "Ten new chairs")
    assert "Ten new chairs" in town.card("I-1").text

    idea = town.run(lambda tx: items.by_number(tx, Kind.IDEA, 1))
    assert (idea.stage, idea.outcome) == (Stage.DONE, "Ten new chairs stand there now")


async def test_a_card_changes_in_place(town: Town) -> None:
    await town.elsa.says("More chairs in the library")
    await town.elsa.presses("💡")
    card = town.card("I-1")
    await town.sam.presses_in(town.group, "I take it", on=card)
    await town.sam.presses_in(town.group, "Accept", on=card)
    cards = [m for m in town.engine.messages(town.group.id) if m.text.startswith("💡 I-1 ")]
    assert cards == [card]
    assert "accepted" in card.text
    assert not any("Accept" in label for label in card.labels)


async def test_no_button_comes_to_stand_where_another_was(town: Town) -> None:
    """A finger that has learnt where "Ask" is must not tell the author that it is done."""

    def rows() -> list[list[str]]:
        return [[button["text"][0] for button in row] for row in town.card("I-1").buttons]

    await town.elsa.says("A fountain in the library")
    await town.elsa.presses("💡")
    assert rows() == [["🙋", "❓"], ["👍", "✖"], ["🏁"]]
    await town.sam.presses_in(town.group, "I take it")
    assert rows() == [["❓"], ["👍", "✖"], ["🏁"]]
    await town.sam.presses_in(town.group, "Accept")
    assert rows() == [["❓"], ["✖"], ["🏁"]]


async def test_no_refusal_without_a_reason_in_the_authors_language(town: Town) -> None:
    await town.elsa.says("A fountain in the library")
    await town.elsa.presses("💡")
    await town.sam.presses_in(town.group, "Decline")
    await town.sam.presses_in(town.group, "Too expensive")
    await town.sam.in_group(town.group, "Perhaps next year.", reply_to=town.newest(town.group.id))
    await town.sam.presses_in(town.group, "Decline with this reason")
    assert town.elsa.sees("I-1", "dyrt", "Perhaps next year.")
    assert "Perhaps next year." in town.card("I-1").text


async def test_a_refusal_in_own_words_needs_the_words(town: Town) -> None:
    await town.maja.says("Zakaj je knjižnica zaprta?")
    await town.maja.presses("😟")
    await town.sam.presses_in(town.group, "Decline")
    await town.sam.presses_in(town.group, "own words")
    await town.sam.in_group(town.group, "?", reply_to=town.newest(town.group.id))
    assert town.group_sees("few words")
    await town.sam.in_group(town.group, "It is open again since Monday", reply_to=town.newest(town.group.id))
    await town.sam.presses_in(town.group, "Decline with this reason")
    assert town.maja.sees("F-1", "It is open again since Monday")


async def test_a_photo_without_words_is_asked_about_and_goes_to_the_group(town: Town) -> None:
    await town.elsa.sends(picture())
    assert town.elsa.sees("📎")
    await town.elsa.says("The lamp in the library is broken")
    assert town.elsa.sees("📎", "lamp")
    await town.elsa.presses("💡")
    shown = [m.media.kind for m in town.engine.messages(town.group.id) if m.media]
    assert shown == ["photo"]
    photo = next(m for m in town.engine.messages(town.group.id) if m.media)
    assert photo.reply_to is town.card("I-1")


async def test_an_album_is_one_idea_with_one_preview(town: Town) -> None:
    await town.elsa.sends(picture(), picture(), picture(), caption="Three broken lamps in the library")
    previews = [m for m in town.engine.messages(town.elsa.id) if any("💡 Skicka" in label for label in m.labels)]
    assert len(previews) == 1
    await town.elsa.presses("💡")
    assert sum(1 for m in town.engine.messages(town.group.id) if m.media) == 3


@pytest.mark.parametrize("kind", ["voice", "document", "video", "audio"])
async def test_other_files_go_to_the_group_too(town: Town, kind: str) -> None:
    mime = {"voice": "audio/ogg", "document": "application/pdf", "video": "video/mp4", "audio": "audio/mpeg"}[kind]
    await town.elsa.sends(Upload(f"it.{kind}", b"0123456789", mime), kind=kind, caption="About the library")
    await town.elsa.presses("💡")
    assert [m.media.kind for m in town.engine.messages(town.group.id) if m.media] == [kind]


async def test_a_picture_sent_as_a_document_arrives_without_what_the_camera_wrote(town: Town) -> None:
    secret = _photo_with_place()
    assert b"Ericsson" in secret.content
    await town.elsa.sends(secret, kind="document", caption="The library's door")
    await town.elsa.presses("💡")
    arrived = next(m.media for m in town.engine.messages(town.group.id) if m.media)
    assert arrived.kind == "document"
    assert b"Ericsson" not in arrived.files[-1].content


async def test_unit_and_topic_are_guessed_and_can_be_changed(town: Town) -> None:
    await town.elsa.says("My laptop forgets its password in the library, the computer is slow")
    assert town.elsa.sees("IT")
    await town.elsa.presses("✏️")
    await town.elsa.presses("🏢")
    await town.elsa.presses("Skolor")
    assert town.elsa.sees("Skolor")
    await town.elsa.presses("✏️")
    await town.elsa.presses("🏷")
    await town.elsa.presses("Säkert")
    await town.elsa.presses("💡")
    assert "Schools" in town.card("I-1").text


async def test_more_can_be_added_and_two_messages_joined(town: Town) -> None:
    await town.elsa.says("The library closes too early")
    await town.elsa.presses("✏️")
    await town.elsa.presses("➕")
    await town.elsa.says("At least on Thursdays")
    assert town.elsa.sees("too early", "Thursdays")
    await town.elsa.says("And on Saturdays")
    await town.elsa.presses("✏️")
    await town.elsa.presses("🔗")
    assert town.elsa.sees("too early", "Thursdays", "Saturdays")
    await town.elsa.presses("💡")
    assert "Saturdays" in town.card("I-1").text


async def test_each_message_is_an_offer_of_its_own(town: Town) -> None:
    for text in ("More chairs", "More lamps", "More books"):
        town.engine.say(town.elsa.person, town.elsa.person, text)
    await town.settle()
    offers = [m for m in town.engine.messages(town.elsa.id) if any("💡 Skicka" in label for label in m.labels)]
    for offer in offers:
        await town.elsa.presses("💡", on=offer)
    assert [item.text for item in town.run(lambda tx: items.of_ids(tx, [1, 2, 3]))] == [
        "More chairs",
        "More lamps",
        "More books",
    ]


async def test_a_draft_is_written_anew_and_keeps_its_department(town: Town) -> None:
    await town.sam.says("More chairs in the library")
    await town.sam.presses("✏️ Change or add")
    assert town.sam.sees("What shall be otherwise?", "More chairs in the library")
    await town.sam.presses("🏢")
    await town.sam.presses("Parks")
    await town.sam.presses("✏️ Change or add")
    await town.sam.presses("✏️ Write it anew")
    assert town.sam.sees("How shall it read?", "More chairs in the library")
    await town.sam.says("Benches at the river")
    assert town.sam.sees("Benches at the river", "Parks") and not town.sam.sees("chairs")
    await town.sam.presses("💡")
    found = town.run(lambda tx: items.by_number(tx, Kind.IDEA, 1))
    assert (found.text, found.unit) == ("Benches at the river", "parks-streets")


@pytest.mark.parametrize("thing", ["✏️ Write it anew", "➕ Add to it", "🏢 Department", "🏷 Topic"])
async def test_whoever_would_change_a_draft_can_go_back(town: Town, thing: str) -> None:
    await town.sam.says("More chairs in the library")
    preview, shown = town.sam.screen, town.sam.screen.text
    for label in ("✏️ Change or add", thing, "↩️ Back", "↩️ Leave it as it is"):
        await town.sam.presses(label)
        assert town.sam.screen is preview, "one message that changes"
    assert preview.text == shown
    await town.sam.presses("💡")
    found = town.run(lambda tx: items.by_number(tx, Kind.IDEA, 1))
    assert (found.text, found.unit) == ("More chairs in the library", "library")


async def test_a_second_press_sends_nothing_twice(town: Town) -> None:
    await town.elsa.says("More chairs")
    offer = town.elsa.screen
    town.engine.press(town.elsa.person, town.elsa.id, offer, 0, 0)
    town.engine.press(town.elsa.person, town.elsa.id, offer, 0, 0)
    await town.settle()
    assert town.run(lambda tx: items.count(tx)) == {Stage.RECEIVED: 1}
    assert town.elsa.notice


async def test_dropping_keeps_nothing(town: Town) -> None:
    await town.elsa.says("Never mind this")
    await town.elsa.presses("🗑")
    assert town.run(lambda tx: items.count(tx)) == {}


async def test_my_items_show_stage_and_days(town: Town) -> None:
    await town.elsa.says("More chairs in the library")
    await town.elsa.presses("💡")
    await town.tick(timedelta(days=3))
    await town.elsa.says("/mine")
    assert town.elsa.sees("I-1", "More chairs", "3 dagar", "30 nov")
    await town.elsa.presses("I-1")
    assert town.elsa.sees("More chairs", "📥")


async def test_many_items_of_mine_have_pages(town: Town) -> None:
    for number in range(10):
        await town.elsa.says(f"Idea number {number} for the library")
        await town.elsa.presses("💡")
    await town.elsa.says("/mine")
    assert town.elsa.sees("I-10") and not town.elsa.sees("I-1 ")
    await town.elsa.presses("▶")
    assert town.elsa.sees("I-1 ", "I-2")


async def test_an_answer_without_the_reply_gesture_is_offered_first(town: Town) -> None:
    await town.elsa.says("More chairs in the library")
    await town.elsa.presses("💡")
    await town.sam.presses_in(town.group, "Ask the author")
    await town.sam.in_group(town.group, "How many?", reply_to=town.newest(town.group.id))
    await town.elsa.says("About ten of them")
    assert "I-1" in town.elsa.screen.labels[0]
    await town.elsa.presses("I-1")
    assert town.group_sees("I-1", "About ten of them")


async def test_a_reply_to_the_card_becomes_a_question_after_a_word(town: Town) -> None:
    await town.elsa.says("More chairs in the library")
    await town.elsa.presses("💡")
    await town.sam.in_group(town.group, "How many chairs?", reply_to=town.card("I-1"))
    await town.sam.presses_in(town.group, "Send to the author")
    assert town.elsa.has_seen("I-1", "How many chairs?")


async def test_nobody_else_can_press_a_dialogue_of_somebody(town: Town) -> None:
    await town.elsa.says("More chairs in the library")
    await town.elsa.presses("💡")
    await town.sam.presses_in(town.group, "Decline")
    await town.elsa.presses_in(town.group, "Too expensive")
    assert town.elsa.notice
    assert town.run(lambda tx: items.count(tx)) == {Stage.RECEIVED: 1}


@pytest.mark.parametrize("text", ["", "?", "😀", "a"])
async def test_next_to_nothing_is_answered_kindly(town: Town, text: str) -> None:
    if text:
        await town.elsa.says(text)
        assert town.elsa.screen.labels == []
    else:
        town.engine.sticker(town.elsa.person, town.elsa.person)
        await town.settle()
    assert town.run(lambda tx: items.count(tx)) == {}


@pytest.mark.parametrize(
    "extra",
    [
        {"game": {"title": "Lumberjack", "description": "Chop", "photo": []}},
        {"paid_media": {"star_count": 5, "paid_media": [{"type": "preview"}]}},
        {"checklist": {"title": "To do", "tasks": [{"id": 1, "text": "Chairs"}]}},
        {"hologram": {"colour": "blue"}},
    ],
)
async def test_what_holds_no_words_is_answered_whatever_it_is(town: Town, extra: dict[str, Any]) -> None:
    town.engine.other(town.sam.person, town.sam.person, extra)
    await town.settle()
    assert town.sam.sees("but not this")


@pytest.mark.parametrize(
    "extra",
    [
        {"write_access_allowed": {}},
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
        {"chat_background_set": {"type": {"type": "chat_theme", "theme_name": "moon"}}},
    ],
)
async def test_what_telegram_says_by_itself_is_no_message(town: Town, extra: dict[str, Any]) -> None:
    before = town.sam.screen
    town.engine.other(town.sam.person, town.sam.person, extra)
    await town.settle()
    assert town.sam.screen is before


async def test_a_sticker_adds_nothing(town: Town) -> None:
    await town.sam.says("More chairs in the library")
    await town.sam.presses("✏️ Change or add")
    await town.sam.presses("➕")
    town.engine.sticker(town.sam.person, town.sam.person)
    await town.settle()
    assert town.sam.sees("but not this")
    await town.sam.says("The red ones")
    assert town.sam.sees("Shall I send this?", "More chairs", "The red ones")


@pytest.mark.parametrize(
    "text", ["<b>1 < 2 & 3</b> _*`[", "Stolar " + "👩‍👩‍👧‍👦 " * 300, "\u202eright to left\u202c שלום", "line\n" * 700]
)
async def test_strange_texts_arrive_as_they_were_said(town: Town, text: str) -> None:
    await town.elsa.says(text)
    await town.elsa.presses("💡")
    assert town.run(lambda tx: items.texts(tx)) == [text.strip()]
    assert town.card("I-1").labels


def _photo_with_place() -> Upload:
    from io import BytesIO

    from PIL import Image

    image, written = Image.new("RGB", (40, 30), "navy"), BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Ericsson"
    image.save(written, "JPEG", exif=exif)
    return Upload("door.jpg", written.getvalue(), "image/jpeg")


async def test_files_of_an_answer_reach_the_team(town: Town) -> None:
    await town.elsa.says("More chairs in the library")
    await town.elsa.presses("💡")
    await town.sam.presses_in(town.group, "Ask the author")
    await town.sam.in_group(town.group, "Where exactly?", reply_to=town.newest(town.group.id))
    await town.elsa.sends(picture(), caption="Here, by the window")
    await town.elsa.presses("I-1")
    assert town.group_sees("Elsa Lindqvist", "Here, by the window")
    assert [m.media.kind for m in town.engine.messages(town.group.id) if m.media] == ["photo"]


async def test_what_colleagues_reply_to_each_other_is_no_answer(town: Town) -> None:
    town.group.bot_status = "administrator"  # then Telegram shows the bot everything
    await town.elsa.says("More chairs in the library")
    await town.elsa.presses("💡")
    await town.sam.presses_in(town.group, "Done")
    said = town.engine.say(town.elsa.person, town.group, "Shall we tell her?")
    await town.settle()
    await town.sam.in_group(town.group, "No, leave it", reply_to=said)
    assert town.run(items.count) == {Stage.RECEIVED: 1}


async def test_a_picture_that_cannot_be_cleaned_is_not_shown(town: Town) -> None:
    broken = Upload("door.jpg", b"no picture at all: Ericsson " * 20, "image/jpeg")
    await town.elsa.sends(broken, kind="document", caption="The library's door")
    await town.elsa.presses("💡")
    assert not [m for m in town.engine.messages(town.group.id) if m.media]
    assert "library's door" in town.card("I-1").text


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        (Upload("door.heic", b"ftypheic Ericsson " * 20, "image/heic"), "From this kind of picture"),
        (Upload("door.jpg", b"\xff\xd8\xff" + bytes(20_000_001), "image/jpeg"), "too large"),
    ],
)
async def test_a_picture_that_nobody_can_clean_is_refused_at_once_with_what_helps(
    town: Town, upload: Upload, said: str
) -> None:
    await town.sam.sends(upload, kind="document", caption="The library's door")
    assert town.sam.sees(said, "send it as a photo")
    assert town.run(items.count) == {}


async def test_whoever_logs_what_is_done_is_asked_for_it(town: Town) -> None:
    await town.elsa.says("/done")
    assert town.elsa.sees("Vad har du förbättrat?")
    assert not town.elsa.sees("Vad kan bli bättre?")
    await town.elsa.says("Etiketter på alla hyllor i biblioteket")
    await town.elsa.presses("🛠")
    assert town.elsa.sees("I-1", "Etiketter")
