"""Blurring: after a night no column of the database tells in which order rows were written."""

from __future__ import annotations

import secrets
import struct
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from storage import authors, drafts, facts, items, mentions, mutes, outbox, people, voices
from storage.blur import DRAWN, LEFT, REWRITTEN, SHUFFLED, blur
from storage.db import Database, Tx
from storage.records.author import Author
from storage.records.draft import Draft
from storage.records.facts import AuthorAnswered, IdeaGainedVoice, ItemSent
from storage.records.item import Attachment, Identity, Kind, NewItem
from storage.records.outgoing import Call
from storage.records.person import Person
from storage.tables import metadata
from storage.tables import people as people_rows
from tests import databases
from tests.town import Town

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
BLURRED = (*SHUFFLED, *DRAWN, *REWRITTEN)


@pytest.fixture
def postgresql(postgres: databases.Postgres) -> Iterator[Database]:
    with postgres.fresh() as found:
        yield found


def new(*, hidden: bool, seal_id: bytes | None = None, author_id: int | None = None) -> NewItem:
    identity = Identity.HIDDEN if hidden else Identity.NAMED
    return NewItem(Kind.IDEA, "More chairs", None, None, "quality", author_id, TODAY, TODAY, (), identity, seal_id)


def a_day(database: Database, people_of_it: int = 20) -> None:
    """Named and hidden in turns, each in a transaction of its own, as people use the bot."""
    for number in range(people_of_it):
        chat = 1000 + number

        def by_name(tx: Tx, chat: int = chat) -> int:
            person = people.keep(tx, Person(None, chat, f"Person {chat}"))
            item = items.add(tx, new(hidden=False, author_id=person.id))
            facts.record(tx, ItemSent(TODAY, person.id, item_id=item.id))
            voices.give(tx, item.id, person.id or 0, voices.VOICE, on=TODAY)
            facts.record(tx, IdeaGainedVoice(TODAY, person.id, item_id=item.id))
            return item.id

        def hidden(tx: Tx, draft: Draft, chat: int = chat) -> None:
            item = items.add(tx, new(hidden=True, seal_id=authors.seal(tx, chat, "en")))
            facts.record(tx, ItemSent(TODAY, item_id=item.id))
            items.add_remark(tx, item.id, by_team=False, text="I meant the red ones", on=TODAY)
            facts.record(tx, AuthorAnswered(TODAY, item_id=item.id))
            mentions.remember(tx, chat, 7, item.id, NOW)
            drafts.end(tx, draft)

        database.run(by_name)
        draft = database.run(
            lambda tx, chat=chat: drafts.begin(tx, drafts.owner(tx, chat, chat), "idea", {}, asks=False, on=TODAY)  # type: ignore[misc]
        )
        database.run(lambda tx, draft=draft: hidden(tx, draft))  # type: ignore[misc]


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
    order = {name: system_columns(postgresql, metadata.tables[name], "id") for name in ("facts", "people")}
    postgresql.run(blur)
    told = {row for table in BLURRED for row in system_columns(postgresql, table, "xmin::text, xmax::text")}
    assert len({row.xmin for row in told}) == 1
    assert {row.xmax for row in told} <= {"0", next(iter(told)).xmin}, "nor who referred to it last"
    for name, before_it in order.items():
        after = system_columns(postgresql, metadata.tables[name], "id")
        assert sorted(after) == sorted(before_it)
        assert after != before_it, name
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


def test_on_postgresql_what_is_stored_aside_tells_the_same_transaction(postgresql: Database) -> None:
    """Long texts and sealed values lie in a table of their own (TOAST), which an ordinary change does not touch."""
    a_day(postgresql)
    long = secrets.token_hex(4000)

    def unit(tx: Tx) -> None:
        item = items.add(tx, replace(new(hidden=True), text=long))
        items.add_remark(tx, item.id, by_team=False, text=long, on=TODAY, files=(Attachment("photo", long),))
        outbox.put(tx, Call(1001, "sendMessage", {"chat_id": 1001, "text": long}))
        drafts.begin(tx, drafts.owner(tx, 5, 5), "idea", {"words": long}, asks=False, on=TODAY)
        mentions.remember_original(tx, 5, 7, item.id, said=long, at=NOW)

    postgresql.run(unit)
    before = stored_aside(postgresql)
    assert set(before) >= {"items", "remarks", "attachments", "outbox", "drafts", "mentions"}
    postgresql.run(blur)
    postgresql.drop_dead_rows()
    night = {xmin for table in BLURRED for (xmin,) in system_columns(postgresql, table, "xmin::text")}
    assert len(night) == 1
    assert {xmin for written in stored_aside(postgresql).values() for xmin in written} == night
    assert postgresql.look(lambda tx: items.remarks_of(tx, 41)[0].text) == long


def stored_aside(database: Database) -> dict[str, set[str]]:
    """Which transactions wrote what lies beside each table that is blurred."""

    def unit(tx: Tx) -> dict[str, set[str]]:
        found = {}
        for table in BLURRED:
            beside = f"SELECT reltoastrelid::regclass::text FROM pg_class WHERE oid = '{table.name}'::regclass"
            name = tx.exec_driver_sql(beside).scalar_one()
            if name != "-":
                found[table.name] = set(tx.exec_driver_sql(f"SELECT DISTINCT xmin::text FROM {name}").scalars())
        return {name: written for name, written in found.items() if written}

    return database.look(unit)


def test_on_postgresql_nothing_dead_is_left_after_sweeping(postgresql: Database) -> None:
    """A deleted draft tells which transaction ended it, and an item's older version which one wrote it."""
    look_into_pages(postgresql)
    a_day(postgresql)
    assert dead(postgresql), "without it versions that nobody sees any longer stand in the pages"
    postgresql.run(blur)
    assert {"drafts", "items", "facts"} <= set(dead(postgresql))
    postgresql.drop_dead_rows()
    assert dead(postgresql) == {}
    written = {xmin for table in BLURRED for xmin, _ in in_pages(postgresql, table)}
    assert len(written) == 1


def test_on_postgresql_statistics_hold_no_name_that_is_erased(postgresql: Database) -> None:
    """It notes by itself which values a table has, to plan by; whoever may read it sees them."""
    a_day(postgresql)
    with postgresql._writer.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.exec_driver_sql("ANALYZE")
    assert "Person 1003" in noted(postgresql)
    postgresql.run(lambda tx: tx.execute(people_rows.delete().where(people_rows.c.chat_id == 1003)))
    postgresql.drop_dead_rows()
    assert "Person 1003" not in noted(postgresql) and "Person 1004" in noted(postgresql)


def noted(database: Database) -> str:
    question = (
        "SELECT string_agg(concat(most_common_vals, histogram_bounds), ' ') FROM pg_stats WHERE tablename = 'people'"
    )
    return str(database.look(lambda tx: tx.exec_driver_sql(question).scalar_one()))


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_on_postgresql_the_night_sweeps(town: Town) -> None:
    database = town.bot.database
    look_into_pages(database)
    await town.elsa.says("More chairs in the library")
    await town.elsa.presses("💡")
    assert "drafts" in dead(database)
    await town.tick(timedelta(days=1))
    assert not {"drafts", "items", "facts", "outbox", "updates"} & set(dead(database))


def look_into_pages(database: Database) -> None:
    there = "SELECT count(*) FROM pg_available_extensions WHERE name = 'pageinspect'"
    if not database.look(lambda tx: tx.exec_driver_sql(there).scalar_one()):
        pytest.skip("this PostgreSQL has no pageinspect, so that nobody can look into its pages")
    database.run(lambda tx: tx.exec_driver_sql("CREATE EXTENSION pageinspect"))


def in_pages(database: Database, table: Table) -> list[Any]:
    """Which transactions wrote and ended each version of each row, whether anybody still sees it or not."""
    rows = text(
        f"SELECT t_xmin::text, t_xmax::text FROM generate_series(0, pg_relation_size('{table.name}') / 8192 - 1) page,"
        f" heap_page_items(get_raw_page('{table.name}', page::int)) WHERE t_data IS NOT NULL"
    )
    return database.look(lambda tx: list(tx.execute(rows)))


def dead(database: Database) -> dict[str, int]:
    """How many versions of rows stand in the pages of each table that nobody sees any longer."""
    counted = {
        table.name: len(in_pages(database, table)) - len(system_columns(database, table, "ctid"))
        for table in metadata.sorted_tables
    }
    return {name: many for name, many in counted.items() if many}


def test_on_sqlite_a_night_leaves_no_order_in_the_pages(tmp_path: Path) -> None:
    """A page is filled from its end: where a row stands in it tells when it was written."""
    database = databases.sqlite(tmp_path)
    a_day(database, people_of_it=9)
    as_written = {
        "facts": "SELECT id FROM facts ORDER BY item_id, name = 'ItemSent' DESC",
        "seals": "SELECT seal_id FROM items WHERE seal_id IS NOT NULL ORDER BY id",
        "mentions": "SELECT rowid FROM mentions ORDER BY rowid",
    }
    meant = {name: keys(database, question) for name, question in as_written.items()}
    in_page = {name: by_place(database, name) for name in as_written}
    assert in_page == meant, "without it the order can be read off"
    mentioned = keys(database, "SELECT message_key FROM mentions ORDER BY rowid")
    everything = {name: sorted(database.look(lambda tx, name=name: rows_of(tx, name))) for name in as_written}  # type: ignore[misc]
    database.run(blur)
    for name in ("facts", "seals"):
        found = by_place(database, name)
        assert sorted(found) == sorted(meant[name])
        assert found not in (meant[name], sorted(found), sorted(found, reverse=True)), name
    assert keys(database, "SELECT message_key FROM mentions ORDER BY rowid") != mentioned
    assert everything == {name: sorted(database.look(lambda tx, name=name: rows_of(tx, name))) for name in as_written}  # type: ignore[misc]
    database.close()


def test_on_sqlite_mutes_stand_in_no_order_either(tmp_path: Path) -> None:
    """What is said against one moves its row: it would stand beside what the same person objects to next."""
    database = databases.sqlite(tmp_path)
    a_day(database, people_of_it=9)

    def mute(tx: Tx, item_id: int) -> int:
        by = people.by_chat(tx, 1000)
        assert by is not None and by.id is not None
        return mutes.add(
            tx,
            Author(1000 + item_id, "en"),
            nameless=True,
            quiet=False,
            item_id=item_id,
            by_id=by.id,
            since=TODAY,
            until=TODAY,
            reason="Insults",
        ).id

    made = [database.run(lambda tx, item_id=item_id: mute(tx, item_id)) for item_id in range(1, 10)]  # type: ignore[misc]
    assert by_place(database, "mutes") == made, "without it the order can be read off"
    before = sorted(database.look(lambda tx: rows_of(tx, "mutes")))
    database.run(blur)
    found = by_place(database, "mutes")
    assert sorted(found) == sorted(made)
    assert found not in (made, sorted(found), sorted(found, reverse=True))
    assert sorted(database.look(lambda tx: rows_of(tx, "mutes"))) == before
    database.close()


def test_on_sqlite_people_stand_in_no_order_either_and_what_refers_to_them_stays(tmp_path: Path) -> None:
    """Their ids tell nothing, so the places must not: beside them stand items in the order in which they were sent."""
    database = databases.sqlite(tmp_path)
    a_day(database, people_of_it=9)
    as_written = keys(database, "SELECT id FROM people ORDER BY chat_id")
    assert as_written != sorted(as_written), "drawn"
    assert by_place(database, "people") == as_written, "without it the order can be read off"
    everything = {table.name: sorted(database.look(lambda tx, name=table.name: rows_of(tx, name))) for table in BLURRED}  # type: ignore[misc]
    database.drop_dead_rows()
    found = by_place(database, "people")
    assert sorted(found) == sorted(as_written)
    assert found not in (as_written, sorted(found), sorted(found, reverse=True))
    assert everything == {name: sorted(database.look(lambda tx, name=name: rows_of(tx, name))) for name in everything}  # type: ignore[misc]
    with pytest.raises(IntegrityError):
        database.run(lambda tx: tx.exec_driver_sql("UPDATE items SET author_id = 7"))
    database.close()


def test_on_sqlite_a_later_night_leaves_earlier_days_alone(tmp_path: Path) -> None:
    """Seals and messages are put back each time, but of the facts those of the days since."""
    database = databases.sqlite(tmp_path)
    a_day(database, people_of_it=9)
    seals_and_mentions, mark = 2 * (9 + 9), 2
    assert changed_by_a_night(database) == 2 * 36 + seals_and_mentions + mark - 1
    later = TODAY + timedelta(days=1)
    for _ in range(5):
        database.run(lambda tx: facts.record(tx, ItemSent(later, item_id=1)))
    assert changed_by_a_night(database) == 2 * (36 + 5) + seals_and_mentions + mark, "the last day may have gone on"
    assert changed_by_a_night(database) == 2 * 5 + seals_and_mentions + mark
    database.close()


def changed_by_a_night(database: Database) -> int:
    """How many rows were written or deleted."""

    def changes(tx: Tx) -> int:
        return int(tx.exec_driver_sql("SELECT total_changes()").scalar_one())

    before = database.run(changes)
    database.run(blur)
    return database.run(changes) - before


def rows_of(tx: Tx, name: str) -> list[str]:
    return [str(tuple(row)) for row in tx.execute(select(metadata.tables[name]))]


def keys(database: Database, question: str) -> list[Any]:
    return database.look(lambda tx: list(tx.exec_driver_sql(question).scalars()))


def by_place(database: Database, table: str) -> list[Any]:
    """The keys of a table that fits into one page, from the end of the page to its beginning.

    https://www.sqlite.org/fileformat.html: a leaf begins with its kind, and holds an array of places in the order of keys.
    """
    assert database.empty_log()
    key = "rowid" if table == "mentions" else "id"
    in_order = keys(database, f"SELECT {key} FROM {table} ORDER BY {key}")
    root = keys(database, f"SELECT rootpage FROM sqlite_master WHERE name = '{table}'")[0]
    (size,) = keys(database, "PRAGMA page_size")
    page = database.path.read_bytes()[(root - 1) * size : root * size]
    assert page[0] in (10, 13), "a leaf: all of it stands in one page"
    (many,) = struct.unpack(">H", page[3:5])
    places = struct.unpack(f">{many}H", page[8 : 8 + 2 * many])
    return [key for _, key in sorted(zip(places, in_order, strict=True), reverse=True)]


def test_on_sqlite_random_keys_have_no_other_order(tmp_path: Path) -> None:
    """A table's hidden number (rowid) counts up unless the key is that number, or there is none."""
    database = databases.sqlite(tmp_path)
    a_day(database)

    def hidden_number(tx: Tx, table: Table) -> bool:
        try:
            rows = tx.exec_driver_sql(f"SELECT rowid, {next(iter(table.primary_key)).name} FROM {table.name}").all()
        except OperationalError as error:
            if "no such column: rowid" not in str(error):
                raise
            return False
        return any(number != key for number, key in rows)

    with_order = {table.name for table in SHUFFLED if database.look(lambda tx, table=table: hidden_number(tx, table))}  # type: ignore[misc]
    assert with_order == {"mentions"}, "sealed, named by nothing that stands elsewhere, and put back in another order"
    database.close()
