"""Voices: who supports, thanks for or follows an idea. Its counts change in the same transaction as the rows."""

from __future__ import annotations

from datetime import date
from typing import Literal

from sqlalchemy import Column, ColumnElement, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage import comments
from storage.db import Tx
from storage.records.listener import Listener
from storage.tables import follows, items, people, voices

Kind = Literal["voice", "thanks"]

VOICE: Kind = "voice"
THANKS: Kind = "thanks"

_COUNTED: dict[Kind, Column[int]] = {VOICE: items.c.voices, THANKS: items.c.thanks}


def give(tx: Tx, item_id: int, person_id: int, kind: Kind, *, on: date) -> bool:
    """Count one voice or thanks of a person; False when it was counted before."""
    dialect = postgresql if tx.dialect.name == "postgresql" else sqlite
    newest = comments.newest_shown(tx, item_id)
    row = dialect.insert(voices).values(
        item_id=item_id, person_id=person_id, kind=kind, given_on=on, after_comment=newest
    )
    if tx.execute(row.on_conflict_do_nothing().returning(voices.c.id)).first() is None:
        return False
    _count(tx, item_id, kind, 1)
    return True


def take_back(tx: Tx, item_id: int, person_id: int, kind: Kind) -> bool:
    """No longer count it; False when there was none."""
    gone = tx.execute(delete(voices).where(*_of(item_id, person_id, kind)))
    if not gone.rowcount:
        return False
    _count(tx, item_id, kind, -1)
    return True


def has(tx: Tx, item_id: int, person_id: int, kind: Kind) -> bool:
    return tx.execute(select(voices.c.id).where(*_of(item_id, person_id, kind))).first() is not None


def follow(tx: Tx, item_id: int, person_id: int) -> bool:
    """Hear of an idea without supporting it; False when it was so already."""
    if does_follow(tx, item_id, person_id):
        return False
    newest = comments.newest_shown(tx, item_id)
    tx.execute(insert(follows).values(item_id=item_id, person_id=person_id, after_comment=newest))
    return True


def unfollow(tx: Tx, item_id: int, person_id: int) -> bool:
    gone = delete(follows).where(follows.c.item_id == item_id, follows.c.person_id == person_id)
    return bool(tx.execute(gone).rowcount)


def does_follow(tx: Tx, item_id: int, person_id: int) -> bool:
    row = select(follows.c.item_id).where(follows.c.item_id == item_id, follows.c.person_id == person_id)
    return tx.execute(row).first() is not None


def listeners(tx: Tx, item_id: int) -> list[Listener]:
    """Everybody who supports or follows an idea, each once, since the first of both."""
    supporting = select(voices.c.person_id, voices.c.after_comment).where(
        voices.c.item_id == item_id, voices.c.kind == VOICE
    )
    following = select(follows.c.person_id, follows.c.after_comment).where(follows.c.item_id == item_id)
    both = supporting.union_all(following).subquery()
    rows = tx.execute(
        select(people.c.id, people.c.chat_id, people.c.language, func.min(both.c.after_comment).label("after"))
        .join(both, both.c.person_id == people.c.id)
        .group_by(people.c.id, people.c.chat_id, people.c.language)
        .order_by(people.c.id)
    )
    return [Listener(row.id, row.chat_id, row.language, row.after) for row in rows]


def newest_thanks(tx: Tx, item_id: int) -> int:
    """The id of the newest thanks; 0 where there are none."""
    newest = select(func.max(voices.c.id)).where(voices.c.item_id == item_id, voices.c.kind == THANKS)
    return tx.execute(newest).scalar_one() or 0


def count_thanks_after(tx: Tx, item_id: int, voice_id: int) -> int:
    """How many said thanks after this one."""
    after = (voices.c.item_id == item_id, voices.c.kind == THANKS, voices.c.id > voice_id)
    return tx.execute(select(func.count()).where(*after)).scalar_one()


def _of(item_id: int, person_id: int, kind: Kind) -> tuple[ColumnElement[bool], ...]:
    return voices.c.item_id == item_id, voices.c.person_id == person_id, voices.c.kind == kind


def _count(tx: Tx, item_id: int, kind: Kind, step: int) -> None:
    """The sum is the database's own, so that two at the same time are both counted."""
    counted = _COUNTED[kind]
    tx.execute(update(items).where(items.c.id == item_id).values({counted: counted + step}))
