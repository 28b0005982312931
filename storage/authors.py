"""Authors: who said an item, by name or under a seal.

A seal is found by the item alone. There is no look-up from a person to the seals, so that nobody can tell whether two
hidden items have one author: what is mine is found by opening them one after the other.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, delete, insert, or_, select, update

from storage import people
from storage.db import Tx, sealing_of
from storage.items import asked, awaits_answer, by_author
from storage.records.author import Author
from storage.records.item import Item
from storage.tables import items, seals

PURPOSE = "author"
SEAL_BYTES = 16


def seal(tx: Tx, chat_id: int, language: str) -> bytes:
    """Keep under a new seal where an author is answered; returns the seal's id."""
    seal_id = secrets.token_bytes(SEAL_BYTES)
    sealed = sealing_of(tx).close({"chat": chat_id, "language": language}, PURPOSE)
    tx.execute(insert(seals).values(id=seal_id, sealed=sealed))
    return seal_id


def of(tx: Tx, item: Item) -> Author | None:
    """The author; None where there is no trace, or none any longer."""
    if item.author_id is not None:
        person = people.get(tx, item.author_id)
        return Author(person.chat_id, person.language, person.name, person.id) if person else None
    if item.seal_id is None:
        return None
    sealed = tx.execute(select(seals.c.sealed).where(seals.c.id == item.seal_id)).scalar_one_or_none()
    return _opened(tx, sealed) if sealed is not None else None


def is_author(tx: Tx, item: Item, *, chat_id: int, person_id: int | None) -> bool:
    """Whether somebody said an item, by name or hidden."""
    if item.author_id is not None:
        return item.author_id == person_id
    author = of(tx, item)
    return author is not None and author.chat_id == chat_id


def hidden_items(tx: Tx, chat_id: int, *where: ColumnElement[bool]) -> list[int]:
    """Ids of the hidden items that somebody said, the newest first.

    Opens each seal there is (a few microseconds each); seals of closed items are destroyed, so that they stay few.
    """
    hidden = items.c.seal_id.is_not(None)  # else SQLite looks through all items for them
    rows = tx.execute(select(items.c.id, seals.c.sealed).join(seals, seals.c.id == items.c.seal_id).where(hidden, *where))
    return sorted((row.id for row in rows if _opened(tx, row.sealed).chat_id == chat_id), reverse=True)


def all_items(tx: Tx, *, chat_id: int, person_id: int | None) -> list[int]:
    """Ids of everything that somebody said by name or hidden, the newest first."""
    named = by_author(tx, person_id) if person_id is not None else []
    return sorted({*named, *hidden_items(tx, chat_id)}, reverse=True)


def waiting_for(tx: Tx, *, chat_id: int, person_id: int | None) -> list[Item]:
    """Open items of somebody, named or hidden, where a question of the team waits for an answer, the newest first."""
    return asked(tx, person_id, hidden_items(tx, chat_id, awaits_answer()))


def destroy(tx: Tx, seal_ids: Sequence[bytes]) -> int:
    """From now on nobody can tell who it was; returns how many there were."""
    if not seal_ids:
        return 0
    tx.execute(update(items).where(items.c.seal_id.in_(seal_ids)).values(seal_id=None))
    return tx.execute(delete(seals).where(seals.c.id.in_(seal_ids))).rowcount


def outlived(closed_by: date) -> ColumnElement[bool]:
    """Seals of items that were closed on this day or earlier, and of items that are gone."""
    needed = or_(items.c.closed_on.is_(None), items.c.closed_on > closed_by)
    return seals.c.id.not_in(select(items.c.seal_id).where(items.c.seal_id.is_not(None), needed))


def _opened(tx: Tx, sealed: bytes) -> Author:
    content = sealing_of(tx).open(sealed, PURPOSE)
    return Author(content["chat"], content["language"])
