"""Drafts: unfinished dialogues, sealed; whose they are stands in each row under a tag that no other row bears.

What kind they are of is sealed, too: whoever is forgotten, and loses an unfinished answer that moment, was asked
something, and is the author.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, insert, select, update

from storage.db import Tx, sealing_of
from storage.records.draft import Draft
from storage.tables import drafts
from storage.tags import Owner, bearer, tag

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

# Written once: each message asks this.
_TAGS = select(drafts.c.id, drafts.c.owner).order_by(drafts.c.id.desc())
_WHOLE = select(drafts).where(drafts.c.id == bindparam("draft"))


def owner(tx: Tx, chat_id: int, user_id: int) -> Owner:
    """Whose drafts are looked for."""
    return sealing_of(tx).name(PURPOSE, chat_id, user_id)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row, opened; `asks`: it waits for words, not a press."""

    draft: Draft
    asks: bool
    until: date


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
        .values(version=draft.version + 1, sealed=_sealed(tx, draft.kind, answers, asks=asks))
    )
    if changed.rowcount != 1:
        return None
    return Draft(draft.id, draft.kind, draft.version + 1, answers)


def get(tx: Tx, owner: Owner, draft_id: int) -> Draft | None:
    """A draft, if it is this person's in this chat."""
    return next((row.draft for row in _rows(tx, owner, drafts.c.id == draft_id) if row.draft.kind != STOP), None)


def asking(tx: Tx, owner: Owner) -> list[Draft]:
    """The drafts that wait for words, the one begun last first."""
    return [row.draft for row in _asking(tx, owner)]


def was_asked_by(tx: Tx, draft_id: int, message_id: int, *, buttons: bool = False) -> list[int]:
    """A message of the bot asks a draft's question: words in reply to it are the answer, if it is one for words.

    Returns the messages whose buttons are out of date with it: those from before where this one brings new ones; this one
    itself where the draft is over.
    """
    row = tx.execute(select(drafts.c.sealed).where(drafts.c.id == draft_id)).one_or_none()
    if row is None:
        return [message_id] if buttons else []
    content = sealing_of(tx).open(row.sealed, PURPOSE)
    answers = content["answers"]
    before = answers.get(BUTTONS, [])
    if content["asks"]:
        answers[ASKED_BY] = [*answers.get(ASKED_BY, ()), message_id]
    if buttons:
        answers[BUTTONS] = [message_id]
    anew = _sealed(tx, content["kind"], answers, asks=content["asks"])
    tx.execute(update(drafts).where(drafts.c.id == draft_id).values(sealed=anew))
    return [each for each in before if each != message_id] if buttons else []


def carried_by(draft: Draft) -> list[int]:
    """The messages whose buttons speak of a draft."""
    return list(draft.answers.get(BUTTONS, ()))


def is_there(tx: Tx, draft_id: int) -> bool:
    """Whether somebody, whoever it is, still writes it."""
    return tx.execute(select(drafts.c.id).where(drafts.c.id == draft_id)).first() is not None


def asked_by(tx: Tx, owner: Owner, message_id: int) -> Draft | None:
    """The draft whose question a message asks, also when it waits no longer for words that come by themselves."""
    mine = (row.draft for row in _rows(tx, owner) if row.draft.kind != STOP)
    return next((draft for draft in mine if message_id in draft.answers.get(ASKED_BY, ())), None)


def latest(tx: Tx, owner: Owner, kind: str) -> Draft | None:
    return next(_of_kind(tx, owner, kind), None)


def before(tx: Tx, owner: Owner, draft: Draft) -> Draft | None:
    """The person's draft of the same kind that was begun just before."""
    return next(_of_kind(tx, owner, draft.kind, drafts.c.id < draft.id), None)


def end_with(tx: Tx, draft: Draft, other: Draft) -> None:
    """A draft is kept no longer than another one that becomes part of it."""
    sooner = select(drafts.c.until).where(drafts.c.id == other.id).scalar_subquery()
    tx.execute(update(drafts).where(drafts.c.id == draft.id, drafts.c.until > sooner).values(until=sooner))


def all_of(tx: Tx, owner: Owner, kind: str) -> list[Draft]:
    """All the person's drafts of a kind, the one begun last first."""
    return list(_of_kind(tx, owner, kind))


def stop_asking(tx: Tx, owner: Owner) -> int:
    """No draft waits for words any longer; they stay, their buttons go on working. Returns how many there were."""
    waiting = list(_asking(tx, owner))
    if waiting:
        seen = [[row.draft.id, row.draft.version] for row in waiting]
        _add(tx, owner, STOP, {"seen": seen}, asks=True, until=max(row.until for row in waiting))
    return len(waiting)


def end(tx: Tx, draft: Draft) -> bool:
    """Delete a draft at the version that was seen; False when somebody was faster."""
    ended = tx.execute(delete(drafts).where(drafts.c.id == draft.id, drafts.c.version == draft.version))
    return ended.rowcount == 1


def held(tx: Tx, owner: Owner) -> list[tuple[Draft, date]]:
    """Everything that somebody began, with the day after which it goes."""
    return [(row.draft, row.until) for row in _rows(tx, owner) if row.draft.kind != STOP]


def forget(tx: Tx, owner: Owner) -> None:
    """Nothing is left of what somebody began."""
    tx.execute(delete(drafts).where(drafts.c.id.in_([row.draft.id for row in _rows(tx, owner)])))


def _add(tx: Tx, owner: Owner, kind: str, content: dict[str, Any], *, asks: bool, until: date) -> int:
    sealed = _sealed(tx, kind, content, asks=asks)
    row = {"owner": tag(owner), "version": 1, "sealed": sealed, "until": until}
    made: int = tx.execute(insert(drafts).values(row).returning(drafts.c.id)).scalar_one()
    return made


def _sealed(tx: Tx, kind: str, answers: dict[str, Any], *, asks: bool) -> bytes:
    return sealing_of(tx).close({"kind": kind, "asks": asks, "answers": answers}, PURPOSE)


def _asking(tx: Tx, owner: Owner) -> Iterator[_Row]:
    """Drafts that wait for words and were not stopped as they are now, the one begun last first."""
    stopped: set[tuple[int, int]] = set()
    for row in _rows(tx, owner):  # whatever stops a draft was written after it
        if row.draft.kind == STOP:
            stopped |= {(seen_id, version) for seen_id, version in row.draft.answers["seen"]}
        elif row.asks and (row.draft.id, row.draft.version) not in stopped:
            yield row


def _of_kind(tx: Tx, owner: Owner, kind: str, *where: ColumnElement[bool]) -> Iterator[Draft]:
    return (row.draft for row in _rows(tx, owner, *where) if row.draft.kind == kind)


def _rows(tx: Tx, owner: Owner, *where: ColumnElement[bool]) -> Iterator[_Row]:
    """The owner's rows, the newest first. Every tag is tried, as none is found by itself: a microsecond each.

    A coarser mark beside the tag, which many people share, would spare most of it; but of a house with a few unfinished
    dialogues a day it would tell which of them are one person's, and so join a hidden answer to what was begun by name.
    """
    tags = tx.execute(_TAGS.where(*where)).all()
    mine = bearer(owner)
    for draft_id, found in tags:
        if mine(found):
            row = tx.execute(_WHOLE, {"draft": draft_id}).one()
            content = sealing_of(tx).open(row.sealed, PURPOSE)
            yield _Row(Draft(row.id, content["kind"], row.version, content["answers"]), content["asks"], row.until)
