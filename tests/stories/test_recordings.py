"""A recording that is too long to be listened to: a kind word says the limit and what helps, and no words are lost."""

from __future__ import annotations

import struct

import pytest

from bot.playground.chats import Chat, Message, Person
from bot.playground.files import Upload
from config.organisation import load
from config.settings import SHIPPED_ORGANISATION
from storage import items
from storage.db import Database
from storage.records.item import Attachment
from storage.tables import drafts as draft_rows
from tests.stories.closing import newcomer, tells
from tests.town import Actor, Town, lindvale


def recording(seconds: int) -> Upload:
    """An Ogg Opus file that says how long it lasts."""
    return Upload("v.ogg", b"OggS\x00\x00" + struct.pack("<Q", seconds * 48_000) + bytes(20), "audio/ogg")


async def sends(
    actor: Actor, chat: Chat | Person, seconds: int, caption: str | None = None, on: Message | None = None
) -> None:
    town = actor.town
    town.engine.attach(actor.person, chat, "voice", recording(seconds), caption=caption, reply_to=on)
    await town.settle()


def voices(town: Town, chat_id: int) -> int:
    return sum(1 for message in town.engine.messages(chat_id) if message.media and message.media.kind == "voice")


def files(town: Town) -> list[Attachment]:
    found: list[Attachment] = town.run(lambda tx: items.files(tx, 1))
    return found


async def test_a_recording_as_long_as_may_be_is_taken(town: Town) -> None:
    await town.elsa.sends(recording(180), kind="voice", caption="Fler stolar i biblioteket")
    await town.elsa.presses("💡")
    assert [file.seconds for file in files(town)] == [180]
    assert voices(town, town.group.id) == 1


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("elsa", "En inspelning får vara högst 3 minuter här"),
        ("olena", "щонайбільше 3 хвилини"),
        ("maja", "največ 3 minute"),
        ("sam", "may last 3 minutes here"),
    ],
)
async def test_a_longer_one_alone_begins_nothing_and_says_what_helps(town: Town, who: str, said: str) -> None:
    actor: Actor = getattr(town, who)
    await actor.sends(recording(181), kind="voice")
    assert actor.sees(said)
    assert not actor.screen.buttons
    assert town.run(lambda tx: tx.execute(draft_rows.select()).all()) == []


async def test_a_sound_file_counts_as_a_recording(town: Town) -> None:
    await town.sam.sends(recording(600), kind="audio")
    assert town.sam.sees("may last 3 minutes", "tell it in shorter ones, or write it")


async def test_words_with_a_longer_one_are_kept(town: Town) -> None:
    await town.elsa.sends(recording(181), kind="voice", caption="Fler stolar i biblioteket")
    assert town.elsa.has_seen("inspelning", "resten är kvar")
    assert town.elsa.sees("Fler stolar i biblioteket")
    await town.elsa.presses("💡")
    assert files(town) == []
    assert "Fler stolar i biblioteket" in town.card("I-1").text


async def test_what_was_begun_before_stays_open(town: Town) -> None:
    await town.sam.says("More chairs in the library")
    await town.sam.sends(recording(181), kind="voice")
    assert town.sam.sees("may last 3 minutes")
    await town.sam.sends(recording(20), kind="voice")
    assert town.sam.sees("More chairs in the library")
    await town.sam.presses("💡")
    assert [file.seconds for file in files(town)] == [20]


@pytest.mark.parametrize("hidden", [False, True])
async def test_in_the_talk_the_words_reach_the_other_side_and_the_recording_does_not(town: Town, hidden: bool) -> None:
    mia = await newcomer(town, "Mia Ek")
    await tells(mia, hidden=hidden)
    await sends(town.sam, town.group, 200, "Which side?", on=town.card("I-1"))
    assert any("may last 3 minutes" in message.text for message in town.engine.messages(town.group.id))
    await town.sam.presses_in(town.group, "Send to the author")
    assert mia.sees("Which side?")
    await sends(mia, mia.person, 200, "The left one", on=mia.screen)
    assert mia.has_seen("may last 3 minutes", "the rest is kept")
    said = town.run(lambda tx: [remark.text for remark in items.remarks_of(tx, 1)])
    assert said == ["Which side?", "The left one"]
    assert town.run(lambda tx: items.files_of_remarks(tx, 1)) == {}


async def test_the_organisation_says_how_long(database: Database) -> None:
    organisation = load(SHIPPED_ORGANISATION)
    messages = organisation.messages.model_copy(update={"longest_voice_seconds": 90})
    async with lindvale(database, organisation=organisation.model_copy(update={"messages": messages})) as town:
        await town.sam.sends(recording(91), kind="voice")
        assert town.sam.sees("may last 90 seconds")
