"""Feedback: decisions without side effects."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches

from config.organisation import Organisation, ServicePoint
from storage.records.item import FeedbackKind
from storage.records.rating import LEVELS, SATISFIED

CHANGED_WITHIN = timedelta(minutes=10)
"""How long another tap of the same person changes a rating; a later one is kept apart."""

DAY_ENDS_AT = time(0, 11)
"""Of the organisation's day: then nobody may change a rating of yesterday any longer."""

MOST_NEAR = 3
EARLIEST = 2000


def may_be_changed(at: datetime, now: datetime) -> bool:
    return now - at <= CHANGED_WITHIN


def days_to_look(now: datetime, organisation: Organisation) -> tuple[date, ...]:
    """The days on which a rating may stand that a tap changes, or comes after: today, and yesterday for ten minutes."""
    return tuple(sorted({moment.astimezone(organisation.zone).date() for moment in (now - CHANGED_WITHIN, now)}))


def last_closed_month(today: date) -> date:
    """The first day of the newest month of which figures are out: on the second of the next one, when nobody can change
    a rating of the month any longer.
    """
    return month_before((today - timedelta(days=1)).replace(day=1))


def month_before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)


def month_after(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def last_of(month: date) -> date:
    return month_after(month) - timedelta(days=1)


def asked_month(year_and_month: int, today: date) -> date:
    """The month of a button, as 202611; the newest that is closed where there is no such month, or none yet."""
    newest, (year, month) = last_closed_month(today), divmod(year_and_month, 100)
    if not (1 <= month <= 12 and EARLIEST <= year <= newest.year):
        return newest
    return min(newest, date(year, month, 1))


def is_level(level: int) -> bool:
    """Whether there is such a level; an app may send any number."""
    return level in LEVELS


def offered(organisation: Organisation, *, employee: bool) -> list[ServicePoint]:
    """The points that somebody may rate, in the order of the file; strangers none where citizens are not asked."""
    if not employee and not organisation.about.citizens:
        return []
    return [point for point in organisation.service_points if not point.retired and (employee or not point.internal)]


def nearest(code: str, points: Sequence[ServicePoint]) -> list[ServicePoint]:
    """Points whose codes look like a misspelt one, the likeliest first."""
    by_code = {point.code: point for point in points}
    return [by_code[found] for found in get_close_matches(code.lower(), by_code, n=MOST_NEAR, cutoff=0.6)]


def kinds(level: int | None) -> tuple[FeedbackKind, ...]:
    """What somebody may mean who gave this level, the likeliest first."""
    compliment, suggestion, complaint = FeedbackKind
    if level is None or level not in (*SATISFIED, 1, 2):
        return suggestion, complaint, compliment
    return (compliment, suggestion, complaint) if level in SATISFIED else (complaint, suggestion, compliment)
