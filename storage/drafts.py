"""Drafts: unfinished dialogues, sealed, found by a keyed hash of chat and person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from storage.db import Tx, sealing_of
from storage.records.draft import Draft
from storage.tables import drafts

KEPT = timedelta(days=14)
"""Where the organisation does not say how long."""

PURPOSE = "draft"


Owners = Sequence[bytes]
"""The names under which a person's drafts in a chat may be kept, today's first."""


def owners(tx: Tx, chat_id: int, user_id: int, on: date, kept: timedelta = KEPT) -> Owners:
    """A name for this day, and those of the days before whose drafts may still be there.

    A name says nothing of the person, but rows that share it have one owner: with another name each day nobody who
    sees two copies of the database can join what is unfinished today with what was sent by name last week.
    """
    seal, today = sealing_of(tx), on.toordinal()
    return [seal.name(PURPOSE, chat_id, user_id, today - back) for back in range(kept.days + 1)]


def begin(
    tx: Tx, owners: Owners, kind: str, answers: dict[str, Any], *, asks: bool, on: date, kept: timedelta = KEPT
) -> Draft:
    """Begin a dialogue; its row bears today's name."""
    made = tx.execute(
        insert(drafts)
        .values(
            owner=owners[0],
            kind=kind,
            version=1,
            asks=asks,
            sealed=sealing_of(tx).close(answers, PURPOSE),
            until=on + kept,
        )
        .returning(drafts.c.id)
    ).scalar_one()
    return Draft(made, kind, 1, answers)


def change(tx: Tx, draft: Draft, answers: dict[str, Any], *, asks: bool) -> Draft | None:
    """Put new answers in place; None when somebody was faster (another device, a repeated press)."""
    changed = tx.execute(
        update(drafts)
        .where(drafts.c.id == draft.id, drafts.c.version == draft.version)
        .values(version=draft.version + 1, asks=asks, sealed=sealing_of(tx).close(answers, PURPOSE))
    )
    if changed.rowcount != 1:
        return None
    return Draft(draft.id, draft.kind, draft.version + 1, answers)


def get(tx: Tx, owners: Owners, draft_id: int) -> Draft | None:
    """A draft, if it is this person's in this chat."""
    row = tx.execute(select(drafts).where(drafts.c.id == draft_id, drafts.c.owner.in_(owners))).one_or_none()
    return _draft(tx, row) if row else None


def asking(tx: Tx, owners: Owners) -> Draft | None:
    """The draft that waits for words: the one begun last."""
    row = tx.execute(
        select(drafts).where(drafts.c.owner.in_(owners), drafts.c.asks).order_by(drafts.c.id.desc()).limit(1)
    ).one_or_none()
    return _draft(tx, row) if row else None


def latest(tx: Tx, owners: Owners, kind: str) -> Draft | None:
    row = tx.execute(
        select(drafts).where(drafts.c.owner.in_(owners), drafts.c.kind == kind).order_by(drafts.c.id.desc()).limit(1)
    ).one_or_none()
    return _draft(tx, row) if row else None


def all_of(tx: Tx, owners: Owners, kind: str) -> list[Draft]:
    """All the person's drafts of a kind, the one begun last first."""
    rows = tx.execute(
        select(drafts).where(drafts.c.owner.in_(owners), drafts.c.kind == kind).order_by(drafts.c.id.desc())
    )
    return [_draft(tx, row) for row in rows]


def stop_asking(tx: Tx, owners: Owners) -> int:
    """No draft waits for words any longer; they stay, their buttons go on working. Returns how many there were."""
    stopped = tx.execute(update(drafts).where(drafts.c.owner.in_(owners), drafts.c.asks).values(asks=False))
    return stopped.rowcount


def end(tx: Tx, draft: Draft) -> bool:
    """Delete a draft at the version that was seen; False when somebody was faster."""
    ended = tx.execute(delete(drafts).where(drafts.c.id == draft.id, drafts.c.version == draft.version))
    return ended.rowcount == 1


def _draft(tx: Tx, row: Row[Any]) -> Draft:
    return Draft(row.id, row.kind, row.version, sealing_of(tx).open(row.sealed, PURPOSE))


def before(tx: Tx, owners: Owners, draft: Draft) -> Draft | None:
    """The person's draft of the same kind that was begun just before."""
    row = tx.execute(
        select(drafts)
        .where(drafts.c.owner.in_(owners), drafts.c.kind == draft.kind, drafts.c.id < draft.id)
        .order_by(drafts.c.id.desc())
        .limit(1)
    ).one_or_none()
    return _draft(tx, row) if row else None
