"""How a unit of work is run: one transaction, all or nothing, on SQLite or PostgreSQL.

A unit is a plain function over one connection and runs whole in a thread of its own: one hop per unit instead of
one per statement. SQLite has one writer; its readers are read-only and never checkpoint.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import random
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Literal, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError
from sqlalchemy.pool import QueuePool, StaticPool

from storage.sealing import Seal

Tx = Connection
Result = TypeVar("Result")

READERS = 2

LOCK_PATIENCE = 2.0
"""Seconds that a write waits for another writer before it counts as passing trouble."""

NOT_SERIALISED = ("40001", "40P01")
"""PostgreSQL's codes for a serialisation failure and a deadlock."""

REPEATS = 12
"""How often a unit is repeated after PostgreSQL could not serialise it."""


class Away(Exception):
    """Passing trouble: the database is locked, full or away. Nothing was changed; try again later."""


class AlreadyRunning(Exception):
    """Another process runs the bot on this database."""


class Database:
    """One database: `transaction` changes, `read` looks; both are all or nothing."""

    def __init__(self, url: str, seal: Seal) -> None:
        self.url = make_url(url)
        self.seal = seal
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self.path = Path(self.url.database or "")
            self._turn, self._lock = threading.Lock(), _FileLock(Path(f"{self.path}.lock"))
            self._writer, self._reader = _sqlite_writer(self.path), _sqlite_reader(self.path)
            self._writers = ThreadPoolExecutor(1, "writer")
        else:
            self._writer = _postgres(self.url, "SERIALIZABLE")
            self._reader = _postgres(self.url, "REPEATABLE READ")
            self._writers = ThreadPoolExecutor(4, "writer")
        self._readers = ThreadPoolExecutor(READERS, "reader")
        self._written = True  # perhaps by a run that did not end cleanly
        self._duty: Any = None
        for engine in (self._writer, self._reader):
            event.listen(engine, "connect", self._introduce)

    async def transaction(self, unit: Callable[[Tx], Result]) -> Result:
        """Run a unit that changes something; returns after the commit is on disk. Raises Away."""
        return await asyncio.get_running_loop().run_in_executor(self._writers, self.run, unit)

    async def read(self, question: Callable[[Tx], Result]) -> Result:
        """Run a unit that only looks. Raises Away."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self.look, question)

    async def settle(self) -> bool:
        """Now and then: let nothing stand in SQLite's log that the database itself has forgotten. Raises Away."""
        return await asyncio.get_running_loop().run_in_executor(self._writers, self.empty_log)

    async def sweep(self) -> None:
        """At night: let nothing stand in PostgreSQL's tables that is deleted or was written anew, and people on SQLite in
        no order. Raises Away.
        """
        await asyncio.get_running_loop().run_in_executor(self._writers, self.drop_dead_rows)

    def run(self, unit: Callable[[Tx], Result]) -> Result:
        """`transaction` for callers without an event loop (commands, tests)."""
        for left in reversed(range(REPEATS)):
            try:
                with _trouble_named(), self._alone(), self._writer.begin() as tx:
                    tx.info["facts"], tx.info["calls"] = [], []
                    self._written = True
                    return unit(tx)
            except _NotSerialised as collision:
                if not left:
                    raise Away(str(collision)) from collision
                time.sleep(random.uniform(0, 0.02))
        raise AssertionError("unreachable")

    def look(self, question: Callable[[Tx], Result]) -> Result:
        """`read` for callers without an event loop."""
        with _trouble_named(), self._reader.connect() as tx:
            return question(tx)

    def empty_log(self) -> bool:
        """`settle` for callers without an event loop; False when somebody is reading, who is not waited for.

        The log keeps pages as they were at each commit, erased rows and their order included, until it is emptied.
        """
        if not self.is_sqlite or not self._written:
            return True
        with _trouble_named(), self._alone():
            self._written = False
            connection = self._writer.raw_connection()
            try:
                connection.cursor().execute("PRAGMA busy_timeout=0")
                (busy, *_), *_ = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                connection.cursor().execute(f"PRAGMA busy_timeout={LOCK_PATIENCE * 1000:.0f}")
                connection.close()
            self._written = bool(busy)
        return not busy

    def drop_dead_rows(self) -> None:
        """`sweep` for callers without an event loop; SQLite keeps none, beside its log, but the places of rows.

        A dead row tells which transactions wrote and ended it. One that a transaction of another still sees goes the
        next time. What PostgreSQL has noted of values in a table (statistics) is noted anew, so that nothing erased stands
        there; of a table that is empty it keeps what it noted before.
        """
        if self.is_sqlite:
            self._put_people_back()
            return
        alone = self._writer.execution_options(isolation_level="AUTOCOMMIT")  # it refuses to run in a transaction
        with _trouble_named(), alone.connect() as connection:
            own = "SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables WHERE schemaname = current_schema()"
            tables = connection.exec_driver_sql(own).scalar_one()
            connection.exec_driver_sql(f"VACUUM (FREEZE, ANALYZE, INDEX_CLEANUP) {tables}")

    def _put_people_back(self) -> None:
        """Others refer to people, so that they cannot be deleted for a moment in an ordinary transaction."""
        with _trouble_named(), self._alone():
            self._written = True
            connection = self._writer.raw_connection()
            cursor = connection.cursor()
            try:
                cursor.execute("PRAGMA foreign_keys=OFF")
                cursor.execute("BEGIN IMMEDIATE")
                people = cursor.execute("SELECT * FROM people ORDER BY random()").fetchall()
                if people:
                    cursor.execute("DELETE FROM people")
                    places = ", ".join("?" * len(people[0]))
                    cursor.executemany(f"INSERT INTO people VALUES ({places})", people)  # noqa: S608
                cursor.execute("COMMIT")
            finally:
                with suppress(sqlite3.OperationalError):
                    cursor.execute("ROLLBACK")  # there is nothing to undo where it was committed
                cursor.execute("PRAGMA foreign_keys=ON")
                connection.close()

    def take_over(self) -> None:
        """Be the one process that runs the bot on this database; raises AlreadyRunning and Away."""
        if self.is_sqlite:
            self._duty = _FileLock(Path(f"{self.path}.run"))
            if not self._duty.try_lock():
                raise AlreadyRunning(f"another kaiwa already runs on {self.path}")
            return
        with _trouble_named():
            self._duty = self._reader.execution_options(isolation_level="AUTOCOMMIT").connect()
        if not self._duty.exec_driver_sql("SELECT pg_try_advisory_lock(5272)").scalar_one():
            raise AlreadyRunning(f"another kaiwa already runs on the database {self.url.database}")

    def close(self) -> None:
        """Finish what runs, close everything."""
        self._writers.shutdown()
        self._readers.shutdown()
        if self._duty is not None:
            self._duty.close()
        self._reader.dispose()
        self._writer.dispose()
        if self.is_sqlite:
            self._lock.close()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """SQLite: hold the file lock, so that nobody checkpoints while somebody commits (a flaw before 3.51.3)."""
        if not self.is_sqlite:
            yield
            return
        with self._turn:  # there is one writer connection, whichever thread asks
            if not self._lock.lock(LOCK_PATIENCE):
                raise Away(
                    f"database is locked: another program has been writing to {self.path} for {LOCK_PATIENCE:g} s"
                )
            try:
                yield
            finally:
                self._lock.unlock()

    def _introduce(self, _connection: Any, record: Any) -> None:
        """Let functions over a transaction find the seal (`sealing_of`)."""
        record.info["seal"] = self.seal


def sealing_of(tx: Tx) -> Seal:
    """The seal of the database that this transaction belongs to."""
    seal: Seal = tx.info["seal"]
    return seal


@contextmanager
def savepoint(tx: Tx) -> Iterator[None]:
    """All or nothing inside a transaction, with what is noted beside the database (calls owed, facts to tell)."""
    notes = tx.info
    noted = {name: len(notes[name]) for name in ("calls", "facts")}
    try:
        with _nested(tx):
            yield
    except Exception as error:
        for name, length in noted.items():
            del notes[name][length:]
        if not _stands(tx):
            # What ran now would commit by itself, or fail in another way.
            raise Away("the disk is full, or the connection was lost: the transaction is undone") from error
        raise


@contextmanager
def _nested(tx: Tx) -> Iterator[None]:
    """As `begin_nested`, at a third of its cost: every update goes through two of them."""
    depth = tx.info["depth"] = tx.info.get("depth", 0) + 1
    try:
        tx.exec_driver_sql(f"SAVEPOINT kaiwa_{depth}")
        try:
            yield
        except BaseException:
            if not tx.invalidated:
                with suppress(DBAPIError):  # the transaction is gone already, see `_stands`
                    tx.exec_driver_sql(f"ROLLBACK TO SAVEPOINT kaiwa_{depth}")
            raise
        tx.exec_driver_sql(f"RELEASE SAVEPOINT kaiwa_{depth}")
    finally:
        tx.info["depth"] = depth - 1


def _stands(tx: Tx) -> bool:
    """Whether the transaction is still there: a full disk makes SQLite give it up, a lost connection ends it."""
    if tx.invalidated:
        return False
    connection: Any = tx.connection.dbapi_connection
    return tx.dialect.name != "sqlite" or bool(connection.in_transaction)


class _NotSerialised(Exception):
    """PostgreSQL asks to repeat the unit."""


@contextmanager
def _trouble_named() -> Iterator[None]:
    """Tell passing trouble (Away) from bugs, which pass as they are."""
    try:
        yield
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) in NOT_SERIALISED:
            raise _NotSerialised(str(error.orig)) from error
        if is_passing(error):
            raise Away(" ".join(str(error.orig).split())) from error
        if "not a database" in str(error.orig):
            raise Away("the file is there, but it is not a database") from error
        raise


def is_passing(error: BaseException) -> bool:
    """Whether an error says that the database is locked, full or away, and not that the code is wrong."""
    if isinstance(error, Away):
        return True
    if not isinstance(error, OperationalError | InterfaceError | InternalError):
        return False
    # A statement that names a table or column that is not there is a bug, whatever class SQLite gives it.
    return not any(word in str(error.orig) for word in ("no such", "has no column", "syntax error", "malformed"))


def _sqlite_writer(path: Path) -> Engine:
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        poolclass=StaticPool,
        connect_args={"check_same_thread": False, "timeout": LOCK_PATIENCE},
        hide_parameters=True,
    )

    @event.listens_for(engine, "do_connect")
    def _for_the_owner_only(*_: Any) -> None:
        path.touch(mode=0o600, exist_ok=True)  # what SQLite puts beside it gets the same mode

    @event.listens_for(engine, "connect")
    def _manners(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _take_the_write_lock_at_once(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _sqlite_reader(path: Path) -> Engine:
    address = f"{path.resolve().as_uri()}?mode=ro"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(address, uri=True, timeout=LOCK_PATIENCE, check_same_thread=False)

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=READERS, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _look_only(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def _one_picture(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine


def _postgres(url: URL, isolation: Literal["SERIALIZABLE", "REPEATABLE READ"]) -> Engine:
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        isolation_level=isolation,
        pool_pre_ping=True,
        pool_size=5,
        connect_args={"connect_timeout": 3},
        hide_parameters=True,
    )


class _FileLock:
    """An exclusive lock between processes (flock); the file holds nothing."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def try_lock(self) -> bool:
        if self._descriptor is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def lock(self, patience: float) -> bool:
        until = time.monotonic() + patience
        while not self.try_lock():
            if time.monotonic() > until:
                return False
            time.sleep(0.005)
        return True

    def unlock(self) -> None:
        if self._descriptor is not None:
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def close(self) -> None:
        if self._descriptor is not None:
            with suppress(OSError):
                os.close(self._descriptor)
            self._descriptor = None
