"""An answer that comes late: whoever waits hears so, with a new date, and the team has it on its list until it answers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from storage import items
from storage.records.item import Item, Stage
from storage.tables import facts
from tests.stories.closing import declines, tells
from tests.town import Town

LATE = timedelta(days=8)
"""From a Monday to the Tuesday after the promised day, another Monday."""


def item(town: Town) -> Item:
    found: Item = town.run(lambda tx: items.get(tx, 1))
    return found


def missed(town: Town) -> int:
    names = town.run(lambda tx: tx.execute(select(facts.c.name)).scalars().all())
    return sum(name == "PromiseMissed" for name in names)


@pytest.mark.parametrize("hidden", [False, True])
async def test_an_author_hears_that_we_are_late_and_when_the_answer_comes(town: Town, hidden: bool) -> None:
    await tells(town.elsa, hidden=hidden)
    promised = item(town).promised_on
    await town.tick(LATE - timedelta(days=1))
    assert not town.elsa.has_seen("🙏"), "the promised day is not over"
    await town.tick(timedelta(days=1))
    assert town.elsa.sees("🙏", "I-1")
    assert item(town).promised_on == town.organisation.working_days.add(promised + timedelta(days=1), 3)
    await town.tick(timedelta(days=1))
    assert missed(town) == 1
    assert town.group_sees("⏰", "I-1"), "it stays on the list although it has a new date"
    await town.tick(timedelta(days=7))
    assert missed(town) == 2


async def test_the_team_is_reminded_on_the_working_day_before(town: Town) -> None:
    await tells(town.elsa)
    await town.tick(timedelta(days=3))
    assert not town.group_sees("⏳")
    await town.tick(timedelta(days=1))
    assert town.group_sees("⏳ 1 answer is due by", "I-1"), "Friday, for Monday"
    assert not town.group_sees("⏰")


async def test_an_answer_in_time_needs_no_apology(town: Town) -> None:
    await tells(town.elsa)
    await town.sam.presses_in(town.group, "Accept", on=town.card("I-1"))
    await town.tick(LATE)
    assert missed(town) == 0


async def test_nobody_apologises_while_the_author_is_asked(town: Town) -> None:
    await tells(town.elsa)
    await town.sam.presses_in(town.group, "Ask", on=town.card("I-1"))
    await town.sam.in_group(town.group, "Which fountain?", reply_to=town.newest(town.group.id))
    await town.tick(LATE)
    assert missed(town) == 0
    await town.elsa.presses("↩️")
    await town.elsa.says("The old one")
    await town.tick(timedelta(days=1))
    assert missed(town) == 1


async def test_nothing_is_promised_to_nobody(town: Town) -> None:
    await town.elsa.says("The library needs a fountain")
    await town.elsa.presses("🔒")
    await town.elsa.presses("👣")
    await town.elsa.presses("💡")
    await town.tick(LATE)
    assert missed(town) == 0


async def test_status_tells_by_number_and_of_ones_own_only(town: Town) -> None:
    await town.maja.says("/status")
    assert town.maja.sees("👣")
    await tells(town.elsa)
    await town.elsa.says("/status I-1")
    assert town.elsa.sees("I-1", "fountain")
    await town.elsa.says("/status")
    assert town.elsa.sees("I-1")
    for asked in ("I-1", "1", "I-99", "nonsense"):
        await town.maja.says(f"/status {asked}")
        assert not town.maja.sees("fountain")


async def test_what_is_open_again_is_not_late_for_what_was_late_before(town: Town) -> None:
    await tells(town.elsa)
    await town.tick(LATE)
    assert item(town).apologised_on
    await declines(town, town.sam)
    await town.elsa.presses("🔁")
    await town.elsa.says("Det kostar ingenting")
    await town.elsa.presses("🔁")
    assert (item(town).stage, item(town).apologised_on) == (Stage.IN_REVIEW, None)
