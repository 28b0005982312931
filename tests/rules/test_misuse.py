"""Misuse: what is a burst, and what may be done about an item."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.misuse import rules
from bot.misuse.rules import Measure
from config.organisation import load
from config.settings import SHIPPED_ORGANISATION
from storage.records.item import Identity, Item, Kind, Stage
from storage.records.mute import Mute

DAY = date(2026, 11, 25)
ITEM = Item(1, Kind.IDEA, 1, Stage.RECEIVED, "Words", None, None, "quality", 1, DAY, DAY)
MUTE = Mute(1, nameless=True, quiet=False, item_id=1, by_id=1, since=DAY, until=DAY, reason="Insults")


@pytest.mark.parametrize(
    ("number", "usual", "is_one"),
    [(19, 0.0, False), (20, 0.0, True), (20, 39.0, True), (20, 40.0, False), (200, 400.0, False), (201, 400.0, True)],
)
def test_a_burst_is_more_in_ten_minutes_than_half_of_a_usual_day(number: int, usual: float, is_one: bool) -> None:
    assert rules.is_burst(number, usual, 20) is is_one


def test_whether_it_is_one_is_looked_at_from_the_least_on_and_then_now_and_then() -> None:
    assert [number for number in range(1, 60) if rules.is_looked_at(number, 20)] == [20, 30, 40, 50]


@pytest.mark.parametrize(("levels", "alike"), [({5: 9, 1: 1}, True), ({5: 8, 1: 2}, False), ({1: 3}, True), ({}, True)])
def test_nearly_all_alike_is_nine_in_ten(levels: dict[int, int], alike: bool) -> None:
    assert rules.nearly_all_alike(levels) is alike


def test_whoever_left_no_trace_can_only_be_told_no() -> None:
    assert rules.measures(ITEM, answerable=False) == (Measure.WORD,)


def test_what_is_on_a_second_look_or_accepted_is_not_set_aside_in_silence() -> None:
    assert Measure.QUIET in rules.measures(ITEM, answerable=True)
    for known in (replace(ITEM, appealed_on=DAY), replace(ITEM, stage=Stage.ACCEPTED)):
        assert Measure.QUIET not in rules.measures(known, answerable=True)


def test_no_mute_outlasts_the_time_for_a_second_look() -> None:
    assert set(rules.DAYS) == set(Measure) - {Measure.WORD}
    assert max(rules.DAYS.values()) < load(SHIPPED_ORGANISATION).ideas.second_look_days


@pytest.mark.parametrize(
    ("identity", "nameless"), [(Identity.NAMED, False), (Identity.HIDDEN, True), (Identity.NO_TRACE, True)]
)
def test_with_and_without_a_name_are_two_things(identity: Identity, nameless: bool) -> None:
    assert rules.is_nameless(identity) is nameless


def test_one_objects_once_and_never_to_what_one_does_not_know() -> None:
    assert rules.may_object(MUTE, DAY)
    for other in (replace(MUTE, quiet=True), replace(MUTE, objection="No"), replace(MUTE, until=date(2026, 11, 24))):
        assert not rules.may_object(other, DAY)
    assert rules.may_decide(replace(MUTE, objection="No"), DAY)
    assert not rules.may_decide(MUTE, DAY)
    assert not rules.may_decide(replace(MUTE, objection="No", stands=True), DAY)


@pytest.mark.parametrize(("day", "open_still"), [(date(2026, 11, 1), True), (date(2026, 10, 31), False)])
def test_figures_that_are_out_do_not_change(day: date, open_still: bool) -> None:
    assert rules.may_be_recounted(day, date(2026, 10, 1)) is open_still
