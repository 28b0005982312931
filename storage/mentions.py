"""Which message in a chat speaks of which item: replies, and changes of a message, find their way.

Everything is sealed, the moment too, and found by a keyed hash of chat and message. What speaks of one item is found by
a keyed hash of the item and the day, so that it can be forgotten fast, and rows of different days cannot be joined.

A message may come to speak of something else, because it changes in place. That is a row of its own, under another
hash: one row that led to a named item first, and then to a hidden one, would join them. The newest row counts.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Column, bindparam, delete, func, insert, select, update

from storage import sealing
from storage.db import Tx, sealing_of
from storage.records.item import Identity
from storage.tables import items, mentions

KEPT = timedelta(days=90)
"""Where the organisation does not say how long."""

ORIGINALS_KEPT = timedelta(days=2)
PURPOSE, ORIGINAL, SENT = "mention", "original", "sent"
SUBJECT = "what a message speaks of"
NAME_BYTES = 32
# Written once: each message that is sent asks this, and building a statement costs more than running it.
_ANY_OF = select(mentions.c.message_key, mentions.c.sealed).where(
    mentions.c.message_key.in_(bindparam("names", expanding=True))
)
_GONE = delete(mentions).where(mentions.c.message_key == bindparam("name"))
_INSERT = insert(mentions)

MOST_AT_ONCE = 500
MOST_TURNS = 32
"""How often a message may come to speak of something else; after that the last row is written over."""


@dataclass(frozen=True, slots=True)
class Original:
    """A message of a person from which an item, or something said about one, was made."""

    item_id: int
    at: datetime
    said: str
    begins: int
    remark: bool
    masked: bool


def remember(tx: Tx, chat_id: int, message_id: int, item_id: int, at: datetime, kept: timedelta = KEPT) -> None:
    """A message of the bot speaks of an item."""
    names, until = _names(tx, chat_id, message_id), at.date() + kept
    turn, newest = _newest(tx, names)
    if newest is not None and (newest["item"], newest.get("until")) == (item_id, until.isoformat()):
        return
    content = {"item": item_id, "at": at.isoformat(), "until": until.isoformat(), "chat": chat_id}
    _keep(tx, names[_after(turn)], content, until)


def speaks_of_nothing(tx: Tx, chat_id: int, message_id: int, at: datetime, kept: timedelta = KEPT) -> None:
    """A message shows something else now than the item that it has spoken of, if it has."""
    names, until = _names(tx, chat_id, message_id), at.date() + kept
    turn, newest = _newest(tx, names)
    if newest is not None and newest["item"] is not None:
        _place(tx, names[_after(turn)], _nothing(), _emptied(tx), until)


def item_of(tx: Tx, chat_id: int, message_id: int) -> int | None:
    """The id of the item that a message speaks of."""
    _, newest = _newest(tx, _names(tx, chat_id, message_id))
    return newest["item"] if newest else None


def remember_sent(tx: Tx, item_id: int, at: datetime) -> None:
    """When an item was sent: it may be changed for a while."""
    content = {"item": item_id, "at": at.isoformat()}
    _keep(tx, _key(tx, SENT, item_id, 0), content, at.date() + ORIGINALS_KEPT)


def sent_at(tx: Tx, item_id: int) -> datetime | None:
    """When an item was sent, as long as that matters; never for one without a trace."""
    found = _find(tx, _key(tx, SENT, item_id, 0))
    return datetime.fromisoformat(found["at"]) if found else None


def remember_original(
    tx: Tx,
    chat_id: int,
    message_id: int,
    item_id: int,
    *,
    said: str,
    at: datetime,
    begins: int = 0,
    remark: bool = False,
    masked: bool = False,
) -> None:
    """What a person's own message became, and where in the text it begins; asked when the message is changed.

    `masked`: as `said` it holds no personal data, which its author wanted.
    """
    speaks = {"item": item_id, "said": said, "begins": begins, "remark": remark, "masked": masked}
    content = {**speaks, "at": at.isoformat(), "chat": chat_id}
    _keep(tx, _key(tx, ORIGINAL, chat_id, message_id), content, at.date() + ORIGINALS_KEPT)


def original(tx: Tx, chat_id: int, message_id: int) -> Original | None:
    """What a person's own message became."""
    found = _find(tx, _key(tx, ORIGINAL, chat_id, message_id))
    if found is None:
        return None
    at = datetime.fromisoformat(found["at"])
    masked = found.get("masked", False)
    return Original(found["item"], at, found["said"], found["begins"], found["remark"], masked)


def forget_item(tx: Tx, item_id: int) -> int:
    """No message leads to this item any longer."""
    return forget_items(tx, [item_id])


def forget_items(tx: Tx, item_ids: Collection[int]) -> int:
    """No message leads to these items any longer, nor to what it spoke of before. Returns how many did.

    So the rows stay, with nothing in them and under no item's hash.
    """
    seal, days = sealing_of(tx), _days(tx) if item_ids else range(0)
    subjects = [seal.name(SUBJECT, item, day) for item in item_ids for day in days]
    emptied = []
    for some in _parts(subjects):
        rows = tx.execute(select(mentions.c.message_key, mentions.c.sealed).where(mentions.c.subject.in_(some)))
        emptied += [{"message": row.message_key, "anew": _emptied(tx, row.sealed), "none": _nothing()} for row in rows]
    if emptied:
        row_of_it = mentions.c.message_key == bindparam("message")
        nothing = update(mentions).where(row_of_it).values(sealed=bindparam("anew"), subject=bindparam("none"))
        tx.execute(nothing, emptied)
    return len(emptied)


def of_chat(tx: Tx, chat_id: int) -> list[dict[str, Any]]:
    """What is remembered of the messages of a chat."""
    return [content for _, content in _opened(tx) if content.get("chat") == chat_id]


def forget_chat(tx: Tx, chat_id: int) -> int:
    """No message of this chat leads to an item any longer; those about hidden ones by the next night (`seal_anew`).

    Rows that came with a hidden item and go with a person would tell whose it was.
    """
    mine = [(key, content["item"]) for key, content in _opened(tx) if content.get("chat") == chat_id]
    not_hidden = items.c.id.in_({item for _, item in mine}), items.c.identity != Identity.HIDDEN
    seen = set(tx.execute(select(items.c.id).where(*not_hidden)).scalars())
    return _delete(tx, mentions.c.message_key, [key for key, item in mine if item in seen])


def keys(tx: Tx) -> list[bytes]:
    return list(tx.execute(select(mentions.c.message_key)).scalars())


def seal_anew(tx: Tx, message_keys: Sequence[bytes], over: Callable[[int, int], bool]) -> None:
    """Seal all of these anew, in the same length; where it is over between a chat and an item, nothing is in them."""
    seal, renewed = sealing_of(tx), []
    for row in tx.execute(
        select(mentions.c.message_key, mentions.c.sealed).where(mentions.c.message_key.in_(message_keys))
    ).all():
        content = seal.open(row.sealed, PURPOSE)
        if content["item"] is not None and over(content.get("chat"), content["item"]):
            anew = _emptied(tx, row.sealed)
        else:
            anew = seal.close(content, PURPOSE, padded_to=sealing.room(row.sealed))
        renewed.append({"message": row.message_key, "anew": anew})
    if renewed:
        row_of_it = mentions.c.message_key == bindparam("message")
        tx.execute(update(mentions).where(row_of_it).values(sealed=bindparam("anew")), renewed)


def _key(tx: Tx, purpose: str, *parts: int) -> bytes:
    """By what a row is found: its chat and message, or the item alone."""
    return sealing_of(tx).name(purpose, *parts)


def _keep(tx: Tx, key: bytes, content: dict[str, Any], until: date) -> None:
    seal = sealing_of(tx)
    subject = seal.name(SUBJECT, content["item"], until.toordinal())
    _place(tx, key, subject, seal.close(content, PURPOSE), until)


def _place(tx: Tx, key: bytes, subject: bytes, sealed: bytes, until: date) -> None:
    tx.execute(_GONE, {"name": key})
    tx.execute(_INSERT, {"message_key": key, "subject": subject, "sealed": sealed, "until": until})


def _names(tx: Tx, chat_id: int, message_id: int) -> list[bytes]:
    """Under which hashes stands what a message has spoken of, one after the other."""
    seal = sealing_of(tx)
    later = [seal.name(PURPOSE, chat_id, message_id, turn) for turn in range(1, MOST_TURNS)]
    return [seal.name(PURPOSE, chat_id, message_id), *later]


def _newest(tx: Tx, names: Sequence[bytes]) -> tuple[int, dict[str, Any] | None]:
    """What a message spoke of last, and which time that was; -1 if it never did."""
    rows = {row.message_key: row.sealed for row in tx.execute(_ANY_OF, {"names": names})}
    turn = max((turn for turn, name in enumerate(names) if name in rows), default=-1)
    return turn, sealing_of(tx).open(rows[names[turn]], PURPOSE) if turn >= 0 else None


def _after(turn: int) -> int:
    return min(turn + 1, MOST_TURNS - 1)


def _emptied(tx: Tx, before: bytes | None = None) -> bytes:
    """Sealed with nothing in it, in the same length."""
    room = sealing.PADDED_TO if before is None else sealing.room(before)
    return sealing_of(tx).close({"item": None}, PURPOSE, padded_to=room)


def _nothing() -> bytes:
    """In place of an item's hash."""
    return secrets.token_bytes(NAME_BYTES)


def _find(tx: Tx, key: bytes) -> Any:
    sealed = tx.execute(select(mentions.c.sealed).where(mentions.c.message_key == key)).scalar_one_or_none()
    found = sealing_of(tx).open(sealed, PURPOSE) if sealed else None
    return found if found and found["item"] is not None else None


def _opened(tx: Tx) -> Iterator[tuple[bytes, Any]]:
    """Every row, because nothing in clear tells whose it is: some microseconds each."""
    seal = sealing_of(tx)
    for row in tx.execute(select(mentions.c.message_key, mentions.c.sealed)).all():
        yield row.message_key, seal.open(row.sealed, PURPOSE)


def _days(tx: Tx) -> range:
    """The days after which what is there now goes."""
    first, last = (select(each(mentions.c.until)).scalar_subquery() for each in (func.min, func.max))
    row = tx.execute(select(first.label("first"), last.label("last"))).one()
    return range(row.first.toordinal(), row.last.toordinal() + 1) if row.first else range(0)


def _delete(tx: Tx, column: Column[Any], values: Sequence[bytes]) -> int:
    return sum(tx.execute(delete(mentions).where(column.in_(some))).rowcount for some in _parts(values))


def _parts(values: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    return (values[first : first + MOST_AT_ONCE] for first in range(0, len(values), MOST_AT_ONCE))
