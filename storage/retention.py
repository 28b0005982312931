"""Retention: what goes by itself, each kind after the days that the organisation sets.

One list drives the nightly job, what `kaiwa check` foretells and what people are told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, delete, exists, func, or_, select, union, update

from storage import authors, facts, mentions, people, similar, teams
from storage import comments as stored_comments
from storage import items as stored_items
from storage.db import Tx
from storage.records.facts import NameErased
from storage.records.item import Identity, Item
from storage.records.item import Kind as ItemKind
from storage.tables import (
    aside,
    attachments,
    comments,
    drafts,
    follows,
    gathered,
    items,
    kudos,
    remarks,
    seals,
    voices,
)
from storage.tables import facts as fact_rows
from storage.tables import mentions as mention_rows

SLICE = 200
"""Rows that one transaction removes, so that nobody waits long on the first night."""

NAMED_IN_ITEMS = (items.c.author_id, items.c.taker_id, items.c.decider_id)
NAMED_BESIDE = (fact_rows.c.person_id, voices.c.person_id, follows.c.person_id, comments.c.author_id)

Keys = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Night:
    """A run: its day, after how many days each kind goes (0: never), and what takes from an item that loses its name what
    only the author's role told of it.
    """

    today: date
    days: Mapping[str, int]
    forget_place: Callable[[Tx, Item], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of data, named as in the organisation's file: which rows are due at the end of a day, how they go."""

    name: str
    key: Column[Any]
    due: Callable[[date, timedelta], ColumnElement[bool]]
    remove: Callable[[Tx, Keys, Night], None]


Slice = Callable[[Tx], int]
"""Removes some rows, if they are still due; returns how many."""


def planned(tx: Tx, night: Night) -> Iterator[Slice]:
    """Everything that is due, in slices that each fit into a short transaction of its own."""
    for kind in KINDS:
        keys = _keys(tx, kind, night)
        for first in range(0, len(keys), SLICE):
            yield _slice(kind, keys[first : first + SLICE], night)


def foretold(tx: Tx, days: Mapping[str, int], today: date) -> dict[str, int]:
    """How many rows of each kind the next run would remove; looks only."""
    return {kind.name: _count(tx, kind, days, today) for kind in KINDS}


def _keys(tx: Tx, kind: Kind, night: Night) -> Keys:
    if not night.days[kind.name]:
        return ()
    due = kind.due(night.today, timedelta(days=night.days[kind.name]))
    return tx.execute(select(kind.key).where(due).order_by(kind.key)).scalars().all()


def _count(tx: Tx, kind: Kind, days: Mapping[str, int], today: date) -> int:
    if not days[kind.name]:
        return 0
    due = kind.due(today, timedelta(days=days[kind.name]))
    return tx.execute(select(func.count()).select_from(kind.key.table).where(due)).scalar_one()


def _slice(kind: Kind, keys: Keys, night: Night) -> Slice:
    def unit(tx: Tx) -> int:
        # An item may have been opened again since it was looked up.
        due = kind.due(night.today, timedelta(days=night.days[kind.name]))
        still = tx.execute(select(kind.key).where(kind.key.in_(keys), due)).scalars().all()
        if still:
            kind.remove(tx, still, night)
        return len(still)

    return unit


# -- which rows are due ----------------------------------------------------------------------------


def _closed(today: date, kept: timedelta, *also: ColumnElement[bool]) -> ColumnElement[bool]:
    condition = items.c.closed_on <= today - kept
    for each in also:
        condition &= each
    return condition


def _answered(today: date, kept: timedelta) -> ColumnElement[bool]:
    """Ideas, with what was joined with them: of what came later the idea is the answer, and is kept as long for that."""
    joined = items.alias("joined")
    later = exists().where(joined.c.merged_into == items.c.id, joined.c.closed_on > today - kept)
    return _closed(today, kept, items.c.kind == ItemKind.IDEA, ~later)


def _named(today: date, kept: timedelta) -> ColumnElement[bool]:
    """Closed items that still lead to a person."""
    named = [column.is_not(None) for column in NAMED_IN_ITEMS]
    of_item = [exists().where(column.table.c.item_id == items.c.id, column.is_not(None)) for column in NAMED_BESIDE]
    return _closed(today, kept, or_(*named, *of_item))


def _talked_over(today: date, kept: timedelta) -> ColumnElement[bool]:
    said = [exists().where(table.c.item_id == items.c.id) for table in (remarks, comments)]
    return _closed(today, kept, or_(*said))


def _with_files(today: date, kept: timedelta) -> ColumnElement[bool]:
    return _closed(today, kept, exists().where(attachments.c.item_id == items.c.id))


# -- how they go -----------------------------------------------------------------------------------


def _destroy_seals(tx: Tx, seal_ids: Keys, _night: Night) -> None:
    """The item stays as it is, hidden; from now on nobody can tell who it was, by its messages either."""
    of_items = tx.execute(select(items.c.id).where(items.c.seal_id.in_(seal_ids))).scalars().all()
    authors.destroy(tx, seal_ids)
    mentions.forget_items(tx, of_items)


def _forget_names(tx: Tx, item_ids: Keys, night: Night) -> None:
    """Cards that show a name are drawn anew."""
    due, named = items.c.id.in_(item_ids), items.c.author_id.is_not(None)
    shows_a_name = or_(named, items.c.taker_id.is_not(None), items.c.decider_id.is_not(None))
    shown = teams.with_card(tx, tx.execute(select(items.c.id).where(due, shows_a_name)).scalars().all())
    mentions.forget_items(tx, tx.execute(select(items.c.id).where(due, named)).scalars().all())
    known = _persons(tx, item_ids)
    nobody = {"author_id": None, "identity": Identity.NO_TRACE}
    for item in stored_items.of_ids(tx, tx.execute(select(items.c.id).where(due, named)).scalars().all()):
        night.forget_place(tx, item)
    tx.execute(update(items).where(due, named).values(nobody))
    tx.execute(update(items).where(due).values(taker_id=None, decider_id=None))
    named_in = comments.c.item_id.in_(item_ids), comments.c.author_id.is_not(None)
    stored_comments.changing(tx, *named_in, on=night.today)
    _empty_persons(tx, item_ids)
    people.let_go(tx, known)
    for item_id in shown:
        facts.pass_on(tx, NameErased(night.today, item_id=item_id))


def _persons(tx: Tx, item_ids: Keys) -> set[int]:
    """Whoever these items name."""
    of_items = [select(column).where(items.c.id.in_(item_ids)) for column in NAMED_IN_ITEMS]
    others = [select(column).where(column.table.c.item_id.in_(item_ids)) for column in NAMED_BESIDE]
    return set(tx.execute(union(*of_items, *others)).scalars()) - {None}


def _empty_persons(tx: Tx, item_ids: Keys) -> None:
    """What happened stays, as figures."""
    for column in (each for each in NAMED_BESIDE if each.nullable):
        rows = update(column.table).where(column.table.c.item_id.in_(item_ids), column.is_not(None))
        tx.execute(rows.values({column: None}))
    tx.execute(delete(follows).where(follows.c.item_id.in_(item_ids)))


def _delete_talk(tx: Tx, item_ids: Keys, night: Night) -> None:
    stored_comments.changing(tx, comments.c.item_id.in_(item_ids), on=night.today)
    for table in (gathered, comments, remarks):
        tx.execute(delete(table).where(table.c.item_id.in_(item_ids)))


def _delete_files(tx: Tx, item_ids: Keys, _night: Night) -> None:
    tx.execute(delete(attachments).where(attachments.c.item_id.in_(item_ids)))


def _delete_items(tx: Tx, item_ids: Keys, night: Night) -> None:
    """What belongs to an item goes with it, by its foreign keys; facts stay, without item and person."""
    sealed = select(items.c.seal_id).where(items.c.id.in_(item_ids), items.c.seal_id.is_not(None))
    authors.destroy(tx, tx.execute(sealed).scalars().all())
    mentions.forget_items(tx, item_ids)
    stored_comments.changing(tx, comments.c.item_id.in_(item_ids), on=night.today)
    known = _persons(tx, item_ids)
    _empty_persons(tx, item_ids)
    for item_id in item_ids:
        similar.drop(tx, item_id)
    tx.execute(delete(items).where(items.c.id.in_(item_ids)))
    people.let_go(tx, known)


def _delete_rows(key: Column[Any]) -> Callable[[Tx, Keys, Night], None]:
    def remove(tx: Tx, keys: Keys, _night: Night) -> None:
        tx.execute(delete(key.table).where(key.in_(keys)))

    return remove


KINDS = (
    Kind(
        "feedback", items.c.id, lambda day, kept: _closed(day, kept, items.c.kind == ItemKind.FEEDBACK), _delete_items
    ),
    Kind("ideas", items.c.id, _answered, _delete_items),
    Kind("seals", seals.c.id, lambda day, kept: authors.outlived(day - kept), _destroy_seals),
    Kind("names", items.c.id, _named, _forget_names),
    Kind("talk", items.c.id, _talked_over, _delete_talk),
    Kind("files", items.c.id, _with_files, _delete_files),
    # These bear the day after which they go, from when they were written, or that of writing.
    Kind("drafts", drafts.c.id, lambda day, _: drafts.c.until < day, _delete_rows(drafts.c.id)),
    Kind(
        "mentions",
        mention_rows.c.message_key,
        lambda day, _: mention_rows.c.until < day,
        _delete_rows(mention_rows.c.message_key),
    ),
    Kind("thanks", kudos.c.id, lambda day, kept: kudos.c.given_on <= day - kept, _delete_rows(kudos.c.id)),
    Kind("aside", aside.c.id, lambda day, kept: aside.c.put_on <= day - kept, _delete_rows(aside.c.id)),
)
"""Whole items first: what is gone needs no second look."""
