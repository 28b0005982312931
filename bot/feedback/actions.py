"""Feedback: what changes ratings; each is all or nothing.

Nothing here names a person. A rating is no fact with an author: the row of the rating is all that is remembered of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import Enum

from bot import ratings as figures
from bot.feedback import drops, rules
from config.organisation import Organisation, ServicePoint
from storage import facts, ratings
from storage.db import Tx
from storage.records.facts import RatingChanged, RatingsFell
from storage.records.rating import Rating


class Tapped(Enum):
    """What a tap was."""

    FIRST = "the first one of this person, point and day: it counts"
    CHANGED = "another mind within ten minutes"
    AGAIN = "a further one on the same day: kept apart"


def rate(
    tx: Tx, organisation: Organisation, point: ServicePoint, level: int, *, chat_id: int, now: datetime, today: date
) -> tuple[Rating, Tapped]:
    """Store a tap, or change the rating that the same person gave within the last ten minutes."""
    days = rules.days_to_look(now, organisation)
    before = ratings.given(tx, chat_id, point.code, days)
    if before is not None and rules.may_be_changed(before.at, now):
        return change(tx, before.rating, level, today=today), Tapped.CHANGED
    first = before is None or before.rating.given_on != today
    end_days(tx, days)
    rating = ratings.add(tx, point.code, point.unit, level, on=today, counted=first)
    ratings.remember(tx, chat_id, rating, now)
    return rating, Tapped.FIRST if first else Tapped.AGAIN


def change(tx: Tx, rating: Rating, level: int, *, today: date) -> Rating:
    """Another level; the reason belonged to the one before."""
    if rating.level == level:
        return rating
    if rating.item_id is not None:
        facts.pass_on(tx, RatingChanged(today, item_id=rating.item_id))
    return ratings.change(tx, rating.id, level=level, reason=None)


def give_reason(tx: Tx, rating_id: int, reason: str) -> Rating:
    return ratings.change(tx, rating_id, reason=reason)


def look_for_falls(tx: Tx, points: Sequence[ServicePoint], today: date) -> None:
    """Remember, once, which points are rated much worse than before."""
    since = today - timedelta(days=drops.WINDOWS[-1] + drops.BEFORE)
    for point in points:
        daily = ratings.daily(tx, point.code, since, today - timedelta(days=1))
        given = {day: drops.Given(sum(levels.values()), figures.satisfied(levels)) for day, levels in daily.items()}
        fall = drops.look(given, today, ratings.alarmed_on(tx, point.code))
        if fall is not None:
            ratings.remember_alarm(tx, point.code, today)
            fell = RatingsFell(today, point=point.code, days=fall.days, now=fall.now.about, before=fall.before.about)
            facts.record(tx, fell)


def end_days(tx: Tx, but: Sequence[date]) -> None:
    """Nobody can tell any longer who rated what on other days than these."""
    ratings.end_days_before(tx, min(but))


def belongs_to(tx: Tx, rating_id: int, item_id: int) -> None:
    """The words to a rating are this feedback."""
    ratings.change(tx, rating_id, item_id=item_id)
