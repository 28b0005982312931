"""Which updates have had their effects, and which were open when the process ended badly."""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.db import Tx
from storage.tables import attempts, updates

_CLAIM = {
    name: dialect.insert(updates).on_conflict_do_nothing().returning(updates.c.update_id)
    for name, dialect in (("postgresql", postgresql), ("sqlite", sqlite))
}


def claim(tx: Tx, update_id: int, on: date) -> bool:
    """Remember that this update has its effects; False when it had them before."""
    values = {"update_id": update_id, "seen_on": on}
    return tx.execute(_CLAIM[tx.dialect.name], values).first() is not None


def is_claimed(tx: Tx, update_id: int) -> bool:
    return tx.execute(select(updates.c.update_id).where(updates.c.update_id == update_id)).first() is not None


def count_attempt(tx: Tx, update_id: int) -> int:
    """One more attempt at an update that may have killed the process; returns how many there were with this one."""
    counted = tx.execute(
        update(attempts)
        .where(attempts.c.update_id == update_id)
        .values(count=attempts.c.count + 1)
        .returning(attempts.c.count)
    ).scalar_one_or_none()
    if counted is None:
        tx.execute(insert(attempts).values(update_id=update_id, count=1))
        return 1
    return int(counted)


def attempted(tx: Tx) -> set[int]:
    """The updates that were begun and not finished when the process ended."""
    finished = select(updates.c.update_id)
    return set(tx.execute(select(attempts.c.update_id).where(attempts.c.update_id.not_in(finished))).scalars())


def forget_attempts(tx: Tx) -> None:
    tx.execute(delete(attempts))


def forget_before(tx: Tx, day: date) -> int:
    """Ids come back after a long silence only in disorder, so that old ones need not be kept."""
    return tx.execute(delete(updates).where(updates.c.seen_on < day)).rowcount
