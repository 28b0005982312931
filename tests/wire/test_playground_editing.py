"""What people change and send on afterwards, and how the bot hears of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from telegram import Update

from bot.playground.checks import load
from bot.playground.errors import NotPossible
from bot.playground.files import Upload
from tests.wire.stand_in import API, Town, inline, needs_description, picture

TEXT = Upload("a.txt", b"text", "text/plain")
LINKS = {"inline_keyboard": [[{"text": "About", "url": "https://kaiwa.example"}]]}


@pytest.fixture
def town() -> Town:
    return Town()


@needs_description
def test_every_edit_and_forward_is_as_the_official_description_says(town: Town) -> None:
    engine, ana = town.engine, town.ana
    words = engine.say(ana, ana, "See https://x.org")
    photo = engine.attach(ana, ana, "photo", picture(), caption="A lamp")
    others = [engine.sticker(ana, ana), engine.poll(ana, ana, "Which lamp?", ["This", "That"])]
    sent = town.caused(
        lambda: (
            engine.edit(ana, words, "See #lamp"),
            engine.edit(ana, photo, ""),
            engine.forward_all(ana, [words, photo, *others], ana),
        )
    )
    description = load(API)
    assert [p for update in sent for p in description.misfits("Update", update)] == []
    for update in sent:
        parsed = Update.de_json(update, None)
        assert parsed.effective_message
        assert not parsed.effective_message.api_kwargs


def test_an_edit_is_the_same_message_with_its_new_words(town: Town) -> None:
    message = town.engine.say(town.ana, town.ana, "The lamp is uot")
    town.clock.advance(timedelta(minutes=3))
    (update,) = town.caused(lambda: town.engine.edit(town.ana, message, "The lamp is out #light"))
    edited = update["edited_message"]
    assert (edited["message_id"], edited["text"]) == (message.id, "The lamp is out #light")
    assert edited["edit_date"] - edited["date"] == 180
    assert edited["entities"] == [{"offset": 16, "length": 6, "type": "hashtag"}]


@pytest.mark.parametrize("kind", ["photo", "voice", "document", "video", "audio", "animation"])
def test_a_caption_is_changed_added_and_taken_away(town: Town, kind: str) -> None:
    upload = picture() if kind == "photo" else TEXT
    message = town.engine.attach(town.ana, town.ana, kind, upload, album="7" if kind == "photo" else None)
    (added,) = town.caused(lambda: town.engine.edit(town.ana, message, "The lamp"))
    (taken,) = town.caused(lambda: town.engine.edit(town.ana, message, " "))
    assert added["edited_message"]["caption"] == "The lamp"
    assert "caption" not in taken["edited_message"]
    assert taken["edited_message"][kind] == added["edited_message"][kind]
    assert taken["edited_message"].get("media_group_id") == message.album


async def test_edits_come_only_if_the_bot_asks_for_them(town: Town) -> None:
    message = town.engine.say(town.ana, town.ana, "One")
    for asked, comes in ((["message"], False), (["message", "edited_message"], True), ([], True)):
        await town.call("getUpdates", allowed_updates=asked, timeout=0)
        updates = town.caused(partial(town.engine.edit, town.ana, message, str(asked)))
        assert bool(updates) is comes, asked


def test_the_same_words_again_are_no_edit(town: Town) -> None:
    message = town.engine.say(town.ana, town.ana, "One")
    assert not town.caused(lambda: town.engine.edit(town.ana, message, " One\r\n"))
    assert message.edited is None


async def test_in_a_group_the_bot_hears_of_edits_of_what_it_heard(town: Town) -> None:
    card = await town.call("sendMessage", chat_id=town.group.id, text="A card")
    answer = town.engine.say(town.ana, town.group, "Wich street?", reply_to=card["message_id"])
    chat = town.engine.say(town.ana, town.group, "what a day")
    (update,) = town.caused(lambda: town.engine.edit(town.ana, answer, "Which street?"))
    assert update["edited_message"]["reply_to_message"]["message_id"] == card["message_id"]
    assert not town.caused(lambda: town.engine.edit(town.ana, chat, "What a day"))


def _service(town: Town) -> None:
    town.engine.join(town.group, town.ana)
    town.engine.edit(town.ana, town.engine.messages(town.group)[-1], "y")


def _forwarded(town: Town) -> None:
    original = town.engine.say(town.ana, town.group, "x")
    town.engine.edit(town.ana, town.engine.forward(town.ana, original, town.ana), "y")


def _deleted(town: Town) -> None:
    message = town.engine.say(town.ana, town.ana, "x")
    town.engine.delete(message)
    town.engine.edit(town.ana, message, "y")


def _late(town: Town) -> None:
    message = town.engine.say(town.ana, town.ana, "x")
    town.clock.advance(timedelta(hours=48, seconds=1))
    town.engine.edit(town.ana, message, "y")


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda town: town.engine.edit(town.bo, town.engine.say(town.ana, town.group, "x"), "y"), "one's own"),
        (lambda town: town.engine.edit(town.ana, town.engine.say(town.ana, town.ana, "x"), " "), "become empty"),
        (lambda town: town.engine.edit(town.ana, town.engine.say(town.ana, town.ana, "x"), "y" * 4097), "4096"),
        (lambda town: town.engine.edit(town.ana, town.engine.attach(town.ana, town.ana, "voice", TEXT), "y" * 1025),
         "1024"),
        (lambda town: town.engine.edit(town.ana, town.engine.sticker(town.ana, town.ana), "y"), "cannot be changed"),
        (lambda town: town.engine.edit(town.ana, town.engine.attach(town.ana, town.ana, "video_note", TEXT), "y"),
         "cannot be changed"),
        (_service, "cannot be changed"),
        (_forwarded, "cannot be changed"),
        (_deleted, "cannot be changed"),
        (_late, "two days"),
    ],
)  # fmt: skip
def test_what_an_app_does_not_let_people_change(town: Town, act: Callable[[Town], object], sentence: str) -> None:
    with pytest.raises(NotPossible, match=sentence):
        act(town)


def test_twenty_messages_are_forwarded_at_once_in_their_order(town: Town) -> None:
    said = []
    for number in range(20):
        said.append(town.engine.say(town.bo, town.group, f"Lamp {number}"))
        town.clock.advance(timedelta(seconds=1))
    updates = town.caused(lambda: town.engine.forward_all(town.ana, reversed(said), town.ana))
    messages = [update["message"] for update in updates]
    assert [message["text"] for message in messages] == [f"Lamp {number}" for number in range(20)]
    assert {message["from"]["first_name"] for message in messages} == {"Ana"}
    origins = [message["forward_origin"] for message in messages]
    assert [origin["date"] for origin in origins] == [int(message.date.timestamp()) for message in said]
    assert {origin["sender_user"]["first_name"] for origin in origins} == {"Bo"}


def test_a_forwarded_album_is_a_new_album_and_one_picture_of_it_is_none(town: Town) -> None:
    album = [town.engine.attach(town.bo, town.group, "photo", picture(), album="7") for _ in range(3)]
    together = town.engine.forward_all(town.ana, album, town.ana)
    assert len({message.album for message in together}) == 1
    assert together[0].album not in (None, "7")
    assert town.engine.forward(town.ana, album[1], town.ana).album is None


async def test_only_links_stay_below_a_forwarded_message(town: Town) -> None:
    """Buttons that call the bot stay where they were sent (Bot API 4.3), so nobody else can press them."""
    card = await town.call("sendMessage", chat_id=town.ana.id, text="Yours?", reply_markup=inline("yes"))
    page = await town.call("sendMessage", chat_id=town.ana.id, text="Read", reply_markup=LINKS)
    both = await town.call(
        "sendMessage",
        chat_id=town.ana.id,
        text="Both",
        reply_markup={"inline_keyboard": LINKS["inline_keyboard"] + inline("yes")["inline_keyboard"]},
    )
    messages = [town.engine.find_message(town.ana, sent["message_id"]) for sent in (card, page, both)]
    there = town.engine.forward_all(town.ana, messages, town.group)
    assert [message.labels for message in there] == [[], ["About"], []]
    for pressed in (there[0], messages[0]):
        with pytest.raises(NotPossible):
            town.engine.press(town.bo, town.group, pressed, 0, 0)
        with pytest.raises(NotPossible):
            town.engine.press_data(town.bo, town.group, pressed, "yes")


async def test_what_cannot_be_forwarded(town: Town) -> None:
    engine = town.engine
    secret = engine.say(town.ana, town.ana, "x")
    gone = engine.say(town.ana, town.ana, "y")
    engine.delete(gone)
    engine.join(town.group, town.ana)
    service = engine.messages(town.group)[-1]
    for attempt in (
        lambda: engine.forward(town.bo, secret, town.group),
        lambda: engine.forward(town.ana, gone, town.group),
        lambda: engine.forward(town.ana, service, town.ana),
        lambda: engine.forward_all(town.ana, [], town.ana),
        lambda: engine.forward_all(town.ana, [secret, service], town.group),
    ):
        before = len(engine.messages(town.group))
        with pytest.raises(NotPossible):
            attempt()
        assert len(engine.messages(town.group)) == before
