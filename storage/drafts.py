"""Drafts: unfinished dialogues, sealed; whose they are stands in each row under a tag that no other row bears."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, insert, select, update

from storage.db import Tx, sealing_of
from storage.records.draft import Draft
from storage.tables import drafts

KEPT = timedelta(days=14)
"""Where the organisation does not say how long."""

PURPOSE = "draft"

STOP = "stop"
"""The kind of a row that says which drafts wait for words no longer, at which version.

Those rows themselves stay as they are: changed together they would be joined to each other, and to what was sent.
"""

ASKED_BY, BUTTONS = "asked by", "buttons"
"""Among the answers: the messages that asked for words, and those that carry buttons."""

FOUND = "found"
"""The kind of a row that holds the words of a search, as long as the pages of what was found can be turned."""

NONCE_BYTES = TAG_BYTES = 16

Owner = bytes
"""The key by which the drafts of a person in a chat are told; never written down."""


def owner(tx: Tx, chat_id: int, user_id: int) -> Owner:
    """Whose drafts are looked for."""
    return sealing_of(tx).name(PURPOSE, chat_id, user_id)


def tag(owner: Owner, nonce: bytes | None = None) -> bytes:
    """What stands in a row (32 bytes): drawn anew for each, so that nobody without the key can join two of them."""
    nonce = nonce or secrets.token_bytes(NONCE_BYTES)
    return nonce + hashlib.blake2s(nonce, key=owner, digest_size=TAG_BYTES).digest()


def begin(
    tx: Tx, owner: Owner, kind: str, answers: dict[str, Any], *, asks: bool, on: date, kept: timedelta = KEPT
) -> Draft:
    """Begin a dialogue."""
    return Draft(_add(tx, owner, kind, answers, asks=asks, until=on + kept), kind, 1, answers)


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


def get(tx: Tx, owner: Owner, draft_id: int) -> Draft | None:
    """A draft, if it is this person's in this chat."""
    return _first(tx, owner, drafts.c.id == draft_id, drafts.c.kind != STOP)


def asking(tx: Tx, owner: Owner) -> list[Draft]:
    """The drafts that wait for words, the one begun last first."""
    return list(_asking(tx, owner))


def was_asked_by(tx: Tx, draft_id: int, message_id: int, *, buttons: bool = False) -> list[int]:
    """A message of the bot asks a draft's question: words in reply to it are the answer, if it is one for words.

    Returns the messages whose buttons are out of date with it: those from before where this one brings new ones; this one
    itself where the draft is over.
    """
    row = tx.execute(select(drafts.c.asks, drafts.c.sealed).where(drafts.c.id == draft_id)).one_or_none()
    if row is None:
        return [message_id] if buttons else []
    answers = sealing_of(tx).open(row.sealed, PURPOSE)
    before = answers.get(BUTTONS, [])
    if row.asks:
        answers[ASKED_BY] = [*answers.get(ASKED_BY, ()), message_id]
    if buttons:
        answers[BUTTONS] = [message_id]
    tx.execute(update(drafts).where(drafts.c.id == draft_id).values(sealed=sealing_of(tx).close(answers, PURPOSE)))
    return [each for each in before if each != message_id] if buttons else []


def carried_by(draft: Draft) -> list[int]:
    """The messages whose buttons speak of a draft."""
    return list(draft.answers.get(BUTTONS, ()))


def is_there(tx: Tx, draft_id: int) -> bool:
    """Whether somebody, whoever it is, still writes it."""
    return tx.execute(select(drafts.c.id).where(drafts.c.id == draft_id)).first() is not None


def asked_by(tx: Tx, owner: Owner, message_id: int) -> Draft | None:
    """The draft whose question a message asks, also when it waits no longer for words that come by themselves."""
    mine = (_draft(tx, row) for row in _rows(tx, owner, drafts.c.kind != STOP))
    return next((draft for draft in mine if message_id in draft.answers.get(ASKED_BY, ())), None)


def latest(tx: Tx, owner: Owner, kind: str) -> Draft | None:
    return _first(tx, owner, drafts.c.kind == kind)


def before(tx: Tx, owner: Owner, draft: Draft) -> Draft | None:
    """The person's draft of the same kind that was begun just before."""
    return _first(tx, owner, drafts.c.kind == draft.kind, drafts.c.id < draft.id)


def all_of(tx: Tx, owner: Owner, kind: str) -> list[Draft]:
    """All the person's drafts of a kind, the one begun last first."""
    return [_draft(tx, row) for row in _rows(tx, owner, drafts.c.kind == kind)]


def stop_asking(tx: Tx, owner: Owner) -> int:
    """No draft waits for words any longer; they stay, their buttons go on working. Returns how many there were."""
    waiting = list(_asking(tx, owner))
    if waiting:
        seen = [[draft.id, draft.version] for draft in waiting]
        until = select(drafts.c.until).where(drafts.c.id.in_([draft.id for draft in waiting]))
        _add(tx, owner, STOP, {"seen": seen}, asks=True, until=max(tx.execute(until).scalars()))
    return len(waiting)


def end(tx: Tx, draft: Draft) -> bool:
    """Delete a draft at the version that was seen; False when somebody was faster."""
    ended = tx.execute(delete(drafts).where(drafts.c.id == draft.id, drafts.c.version == draft.version))
    return ended.rowcount == 1


def held(tx: Tx, owner: Owner) -> list[tuple[Draft, date]]:
    """Everything that somebody began, with the day after which it goes."""
    return [(_draft(tx, row), row.until) for row in _rows(tx, owner, drafts.c.kind != STOP)]


def forget(tx: Tx, owner: Owner) -> None:
    """Nothing is left of what somebody began."""
    tx.execute(delete(drafts).where(drafts.c.id.in_([row.id for row in _rows(tx, owner)])))


def _add(tx: Tx, owner: Owner, kind: str, content: dict[str, Any], *, asks: bool, until: date) -> int:
    sealed = sealing_of(tx).close(content, PURPOSE)
    row = {"owner": tag(owner), "kind": kind, "version": 1, "asks": asks, "sealed": sealed, "until": until}
    made: int = tx.execute(insert(drafts).values(row).returning(drafts.c.id)).scalar_one()
    return made


def _asking(tx: Tx, owner: Owner) -> Iterator[Draft]:
    """Drafts that wait for words and were not stopped as they are now, the one begun last first."""
    stopped: set[tuple[int, int]] = set()
    for row in _rows(tx, owner, drafts.c.asks):  # whatever stops a draft was written after it
        draft = _draft(tx, row)
        if draft.kind == STOP:
            stopped |= {(seen_id, version) for seen_id, version in draft.answers["seen"]}
        elif (draft.id, draft.version) not in stopped:
            yield draft


def _first(tx: Tx, owner: Owner, *where: ColumnElement[bool]) -> Draft | None:
    row = next(_rows(tx, owner, *where), None)
    return _draft(tx, row) if row else None


def _rows(tx: Tx, owner: Owner, *where: ColumnElement[bool]) -> Iterator[Row[Any]]:
    """The owner's rows, the newest first. Every tag is tried, as none is found by itself: a microsecond each."""
    tags = tx.execute(select(drafts.c.id, drafts.c.owner).where(*where).order_by(drafts.c.id.desc())).all()
    for draft_id, found in tags:
        if tag(owner, found[:NONCE_BYTES]) == found:
            yield tx.execute(select(drafts).where(drafts.c.id == draft_id)).one()


def _draft(tx: Tx, row: Row[Any]) -> Draft:
    return Draft(row.id, row.kind, row.version, sealing_of(tx).open(row.sealed, PURPOSE))
