"""Sudden drops: what alarms a team, what does not, and how often chance alone does."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from bot.feedback import drops
from bot.feedback.drops import Given, all_of

TODAY = date(2026, 11, 16)
SEED = 3

Days = dict[date, Given]


def days(*stretches: tuple[int, Given]) -> Days:
    """Stretches of days, each day the same; the last one ends yesterday."""
    every = [given for many, given in stretches for _ in range(many)]
    return {TODAY - timedelta(days=len(every) - number): given for number, given in enumerate(every)}


def of(number: int, satisfied: int) -> Given:
    return Given(number, satisfied)


GOOD, BAD = of(20, 17), of(20, 12)


def test_a_fall_from_85_to_60_percent_is_told_with_its_figures() -> None:
    found = all_of(days((238, GOOD), (7, BAD)), TODAY)[0]
    assert (found.days, found.now, found.before) == (7, of(140, 84), of(3640, 3094))
    assert (found.now.about, found.before.about) == (60, 85)
    assert found.probable < drops.UNLIKELY


def test_of_several_windows_the_clearest_is_told() -> None:
    found = all_of(days((238, GOOD), (14, BAD)), TODAY)[0]
    assert found.days == 14


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(days(), id="nothing at all"),
        pytest.param(days((238, GOOD)), id="no change"),
        pytest.param(days((238, BAD), (14, GOOD)), id="a rise"),
        pytest.param(days((200, of(500, 425)), (28, of(500, 380))), id="a trifle, though no chance: 85 to 76"),
        pytest.param(days((56, of(2, 1)), (7, of(1, 0))), id="chance explains it"),
        pytest.param(days((7, of(500, 500)), (56, Given()), (3, of(1, 0))), id="three answers since"),
        pytest.param(days((4, of(1, 1)), (56, of(50, 0))), id="four answers before"),
    ],
)
def test_no_alarm(given: Days) -> None:
    assert not all_of(given, TODAY)


def test_five_answers_are_enough_if_they_are_clear() -> None:
    given = days((182, of(20, 19)), (51, Given()), (5, of(1, 0)))
    assert not all_of(given, TODAY - timedelta(days=1))
    found = all_of(given, TODAY)[0]
    assert found.now == of(5, 0)


def test_a_point_whose_days_differ_much_needs_a_clearer_fall() -> None:
    """As many satisfied as at a steady point, but all of a day or few."""
    steady, swaying = (
        days((84, of(20, 14)), (7, of(20, 9))),
        days(*[(1, of(20, 20)), (1, of(20, 8))] * 42, (7, of(20, 9))),
    )
    assert all_of(steady, TODAY)
    assert not all_of(swaying, TODAY)


def test_today_is_not_over() -> None:
    given = days((238, GOOD))
    assert not all_of(given | {TODAY: of(300, 0)}, TODAY)
    assert all_of(given | {TODAY: of(300, 0)}, TODAY + timedelta(days=1))


def test_what_is_older_than_is_compared_does_not_count() -> None:
    recent = days((drops.WINDOWS[-1] + drops.BEFORE, BAD))
    long_ago = days((100, GOOD), (drops.WINDOWS[-1] + drops.BEFORE, BAD))
    assert all_of(long_ago, TODAY) == all_of(recent, TODAY) == []


@pytest.mark.parametrize(("given", "about"), [(of(5, 0), 0), (of(140, 84), 60), (of(1000, 874), 85), (of(7, 7), 100)])
def test_a_share_is_told_in_fives(given: Given, about: int) -> None:
    assert given.about == about


# --- Once


def told(given: Days, first: date, last: date) -> list[date]:
    """The mornings on which the team is told."""
    on: list[date] = []
    while first <= last:
        if all_of(given, first, on[-1] if on else None):
            on.append(first)
        first += timedelta(days=1)
    return on


def test_a_share_that_stays_low_is_told_once() -> None:
    given = days((240, GOOD), (400, BAD))
    began = TODAY - timedelta(days=400)
    (on,) = told(given, began, TODAY)
    assert timedelta(days=1) < on - began < timedelta(days=7)


def test_a_second_fall_is_told_anew() -> None:
    """Back for ten weeks, and down again."""
    given = days((240, GOOD), (14, BAD), (70, GOOD), (60, BAD))
    first, second = told(given, TODAY - timedelta(days=144), TODAY)
    assert second - first > timedelta(days=80)


def test_a_share_that_falls_further_is_told_anew() -> None:
    given = days((240, GOOD), (60, BAD), (60, of(20, 6)))
    assert len(told(given, TODAY - timedelta(days=120), TODAY)) == 2


def test_within_four_weeks_a_team_is_not_told_again() -> None:
    given = days((238, GOOD), (7, BAD))
    assert not all_of(given, TODAY, told_on=TODAY - timedelta(days=drops.QUIET - 1))
    assert all_of(given, TODAY, told_on=TODAY - timedelta(days=drops.QUIET))


def test_days_before_the_last_alarm_are_not_compared() -> None:
    """Else a fall that took place long ago would be found in the longest window again."""
    given = days((238, GOOD), (60, BAD))
    assert not all_of(given, TODAY, told_on=TODAY - timedelta(days=60))


# --- Chance alone


def given_by_chance(random: Random, *, many: int, share: float) -> list[Given]:
    """Days on which four to twelve people rate, each satisfied with the same probability."""
    numbers = [random.randint(4, 12) for _ in range(many)]
    return [Given(number, sum(random.random() < share for _ in range(number))) for number in numbers]


def false_alarms(random: Random, *, points: int) -> int:
    """How often teams are told of a drop in half a year though nothing changes at their points."""
    number = 0
    for _ in range(points):
        given = days(*[(1, day) for day in given_by_chance(random, many=238 + 182, share=0.85)])
        number += len(told(given, TODAY - timedelta(days=182), TODAY))
    return number


def test_chance_alone_alarms_hardly_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small copy of what was measured, with dice chosen so that a limit twice as loose raises a false alarm."""
    assert false_alarms(Random(SEED), points=16) == 0
    monkeypatch.setattr(drops, "UNLIKELY", drops.UNLIKELY * 2)
    assert false_alarms(Random(SEED), points=16) > 0


def test_without_looking_at_how_days_differ_there_would_be_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Days of 200 ratings that are good or bad together, as they come: no drop, unless each answer counts as one."""
    random = Random(SEED)
    given = days(*[(1, of(200, random.choice([110, 150, 190]))) for _ in range(238 + 182)])
    assert told(given, TODAY - timedelta(days=182), TODAY) == []
    monkeypatch.setattr(drops, "_sway", lambda *_: 1.0)
    assert told(given, TODAY - timedelta(days=182), TODAY)


def test_a_true_fall_is_found_in_two_weeks() -> None:
    """At eight ratings a day, from 85 to 60 percent: at most points within a week."""
    random, after = Random(SEED), []
    for _ in range(20):
        given = given_by_chance(random, many=238, share=0.85) + given_by_chance(random, many=30, share=0.6)
        on = told(days(*[(1, day) for day in given]), TODAY - timedelta(days=30), TODAY)
        after.append((on[0] - (TODAY - timedelta(days=30))).days)
    assert sorted(after)[10] <= 7
    assert max(after) <= 14
