"""Occurrences of the timetable: each is claimed once, by its planned local date and time."""

from __future__ import annotations

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.db import Tx
from storage.tables import occurrences


def claim(tx: Tx, job: str, planned: str, outcome: str) -> bool:
    """Take an occurrence ("2026-11-23 09:00"); False when it has been taken before."""
    dialect = postgresql if tx.dialect.name == "postgresql" else sqlite
    row = dialect.insert(occurrences).values(job=job, planned=planned, outcome=outcome)
    return tx.execute(row.on_conflict_do_nothing().returning(occurrences.c.job)).first() is not None


def forget_before(tx: Tx, job: str, planned: str) -> int:
    """Forget a job's older occurrences; returns how many there were."""
    gone = tx.execute(delete(occurrences).where(occurrences.c.job == job, occurrences.c.planned < planned))
    return gone.rowcount


def last(tx: Tx, job: str) -> str | None:
    """The latest occurrence that was taken."""
    return tx.execute(select(func.max(occurrences.c.planned)).where(occurrences.c.job == job)).scalar_one_or_none()
