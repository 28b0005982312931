"""A hidden citizen blocks the bot in the middle of a talk: nobody learns who it was, and all of it is there on return."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.playground.chats import Message
from storage import outbox
from storage.db import Tx
from storage.tables import metadata
from storage.tables import people as people_rows
from tests.stories.closing import finishes, newcomer
from tests.town import Actor, Town
from tests.wire.stand_in import picture

DOOR = "Library door too heavy"


async def asks(town: Town, words: str, label: str = "F-1") -> None:
    await town.sam.presses_in(town.group, "Ask", on=town.card(label))
    await town.sam.in_group(town.group, words, reply_to=town.newest(town.group.id))


async def complains(actor: Actor) -> None:
    """Hidden, as citizens are."""
    await actor.says(DOOR)
    await actor.presses("😟")


async def in_the_middle_of_a_talk(town: Town) -> Actor:
    """Hidden, asked, answered; known to the bot by something sent with a name as well."""
    ann = await newcomer(town, "Ann Marsh")
    await complains(ann)
    await asks(town, "Which door?")
    await ann.says("The one at the river", reply_to=ann.screen)
    return ann


def said_to(town: Town, actor: Actor) -> list[Message]:
    return [m for m in town.engine.messages(actor.id) if m.sender.id == town.engine.me.id]


def rows_of_people(tx: Tx) -> Sequence[Any]:
    return tx.execute(select(people_rows).order_by(people_rows.c.id)).all()


def counted(tx: Tx) -> dict[str, int]:
    return {table.name: len(tx.execute(select(table)).all()) for table in metadata.sorted_tables}


@pytest.mark.parametrize("hears", [True, False], ids=["told of it", "finds out"])
async def test_the_team_and_the_database_are_not_told(town: Town, hears: bool) -> None:
    """Whether Telegram tells the bot that it was blocked, or a message that does not arrive does."""
    ann = await in_the_middle_of_a_talk(town)
    town.engine.block(ann.person)
    if hears:
        await town.settle()
    else:
        town.engine.updates.drop()
    people, shown = town.run(rows_of_people), len(town.engine.messages(town.group.id))
    await asks(town, "Since when?")
    assert town.run(rows_of_people) == people, "nothing happens to a person when a hidden author is asked"
    assert town.run(outbox.count) == {}, "nothing waits for somebody"
    asked = [m.text for m in town.engine.messages(town.group.id)[shown:]]
    assert not any(word in text for text in asked for word in ("block", "reach", "Ann", "arriv"))
    assert "📨" in town.newest(town.group.id).text


async def test_the_same_is_written_down_as_where_everything_arrives(town: Town) -> None:
    ann, bea = await in_the_middle_of_a_talk(town), await newcomer(town, "Bea Holm")
    await complains(bea)
    town.engine.block(ann.person)
    await town.settle()
    grown = []
    for label in ("F-1", "F-2"):
        before = town.run(counted)
        await asks(town, "Since when?", label)
        await finishes(town, town.sam, "There is a button now", label)
        after = town.run(counted)
        grown.append({name: after[name] - before[name] for name in after if after[name] != before[name]})
    assert grown[0] == grown[1]
    assert bea.sees("There is a button now") and not ann.has_seen("There is a button now")


async def test_on_return_nothing_is_doubled_and_all_that_was_said_is_there(town: Town) -> None:
    ann = await in_the_middle_of_a_talk(town)
    town.engine.block(ann.person)
    await asks(town, "Since when?")
    await finishes(town, town.sam, "There is a button now", "F-1")
    town.engine.unblock(ann.person)
    await town.settle()
    seen = len(said_to(town, ann))
    await ann.says("/start")
    assert len(said_to(town, ann)) == seen + 1, "the greeting alone"
    await ann.says("/status F-1")
    assert ann.sees("F-1", DOOR, "Which door?", "The one at the river", "Since when?")
    assert ann.sees("🏁 Done", "There is a button now")
    await ann.presses("♻️ It is not solved")
    await ann.says("The button is broken")
    assert town.group_sees("The button is broken")


async def test_a_question_that_did_not_arrive_can_be_answered_later(town: Town) -> None:
    ann = await in_the_middle_of_a_talk(town)
    town.engine.block(ann.person)
    await asks(town, "Since when?")
    town.engine.unblock(ann.person)
    await ann.says("/mine")
    await ann.presses("F-1")
    assert ann.sees("Since when?")
    await ann.presses("↩️")
    await ann.says("Since the summer")
    assert "Since the summer" in town.card("F-1").text


async def test_what_was_begun_goes_on_after_the_return(town: Town) -> None:
    ann = await in_the_middle_of_a_talk(town)
    await asks(town, "Since when?")
    await ann.presses("↩️")
    town.engine.block(ann.person)
    await town.settle()
    town.engine.unblock(ann.person)
    await ann.says("Since the summer")
    assert "Since the summer" in town.card("F-1").text


async def test_files_of_the_team_that_did_not_arrive_are_brought_on_request(town: Town) -> None:
    ann = await in_the_middle_of_a_talk(town)
    town.engine.block(ann.person)
    await town.sam.presses_in(town.group, "Ask", on=town.card("F-1"))
    town.engine.attach(
        town.sam.person, town.group, "photo", picture(), caption="This one?", reply_to=town.newest(town.group.id)
    )
    await town.settle()
    town.engine.unblock(ann.person)
    await ann.says("/status F-1")
    assert ann.sees("This one?", "📎 1 file")
    assert not any(m.media for m in said_to(town, ann))
    await ann.presses("📎 Files from the team")
    assert [m.media.kind for m in said_to(town, ann) if m.media] == ["photo"]
    elsewhere = await newcomer(town, "Bea Holm")
    town.engine.press_data(elsewhere.person, elsewhere.id, elsewhere.screen, "files1:1")
    await town.settle()
    assert not any(m.media for m in said_to(town, elsewhere)), "they are the author's alone"


async def test_who_missed_the_question_whether_it_helped_says_no_in_mine(town: Town) -> None:
    ann = await newcomer(town, "Ann Marsh")
    await ann.says("A bench in the library")
    await ann.presses("💡")
    await finishes(town, town.sam, "There is a bench now", "I-1")
    town.engine.block(ann.person)
    await town.tick(timedelta(days=29))
    town.engine.unblock(ann.person)
    await ann.says("/status I-1")
    await ann.presses("👎 It did not help")
    await ann.says("It has no back")
    assert town.group_sees("It has no back")


async def test_other_chats_go_on(town: Town) -> None:
    ann, bea = await in_the_middle_of_a_talk(town), await newcomer(town, "Bea Holm")
    town.engine.block(ann.person)
    await asks(town, "Since when?")
    await complains(bea)
    assert bea.sees("F-2") and DOOR in town.card("F-2").text
