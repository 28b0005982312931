"""Units of work: all or nothing, one after the other, and trouble that passes told from bugs."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError

from storage import aside, facts, house, items, outbox, people
from storage.db import LOCK_PATIENCE, AlreadyRunning, Away, Database, Tx, is_passing, savepoint
from storage.records.facts import TeamBound
from storage.records.item import Kind, NewItem
from storage.records.outgoing import Call
from storage.records.person import Person
from tests import databases

TODAY = date(2026, 11, 23)
IDEA = NewItem(Kind.IDEA, "More chairs", None, None, "quality", None, TODAY, TODAY)


@pytest.fixture
def lite(tmp_path: Path) -> Iterator[Database]:
    found = databases.sqlite(tmp_path)
    yield found
    found.close()


def add_one(tx: Tx) -> int:
    """What loses updates when two do it at once: read, think, write."""
    value = int(house.value(tx, "sum") or 0)
    house.keep(tx, "sum", str(value + 1))
    return value + 1


def total(database: Database) -> int:
    return int(database.look(lambda tx: house.value(tx, "sum")) or 0)


# -- lost updates ----------------------------------------------------------------------------------


def test_the_drivers_own_transactions_lose_a_change_without_an_error(lite: Database) -> None:
    """Why the manners in `storage.db` are needed: this is what happens without them."""
    with closing(sqlite3.connect(lite.path)) as ana, closing(sqlite3.connect(lite.path)) as bo:
        ana.execute("INSERT INTO house VALUES ('sum', '0')")
        ana.commit()
        seen = [int(one.execute("SELECT value FROM house WHERE name = 'sum'").fetchone()[0]) for one in (ana, bo)]
        for one, value in zip((ana, bo), seen, strict=True):
            one.execute("UPDATE house SET value = ? WHERE name = 'sum'", (str(value + 1),))
            one.commit()
    assert total(lite) == 1, "two changes, one of them lost"


async def test_concurrent_tasks_lose_nothing(database: Database) -> None:
    results = await asyncio.gather(*(database.transaction(add_one) for _ in range(60)))
    assert sorted(results) == list(range(1, 61))
    assert total(database) == 60


def test_concurrent_threads_lose_nothing(database: Database) -> None:
    with ThreadPoolExecutor(6) as threads:
        results = list(threads.map(lambda _: database.run(add_one), range(60)))
    assert sorted(results) == list(range(1, 61))
    assert total(database) == 60


def test_two_programs_on_one_database_lose_nothing(database: Database) -> None:
    """`kaiwa invite` beside `kaiwa run`: two connections of their own."""
    beside = Database(database.url.render_as_string(hide_password=False), database.seal)
    try:
        with ThreadPoolExecutor(2) as threads:
            list(threads.map(lambda one: [one.run(add_one) for _ in range(25)], (database, beside)))
    finally:
        beside.close()
    assert total(database) == 50


def test_numbers_have_no_gaps_and_no_doubles(database: Database) -> None:
    """Every third sender changes its mind half-way."""

    def send(turn: int) -> int | None:
        def unit(tx: Tx) -> int:
            number = items.add(tx, IDEA).number
            if turn % 3 == 0:
                raise KeyError(turn)
            return number

        try:
            return database.run(unit)
        except KeyError:
            return None

    with ThreadPoolExecutor(4) as threads:
        numbers = [number for number in threads.map(send, range(45)) if number is not None]
    assert sorted(numbers) == list(range(1, 31))
    assert database.look(items.count)


# -- all or nothing --------------------------------------------------------------------------------


def test_a_bug_leaves_nothing(database: Database) -> None:
    def unit(tx: Tx) -> None:
        house.keep(tx, "half", "done")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        database.run(unit)
    assert database.look(lambda tx: house.value(tx, "half")) is None


def test_a_savepoint_undoes_its_part_alone_also_beside_the_database(database: Database) -> None:
    def unit(tx: Tx) -> tuple[int, int]:
        house.keep(tx, "kept", "yes")
        outbox.put(tx, Call(1, "sendMessage", {"text": "kept"}))
        with suppress(LookupError), savepoint(tx):
            house.keep(tx, "undone", "yes")
            outbox.put(tx, Call(1, "sendMessage", {"text": "undone"}))
            facts.record(tx, TeamBound(TODAY, team="quality"))
            raise LookupError
        return len(outbox.taken(tx)), len(facts.taken(tx))

    assert database.run(unit) == (1, 0)
    assert database.look(lambda tx: (house.value(tx, "kept"), house.value(tx, "undone"))) == ("yes", None)
    assert [owed.call.params["text"] for owed in database.look(lambda tx: outbox.waiting(tx, limit=9))] == ["kept"]


def test_a_statement_that_is_wrong_can_be_survived_inside_a_savepoint(database: Database) -> None:
    person = Person(None, 5, "Ana")

    def unit(tx: Tx) -> None:
        people.keep(tx, person)
        with pytest.raises(DBAPIError), savepoint(tx):
            people.keep(tx, person)  # the same chat twice
        house.keep(tx, "after", "yes")

    database.run(unit)
    assert database.look(lambda tx: house.value(tx, "after")) == "yes"


def test_a_unit_begins_with_nothing_noted(database: Database) -> None:
    """What a failed unit noted must not be told or sent by the next one on the same connection."""

    def fails(tx: Tx) -> None:
        outbox.put(tx, Call(1, "sendMessage", {"text": "never"}))
        facts.record(tx, TeamBound(TODAY, team="quality"))
        raise KeyError

    with pytest.raises(KeyError):
        database.run(fails)
    assert database.run(lambda tx: (outbox.taken(tx), facts.taken(tx))) == ([], [])


def test_errors_of_the_database_repeat_nobodys_words(database: Database) -> None:
    """A traceback goes to the log, and the log knows no names."""
    person = Person(None, 5, "Ana Verysecret")
    database.run(lambda tx: people.keep(tx, person))
    with pytest.raises(DBAPIError) as problem:
        database.run(lambda tx: people.keep(tx, person))
    assert "Verysecret" not in str(problem.value)


# -- trouble that passes ---------------------------------------------------------------------------


def test_a_locked_database_is_away_with_a_clear_sentence_and_works_again(lite: Database) -> None:
    with closing(sqlite3.connect(lite.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Away, match="database is locked"):
            lite.run(add_one)
        assert total(lite) == 0, "looking goes on while somebody writes"
        other.execute("ROLLBACK")
    assert lite.run(add_one) == 1


def test_another_writer_that_holds_the_lock_is_named_with_the_file(lite: Database) -> None:
    beside = Database(f"sqlite:///{lite.path}", lite.seal)

    def blocked(_tx: Tx) -> None:
        with pytest.raises(Away, match=f"database is locked: another program has been writing to {lite.path}"):
            beside.run(add_one)

    try:
        lite.run(blocked)
        assert beside.run(add_one) == 1
    finally:
        beside.close()


@contextmanager
def full_disk(database: Database, *, free: int) -> Iterator[None]:
    """So many pages are left, as on a full disk."""
    pages = database.run(lambda tx: tx.exec_driver_sql("PRAGMA page_count").scalar_one())
    limit(database, pages + free)
    yield
    limit(database, 1_000_000)


def limit(database: Database, pages: int) -> None:
    """On the writer's own connection, without a transaction (which a full disk may not allow)."""
    connection: Any = database._writer.raw_connection()
    connection.driver_connection.execute(f"PRAGMA max_page_count={pages}")
    connection.close()


def fill_with_rows(tx: Tx) -> None:
    for number in range(300):
        house.keep(tx, f"row {number}", "z" * 3000)


def fill_with_returned_rows(tx: Tx) -> None:
    """SQLite treats statements that return rows otherwise when it runs out of space."""
    for _ in range(300):
        aside.put(tx, "update", "z" * 3000, "error", TODAY)


@pytest.mark.parametrize("fill", [fill_with_rows, fill_with_returned_rows])
@pytest.mark.parametrize("nested", [False, True])
def test_a_full_disk_is_away_and_nothing_is_half_written(
    lite: Database, fill: Callable[[Tx], None], nested: bool
) -> None:
    def unit(tx: Tx) -> None:
        house.keep(tx, "first", "yes")
        if not nested:
            return fill(tx)
        with savepoint(tx), savepoint(tx):
            return fill(tx)

    seen = []

    def watched(tx: Tx) -> None:
        """What receiving asks, before it would take the trouble for a bug and go on."""
        try:
            unit(tx)
        except Exception as error:
            seen.append(is_passing(error))
            raise

    with full_disk(lite, free=5):
        with pytest.raises(Away, match="disk"):
            lite.run(watched)
        assert lite.look(lambda tx: (house.value(tx, "first"), house.value(tx, "row 1"))) == (None, None)
        assert lite.look(aside.count) == 0
    assert seen == [True]
    lite.run(fill)
    assert lite.run(add_one) == 1


def test_a_connection_that_the_server_ends_is_away_and_made_anew(postgres: databases.Postgres) -> None:
    with postgres.fresh() as database:
        assert database.run(add_one) == 1

        def unit(tx: Tx) -> None:
            house.keep(tx, "half", "done")
            process = tx.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
            with psycopg.connect(_plain(database), autocommit=True) as other:
                other.execute("SELECT pg_terminate_backend(%s)", (process,))
            with savepoint(tx):
                house.keep(tx, "half", "more")

        with pytest.raises(Away):
            database.run(unit)
        assert database.look(lambda tx: house.value(tx, "half")) is None
        assert database.run(add_one) == 2


def _plain(database: Database) -> str:
    return database.url.render_as_string(hide_password=False)


def test_a_server_that_is_not_there_is_away() -> None:
    database = Database("postgresql://nobody@/kaiwa?host=/nonexistent", databases.SEAL)
    with pytest.raises(Away, match="/nonexistent"):
        database.run(add_one)
    database.close()


@pytest.mark.parametrize("wrong", ["SELECT * FROM nowhere", "SELECT nothing FROM house", "SELEKT"])
def test_a_wrong_statement_is_a_bug_and_not_passing_trouble(database: Database, wrong: str) -> None:
    with pytest.raises(DBAPIError):
        database.run(lambda tx: tx.exec_driver_sql(wrong))


# -- looking ---------------------------------------------------------------------------------------


def test_readers_cannot_write(lite: Database) -> None:
    for statement in ("INSERT INTO house VALUES ('a', 'b')", "CREATE TABLE t (i)"):
        with pytest.raises(Away, match="readonly"):
            lite.look(lambda tx, statement=statement: tx.exec_driver_sql(statement))  # type: ignore[misc]
    assert lite.look(lambda tx: house.value(tx, "a")) is None


def test_readers_never_checkpoint(lite: Database) -> None:
    """SQLite before 3.51.3 can corrupt a database when one connection checkpoints while another commits."""
    log = Path(f"{lite.path}-wal")
    lite.run(add_one)
    size, before = log.stat().st_size, lite.path.read_bytes()
    assert size
    for _ in range(3):
        assert total(lite) == 1
        with suppress(Away):
            lite.look(lambda tx: tx.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").all())
    assert (log.stat().st_size, lite.path.read_bytes()) == (size, before)


SECRET = b"whoever reads the disk finds this"


def test_what_was_erased_leaves_the_log_when_it_settles(lite: Database) -> None:
    log = Path(f"{lite.path}-wal")
    lite.run(lambda tx: house.keep(tx, "words", SECRET.decode()))
    lite.run(lambda tx: house.forget(tx, "words"))
    assert SECRET in log.read_bytes(), "the log keeps pages as they were at each commit"
    assert lite.empty_log()
    assert log.stat().st_size == 0
    assert SECRET not in lite.path.read_bytes()


def test_settling_waits_for_no_reader_and_is_made_up_for(lite: Database) -> None:
    log = Path(f"{lite.path}-wal")
    lite.run(add_one)

    def settled_meanwhile(tx: Tx) -> bool:
        assert house.value(tx, "sum") == "1"
        lite.run(add_one)
        return lite.empty_log()

    assert lite.look(settled_meanwhile) is False
    assert log.stat().st_size
    patience = lite.run(lambda tx: tx.exec_driver_sql("PRAGMA busy_timeout").scalar_one())
    assert patience == LOCK_PATIENCE * 1000, "writers go on waiting for each other"
    assert lite.empty_log()
    assert log.stat().st_size == 0
    assert total(lite) == 2
    with closing(sqlite3.connect(lite.path)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert lite.empty_log(), "nothing was written since, so nothing is asked of it"


async def test_settling_is_for_both_databases(database: Database) -> None:
    await database.transaction(add_one)
    assert await database.settle()
    assert total(database) == 1


def test_one_look_sees_one_picture(database: Database) -> None:
    """What is committed between two questions of one look stays unseen until the next look."""

    def question(tx: Tx) -> tuple[str | None, str | None]:
        first = house.value(tx, "sum")
        with ThreadPoolExecutor(1) as other:
            other.submit(database.run, add_one).result()
        return first, house.value(tx, "sum")

    assert database.look(question) == (None, None)
    assert total(database) == 1


def test_the_file_has_its_manners(lite: Database) -> None:
    def pragmas(tx: Tx) -> dict[str, Any]:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        return {name: tx.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in names}

    assert lite.run(pragmas) == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


# -- one bot a database ----------------------------------------------------------------------------


def test_a_second_bot_is_refused_until_the_first_ends(database: Database) -> None:
    database.take_over()
    second = Database(_plain(database), database.seal)
    with pytest.raises(AlreadyRunning, match="another kaiwa already runs on"):
        second.take_over()
    assert second.run(add_one) == 1, "commands beside the bot go on working"
    second.close()
    database.close()
    third = Database(_plain(database), database.seal)
    third.take_over()
    third.close()


def test_a_second_bot_in_another_process_is_refused(lite: Database) -> None:
    lite.take_over()
    program = (
        "import sys; from storage.db import *; from storage.sealing import Seal\n"
        "try: Database(sys.argv[1], Seal(bytes(32))).take_over()\n"
        "except AlreadyRunning as refusal: print(refusal)\n"
    )
    ran = subprocess.run([sys.executable, "-c", program, f"sqlite:///{lite.path}"], capture_output=True, text=True)
    assert ran.stdout.strip() == f"another kaiwa already runs on {lite.path}"
