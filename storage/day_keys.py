"""The keys of the days: what is found under one can be told until its day is over, and by the bot alone.

Each lies sealed in a row of its own and goes with the day: from then on not even the secret key opens what it opened.
"""

from __future__ import annotations

import secrets
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.db import Tx, sealing_of
from storage.tables import day_keys

PURPOSE = "day key"
KEY_BYTES = 32


def known(tx: Tx, day: date) -> bytes | None:
    """The day's key, if there is one."""
    sealed = tx.execute(select(day_keys.c.sealed).where(day_keys.c.day == day)).scalar_one_or_none()
    return bytes.fromhex(sealing_of(tx).open(sealed, PURPOSE)) if sealed is not None else None


def of(tx: Tx, day: date) -> bytes:
    """The day's key, drawn when it is first asked for; two that come at once agree on one."""
    if (key := known(tx, day)) is not None:
        return key
    dialect = postgresql if tx.dialect.name == "postgresql" else sqlite
    drawn = sealing_of(tx).close(secrets.token_bytes(KEY_BYTES).hex(), PURPOSE)
    tx.execute(dialect.insert(day_keys).values(day=day, sealed=drawn).on_conflict_do_nothing())
    key = known(tx, day)
    assert key is not None
    return key


def all_days(tx: Tx) -> list[date]:
    """The days that are not over."""
    return list(tx.execute(select(day_keys.c.day)).scalars())


def end_before(tx: Tx, day: date) -> None:
    """Destroy the keys of the days before this one."""
    tx.execute(delete(day_keys).where(day_keys.c.day < day))
