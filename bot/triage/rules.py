"""Triage: which stage may follow which."""

from __future__ import annotations

from storage.records.item import Item, Stage

FOLLOWS: dict[Stage, tuple[Stage, ...]] = {
    Stage.RECEIVED: (Stage.IN_REVIEW, Stage.ACCEPTED, Stage.DONE, Stage.DECLINED),
    Stage.IN_REVIEW: (Stage.ACCEPTED, Stage.DONE, Stage.DECLINED),
    Stage.ACCEPTED: (Stage.TESTING, Stage.DONE, Stage.DECLINED),
    Stage.TESTING: (Stage.DONE, Stage.DECLINED),
    Stage.DONE: (),
    Stage.DECLINED: (),
    Stage.MERGED: (),
    Stage.WITHDRAWN: (),
}

MOST_WAITING_CARDS = 10
"""More new cards than this, waiting for one group, become one list."""


def reason_of(item: Item) -> tuple[str | None, str]:
    """Why an item was declined: a code of the organisation's list, or None, and the team's own words."""
    code, _, words = (item.reason or "").partition("\n")
    return code or None, words


def may_become(item: Item, stage: Stage) -> bool:
    return stage in FOLLOWS[item.stage]
