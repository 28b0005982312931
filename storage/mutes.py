"""Mutes: who may send nothing for some days. Whose a mute is can be told with the secret key alone, and two of one person
cannot be joined without it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, insert, select, update

from storage import forgotten
from storage.db import Tx, sealing_of
from storage.facts import ID_BITS
from storage.records.author import NOBODY, Author
from storage.records.mute import Mute
from storage.tables import mutes
from storage.tags import Owner, bearer, tag

PURPOSE = "mute"


def add(
    tx: Tx,
    author: Author,
    *,
    nameless: bool,
    quiet: bool,
    item_id: int,
    by_id: int,
    since: date,
    until: date,
    reason: str,
) -> Mute:
    """Mute whoever said an item, up to and with a day."""
    made = Mute(secrets.randbits(ID_BITS), nameless, quiet, item_id, by_id, since, until, reason)
    tx.execute(
        insert(mutes).values(
            id=made.id,
            tag=tag(_owner(tx, author.chat_id)),
            sealed=_sealed(tx, author.chat_id, author.language, forgotten.since(tx, author.chat_id)),
            nameless=nameless,
            quiet=quiet,
            item_id=item_id,
            by_id=by_id,
            since=since,
            until=until,
            reason=reason,
        )
    )
    return made


def get(tx: Tx, mute_id: int) -> Mute | None:
    row = tx.execute(select(mutes).where(mutes.c.id == mute_id)).one_or_none()
    return _mute(row) if row else None


def of(tx: Tx, chat_id: int) -> list[Mute]:
    """All of somebody's, the one that lasts longest first. Every tag is tried: there are few."""
    return [_mute(row) for row in _rows(tx, chat_id)]


def active(tx: Tx, chat_id: int, *, nameless: bool, on: date) -> list[Mute]:
    """Those of somebody's that hold on a day for what comes with or without a name, the one that lasts longest first."""
    holding = mutes.c.nameless.is_(nameless), mutes.c.until >= on
    return [_mute(row) for row in _rows(tx, chat_id, *holding)]


def is_of(tx: Tx, mute_id: int, chat_id: int) -> bool:
    """Whether a mute concerns somebody."""
    return any(row.id == mute_id for row in _rows(tx, chat_id))


def muted(tx: Tx, mute_id: int) -> Author:
    """Whom a mute concerns, to tell him or her; nobody, once forgotten: it holds all the same, as its tag stays."""
    sealed = tx.execute(select(mutes.c.sealed).where(mutes.c.id == mute_id)).scalar_one()
    content = _opened(tx, sealed, forgotten.notes(tx))
    return Author(content["chat"], content["language"], None, None)


def seal_anew(tx: Tx) -> None:
    """All of them, so that nobody sees which ones lead to somebody who was forgotten, and no longer do."""
    notes = forgotten.notes(tx)
    for row in tx.execute(select(mutes.c.id, mutes.c.sealed)).all():
        content = _opened(tx, row.sealed, notes)
        sealed = _sealed(tx, content["chat"], content["language"], content["since"])
        tx.execute(update(mutes).where(mutes.c.id == row.id).values(sealed=sealed))


def all_active(tx: Tx, on: date) -> list[Mute]:
    """All that hold on a day, the one that ends first first."""
    return [
        _mute(row) for row in tx.execute(select(mutes).where(mutes.c.until >= on).order_by(mutes.c.until, mutes.c.id))
    ]


def over(tx: Tx, on: date) -> list[Mute]:
    """Those whose last day was before this one."""
    return [_mute(row) for row in tx.execute(select(mutes).where(mutes.c.until < on))]


def object_to(tx: Tx, mute_id: int, words: str) -> bool:
    """Keep what somebody says against it; False when that was said already."""
    said = tx.execute(update(mutes).where(mutes.c.id == mute_id, mutes.c.objection.is_(None)).values(objection=words))
    return said.rowcount == 1


def let_stand(tx: Tx, mute_id: int) -> bool:
    """Somebody has looked at the objection, and the mute stands; False when somebody was faster."""
    let = tx.execute(
        update(mutes)
        .where(mutes.c.id == mute_id, mutes.c.objection.is_not(None), mutes.c.stands.is_(False))
        .values(stands=True)
    )
    return let.rowcount == 1


def lift(tx: Tx, mute: Mute, on: date) -> bool:
    """End one before its time: its last day is the one before it began. False when it is over."""
    ended = tx.execute(
        update(mutes).where(mutes.c.id == mute.id, mutes.c.until >= on).values(until=mute.since - timedelta(days=1))
    )
    return ended.rowcount == 1


def end(tx: Tx, mute_ids: Sequence[int]) -> int:
    """It is as if they had never been; returns how many there were."""
    return tx.execute(delete(mutes).where(mutes.c.id.in_(mute_ids))).rowcount


def _rows(tx: Tx, chat_id: int, *where: ColumnElement[bool]) -> Iterator[Row[Any]]:
    is_theirs = bearer(_owner(tx, chat_id))
    found = tx.execute(select(mutes).where(*where).order_by(mutes.c.until.desc(), mutes.c.id)).all()
    return (row for row in found if is_theirs(row.tag))


def _sealed(tx: Tx, chat_id: int, language: str, since: Sequence[str]) -> bytes:
    return sealing_of(tx).close({"chat": chat_id, "language": language, "since": since}, PURPOSE)


def _opened(tx: Tx, sealed: bytes, notes: Iterable[forgotten.Note]) -> dict[str, Any]:
    content: dict[str, Any] = sealing_of(tx).open(sealed, PURPOSE)
    gone = any(note.means(content) for note in notes)
    return {**content, "chat": NOBODY} if gone else content


def _owner(tx: Tx, chat_id: int) -> Owner:
    return sealing_of(tx).name(PURPOSE, chat_id)


def _mute(row: Row[Any]) -> Mute:
    return Mute(
        row.id,
        row.nameless,
        row.quiet,
        row.item_id,
        row.by_id,
        row.since,
        row.until,
        row.reason,
        row.objection,
        row.stands,
    )
