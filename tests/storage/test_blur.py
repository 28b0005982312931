"""Blurring: after a night no column of the database tells in which order rows were written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Table, text

from storage import authors, facts, items, mentions, people, voices
from storage.blur import LEFT, REWRITTEN, SHUFFLED, blur
from storage.db import Database, Tx
from storage.records.facts import AuthorAnswered, IdeaGainedVoice, ItemSent
from storage.records.item import Identity, Kind, NewItem
from storage.records.person import Person
from storage.tables import metadata
from tests import databases

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
BLURRED = (*SHUFFLED, *REWRITTEN)


@pytest.fixture
def postgresql(postgres: databases.Postgres) -> Iterator[Database]:
    with postgres.fresh() as found:
        yield found


def new(*, hidden: bool, seal_id: bytes | None = None, author_id: int | None = None) -> NewItem:
    identity = Identity.HIDDEN if hidden else Identity.NAMED
    return NewItem(
        Kind.IDEA, "More chairs", "en", None, None, "quality", author_id, TODAY, TODAY, (), identity, seal_id
    )


def a_day(database: Database) -> None:
    """Named and hidden in turns, each in a transaction of its own, as people use the bot."""
    for number in range(20):
        chat = 1000 + number

        def by_name(tx: Tx, chat: int = chat) -> int:
            person = people.keep(tx, Person(None, chat, f"Person {chat}"))
            item = items.add(tx, new(hidden=False, author_id=person.id))
            facts.record(tx, ItemSent(TODAY, person.id, item_id=item.id))
            voices.give(tx, item.id, person.id or 0, voices.VOICE, on=TODAY)
            facts.record(tx, IdeaGainedVoice(TODAY, person.id, item_id=item.id))
            return item.id

        def hidden(tx: Tx, chat: int = chat) -> None:
            item = items.add(tx, new(hidden=True, seal_id=authors.seal(tx, chat, "en")))
            facts.record(tx, ItemSent(TODAY, item_id=item.id))
            items.add_remark(tx, item.id, by_team=False, text="I meant the red ones", on=TODAY)
            facts.record(tx, AuthorAnswered(TODAY, item_id=item.id))
            mentions.remember(tx, chat, 7, item.id, NOW)

        database.run(by_name)
        database.run(hidden)


def system_columns(database: Database, table: Table, columns: str) -> list[Any]:
    rows = text(f"SELECT {columns} FROM {table.name} ORDER BY ctid")
    return database.look(lambda tx: list(tx.execute(rows)))


def test_every_table_is_blurred_or_it_is_said_why_not() -> None:
    named = [*(table.name for table in BLURRED), *LEFT]
    assert sorted(named) == sorted(metadata.tables)
    for table in SHUFFLED:
        refers = [key for each in metadata.sorted_tables for key in each.foreign_keys if key.column.table is table]
        assert not refers, "whatever refers to it would go with it, or stand in the way"


def test_on_postgresql_a_night_leaves_one_transaction_and_no_order(postgresql: Database) -> None:
    a_day(postgresql)
    before = {table.name: sorted(system_columns(postgresql, table, ",".join(table.c.keys()))) for table in REWRITTEN}
    written = {row.xmin for table in BLURRED for row in system_columns(postgresql, table, "xmin::text")}
    assert len(written) == 40, "without it every row tells when it was written"
    order = system_columns(postgresql, metadata.tables["facts"], "id")
    postgresql.run(blur)
    told = {row for table in BLURRED for row in system_columns(postgresql, table, "xmin::text, xmax::text")}
    assert len({row.xmin for row in told}) == 1
    assert {row.xmax for row in told} <= {"0", next(iter(told)).xmin}, "nor who referred to it last"
    after = system_columns(postgresql, metadata.tables["facts"], "id")
    assert sorted(after) == sorted(order)
    assert after != order
    for table in REWRITTEN:
        assert sorted(system_columns(postgresql, table, ",".join(table.c.keys()))) == before[table.name]


def test_on_postgresql_a_later_night_leaves_earlier_ones_alone(postgresql: Database) -> None:
    a_day(postgresql)
    postgresql.run(blur)
    first = {row.xmin for row in system_columns(postgresql, metadata.tables["items"], "xmin::text")}

    def more(tx: Tx) -> int:
        person = people.keep(tx, Person(None, 5, "Ana"))
        return items.add(tx, new(hidden=False, author_id=person.id)).id

    later = postgresql.run(more)
    # An author answers on an old item: the remark is new, and its item tells who referred to it.
    postgresql.run(lambda tx: items.add_remark(tx, 2, by_team=False, text="Soon?", on=TODAY))
    (old,) = [row for row in system_columns(postgresql, metadata.tables["items"], "id, xmax::text") if row.id == 2]
    assert old.xmax != "0"
    postgresql.run(blur)
    rows = system_columns(postgresql, metadata.tables["items"], "id, xmin::text, xmax::text")
    second = {row.xmin for row in rows} - first
    assert len(second) == 1
    assert {row.id for row in rows if row.xmin in second} == {2, later}
    assert {row.xmax for row in rows} <= {"0"} | first | second
    remarks = system_columns(postgresql, metadata.tables["remarks"], "text, xmin::text")
    assert {row.xmin for row in remarks if row.text == "Soon?"} == second


def test_on_sqlite_there_is_nothing_to_blur_and_random_keys_have_no_other_order(tmp_path: Any) -> None:
    """A table's hidden number (rowid) counts up unless the key is that number, or there is none."""
    database = databases.sqlite(tmp_path)
    a_day(database)
    database.run(blur)

    def hidden_number(tx: Tx, table: Table) -> bool:
        try:
            rows = tx.exec_driver_sql(f"SELECT rowid, {next(iter(table.primary_key)).name} FROM {table.name}").all()
        except Exception:
            return False
        return any(number != key for number, key in rows)

    with_order = {table.name for table in SHUFFLED if database.look(lambda tx, table=table: hidden_number(tx, table))}  # type: ignore[misc]
    assert with_order == {"mentions"}, "sealed, and named by nothing that stands elsewhere"
    database.close()
