"""How much somebody has sent today. Whose a row is can be told until the day is over, and by the process alone that wrote
it: what is sent without a trace counts as well, so with the secret key, too, nothing here may lead to anybody. After a
start everybody begins anew.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete, insert, select

from storage.db import Tx, sealing_of
from storage.tables import sent_today
from storage.tags import Owner, bearer, tag


def count(tx: Tx, chat_id: int, day: date) -> int:
    """How many things somebody has sent on a day that is not over. Every tag of the day is tried: a microsecond each."""
    is_theirs = bearer(_owner(tx, chat_id, day))
    tags = tx.execute(select(sent_today.c.tag).where(sent_today.c.day == day)).scalars()
    return sum(is_theirs(found) for found in tags)


def add(tx: Tx, chat_id: int, day: date) -> None:
    """One thing more."""
    tx.execute(insert(sent_today).values(tag=tag(_owner(tx, chat_id, day)), day=day))


def held(tx: Tx, chat_id: int) -> dict[date, int]:
    """How many on each day that is not over."""
    days = tx.execute(select(sent_today.c.day).distinct()).scalars().all()
    return {day: number for day in days if (number := count(tx, chat_id, day))}


def end_before(tx: Tx, day: date) -> None:
    tx.execute(delete(sent_today).where(sent_today.c.day < day))


def _owner(tx: Tx, chat_id: int, day: date) -> Owner:
    return sealing_of(tx).passing_name("sent", day.isoformat(), chat_id)
