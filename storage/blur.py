"""Blurring: a database tells in which order rows were written, and PostgreSQL also in which transaction.

By that a hidden item could be joined to rows that name people. On PostgreSQL system columns tell it (xmin, xmax, ctid):
each night all rows that were written since the last one are written again, in one transaction, and from then on they
tell the night; their older versions go when the tables are swept (`Database.sweep`). On SQLite it is the place of a
row in its page: there, rows whose keys tell no order are put back in a random one, people when the tables are swept.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    LargeBinary,
    String,
    Table,
    TextClause,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    select,
    text,
    true,
    update,
)

from storage import house
from storage.db import Tx
from storage.tables import (
    announced,
    announcements,
    attachments,
    bindings,
    campaigns,
    cards,
    comments,
    counters,
    drafts,
    facts,
    follows,
    forgotten,
    gathered,
    grants,
    invitations,
    items,
    kudos,
    mentions,
    mutes,
    occurrences,
    outbox,
    people,
    ratings,
    remarks,
    seals,
    sketches,
    updates,
    voices,
)

SHUFFLED = (facts, ratings, kudos, seals, mentions, forgotten, mutes)
"""Random keys, and nothing refers to them: their order in the file goes as well."""

DRAWN = (people,)
"""Random keys that others refer to: written anew in a random order."""

REWRITTEN = (
    items,
    sketches,
    attachments,
    remarks,
    cards,
    comments,
    gathered,
    voices,
    follows,
    campaigns,
    announcements,
    announced,
    grants,
    invitations,
    bindings,
    counters,
    drafts,
    outbox,
    updates,
    occurrences,
)
"""Occurrences too: they bear times, and their transactions would tell the time of all others."""

LEFT = {
    "aside": "sealed",
    "attempts": "numbers of updates alone",
    "beginnings": "lists of many ideas, written for many at once and apart from their authors",
    "piece_weights": "sums over all ideas",
    "rated": "found by a key that is destroyed with the day, and gone with it",
    "alarms": "points alone",
    "bursts": "points and days alone",
    "paces": "numbers of points, found by a key that is destroyed with the day, and gone with it",
    "sent_today": "told apart by a key that is written nowhere, and gone with the day",
    "day_keys": "one row for each day, gone with it",
    "house": "one row for each thing that the installation knows of itself",
}
"""Tables that stay as they are, and why they give nobody away."""

DAYS = (facts.c.happened_on, ratings.c.given_on, kudos.c.given_on)
"""On which day a row came, where many days stay in the table."""

MARK = "blurred"
LONG = (String, LargeBinary)

_NEWEST = text("rowid > (SELECT max(rowid) FROM mentions) - :newest")

# xmax tells who referred to a row last. Where several did, a number of another kind stands there: none is compared.
_NEW = text("(xmin::text <> :own AND age(xmin) <= age(CAST(:oldest AS xid)) OR xmax::text NOT IN ('0', :own))")
_NUMBERS = text("SELECT txid_snapshot_xmin(txid_current_snapshot()) % 4294967296, txid_current() % 4294967296")


MENTIONS_SHUFFLED = 20_000
"""How many of the newest: more than a day brings, and nobody waits long."""


def blur(tx: Tx) -> None:
    """From now on nothing tells in which order the rows were written that came since the last time."""
    if tx.dialect.name == "postgresql":
        _write_anew(tx)
    else:
        _put_back(tx)


def _put_back(tx: Tx) -> None:
    """SQLite: facts, ratings and thanks day by day, because an index keeps each day together."""
    mark = house.value(tx, MARK)
    days = {day for column in DAYS for day in _days_since(tx, column, mark)}
    for day in days:
        for column in DAYS:
            _shuffle(tx, column.table, column == day)
    for table in (seals, mutes):
        _shuffle(tx, table, true())
    _shuffle(tx, mentions, _NEWEST.bindparams(newest=MENTIONS_SHUFFLED))
    if days:
        house.keep(tx, MARK, max(days).isoformat())


def _days_since(tx: Tx, column: Column[date], mark: str | None) -> Sequence[date]:
    new = column >= date.fromisoformat(mark) if mark else true()
    return tx.execute(select(column).where(new).distinct()).scalars().all()


def _shuffle(tx: Tx, table: Table, which: ColumnElement[bool] | TextClause) -> None:
    rows = tx.execute(select(table).where(which).order_by(func.random())).mappings().all()
    if rows:
        tx.execute(delete(table).where(which))
        tx.execute(insert(table), [dict(row) for row in rows])


def _write_anew(tx: Tx) -> None:
    """PostgreSQL: system columns of all these rows tell the same, and no order."""
    oldest, own = tx.execute(_NUMBERS).one()
    mark = house.value(tx, MARK)
    new = _written_since(mark) if mark else true()
    for table in SHUFFLED:
        gone = delete(table).where(new).returning(*table.c).cte("gone")
        columns = [column.name for column in table.c]
        tx.execute(insert(table).from_select(columns, select(gone).order_by(func.random())))
    for table in DRAWN:
        key = next(iter(table.primary_key))
        found = tx.execute(select(key).where(new).order_by(func.random())).scalars().all()
        if found:
            one = update(table).where(key == bindparam("one")).values(_same(table))
            tx.execute(one, [{"one": each} for each in found])
    for table in REWRITTEN:
        tx.execute(update(table).where(new).values(_same(table)))
    house.keep(tx, MARK, f"{oldest} {own}")


def _same(table: Table) -> dict[str, Any]:
    """All that may be long, and the key, as they are: what PostgreSQL stores aside (TOAST) is written anew only if it is
    worked out anew, else it goes on telling its first transaction.
    """
    long = {column.name: column.op("||")(literal_column("''")) for column in table.c if isinstance(column.type, LONG)}
    return {**{column.name: column for column in table.primary_key}, **long}


def _written_since(mark: str) -> TextClause:
    """Rows of transactions that ran or began since the last time, but not those that it wrote itself."""
    oldest, own = mark.split()
    return _NEW.bindparams(oldest=oldest, own=own)
