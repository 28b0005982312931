"""Triage: which stage may follow which."""

from __future__ import annotations

from datetime import date

from config.organisation import Organisation
from storage.records.item import Item, Kind, Stage

FOLLOWS: dict[Stage, tuple[Stage, ...]] = {
    Stage.RECEIVED: (Stage.IN_REVIEW, Stage.ACCEPTED, Stage.DONE, Stage.DECLINED, Stage.MERGED, Stage.ASIDE),
    Stage.IN_REVIEW: (Stage.ACCEPTED, Stage.DONE, Stage.DECLINED, Stage.MERGED, Stage.ASIDE),
    Stage.ACCEPTED: (Stage.TESTING, Stage.DONE, Stage.DECLINED, Stage.MERGED),
    Stage.TESTING: (Stage.DONE, Stage.DECLINED, Stage.MERGED),
    Stage.DONE: (),
    Stage.DECLINED: (),
    Stage.MERGED: (),
    Stage.WITHDRAWN: (),
    Stage.ASIDE: (),
}

GOES_BACK = (Stage.DECLINED, Stage.DONE)
"""Decided, and open again when the author asks for a second look or says that it did not help; by no team's button."""

PASSED_ON = "💛"
"""Stands where a compliment that became thanks would have an outcome: each reader has it in his or her language."""

MOST_WAITING_CARDS = 10
"""More new cards than this, waiting for one group, become one list."""


def promised_anew(organisation: Organisation, kind: Kind, today: date) -> date:
    """The day by which a late answer is promised: in half the time of the first promise."""
    days = organisation.promises.idea_days if kind is Kind.IDEA else organisation.promises.feedback_days
    return organisation.working_days.add(today, (days + 1) // 2)


def reason_of(item: Item) -> tuple[str | None, str]:
    """Why an item was declined: a code of the organisation's list, or None, and the team's own words."""
    code, _, words = (item.reason or "").partition("\n")
    return code or None, words


def in_own_words(words: str) -> str:
    """A reason that is none of the organisation's list."""
    return f"\n{words}"


def may_become(item: Item, stage: Stage) -> bool:
    return stage in FOLLOWS[item.stage]


def may_be_asked_about(item: Item) -> bool:
    """Whether the team may still ask the author: what was taken back is left in peace, what was set aside stays quiet."""
    return item.stage not in (Stage.WITHDRAWN, Stage.ASIDE)


def may_go_back(item: Item) -> bool:
    return item.stage in GOES_BACK or is_settled_by_idea(item)


def is_settled_by_idea(item: Item) -> bool:
    """Whether the idea that a feedback was joined with is decided; it bears the day then."""
    return item.stage is Stage.MERGED and item.closed_on is not None


def is_passed_on(item: Item) -> bool:
    return item.outcome == PASSED_ON


def on_second_look(item: Item) -> bool:
    """Whether somebody else is to decide about a refusal: its reason stays with the item until then."""
    return item.stage is Stage.IN_REVIEW and item.appealed_on is not None and item.reason is not None


def same_eyes(item: Item, person_id: int | None) -> bool:
    """Whether in a second look it would be whoever declined that decides."""
    return on_second_look(item) and person_id is not None and person_id == item.decider_id


def is_reopened(item: Item) -> bool:
    """Whether it was done once, did not help, and is not decided anew yet."""
    return item.helped == "no" and item.is_open
