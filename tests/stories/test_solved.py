"""Feedback that was settled: is it solved? And if not, it is open again, for thirty days whenever its author says so."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.buttons import pack
from bot.closing.screens import NobodyKnows
from storage import items
from storage.records.item import Item, Kind, Stage
from tests.stories.closing import finishes, newcomer
from tests.town import Actor, Town

ASKED = timedelta(days=29)


def feedback(town: Town) -> Item:
    found: Item = town.run(lambda tx: items.by_number(tx, Kind.FEEDBACK, 1))
    return found


async def settled(town: Town) -> Actor:
    """A hidden complaint of a citizen, done."""
    ann = await newcomer(town, "Ann Marsh")
    await ann.says("The door of the library is too heavy")
    await ann.presses("😟")
    await finishes(town, town.sam, "There is a button now", "F-1")
    return ann


@pytest.mark.parametrize(("label", "helped", "card"), [("👍", "yes", "it helped"), ("🤷", "dunno", "cannot say")])
async def test_after_four_weeks_the_author_is_asked_once(town: Town, label: str, helped: str, card: str) -> None:
    ann = await settled(town)
    await town.tick(ASKED)
    assert ann.sees("Is it solved for you?", "F-1", "There is a button now")
    question = ann.screen
    assert len(question.labels) == 3
    await ann.presses(label)
    assert feedback(town).helped == helped
    assert card in town.card("F-1").text
    town.engine.press_data(ann.person, ann.id, question, pack(NobodyKnows(feedback(town).id)))
    await town.settle()
    assert ann.sees("You have said already")
    assert feedback(town).helped == helped


async def test_not_solved_opens_it_again_with_the_words(town: Town) -> None:
    ann = await settled(town)
    await town.tick(ASKED)
    await ann.presses("👎")
    await ann.says("The button is too high for a wheelchair")
    assert ann.sees("F-1 is open again")
    assert (feedback(town).stage, feedback(town).helped) == (Stage.IN_REVIEW, "no")
    assert town.group_sees("too high for a wheelchair")


async def test_within_thirty_days_it_can_be_reopened_unasked(town: Town) -> None:
    ann = await settled(town)
    await ann.presses("♻️ It is not solved")
    await ann.says("The button does not work")
    assert feedback(town).stage is Stage.IN_REVIEW
    await finishes(town, town.sam, "It works now", "F-1")
    await town.tick(timedelta(days=15))
    await ann.says("/status F-1")
    await ann.presses("♻️ It is not solved")
    await ann.says("It is broken again")
    assert feedback(town).stage is Stage.IN_REVIEW


async def test_after_thirty_days_it_is_closed(town: Town) -> None:
    ann = await settled(town)
    done = ann.screen
    await town.tick(timedelta(days=43))
    await ann.presses("♻️", on=done)
    assert feedback(town).stage is Stage.DONE
    await ann.says("/status F-1")
    assert not any("♻️" in label for label in ann.screen.labels)


async def test_an_idea_is_asked_about_as_before(town: Town) -> None:
    await town.elsa.says("The library needs a fountain")
    await town.elsa.presses("💡")
    await finishes(town, town.sam, "There it is")
    assert not any("♻️" in label for label in town.elsa.screen.labels)
