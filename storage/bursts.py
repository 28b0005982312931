"""Bursts: unusually many ratings of a point in ten minutes. How fast they come is known until the day is over."""

from __future__ import annotations

import hmac
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage import day_keys, ratings
from storage.db import Tx
from storage.tables import bursts, paces
from storage.tables import ratings as rating_rows

SLOT = timedelta(minutes=10)
"""Ten minutes by the clock, not any ten: a burst on both sides of a border may be told a little later."""


def pace(tx: Tx, point: str, at: datetime, day: date) -> int:
    """One first rating more at a point; how many there are now in these ten minutes."""
    dialect = postgresql if tx.dialect.name == "postgresql" else sqlite
    slot = int(at.timestamp() // SLOT.total_seconds())
    name = hmac.digest(day_keys.of(tx, day), f"pace\x1f{point}\x1f{slot}".encode(), "sha256")
    first = dialect.insert(paces).values(name=name, day=day, number=1)
    more = first.on_conflict_do_update(index_elements=[paces.c.name], set_={"number": paces.c.number + 1})
    return int(tx.execute(more.returning(paces.c.number)).scalar_one())


def end_before(tx: Tx, day: date) -> None:
    tx.execute(delete(paces).where(paces.c.day < day))


def usual(tx: Tx, point: str, first: date, last: date) -> float:
    """How many ratings a day counted, of the days that had any; 0 where none had."""
    days, number = tx.execute(
        select(func.count(rating_rows.c.given_on.distinct()), func.count()).where(
            rating_rows.c.point == point, rating_rows.c.given_on.between(first, last), rating_rows.c.counted
        )
    ).one()
    return number / days if days else 0.0


def counts(tx: Tx, point: str, day: date) -> bool | None:
    """Whether what came at once on a day stands in the figures; None where nothing did."""
    return tx.execute(select(bursts.c.counts).where(bursts.c.point == point, bursts.c.day == day)).scalar_one_or_none()


def since(tx: Tx, day: date) -> list[tuple[str, date, bool]]:
    """Points and days of all bursts from a day on, the newest first, and whether they count."""
    rows = tx.execute(select(bursts).where(bursts.c.day >= day).order_by(bursts.c.day.desc(), bursts.c.point))
    return [(row.point, row.day, row.counts) for row in rows]


def begin(tx: Tx, point: str, at: datetime, day: date) -> None:
    """Mark what came in these ten minutes; all that still comes in a burst is marked as it comes."""
    tx.execute(insert(bursts).values(point=point, day=day, counts=True))
    slot = at.timestamp() // SLOT.total_seconds()
    found = [
        rating_id
        for rating_id, given_at in ratings.times_of(tx, point, day)
        if given_at.timestamp() // SLOT.total_seconds() == slot
    ]
    for first in range(0, len(found), 500):
        within = rating_rows.c.id.in_(found[first : first + 500])
        tx.execute(update(rating_rows).where(within, rating_rows.c.counted).values(in_burst=True))


def set_counts(tx: Tx, point: str, day: date, *, counts: bool) -> bool:
    """Let all of a day's bursts stand in the figures or not; False when it is so already."""
    changed = tx.execute(
        update(bursts)
        .where(bursts.c.point == point, bursts.c.day == day, bursts.c.counts.is_not(counts))
        .values(counts=counts)
    )
    marked = rating_rows.c.point == point, rating_rows.c.given_on == day, rating_rows.c.in_burst
    tx.execute(update(rating_rows).where(*marked).values(counted=counts))
    return changed.rowcount == 1


def levels(tx: Tx, point: str, day: date) -> dict[int, int]:
    """How many of a day's burst gave each level."""
    marked = rating_rows.c.point == point, rating_rows.c.given_on == day, rating_rows.c.in_burst
    rows = tx.execute(select(rating_rows.c.level, func.count().label("n")).where(*marked).group_by(rating_rows.c.level))
    return {row.level: row.n for row in rows}
