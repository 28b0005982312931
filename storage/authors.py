"""Authors: who said an item, by name or under a seal.

A seal is found by the item alone. There is no look-up from a person to the seals, so that nobody can tell whether two
hidden items have one author: what is mine is found by opening them one after the other.

The seals of somebody who was forgotten stay, with nobody in them (`storage/forgotten.py`): the item can be asked about
as before, and nothing comes back.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, insert, or_, select, update

from storage import forgotten, people
from storage.db import Tx, sealing_of
from storage.items import asked, awaits_answer, by_author
from storage.records.author import NOBODY, Author
from storage.records.item import Item
from storage.tables import items, seals

PURPOSE = "author"
SEAL_BYTES = 16


def seal(tx: Tx, chat_id: int, language: str) -> bytes:
    """Keep under a new seal where an author is answered; returns the seal's id."""
    seal_id = secrets.token_bytes(SEAL_BYTES)
    content = {"chat": chat_id, "language": language, "since": forgotten.since(tx, chat_id)}
    tx.execute(insert(seals).values(id=seal_id, sealed=sealing_of(tx).close(content, PURPOSE)))
    return seal_id


def seal_again(tx: Tx, item: Item) -> bytes | None:
    """A new seal for another item of the same author, just as good; None where there is none (any longer)."""
    sealed = tx.execute(select(seals.c.sealed).where(seals.c.id == item.seal_id)).scalar_one_or_none()
    if sealed is None:
        return None
    seal_id, content = secrets.token_bytes(SEAL_BYTES), sealing_of(tx).open(sealed, PURPOSE)
    tx.execute(insert(seals).values(id=seal_id, sealed=sealing_of(tx).close(content, PURPOSE)))
    return seal_id


def of(tx: Tx, item: Item) -> Author | None:
    """The author; None where there is no trace, or none any longer."""
    if item.author_id is not None:
        person = people.get(tx, item.author_id)
        return Author(person.chat_id, person.language, person.name, person.id) if person else None
    if item.seal_id is None:
        return None
    sealed = tx.execute(select(seals.c.sealed).where(seals.c.id == item.seal_id)).scalar_one_or_none()
    return _opened(tx, sealed, forgotten.notes(tx)) if sealed is not None else None


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
    notes, found = forgotten.notes(tx), select(items.c.id, seals.c.sealed).join(seals, seals.c.id == items.c.seal_id)
    rows = tx.execute(found.where(hidden, *where)).all()
    return sorted((row.id for row in rows if _opened(tx, row.sealed, notes).chat_id == chat_id), reverse=True)


def all_items(tx: Tx, *, chat_id: int, person_id: int | None) -> list[int]:
    """Ids of everything that somebody said by name or hidden, the newest first."""
    named = by_author(tx, person_id) if person_id is not None else []
    return sorted({*named, *hidden_items(tx, chat_id)}, reverse=True)


def waiting_for(tx: Tx, *, chat_id: int, person_id: int | None) -> list[Item]:
    """Open items of somebody, named or hidden, where a question of the team waits for an answer, the newest first."""
    return asked(tx, person_id, hidden_items(tx, chat_id, awaits_answer()))


def destroy(tx: Tx, seal_ids: Sequence[bytes]) -> int:
    """From now on nobody can tell who it was, and a link to claim it, which may be with others by then, is good no longer;
    returns how many there were.
    """
    if not seal_ids:
        return 0
    tx.execute(update(items).where(items.c.seal_id.in_(seal_ids)).values(seal_id=None, claim_hash=None))
    return tx.execute(delete(seals).where(seals.c.id.in_(seal_ids))).rowcount


def outlived(closed_by: date) -> ColumnElement[bool]:
    """Seals of items that were closed on this day or earlier, and of items that are gone."""
    needed = or_(items.c.closed_on.is_(None), items.c.closed_on > closed_by)
    return seals.c.id.not_in(select(items.c.seal_id).where(items.c.seal_id.is_not(None), needed))


# -- when somebody was forgotten -------------------------------------------------------------------


def seals_there_are(tx: Tx) -> list[bytes]:
    return list(tx.execute(select(seals.c.id)).scalars())


def seal_anew(tx: Tx, seal_ids: Sequence[bytes], erased_on: Callable[[date | None], date]) -> None:
    """Seal all of them anew; in those of somebody who was forgotten is nobody then.

    `erased_on`: from when the item was closed, the day on which its words go where that was chosen.
    """
    notes = forgotten.notes(tx)
    there = {note.id.hex() for note in notes}
    found = select(seals.c.id, seals.c.sealed, items.c.closed_on).outerjoin(items, items.c.seal_id == seals.c.id)
    renewed = []
    for row in tx.execute(found.where(seals.c.id.in_(seal_ids))).all():
        content = sealing_of(tx).open(row.sealed, PURPOSE)
        meant = [note for note in notes if note.means(content)]
        if meant:
            content = {"chat": NOBODY, "language": content["language"]}
            if any(note.words_too for note in meant):
                content["erased_on"] = erased_on(row.closed_on).isoformat()
        elif "since" in content:
            content["since"] = [each for each in content["since"] if each in there]
        renewed.append({"seal": row.id, "anew": sealing_of(tx).close(content, PURPOSE)})
    _put_anew(tx, renewed)


def to_be_erased(tx: Tx, today: date) -> list[int]:
    """Ids of hidden items whose words go by today, as their forgotten authors chose; each is told once."""
    due, renewed = [], []
    for row in tx.execute(
        select(items.c.id, items.c.seal_id, seals.c.sealed).join(seals, seals.c.id == items.c.seal_id)
    ).all():
        content = sealing_of(tx).open(row.sealed, PURPOSE)
        if "erased_on" in content and date.fromisoformat(content.pop("erased_on")) <= today:
            due.append(row.id)
            renewed.append({"seal": row.seal_id, "anew": sealing_of(tx).close(content, PURPOSE)})
    _put_anew(tx, renewed)
    return due


def _put_anew(tx: Tx, renewed: Sequence[dict[str, bytes]]) -> None:
    if renewed:
        tx.execute(update(seals).where(seals.c.id == bindparam("seal")).values(sealed=bindparam("anew")), renewed)


def _opened(tx: Tx, sealed: bytes, notes: Sequence[forgotten.Note]) -> Author:
    content: dict[str, Any] = sealing_of(tx).open(sealed, PURPOSE)
    gone = any(note.means(content) for note in notes)
    return Author(NOBODY if gone else content["chat"], content["language"])
