"""Which message in a private chat speaks of which item, so that a reply to it finds its way."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import delete, insert, select

from storage.db import Tx, sealing_of
from storage.tables import mentions

KEPT = timedelta(days=90)
PURPOSE = "mention"


def remember(tx: Tx, chat_id: int, message_id: int, item_id: int, on: date) -> None:
    seal = sealing_of(tx)
    key = seal.name(PURPOSE, chat_id, message_id)
    tx.execute(delete(mentions).where(mentions.c.message_key == key))
    tx.execute(insert(mentions).values(message_key=key, sealed=seal.close({"item": item_id}, PURPOSE), until=on + KEPT))


def item_of(tx: Tx, chat_id: int, message_id: int) -> int | None:
    """The id of the item that a message speaks of."""
    seal = sealing_of(tx)
    sealed = tx.execute(
        select(mentions.c.sealed).where(mentions.c.message_key == seal.name(PURPOSE, chat_id, message_id))
    ).scalar_one_or_none()
    return seal.open(sealed, PURPOSE)["item"] if sealed else None


def forget_old(tx: Tx, on: date) -> int:
    return tx.execute(delete(mentions).where(mentions.c.until < on)).rowcount
