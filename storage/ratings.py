"""Ratings: one tap at a service point. Whose it was is known until the day is over, and to the bot alone.

What finds a person's rating of a point again is a hash of chat and point under the day's own key. The key lies sealed
in a row of its own and goes with the day: from then on not even the secret key can tell who rated what.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from storage import day_keys
from storage.db import Tx, sealing_of
from storage.facts import ID_BITS
from storage.records.rating import Rating
from storage.tables import alarms, rated, ratings

PURPOSE = "rated"


@dataclass(frozen=True, slots=True)
class Given:
    """A person's newest rating of a point on a day, and when it was first given; `name` finds it until the day ends."""

    rating: Rating
    at: datetime
    name: bytes


def add(tx: Tx, point: str, unit: str | None, level: int, *, on: date, counted: bool, in_burst: bool = False) -> Rating:
    """Store a tap."""
    rating = Rating(secrets.randbits(ID_BITS), point, unit, level, on, counted, in_burst=in_burst)
    tx.execute(insert(ratings).values(asdict(rating)))
    return rating


def get(tx: Tx, rating_id: int) -> Rating:
    return _rating(tx.execute(select(ratings).where(ratings.c.id == rating_id)).one())


def of_item(tx: Tx, item_id: int) -> Rating | None:
    """The rating that a feedback belongs to."""
    row = tx.execute(select(ratings).where(ratings.c.item_id == item_id)).one_or_none()
    return _rating(row) if row else None


def change(tx: Tx, rating_id: int, **values: Any) -> Rating:
    """Put other values in place."""
    tx.execute(update(ratings).where(ratings.c.id == rating_id).values(**values))
    return get(tx, rating_id)


# -- whose it is, until the day is over ------------------------------------------------------------


def given(tx: Tx, chat_id: int, point: str, days: Sequence[date]) -> Given | None:
    """What somebody gave this point on the latest of these days."""
    for day in sorted(days, reverse=True):
        key = day_keys.known(tx, day)
        if key is None:
            continue
        name = _name(key, chat_id, point)
        sealed = tx.execute(select(rated.c.sealed).where(rated.c.name == name)).scalar_one_or_none()
        if sealed is not None:
            content = sealing_of(tx).open(sealed, PURPOSE)
            return Given(get(tx, content["rating"]), datetime.fromisoformat(content["at"]), name)
    return None


def remember(tx: Tx, chat_id: int, rating: Rating, at: datetime) -> None:
    """So that the same person's next tap at this point, on this day, finds it."""
    name = _name(day_keys.of(tx, rating.given_on), chat_id, rating.point)
    sealed = sealing_of(tx).close({"rating": rating.id, "at": at.isoformat()}, PURPOSE)
    tx.execute(delete(rated).where(rated.c.name == name))
    tx.execute(insert(rated).values(name=name, day=rating.given_on, sealed=sealed))


def times_of(tx: Tx, point: str, day: date) -> list[tuple[int, datetime]]:
    """The newest rating of each person who rated a point on a day that is not over, and when it was given; whose they are
    stays untold. Opens all of the day's.
    """
    names = {
        each.id for each in tx.execute(select(ratings.c.id).where(ratings.c.point == point, ratings.c.given_on == day))
    }
    opened = [
        sealing_of(tx).open(sealed, PURPOSE)
        for sealed in tx.execute(select(rated.c.sealed).where(rated.c.day == day)).scalars()
    ]
    return [(each["rating"], datetime.fromisoformat(each["at"])) for each in opened if each["rating"] in names]


def end_days_before(tx: Tx, day: date) -> None:
    """Destroy the keys of the days before this one, and what could be found with them."""
    tx.execute(delete(rated).where(rated.c.day < day))
    day_keys.end_before(tx, day)


def held(tx: Tx, chat_id: int) -> Iterator[Given]:
    """What somebody has rated on the days whose keys are still there."""
    for day in day_keys.all_days(tx):
        points = tx.execute(select(ratings.c.point).where(ratings.c.given_on == day).distinct()).scalars().all()
        for point in points:
            if (found := given(tx, chat_id, point, [day])) is not None:
                yield found


def _name(key: bytes, chat_id: int, point: str) -> bytes:
    return hmac.digest(key, f"{chat_id}\x1f{point}".encode(), "sha256")


# -- figures ---------------------------------------------------------------------------------------


Where = tuple[str, str | None, bool]
"""A point, the unit that it belonged to, and whether there are words to a rating: then its level stands on a card."""

_WORDED = ratings.c.item_id.is_not(None).label("worded")


def levels(tx: Tx, first: date, last: date) -> dict[Where, dict[int, int]]:
    """How many counted ratings there are at each level in these days."""
    rows = tx.execute(
        select(ratings.c.point, ratings.c.unit, _WORDED, ratings.c.level, func.count().label("n"))
        .where(ratings.c.given_on.between(first, last), ratings.c.counted)
        .group_by(ratings.c.point, ratings.c.unit, _WORDED, ratings.c.level)
    )
    found: dict[Where, dict[int, int]] = {}
    for row in rows:
        found.setdefault((row.point, row.unit, bool(row.worded)), {})[row.level] = row.n
    return found


def busiest(tx: Tx, points: Sequence[str], first: date, last: date) -> dict[Where, int]:
    """How many counted ratings the busiest of these days has: so many people there are at least."""
    daily = (
        select(ratings.c.point, ratings.c.unit, _WORDED, func.count().label("n"))
        .where(ratings.c.point.in_(points), ratings.c.given_on.between(first, last), ratings.c.counted)
        .group_by(ratings.c.point, ratings.c.unit, _WORDED, ratings.c.given_on)
        .subquery()
    )
    where = (daily.c.point, daily.c.unit, daily.c.worded)
    rows = tx.execute(select(*where, func.max(daily.c.n).label("most")).group_by(*where))
    return {(row.point, row.unit, bool(row.worded)): row.most for row in rows}


def daily(tx: Tx, point: str, first: date, last: date) -> dict[date, dict[int, int]]:
    """How many counted ratings a point has at each level on each of these days that has any."""
    rows = tx.execute(
        select(ratings.c.given_on, ratings.c.level, func.count().label("n"))
        .where(ratings.c.point == point, ratings.c.given_on.between(first, last), ratings.c.counted)
        .group_by(ratings.c.given_on, ratings.c.level)
    )
    found: dict[date, dict[int, int]] = {}
    for row in rows:
        found.setdefault(row.given_on, {})[row.level] = row.n
    return found


def alarmed_on(tx: Tx, point: str) -> date | None:
    """When the point's team was last told that its ratings have fallen."""
    return tx.execute(select(alarms.c.told_on).where(alarms.c.point == point)).scalar_one_or_none()


def alarmed_after(tx: Tx, day: date) -> bool:
    """Whether a team was told of any point after this day."""
    return tx.execute(select(alarms.c.point).where(alarms.c.told_on > day).limit(1)).first() is not None


def remember_alarm(tx: Tx, point: str, on: date) -> None:
    tx.execute(delete(alarms).where(alarms.c.point == point))
    tx.execute(insert(alarms).values(point=point, told_on=on))


def _rating(row: Row[Any]) -> Rating:
    return Rating(
        row.id, row.point, row.unit, row.level, row.given_on, row.counted, row.reason, row.item_id, row.in_burst
    )
