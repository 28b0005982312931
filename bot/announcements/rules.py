"""Announcements: decisions about words, days and months, without side effects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from bot.triage import rules as triage
from config.organisation import Organisation
from storage.records.announcement import Announcement, Matter, Post
from storage.records.item import Item, Stage

LONGEST_SAID, LONGEST_DID = 300, 800

MOST_ALIKE = 6
"""Other messages that are offered, because they say nearly the same."""

COMPARED, COMPARED_DAYS = 300, 365
"""Feedback has no index: so many of the newest, from so many days, are compared."""

DELETED_DAYS = 1
"""Telegram lets a post be deleted for two days; one that was told so many days ago is not older."""

MADE_UP_DAYS = 7
"""Until which day of a month the one before is told of, should the bot have been away on the first working day."""

LONGEST_MONTH = timedelta(days=31)

MATTERS = {Stage.DONE: Matter.DONE, Stage.DECLINED: Matter.DECLINED}
"""What is told of an item that stands there; of others there is nothing to tell yet."""


def may_be_told(item: Item) -> bool:
    """Whether something came of it, and be it a no with its reason; thanks that were passed on are the receiver's alone."""
    return item.stage in MATTERS and not triage.is_passed_on(item)


def may_be_answered(other: Item, item: Item) -> bool:
    """Whether what came of an item may answer another: one that is decided, or an open one that its team may close; what goes
    with the first of the same words is closed with that.
    """
    closable = other.team == item.team and other.same_as is None and not triage.on_second_look(other)
    return not other.is_open or closable


def is_told(announcement: Announcement | None) -> bool:
    """Whether everybody has heard of it, or is about to; what was taken back may be told in better words."""
    return announcement is not None and announcement.post is not Post.BACK


def is_only_said_to_stand(announcement: Announcement) -> bool:
    """Whether somebody has seen the post, and nobody knows which message it is: then only people can change it."""
    return announcement.post is Post.STANDS and announcement.channel is not None and announcement.message_id is None


def may_be_deleted(announcement: Announcement, today: date) -> bool:
    """Whether Telegram lets the post be deleted still; else it is written over."""
    return (today - announcement.told_on).days <= DELETED_DAYS


def compared_since(today: date) -> date:
    return today - timedelta(days=COMPARED_DAYS)


def month_before(today: date) -> tuple[date, date]:
    """First and last day of the last month."""
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def month_after(day: date) -> tuple[date, date]:
    """First and last day of the next month, in which this one is told of."""
    first = (day.replace(day=1) + LONGEST_MONTH).replace(day=1)
    return first, (first + LONGEST_MONTH).replace(day=1) - timedelta(days=1)


def tells_of_month(today: date) -> bool:
    """Whether the last month may be told of on this day."""
    return today.day <= MADE_UP_DAYS


def by_unit(
    organisation: Organisation, told: Iterable[Announcement]
) -> list[tuple[str | None, Sequence[Announcement]]]:
    """In the order of the departments, what is about none of them last."""
    listed = list(told)
    known = [unit.code for unit in organisation.units]
    codes: list[str | None] = [*known, *sorted({each.unit for each in listed if each.unit} - set(known)), None]
    grouped = [(code, [each for each in listed if each.unit == code]) for code in codes]
    return [(code, those) for code, those in grouped if those]
