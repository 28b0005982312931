"""Gathered news: up to where author and followers of an item have been told, and when they are told what came since."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, insert, select

from storage.db import Tx
from storage.records.gathering import About, Gathering
from storage.tables import gathered


def get(tx: Tx, item_id: int, about: About) -> Gathering | None:
    row = tx.execute(select(gathered).where(*_of(item_id, about))).one_or_none()
    return _gathering(row) if row else None


def keep(tx: Tx, gathering: Gathering) -> None:
    """Put it in the place of what was kept for this item before."""
    drop(tx, gathering.item_id, gathering.about)
    tx.execute(
        insert(gathered).values(
            item_id=gathering.item_id,
            about=gathering.about,
            told_id=gathering.told_id,
            next_at=gathering.next_at,
        )
    )


def drop(tx: Tx, item_id: int, about: About) -> None:
    tx.execute(delete(gathered).where(*_of(item_id, about)))


def due(tx: Tx, about: About, now: datetime) -> list[Gathering]:
    """What may be told now, the oldest first."""
    rows = tx.execute(
        select(gathered)
        .where(gathered.c.about == about, gathered.c.next_at <= now)
        .order_by(gathered.c.next_at, gathered.c.item_id)
    )
    return [_gathering(row) for row in rows]


def _of(item_id: int, about: About) -> tuple[ColumnElement[bool], ...]:
    return gathered.c.item_id == item_id, gathered.c.about == about


def _gathering(row: Row[Any]) -> Gathering:
    return Gathering(row.item_id, About(row.about), row.told_id, row.next_at)
