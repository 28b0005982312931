"""Small things that the installation knows of itself."""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from storage.db import Tx, sealing_of
from storage.sealing import WrongKey
from storage.tables import house

KEY_CHECK = "key check"
RUNNING = "running"
USERNAME = "username"
"""The bot's own, for what is told in public."""


def value(tx: Tx, name: str) -> str | None:
    return tx.execute(select(house.c.value).where(house.c.name == name)).scalar_one_or_none()


def keep(tx: Tx, name: str, value: str) -> None:
    tx.execute(delete(house).where(house.c.name == name))
    tx.execute(insert(house).values(name=name, value=value))


def forget(tx: Tx, name: str) -> None:
    tx.execute(delete(house).where(house.c.name == name))


def check_key(tx: Tx) -> None:
    """Refuse a secret key that this database does not belong to; the first key is remembered. Raises WrongKey."""
    require_key(tx)
    if value(tx, KEY_CHECK) is None:
        keep(tx, KEY_CHECK, sealing_of(tx).check_value)


def require_key(tx: Tx) -> None:
    """Refuse a secret key that this database does not belong to; changes nothing. Raises WrongKey."""
    known = value(tx, KEY_CHECK)
    if known is not None and known != sealing_of(tx).check_value:
        raise WrongKey(f"{sealing_of(tx).origin}: is not the one that this database was sealed with")
