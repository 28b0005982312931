"""Closing: how long an author is heard after the decision, and who decides then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot import access
from bot.clockwork.timetable import awake
from bot.closing import rules
from bot.triage import rules as triage
from config.organisation import ANSWER_DAYS, QuietHours, load
from config.settings import SHIPPED_ORGANISATION
from storage.records.item import Identity, Item, Kind, Stage
from storage.records.person import Grant, Person, Role

ORGANISATION = load(SHIPPED_ORGANISATION)
DAY = date(2026, 11, 23)
DECLINED = Item(
    1, Kind.IDEA, 42, Stage.DECLINED, "", "library", None, "quality", 7, DAY, DAY, closed_on=DAY, reason="\nno"
)
DONE = replace(DECLINED, stage=Stage.DONE, reason=None, helped=rules.ASKED)


def days(count: int) -> date:
    return DAY + timedelta(days=count)


@pytest.mark.parametrize(("after", "may"), [(0, True), (30, True), (31, False)])
def test_a_second_look_is_possible_up_to_its_last_day(after: int, may: bool) -> None:
    assert ORGANISATION.ideas.second_look_days == 30
    assert rules.second_look_until(DECLINED, ORGANISATION) == days(30)
    assert rules.may_ask_again(DECLINED, ORGANISATION, days(after)) is may


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.DECLINED])
def test_only_a_refusal_is_looked_at_again(stage: Stage) -> None:
    assert rules.second_look_until(replace(DECLINED, stage=stage), ORGANISATION) is None
    assert not rules.may_ask_again(replace(DECLINED, stage=stage), ORGANISATION, DAY)


def test_a_second_look_is_possible_once_and_for_authors_who_left_a_trace() -> None:
    assert not rules.may_ask_again(replace(DECLINED, appealed_on=DAY), ORGANISATION, DAY)
    hidden = replace(DECLINED, author_id=None, seal_id=b"seal", identity=Identity.HIDDEN)
    assert rules.may_ask_again(hidden, ORGANISATION, DAY)
    assert not rules.may_ask_again(replace(hidden, seal_id=None), ORGANISATION, DAY), "the seal is gone"
    traceless = replace(DECLINED, author_id=None, identity=Identity.NO_TRACE)
    assert not rules.may_ask_again(traceless, ORGANISATION, DAY)


def test_authors_are_asked_from_the_planned_day_on_as_long_as_they_have_days_to_answer() -> None:
    after = ORGANISATION.ideas.helped_after_days
    first, last = rules.closed_when_asked(ORGANISATION, Kind.IDEA, days(after))
    assert last == DAY
    latest = rules.closed_when_asked(ORGANISATION, Kind.IDEA, days(after) + (last - first))[0]
    assert latest == DAY, "the last day on which this item is asked about"
    left = rules.answer_until(DONE, ORGANISATION) - (days(after) + (last - first))
    assert left == timedelta(days=rules.FEWEST_ANSWER_DAYS)


def test_the_question_is_open_for_its_days_and_once() -> None:
    until = days(ORGANISATION.ideas.helped_after_days + ANSWER_DAYS)
    assert rules.answer_until(DONE, ORGANISATION) == until
    assert rules.may_say(DONE, ORGANISATION, until)
    assert not rules.may_say(DONE, ORGANISATION, until + timedelta(days=1))
    for helped in (None, rules.YES, rules.NO):
        assert not rules.may_say(replace(DONE, helped=helped), ORGANISATION, DAY)
    assert not rules.may_say(replace(DONE, stage=Stage.IN_REVIEW), ORGANISATION, DAY)


def test_seals_outlive_everything_that_a_hidden_author_may_still_say() -> None:
    seals = days(ORGANISATION.retention.seals)
    until = rules.second_look_until(DECLINED, ORGANISATION)
    assert until is not None
    assert seals >= max(until, rules.answer_until(DONE, ORGANISATION))


def test_only_what_was_decided_goes_back_and_by_no_button() -> None:
    for stage in Stage:
        item = replace(DECLINED, stage=stage)
        assert triage.may_go_back(item) is (stage in (Stage.DECLINED, Stage.DONE, Stage.MERGED))
        assert not (triage.may_go_back(item) and triage.may_become(item, Stage.IN_REVIEW))


def test_what_was_joined_goes_back_when_its_idea_is_decided() -> None:
    open_one = replace(DECLINED, stage=Stage.MERGED, kind=Kind.FEEDBACK, closed_on=None, helped=rules.ASKED)
    closed = replace(open_one, closed_on=DAY)
    assert not triage.may_go_back(open_one)
    assert not rules.may_object(open_one, ORGANISATION, DAY)
    assert rules.may_say(closed, ORGANISATION, DAY)
    assert rules.may_reopen(closed, ORGANISATION, DAY)


def test_a_second_look_lasts_until_somebody_decides() -> None:
    asked = replace(DECLINED, stage=Stage.IN_REVIEW, appealed_on=DAY)
    assert triage.on_second_look(asked)
    assert not triage.on_second_look(replace(asked, stage=Stage.DECLINED))
    assert not triage.on_second_look(replace(asked, appealed_on=None)), "never refused"
    reopened = replace(asked, reason=None, helped=rules.NO)
    assert not triage.on_second_look(reopened), "accepted after all, done, and open again"
    assert triage.is_reopened(reopened)
    assert not triage.is_reopened(replace(reopened, stage=Stage.DONE))
    assert triage.reason_of(replace(DECLINED, reason=triage.in_own_words("so"))) == (None, "so")


@pytest.mark.parametrize(
    ("role", "unit", "leads"),
    [
        (Role.LEADER, "library", True),
        (Role.LEADER, None, True),
        (Role.ADMIN, None, True),
        (Role.LEADER, "schools", False),
        (Role.QUALITY, None, False),
        (Role.EMPLOYEE, "library", False),
    ],
)
def test_a_leader_is_one_of_the_unit_or_of_all(role: Role, unit: str | None, leads: bool) -> None:
    person = Person(1, 1, "Lin Berg", grants=(Grant(role, unit, DAY, days(1)),))
    assert access.holds_for(person, Role.LEADER, "library", DAY) is leads
    assert not access.holds_for(person, Role.LEADER, "library", days(2)), "the role has ended"
    assert access.holds_for(person, Role.LEADER, None, DAY) is (leads and unit is None)


@pytest.mark.parametrize(
    ("start", "end", "at"),
    [(time(20), time(7), time(10)), (time(20), time(11), time(11)), (time(9), time(18), time(18))],
)
def test_the_question_comes_outside_quiet_hours(start: time, end: time, at: time) -> None:
    quiet = QuietHours.model_validate({"from": start, "to": end})
    organisation = ORGANISATION.model_copy(update={"quiet_hours": quiet})
    assert awake(organisation, time(10)) == at
    assert not quiet.cover(at)
