"""Blurring: PostgreSQL tells of each row in which transaction, and in which order, it was written.

By these system columns (xmin, xmax, ctid) a hidden item could be joined to rows that name people. So each night all
rows that were written since the last one are written again, in one transaction: from then on they tell the night.
SQLite has no such columns; there, tables with random keys have no other order.
"""

from __future__ import annotations

from sqlalchemy import TextClause, delete, func, insert, select, text, true, update

from storage import house
from storage.db import Tx
from storage.tables import (
    attachments,
    bindings,
    campaigns,
    cards,
    comments,
    counters,
    facts,
    follows,
    forgotten,
    gathered,
    grants,
    invitations,
    items,
    mentions,
    people,
    remarks,
    seals,
    sketches,
    voices,
)

SHUFFLED = (facts, seals, mentions, forgotten)
"""Random keys, and nothing refers to them: their order in the file goes as well."""

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
    people,
    grants,
    invitations,
    bindings,
    counters,
)

LEFT = {
    "drafts": "sealed, shares nothing with another row, and goes when it is sent",
    "outbox": "sealed, names no private chat, and goes when it has arrived",
    "aside": "sealed",
    "updates": "numbers of updates alone, for some days",
    "attempts": "numbers of updates alone",
    "occurrences": "what the timetable did",
    "beginnings": "lists of many ideas, written for many at once and apart from their authors",
    "piece_weights": "sums over all ideas",
    "house": "one row for each thing that the installation knows of itself",
}
"""Tables that stay as they are, and why they give nobody away."""

MARK = "blurred"

# xmax tells who referred to a row last. Where several did, a number of another kind stands there: none is compared.
_NEW = text("(xmin::text <> :own AND age(xmin) <= age(CAST(:oldest AS xid)) OR xmax::text NOT IN ('0', :own))")
_NUMBERS = text("SELECT txid_snapshot_xmin(txid_current_snapshot()) % 4294967296, txid_current() % 4294967296")


def blur(tx: Tx) -> None:
    """From now on the system columns of all rows that were written since the last time tell the same, and no order."""
    if tx.dialect.name != "postgresql":
        return
    oldest, own = tx.execute(_NUMBERS).one()
    mark = house.value(tx, MARK)
    new = _written_since(mark) if mark else true()
    for table in SHUFFLED:
        gone = delete(table).where(new).returning(*table.c).cte("gone")
        columns = [column.name for column in table.c]
        tx.execute(insert(table).from_select(columns, select(gone).order_by(func.random())))
    for table in REWRITTEN:
        same = next(iter(table.primary_key))
        tx.execute(update(table).where(new).values({same: same}))
    house.keep(tx, MARK, f"{oldest} {own}")


def _written_since(mark: str) -> TextClause:
    """Rows of transactions that ran or began since the last time, but not those that it wrote itself."""
    oldest, own = mark.split()
    return _NEW.bindparams(oldest=oldest, own=own)
