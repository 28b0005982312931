"""Which message in a chat speaks of which item: replies, and changes of a message, find their way.

Everything is sealed, the moment too, and found by a keyed hash of chat and message.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select

from storage.db import Tx, sealing_of
from storage.tables import mentions

KEPT = timedelta(days=90)
ORIGINALS_KEPT = timedelta(days=2)
PURPOSE, ORIGINAL = "mention", "original"


@dataclass(frozen=True, slots=True)
class Original:
    """A message of a person from which an item, or something said about one, was made."""

    item_id: int
    at: datetime
    said: str
    remark: bool


def remember(tx: Tx, chat_id: int, message_id: int, item_id: int, at: datetime) -> None:
    """A message of the bot speaks of an item."""
    _keep(tx, PURPOSE, chat_id, message_id, {"item": item_id, "at": at.isoformat()}, at.date() + KEPT)


def item_of(tx: Tx, chat_id: int, message_id: int) -> int | None:
    """The id of the item that a message speaks of."""
    found = _find(tx, PURPOSE, chat_id, message_id)
    return found["item"] if found else None


def said_at(tx: Tx, chat_id: int, message_id: int) -> datetime | None:
    """When the bot's message about an item went out, as far as that is known."""
    found = _find(tx, PURPOSE, chat_id, message_id)
    return datetime.fromisoformat(found["at"]) if found and "at" in found else None


def remember_original(
    tx: Tx, chat_id: int, message_id: int, item_id: int, *, said: str, at: datetime, remark: bool = False
) -> None:
    """What a person's own message became; asked when the message is changed."""
    content = {"item": item_id, "at": at.isoformat(), "said": said, "remark": remark}
    _keep(tx, ORIGINAL, chat_id, message_id, content, at.date() + ORIGINALS_KEPT)


def original(tx: Tx, chat_id: int, message_id: int) -> Original | None:
    """What a person's own message became."""
    found = _find(tx, ORIGINAL, chat_id, message_id)
    if found is None:
        return None
    return Original(found["item"], datetime.fromisoformat(found["at"]), found["said"], found["remark"])


def forget_item(tx: Tx, item_id: int) -> int:
    """No message leads to this item any longer; opens every row, because nothing in clear tells which are its own."""
    seal = sealing_of(tx)
    rows = tx.execute(select(mentions.c.message_key, mentions.c.sealed)).all()
    gone = [row.message_key for row in rows if seal.open(row.sealed, PURPOSE)["item"] == item_id]
    if gone:
        tx.execute(delete(mentions).where(mentions.c.message_key.in_(gone)))
    return len(gone)


def forget_old(tx: Tx, on: date) -> int:
    return tx.execute(delete(mentions).where(mentions.c.until < on)).rowcount


def _keep(tx: Tx, purpose: str, chat_id: int, message_id: int, content: dict[str, Any], until: date) -> None:
    seal = sealing_of(tx)
    key = seal.name(purpose, chat_id, message_id)
    tx.execute(delete(mentions).where(mentions.c.message_key == key))
    tx.execute(insert(mentions).values(message_key=key, sealed=seal.close(content, PURPOSE), until=until))


def _find(tx: Tx, purpose: str, chat_id: int, message_id: int) -> Any:
    seal = sealing_of(tx)
    key = seal.name(purpose, chat_id, message_id)
    sealed = tx.execute(select(mentions.c.sealed).where(mentions.c.message_key == key)).scalar_one_or_none()
    return seal.open(sealed, PURPOSE) if sealed else None
