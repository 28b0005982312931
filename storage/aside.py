"""What could not be handled, kept sealed for the operator."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from sqlalchemy import func, insert, select

from storage.db import Tx, sealing_of
from storage.tables import aside

PURPOSE = "aside"


def put(tx: Tx, what: Literal["update", "message"], content: Any, error: str, on: date) -> int:
    """Keep an update or a message with the error that it met; returns its reference."""
    row = insert(aside).values(what=what, error=error, sealed=sealing_of(tx).close(content, PURPOSE), put_on=on)
    return int(tx.execute(row.returning(aside.c.id)).scalar_one())


def count(tx: Tx) -> int:
    return tx.execute(select(func.count()).select_from(aside)).scalar_one()


def opened(tx: Tx, reference: int) -> Any:
    """What was put aside, readable again."""
    sealed = tx.execute(select(aside.c.sealed).where(aside.c.id == reference)).scalar_one()
    return sealing_of(tx).open(sealed, PURPOSE)
