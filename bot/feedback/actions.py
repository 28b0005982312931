"""Feedback: what changes ratings; each is all or nothing.

Nothing here names a person. A rating is no fact with an author: the row of the rating is all that is remembered of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot import ratings as figures
from bot.feedback import drops, reports, rules
from bot.misuse import actions as misuse
from config.organisation import Organisation, ServicePoint
from storage import bursts, facts, ratings, sent_today
from storage.db import Tx
from storage.records.facts import RatingChanged, RatingsFell
from storage.records.rating import Rating


def rate(
    tx: Tx, organisation: Organisation, point: ServicePoint, level: int, *, chat_id: int, now: datetime, today: date
) -> tuple[Rating, datetime]:
    """Store a tap, or change the rating that the same person gave within the last ten minutes; returns the rating and the
    moment of its first tap.
    """
    days = rules.days_to_look(now, organisation)
    before = ratings.given(tx, chat_id, point.code, days)
    if before is not None and rules.may_be_changed(before.at, now):
        return change(tx, before.rating, level, today=today), before.at
    first = before is None or before.rating.given_on != today
    end_days(tx, days)
    in_burst, counts = False, first
    if first:
        in_burst, counts = misuse.comes_in_burst(tx, point, now=now, today=today, organisation=organisation)
    rating = ratings.add(tx, point.code, point.unit, level, on=today, counted=counts, in_burst=in_burst)
    ratings.remember(tx, chat_id, rating, now)
    return rating, now


def change(tx: Tx, rating: Rating, level: int, *, today: date) -> Rating:
    """Another level; the reason belonged to the one before."""
    if rating.level == level:
        return rating
    if rating.item_id is not None:
        facts.pass_on(tx, RatingChanged(today, item_id=rating.item_id))
    return ratings.change(tx, rating.id, level=level, reason=None)


def give_reason(tx: Tx, rating_id: int, reason: str) -> Rating:
    return ratings.change(tx, rating_id, reason=reason)


def look_for_falls(tx: Tx, organisation: Organisation, points: Sequence[ServicePoint], today: date) -> None:
    """Remember, once, which points are rated much worse than before; one that would tell of a few people waits."""
    since = today - timedelta(days=drops.WINDOWS[-1] + drops.BEFORE)
    for point in points:
        daily = ratings.daily(tx, point.code, since, today - timedelta(days=1))
        given = {day: drops.Given(sum(levels.values()), figures.satisfied(levels)) for day, levels in daily.items()}
        told_on = ratings.alarmed_on(tx, point.code)
        for fall in drops.all_of(given, today, told_on):
            stretches = drops.told_of(today, fall.days, told_on)
            if reports.may_be_told(tx, organisation, point.code, stretches, today):
                ratings.remember_alarm(tx, point.code, today)
                now, before = fall.now.about, fall.before.about
                facts.record(tx, RatingsFell(today, point=point.code, days=fall.days, now=now, before=before))
                break


def end_days(tx: Tx, but: Sequence[date]) -> None:
    """Nobody can tell any longer who rated what on other days than these, nor how fast, nor who sent how much."""
    ratings.end_days_before(tx, min(but))
    bursts.end_before(tx, min(but))
    sent_today.end_before(tx, min(but))


def belongs_to(tx: Tx, rating_id: int, item_id: int) -> None:
    """The words to a rating are this feedback. Whoever writes twice has two: nothing may say that both are one person's."""
    rating = ratings.get(tx, rating_id)
    if rating.item_id is not None:
        same = ratings.add(tx, rating.point, rating.unit, rating.level, on=rating.given_on, counted=False)
        rating_id = ratings.change(tx, same.id, reason=rating.reason).id
    ratings.change(tx, rating_id, item_id=item_id)


def leave_no_trace(tx: Tx, item_id: int) -> None:
    """The words to a rating lead to nobody any longer, so neither may the rating, which the key of the day can tell: another
    one counts in its place.
    """
    rating = ratings.of_item(tx, item_id)
    if rating is not None:
        ratings.change(tx, rating.id, item_id=None, counted=False, in_burst=False)
        counts = {"counted": rating.counted, "in_burst": rating.in_burst}
        same = ratings.add(tx, rating.point, rating.unit, rating.level, on=rating.given_on, **counts)
        ratings.change(tx, same.id, reason=rating.reason, item_id=item_id)
