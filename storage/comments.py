"""Comments by colleagues on open ideas."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, delete, func, insert, or_, select, update

from storage import facts
from storage.db import Tx, sealing_of
from storage.records.comment import Comment, CommentState, Posted
from storage.records.facts import CommentChanged
from storage.tables import comments, items, people

PURPOSE = "comment"

_ALL = select(comments, people.c.name).outerjoin(people, people.c.id == comments.c.author_id)


def add(
    tx: Tx,
    item_id: int,
    *,
    author_id: int | None,
    text: str,
    on: date,
    state: CommentState,
    posted: bytes | None = None,
) -> Comment:
    """`posted`: which messages show it, sealed, if it takes the place of one that was there."""
    row = {"item_id": item_id, "author_id": author_id, "text": text, "said_on": on, "state": state, "posted": posted}
    made = insert(comments).values(row)
    comment = get(tx, tx.execute(made.returning(comments.c.id)).scalar_one())
    assert comment is not None
    return comment


def get(tx: Tx, comment_id: int) -> Comment | None:
    row = tx.execute(_ALL.where(comments.c.id == comment_id)).one_or_none()
    return _comment(row) if row else None


def show(tx: Tx, comment_id: int) -> Comment | None:
    """The team has looked: from now on everybody may read it; None when it waits no longer.

    It gets a new id, and so its place in the talk at the moment when it is first seen: news tell up to an id. Its author
    gets a new button to take it back.
    """
    row = tx.execute(delete(comments).where(*_waiting(comment_id)).returning(*comments.c)).one_or_none()
    if row is None:
        return None
    state = CommentState.SHOWN
    return add(tx, row.item_id, author_id=row.author_id, text=row.text, on=row.said_on, state=state, posted=row.posted)


def refuse(tx: Tx, comment_id: int) -> bool:
    """The team has looked: nobody else reads it; False when it waits no longer."""
    refused = update(comments).where(*_waiting(comment_id)).values(state=CommentState.REFUSED)
    return bool(tx.execute(refused).rowcount)


def remove(tx: Tx, comment_id: int, author_id: int, *, on: date) -> bool:
    """Its author takes it back; False when it is not his, or gone."""
    own = comments.c.id == comment_id, _by(author_id)
    changing(tx, *own, on=on)
    return bool(tx.execute(delete(comments).where(*own)).rowcount)


def any_by(tx: Tx, item_id: int, author_id: int) -> bool:
    """Whether somebody said something about an idea."""
    return tx.execute(select(comments.c.id).where(comments.c.item_id == item_id, _by(author_id))).first() is not None


# -- where groups see them -------------------------------------------------------------------------


def post(tx: Tx, comment_id: int, posted: Posted) -> bool:
    """A message of a group shows a comment; False when it is gone by now."""
    row = tx.execute(select(comments.c.posted).where(comments.c.id == comment_id)).one_or_none()
    if row is None:
        return False
    places = [[each.chat_id, each.message_id] for each in (*_opened(tx, row.posted), posted)]
    sealed = sealing_of(tx).close(places, PURPOSE)
    tx.execute(update(comments).where(comments.c.id == comment_id).values(posted=sealed))
    return True


def changing(tx: Tx, *which: ColumnElement[bool], on: date) -> None:
    """These lose their names or go, with this transaction: groups that see them, or are about to, hear of it."""
    seen = or_(comments.c.posted.is_not(None), comments.c.state == CommentState.WAITING)
    rows = select(comments.c.id, comments.c.item_id, comments.c.posted).where(seen, *which).order_by(comments.c.id)
    for row in tx.execute(rows).all():
        posted = _opened(tx, row.posted)
        facts.pass_on(tx, CommentChanged(on, item_id=row.item_id, comment_id=row.id, posted=posted))


def changing_of(tx: Tx, author_id: int | None, *, on: date) -> None:
    """The same for all that somebody said."""
    if author_id is not None:
        changing(tx, _by(author_id), on=on)


# -- what is said ----------------------------------------------------------------------------------


def page(tx: Tx, item_id: int, *, limit: int, offset: int) -> list[Comment]:
    """A page of what everybody may read, counted from the newest; in the order in which it was said."""
    found = _ALL.where(*_shown(item_id)).order_by(comments.c.id.desc()).limit(limit).offset(offset)
    return _read(tx, found)[::-1]


def shown_after(tx: Tx, item_id: int, comment_id: int) -> list[Comment]:
    """What came after a comment and may be read by everybody, in order."""
    return _read(tx, _ALL.where(*_shown(item_id), comments.c.id > comment_id).order_by(comments.c.id))


def waiting_of(tx: Tx, team: str) -> list[Comment]:
    """What a team has to look at, the oldest first."""
    found = _ALL.join(items, items.c.id == comments.c.item_id)
    return _read(
        tx, found.where(items.c.team == team, comments.c.state == CommentState.WAITING).order_by(comments.c.id)
    )


def newest_waiting(tx: Tx, item_id: int) -> Comment | None:
    of_item = (comments.c.item_id == item_id, comments.c.state == CommentState.WAITING)
    return next(iter(_read(tx, _ALL.where(*of_item).order_by(comments.c.id.desc()).limit(1))), None)


def newest_shown(tx: Tx, item_id: int) -> int:
    """The id of the newest that everybody may read; 0 where there is none."""
    newest = tx.execute(select(func.max(comments.c.id)).where(*_shown(item_id))).scalar_one()
    return newest or 0


def count(tx: Tx, item_id: int) -> int:
    """How many comments everybody may read."""
    return tx.execute(select(func.count()).where(*_shown(item_id))).scalar_one()


def _opened(tx: Tx, posted: bytes | None) -> tuple[Posted, ...]:
    return tuple(Posted(*place) for place in sealing_of(tx).open(posted, PURPOSE)) if posted else ()


def _shown(item_id: int) -> tuple[ColumnElement[bool], ...]:
    return comments.c.item_id == item_id, comments.c.state == CommentState.SHOWN


def _waiting(comment_id: int) -> tuple[ColumnElement[bool], ...]:
    return comments.c.id == comment_id, comments.c.state == CommentState.WAITING


def _by(author_id: int) -> ColumnElement[bool]:
    return comments.c.author_id == author_id


def _read(tx: Tx, question: Select[Any]) -> list[Comment]:
    return [_comment(row) for row in tx.execute(question)]


def _comment(row: Row[Any]) -> Comment:
    return Comment(row.id, row.item_id, row.author_id, row.name, row.text, row.said_on, CommentState(row.state))
