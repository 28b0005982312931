"""What `kaiwa check` and the commands say about database, key and disk, and that looking changes nothing."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot import checking
from bot.cli import cli
from bot.clock import SystemClock
from bot.playground.cast import gather
from bot.playground.engine import Engine
from bot.playground.server import serve
from config.settings import SHIPPED_ORGANISATION, Settings
from storage import schema, sealing
from storage.db import Database
from storage.sealing import Seal

TOKEN = "123456:AAE-secret_part"
Mount = Callable[..., Path]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which the commands are called, with nothing set."""
    for name in [name for name in os.environ if name.startswith("KAIWA_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Mount]:
    """Mounts a small disk of its own, and mounts it anew with other options."""
    place = tmp_path / "disk"
    place.mkdir()

    def mounted(*options: str) -> Path:
        asked = ["mount", "-t", "tmpfs", "-o", ",".join(options), "kaiwa", str(place)]
        try:
            subprocess.run(asked, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError) as error:
            pytest.skip(f"no disk can be mounted here: {error}")
        return place

    yield mounted
    if os.path.ismount(place):
        subprocess.run(["umount", str(place)], check=True)


def fill(disk: Path) -> Path:
    """Leave no byte free; returns the file that takes it all."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError:
            return ballast
    raise AssertionError("unreachable")


def table(database: str | Path = "") -> dict[str, tuple[bool, str]]:
    """What `kaiwa check` shows, row by row."""
    if database:
        os.environ["KAIWA_DATABASE_URL"] = f"sqlite:///{database}"
    try:
        results = asyncio.run(checking.everything())
    finally:
        os.environ.pop("KAIWA_DATABASE_URL", None)
    return {result.what: (result.right, result.words) for result in results}


@pytest.mark.parametrize(
    ("address", "change", "right", "words"),
    [
        ("@lindvale", {}, True, "the bot may post in @lindvale"),
        ("-1001000005003", {}, True, "the bot may post in -1001000005003"),
        ("@lindvale", {"bot_posts": False}, False, "make it an administrator of the channel with the right to post"),
        (
            "@lindvale",
            {"bot_status": "member"},
            False,
            "make it an administrator of the channel with the right to post",
        ),
        ("@lindvael", {}, False, "the bot finds no channel @lindvael; see whether the address is right"),
        ("@lindvale", {"type": "supergroup"}, False, "@lindvale is a supergroup, not a channel"),
    ],
)
async def test_the_check_asks_whether_the_bot_may_post_in_the_public_channel(
    here: Path, monkeypatch: pytest.MonkeyPatch, address: str, change: dict[str, Any], right: bool, words: str
) -> None:
    described = SHIPPED_ORGANISATION.read_text(encoding="utf-8").replace('"@lindvale"', f'"{address}"')
    (here / "town.toml").write_text(described, encoding="utf-8")
    engine = Engine(SystemClock(), "1:playground")
    channel = gather(engine).channel
    for name, value in change.items():
        setattr(channel, name, value)
    async with serve(engine) as served:
        for name, value in (("TOKEN", "1:playground"), ("API_URL", served.url)):
            monkeypatch.setenv(f"KAIWA_TELEGRAM_{name}", value)
        monkeypatch.setenv("KAIWA_ORGANISATION", str(here / "town.toml"))
        results = {result.what: result for result in await checking.everything()}
    found = results["Public channel"]
    assert (found.right, words in found.words) == (right, True), found.words


def said(*command: str, database: str | Path) -> str:
    """What a command that fails says, on one line."""
    environ = {"KAIWA_DATABASE_URL": f"sqlite:///{database}", "KAIWA_TELEGRAM_TOKEN": TOKEN}
    done = CliRunner().invoke(cli, command, env=environ)
    assert (done.exit_code, type(done.exception)) == (1, SystemExit), done.exception
    assert TOKEN not in done.output
    return " ".join(done.output.split())


def made(path: Path) -> Path:
    """A database as a first start makes it."""
    database = Database(f"sqlite:///{path}", Seal(sealing.key_beside(path)))
    schema.migrate(database)
    database.close()
    return path


def files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_looking_makes_nothing_and_says_what_the_first_start_will_make(here: Path) -> None:
    told = table()
    assert list(here.iterdir()) == []
    assert told["Database"] == (True, "sqlite:///var/kaiwa.db: not there yet, it is made at the first start")
    assert told["Secret key"] == (True, "var/kaiwa.key: not there yet, it is made at the first start")


def test_the_operator_hears_of_points_for_which_only_the_default_team_answers(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = SHIPPED_ORGANISATION.read_text()
    monkeypatch.setenv("KAIWA_ORGANISATION", str(here / "town.toml"))
    (here / "town.toml").write_text(town)
    assert "counter-3" not in table()["Service points"][1]
    head, unit, rest = town.partition('[[units]]\ncode = "counter"')
    (here / "town.toml").write_text(head + unit + rest.replace('team = "quality"\n', "", 1))
    right, words = table()["Service points"]
    assert right
    assert words.endswith("“quality” answers for those whose unit names no team: counter-3")


def test_looking_changes_no_database(here: Path) -> None:
    path = made(here / "kaiwa.db")
    before = files(here)
    told = table(path)
    assert told["Database"] == (True, f"sqlite:///{path}: newest schema")
    assert told["Secret key"] == (True, "fits the database")
    assert files(here).items() >= before.items()
    assert (here / "kaiwa.db").read_bytes() == before[str(path)]


def test_a_database_of_a_newer_version_is_called_that_and_left_alone(here: Path) -> None:
    path = made(here / "kaiwa.db")
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    right, words = table(path)["Database"]
    assert not right
    assert "was made by a newer version (schema 9999" in words
    for command in ("migrate", "status"):
        assert "install that version again" in said(command, database=path)


def test_a_full_disk_leaves_no_empty_key_behind(mount: Mount) -> None:
    disk = mount("size=64k")
    ballast, path = fill(disk), disk / "new.db"
    for command in ("run", "migrate"):
        assert said(command, database=path) == f"✗ {disk}/new.key: cannot be written (No space left on device)"
    assert list(disk.iterdir()) == [ballast]
    ballast.unlink()
    assert len(sealing.key_beside(path)) == 32
    assert (disk / "new.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("database", [None, b""], ids=["no database", "an empty one"])
def test_an_empty_key_without_a_database_is_as_good_as_none(database: bytes | None, here: Path) -> None:
    key, path = here / "new.key", here / "new.db"
    key.touch()
    if database is not None:
        path.write_bytes(database)
    assert table(path)["Secret key"] == (True, f"{key}: not there yet, it is made at the first start")
    assert key.read_bytes() == b""
    assert sealing.key_beside(path) == sealing.key_beside(path)
    assert sorted(found.name for found in here.iterdir()) == [found.name for found in (path, key) if found.exists()]


@pytest.mark.parametrize(("gone", "what"), [(False, "is empty"), (True, "is missing")])
def test_a_key_that_a_database_needs_is_not_made_anew(gone: bool, what: str, here: Path) -> None:
    path = made(here / "kaiwa.db")
    key = here / "kaiwa.key"
    key.write_bytes(b"")
    if gone:
        key.unlink()
    right, words = table(path)["Secret key"]
    assert not right
    assert words.startswith(f"{key}: {what}, and what is sealed")
    assert "bring it back" in said("migrate", database=path)


@pytest.mark.parametrize("pages", [0, 1, 2, 8])
@pytest.mark.parametrize("command", ["run", "migrate"])
def test_a_disk_that_is_full_for_the_database_is_named(command: str, pages: int, mount: Mount) -> None:
    disk = mount("size=96k")
    path = disk / "kaiwa.db"
    sealing.key_beside(path)
    ballast = fill(disk)
    os.truncate(ballast, ballast.stat().st_size - pages * 4096)
    words = said(command, database=path)
    assert words.startswith(f"✗ KAIWA_DATABASE_URL: {path}: ")
    assert words.endswith(("database or disk is full", "disk I/O error; is the disk full?"))


def test_a_folder_that_cannot_be_written_is_named_and_no_scratch_file() -> None:
    right, words = table("/proc/kaiwa.db")["Database"]
    assert not right
    assert words.startswith("database: KAIWA_DATABASE_URL: the folder /proc cannot be written (")
    assert "the folder /proc/deeper cannot be made in /proc (" in said("migrate", database="/proc/deeper/kaiwa.db")


def test_a_read_only_disk_is_called_that(mount: Mount) -> None:
    disk = mount("size=1m")
    path = made(disk / "kaiwa.db")
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    assert table(path)["Database"][1].endswith(f"{path} cannot be written (Read-only file system)")
    assert table(disk / "other.db")["Database"][1].endswith(
        f"the folder {disk} cannot be written (Read-only file system)"
    )


@pytest.mark.parametrize(
    ("content", "reason"), [(None, "cannot be read (Is a directory)"), (b"\xff\xfe", "is neither base64 nor hex")]
)
def test_a_key_that_cannot_be_read_is_the_keys_matter(content: bytes | None, reason: str, here: Path) -> None:
    path = made(here / "k.db")
    key = here / "k.key"
    key.unlink()
    key.mkdir() if content is None else key.write_bytes(content)
    told = table(path)
    assert "Database" not in told
    assert told["Secret key"][1].startswith(f"{key}: ")
    assert reason in told["Secret key"][1]
    assert reason in said("migrate", database=path)


def test_a_file_that_is_no_database_is_no_matter_of_the_key(here: Path) -> None:
    path = here / "junk.db"
    path.write_text("My notes, and more of them.\n" * 99, encoding="utf-8")
    words = f"database: KAIWA_DATABASE_URL: {path}: the file is there, but it is not a database"
    assert table(path)["Database"] == (False, words)
    assert "Secret key" not in table(path)
    assert said("migrate", database=path) == f"✗ {words}"
    assert [found.name for found in here.iterdir()] == ["junk.db"]


def test_a_key_in_the_settings_is_no_file(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAIWA_SECRET_KEY", "5f" * 32)
    assert table(here / "kaiwa.db")["Secret key"] == (True, "is there")
    checking.open_database(Settings(database_url=f"sqlite:///{here}/kaiwa.db", secret_key="5f" * 32)).close()
    assert list(here.iterdir()) == []
