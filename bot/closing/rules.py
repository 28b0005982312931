"""Closing: until when an author is heard again after the decision."""

from __future__ import annotations

from datetime import date, timedelta

from bot.triage import rules as triage
from config.organisation import ANSWER_DAYS, Organisation
from storage.records.item import Item, Kind, Stage

ASKED, YES, NO, UNSURE = "asked", "yes", "no", "dunno"

FEWEST_ANSWER_DAYS = 3
"""Who is asked later than planned (holidays, the bot was away) has at least so many days for the answer."""


def second_look_until(item: Item, organisation: Organisation) -> date | None:
    """The last day for a second look at a refusal; None when there is none, or none any more."""
    if item.stage is not Stage.DECLINED or item.appealed_on is not None or item.closed_on is None:
        return None
    return item.closed_on + timedelta(days=organisation.ideas.second_look_days)


def may_ask_again(item: Item, organisation: Organisation, today: date) -> bool:
    """Whether the author, who must have left a trace, may ask for a second look."""
    until = second_look_until(item, organisation)
    return until is not None and today <= until and item.is_answerable


def has_decided(item: Item, person_id: int | None) -> bool:
    """Whether it was this person who decided in the second look."""
    decided = item.appealed_on is not None and item.stage in (*triage.GOES_BACK, Stage.ACCEPTED, Stage.TESTING)
    return decided and person_id is not None and person_id == item.decider_id


def asked_after(organisation: Organisation, kind: Kind) -> timedelta:
    """How long after it was done the author is asked: whether an idea has helped, or what feedback is about is solved."""
    days = organisation.ideas.helped_after_days if kind is Kind.IDEA else organisation.feedback.solved_after_days
    return timedelta(days=days)


def closed_when_asked(organisation: Organisation, kind: Kind, today: date) -> tuple[date, date]:
    """First and last day of closing of those items whose authors are asked today."""
    after = asked_after(organisation, kind)
    return today - after - timedelta(days=ANSWER_DAYS - FEWEST_ANSWER_DAYS), today - after


def is_asked_about(item: Item) -> bool:
    """Whether there is something that can have helped: not where thanks were passed on."""
    return not triage.is_passed_on(item)


def answer_until(item: Item, organisation: Organisation) -> date:
    """The last day on which the author can say whether it helped: the seal of a hidden one lives until then."""
    assert item.closed_on is not None
    return item.closed_on + asked_after(organisation, item.kind) + timedelta(days=ANSWER_DAYS)


def may_say(item: Item, organisation: Organisation, today: date) -> bool:
    """Whether the question is open."""
    is_asked = _may_be_solved(item) and item.helped == ASKED
    return is_asked and today <= answer_until(item, organisation)


def may_reopen(item: Item, organisation: Organisation, today: date) -> bool:
    """Whether the author may say, without being asked, that what feedback is about is not solved."""
    if item.kind is not Kind.FEEDBACK or not _may_be_solved(item) or item.closed_on is None:
        return False
    return today <= item.closed_on + timedelta(days=organisation.feedback.reopen_days) and item.is_answerable


def may_object(item: Item, organisation: Organisation, today: date) -> bool:
    """Whether the author may say, asked or not, that it did not help."""
    return may_say(item, organisation, today) or may_reopen(item, organisation, today)


def _may_be_solved(item: Item) -> bool:
    """Whether something was done about it, or what is decided about its idea may have solved it."""
    return (item.stage is Stage.DONE and not triage.is_passed_on(item)) or triage.is_settled_by_idea(item)
