"""Figures of ratings: of closed months alone, never of few, with what chance explains."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.buttons import pack
from bot.feedback import rules
from bot.feedback.screens import ShowFigures
from storage import ratings
from storage.db import Tx
from tests.town import Town

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def give(town: Town, point: str, unit: str, levels: dict[int, int], *, month: date = OCTOBER) -> None:
    def unit_of_work(tx: Tx) -> None:
        for level, count in levels.items():
            for number in range(count):
                on = month + timedelta(days=number % 25)
                ratings.add(tx, point, unit, level, on=on, counted=True)

    town.run(unit_of_work)


async def test_a_closed_month_tells_how_all_and_each_department_are_rated(town: Town) -> None:
    give(town, "counter-3", "counter", {5: 40, 4: 30, 1: 10})
    give(town, "library-desk", "library", {5: 20, 2: 5})
    give(town, "counter-3", "counter", {5: 5, 1: 60}, month=date(2026, 9, 1))
    give(town, "counter-3", "counter", {1: 50}, month=NOVEMBER)
    await town.sam.says("/figures")
    assert town.sam.sees("October 2026", "86% of 105 ratings", "😀 60  🙂 30  😐 0  🙁 5  😡 10")
    assert town.sam.sees("Citizens' office", "88% of 80 ratings", "More are satisfied than in the month before")
    await town.sam.presses("Citizens' office")
    assert town.sam.sees("Citizens' office, counter 3", "😀 40  🙂 30  😐 0  🙁 0  😡 10")
    await town.sam.presses("All departments")
    await town.sam.presses("◀ September 2026")
    assert town.sam.sees("September 2026", "8% of 65 ratings")
    assert [label for label in town.sam.screen.labels if "▶" in label] == ["October 2026 ▶"]


async def test_few_are_not_shown_nor_what_gives_them_away(town: Town) -> None:
    give(town, "counter-3", "counter", {5: 30})
    give(town, "library-desk", "library", {5: 3})
    await town.maja.says("/figures")
    assert town.maja.sees("33")
    assert "30 " not in town.maja.screen.text, "the other three would be what is left"
    assert not any("Knjižnica" in label or "Urad" in label for label in town.maja.screen.labels)


async def test_nothing_can_be_shown_of_a_month_with_few_ratings(town: Town) -> None:
    give(town, "counter-3", "counter", {5: 4})
    await town.sam.says("/figures")
    assert town.sam.sees("too few ratings")


@pytest.mark.parametrize("month", [202611, 209912, 202613, 0, -5, 2**62])
async def test_no_button_shows_a_month_that_is_not_over(town: Town, month: int) -> None:
    give(town, "counter-3", "counter", {5: 40})
    give(town, "counter-3", "counter", {1: 50}, month=NOVEMBER)
    await town.sam.says("/figures")
    town.engine.press_data(town.sam.person, town.sam.id, town.sam.screen, pack(ShowFigures(month, "")))
    await town.settle()
    assert town.sam.sees("October 2026", "100% of 40 ratings")


async def test_an_unknown_department_leads_to_all(town: Town) -> None:
    give(town, "counter-3", "counter", {5: 40})
    await town.sam.says("/figures")
    town.engine.press_data(town.sam.person, town.sam.id, town.sam.screen, pack(ShowFigures(202610, "nowhere")))
    await town.settle()
    assert town.sam.sees("October 2026", "Citizens' office")


@pytest.mark.parametrize(
    ("today", "month"),
    [
        (date(2026, 11, 1), date(2026, 9, 1)),
        (date(2026, 11, 2), date(2026, 10, 1)),
        (date(2026, 12, 31), date(2026, 11, 1)),
        (date(2027, 1, 1), date(2026, 11, 1)),
        (date(2027, 1, 2), date(2026, 12, 1)),
    ],
)
def test_a_month_is_out_when_nobody_can_change_it_any_longer(today: date, month: date) -> None:
    assert rules.last_closed_month(today) == month
    assert rules.last_of(date(2026, 2, 1)) == date(2026, 2, 28)
