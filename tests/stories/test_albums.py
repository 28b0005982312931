"""Several photos sent together are one message, whatever they answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.playground.chats import Chat, Message
from bot.playground.files import Upload
from storage import items
from storage.records.item import Stage
from tests.stories.closing import declines, finishes, idea, newcomer, tells
from tests.town import Actor, Town
from tests.wire.stand_in import picture

WORDS = "The stapler in the library jams every day"


async def send_album(
    town: Town, actor: Actor, chat: Chat | None = None, *, captions: tuple[str, ...] = ("", "", ""), on: Message | None
) -> list[Message]:
    """Photos with words under some of them, as a reply to a message."""
    sent = [
        town.engine.attach(
            actor.person, chat or actor.person, "photo", picture(), caption=caption or None, album="a1", reply_to=on
        )
        for caption in captions
    ]
    await town.settle()
    return sent


def photos(town: Town, chat_id: int) -> int:
    """How many the bot has brought there."""
    said = town.engine.messages(chat_id)
    return sum(1 for message in said if message.media and message.sender.id == town.engine.me.id)


def talk(town: Town) -> list[tuple[str, int]]:
    """What was said about the first item, with the number of files."""
    found: list[tuple[str, int]] = town.run(
        lambda tx: [(one.text, len(items.files(tx, 1, remark_id=one.id))) for one in items.remarks_of(tx, 1)]
    )
    return found


async def asks(town: Town, words: str = "Which one?") -> None:
    await town.sam.presses_in(town.group, "Ask", on=town.card("I-1"))
    await town.sam.in_group(town.group, words, reply_to=town.newest(town.group.id))


async def test_a_teams_question_with_three_photos_reaches_the_author_whole(town: Town) -> None:
    await tells(town.elsa, WORDS)
    await town.sam.presses_in(town.group, "Ask", on=town.card("I-1"))
    prompt = town.newest(town.group.id)
    await send_album(town, town.sam, town.group, captions=("", "Is it one of these?", ""), on=prompt)
    assert talk(town) == [("Is it one of these?", 3)]
    assert town.elsa.has_seen("Is it one of these?")
    assert photos(town, town.elsa.id) == 3


async def test_what_came_without_words_is_named_in_the_talk(town: Town) -> None:
    await tells(town.elsa, WORDS)
    await asks(town)
    await town.elsa.presses("↩️")
    town.engine.attach(town.elsa.person, town.elsa.person, "voice", Upload("v.ogg", b"OggS" + bytes(99), "audio/ogg"))
    await town.settle()
    assert "🗣 Author: 🎤 1 voice message" in town.card("I-1").text
    await asks(town, "And which side?")
    await town.elsa.presses("↩️")
    await send_album(town, town.elsa, captions=("The left one", "", ""), on=None)
    assert "🗣 Author: The left one · 📎 3 files" in town.card("I-1").text
    await town.elsa.says("/mine")
    await town.elsa.presses("I-1")
    assert town.elsa.sees("🎤 1 röstmeddelande", "The left one · 📎 3 filer")


async def test_an_album_below_a_card_is_offered_to_the_author_once(town: Town) -> None:
    await tells(town.elsa, WORDS)
    await send_album(town, town.sam, town.group, captions=("One of these?", "", ""), on=town.card("I-1"))
    assert town.group_sees("Send this to the author of I-1?", "One of these?", "3 files")
    await town.sam.presses_in(town.group, "Send to the author")
    assert talk(town) == [("One of these?", 3)]


async def test_an_author_answers_with_an_album_by_the_button(town: Town) -> None:
    await tells(town.elsa, WORDS)
    await asks(town)
    await town.elsa.presses("↩️")
    before = len(town.engine.messages(town.elsa.id))
    await send_album(town, town.elsa, captions=("These three", "", ""), on=None)
    assert talk(town)[1:] == [("These three", 3)]
    assert photos(town, town.group.id) == 3
    assert len(town.engine.messages(town.elsa.id)) == before + 3 + 1, "one word of thanks, and no new idea is offered"


async def test_an_author_answers_with_an_album_by_the_reply_gesture(town: Town) -> None:
    await tells(town.elsa, WORDS)
    await asks(town)
    sent = await send_album(town, town.elsa, captions=("", "This one", "not that one"), on=town.elsa.screen)
    assert talk(town)[1:] == [("This one\n\nnot that one", 3)]
    assert photos(town, town.group.id) == 3
    for message in sent[1:]:
        town.engine.edit(town.elsa.person, message, "Neither")
        await town.settle()
        assert "I-1" in town.elsa.screen.text, "each of its words is known as an answer, which stands"
    assert len(talk(town)) == 2


async def test_what_did_not_help_is_shown_with_an_album(town: Town) -> None:
    ann = await newcomer(town, "Ann Marsh")
    await tells(ann)
    await finishes(town, town.sam)
    await town.tick(timedelta(days=28))
    await ann.presses("👎")
    await send_album(town, ann, captions=("No water in it", "", ""), on=None)
    assert ann.sees("I-1 is open again")
    assert talk(town) == [("No water in it", 3)]
    assert idea(town).stage is Stage.IN_REVIEW


async def test_a_second_look_is_asked_for_with_an_album(town: Town) -> None:
    ann = await newcomer(town, "Ann Marsh")
    await tells(ann)
    await declines(town, town.sam)
    await ann.presses("🔁 Ask for a second look")
    await send_album(town, ann, captions=("See the river here", "", ""), on=None)
    assert ann.sees("Ask for a second look at I-1?", "3 files")
    await ann.presses("🔁 Ask for the second look")
    assert talk(town) == [("See the river here", 3)]


async def test_words_under_several_photos_are_one_idea_and_each_may_be_changed(town: Town) -> None:
    sent = await send_album(town, town.elsa, captions=("The lamp is broken", "", "and the door"), on=None)
    assert len([m for m in town.engine.messages(town.elsa.id) if any("💡 Skicka" in label for label in m.labels)]) == 1
    town.engine.edit(town.elsa.person, sent[2], "and the window")
    await town.settle()
    await town.elsa.presses("💡")
    assert idea(town).text == "The lamp is broken\n\nand the window"
    town.engine.edit(town.elsa.person, sent[0], "The lamp is dark")
    await town.settle()
    assert idea(town).text == "The lamp is dark\n\nand the window"
    assert photos(town, town.group.id) == 3


async def test_the_rest_of_an_album_that_comes_later_joins_the_idea(town: Town) -> None:
    """Telegram may deliver it in two parts."""
    await send_album(town, town.elsa, captions=("The lamps are broken",), on=None)
    await send_album(town, town.elsa, captions=("", ""), on=None)
    assert town.elsa.sees("The lamps are broken", "3 fil")
    await town.elsa.presses("💡")
    assert photos(town, town.group.id) == 3


@pytest.mark.parametrize("asked", [True, False])
async def test_an_author_writes_to_the_team_asked_or_not_and_hears_how_many_files_came(town: Town, asked: bool) -> None:
    await tells(town.elsa, WORDS)
    if asked:
        await asks(town)
    await town.elsa.says("/mine")
    await town.elsa.presses("I-1")
    await town.elsa.presses("↩️ Svara" if asked else "✍️")
    assert town.elsa.sees("Vad ska teamet veta om I-1?", "röstmeddelande") is not asked
    await send_album(town, town.elsa, captions=("These three", "", ""), on=town.elsa.screen)
    assert town.elsa.sees("✅", "I-1", "3 filer")
    assert town.elsa.sees("ditt svar") is asked
    assert ("These three", 3) in talk(town)
