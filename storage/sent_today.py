"""How much somebody has sent today. Whose a row is can be told until the day is over, and by the bot alone; that two
rows are one person's, by nobody else.
"""

from __future__ import annotations

import hmac
from datetime import date

from sqlalchemy import delete, insert, select

from storage import day_keys
from storage.db import Tx
from storage.tables import sent_today
from storage.tags import Owner, bearer, tag


def count(tx: Tx, chat_id: int, day: date) -> int:
    """How many things somebody has sent on a day that is not over. Every tag of the day is tried: a microsecond each."""
    return len(_mine(tx, chat_id, day))


def add(tx: Tx, chat_id: int, day: date) -> None:
    """One thing more."""
    tx.execute(insert(sent_today).values(tag=tag(_owner(day_keys.of(tx, day), chat_id)), day=day))


def held(tx: Tx, chat_id: int) -> dict[date, int]:
    """How many on each day that is not over."""
    return {day: number for day in day_keys.all_days(tx) if (number := count(tx, chat_id, day))}


def end_before(tx: Tx, day: date) -> None:
    tx.execute(delete(sent_today).where(sent_today.c.day < day))


def _mine(tx: Tx, chat_id: int, day: date) -> list[bytes]:
    key = day_keys.known(tx, day)
    if key is None:
        return []
    is_theirs = bearer(_owner(key, chat_id))
    tags = tx.execute(select(sent_today.c.tag).where(sent_today.c.day == day)).scalars()
    return [found for found in tags if is_theirs(found)]


def _owner(key: bytes, chat_id: int) -> Owner:
    return hmac.digest(key, f"sent\x1f{chat_id}".encode(), "sha256")
