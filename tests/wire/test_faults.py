"""Faults: the real process when disk, database, Telegram or the operator fail. A clear word, and nothing lost."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.playground.chats import Person
from bot.playground.engine import Engine
from bot.playground.server import serve
from storage import sealing
from tests import databases

PATIENCE = 30.0
GOODBYE_SECONDS = 5.0
KEY = sealing.written(bytes(range(32)))


@dataclass
class Running:
    """A bot as a process, the playground that it talks to, and one resident."""

    playground: Engine
    ana: Person
    process: asyncio.subprocess.Process
    environment: dict[str, str]
    folder: Path

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8")

    @property
    def database(self) -> Path:
        return self.folder / "kaiwa.db"

    def says(self, text: str) -> None:
        self.playground.say(self.ana, self.ana, text)

    def previews(self) -> int:
        return sum(1 for m in self.playground.messages(self.ana.id) if any("💡" in label for label in m.labels))

    async def until(self, what: Callable[[], object]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not what():  # noqa: ASYNC110  # a process and a file tell nobody when they change
                await asyncio.sleep(0.02)

    async def logged(self, words: str) -> None:
        await self.until(lambda: words in self.log)

    async def command(self, *arguments: str) -> tuple[int, str]:
        return await command(self.environment, *arguments)


async def command(environment: dict[str, str], *arguments: str) -> tuple[int, str]:
    """Exit status and output of a `kaiwa …`."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        env={**environment, "COLUMNS": "300"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    return process.returncode or 0, output.decode()


def environment_of(playground: Engine, url: str, folder: Path) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("KAIWA_")},
        "KAIWA_TELEGRAM_TOKEN": playground.token,
        "KAIWA_TELEGRAM_API_URL": url,
        "KAIWA_TELEGRAM_RATE": "0",
        "KAIWA_DATABASE_URL": f"sqlite:///{folder / 'kaiwa.db'}",
    }


@asynccontextmanager
async def bot(folder: Path) -> AsyncIterator[Running]:
    playground = Engine(SystemClock())
    ana = playground.person("Ana")
    async with serve(playground) as address:
        environment = environment_of(playground, address.url, folder)
        with (folder / "log").open("wb") as log:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run"), env=environment, stdout=log, stderr=log
            )
        running = Running(playground, ana, process, environment, folder)
        try:
            await running.logged("running")
            running.says("/start")
            await running.until(lambda: len(playground.messages(ana.id)) == 2)
            yield running
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Running]:
    async with bot(tmp_path) as found:
        yield found


async def test_a_full_disk_loses_nothing(running: Running) -> None:
    largest = max(path.stat().st_size for path in running.folder.glob("kaiwa.db*"))
    resource.prlimit(running.process.pid, resource.RLIMIT_FSIZE, (largest, resource.RLIM_INFINITY))
    # Enough to fill what is left of the write-ahead log.
    texts = [f"More chairs in the library, number {number}: " + "please " * 300 for number in range(30)]
    for text in texts:
        running.says(text)
    await running.logged("database away")
    resource.prlimit(running.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    await running.until(lambda: running.previews() == len(texts))


async def test_a_locked_database_loses_nothing(running: Running) -> None:
    other = sqlite3.connect(running.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    running.says("More chairs in the library")
    await running.logged("database is locked")
    other.execute("ROLLBACK")
    other.close()
    await running.until(lambda: running.previews() == 1)


async def test_telegram_away_loses_nothing(running: Running) -> None:
    running.playground.faults.outage()
    await running.logged("Telegram cannot be reached")
    running.says("More chairs in the library")
    running.playground.faults.outage(False)
    await running.until(lambda: running.previews() == 1)


async def test_a_storm_of_429_delays_and_loses_nothing(running: Running) -> None:
    running.playground.faults.retry_after(None, seconds=1, times=5)
    for number in range(5):
        running.says(f"Idea number {number} for the library")
    await running.until(lambda: running.previews() == 5)


async def test_sigterm_ends_it_in_time_and_nothing_is_lost(running: Running) -> None:
    for number in range(20):
        running.says(f"Idea number {number} for the library")
    await running.until(running.previews)
    running.process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(running.process.wait(), GOODBYE_SECONDS) == 0
    assert "nothing is lost" in running.log
    again = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        env=running.environment,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await running.until(lambda: running.previews() == 20)
    finally:
        again.terminate()
        assert await asyncio.wait_for(again.wait(), GOODBYE_SECONDS) == 0


async def test_sigterm_ends_it_in_time_though_the_database_is_locked(running: Running) -> None:
    other = sqlite3.connect(running.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    running.says("More chairs in the library")
    await running.logged("database is locked")
    running.process.send_signal(signal.SIGTERM)
    await asyncio.wait_for(running.process.wait(), GOODBYE_SECONDS)
    other.close()


async def test_a_second_run_on_the_same_database_is_refused(running: Running) -> None:
    status, words = await running.command("run")
    assert status == 1
    assert "already runs" in words
    assert "Traceback" not in words


async def test_commands_work_beside_a_running_bot(running: Running) -> None:
    status, words = await running.command("invite", "employee", "--unit", "library")
    assert status == 0
    link = words.strip().splitlines()[-1]
    assert link.startswith(f"https://t.me/{running.playground.me.username}?start=i-")
    running.playground.open_link(running.ana, link)
    await running.until(lambda: "employee" in running.playground.messages(running.ana.id)[-1].text)
    status, words = await running.command("status")
    assert status == 0
    assert "Open items" in words
    status, words = await running.command("check")
    assert status == 0, words


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"KAIWA_TELEGRAM_TOKEN": ""}, ("KAIWA_TELEGRAM_TOKEN",)),
        ({"KAIWA_TELEGRAM_TOKEN": "2:wrong"}, ("KAIWA_TELEGRAM_TOKEN", "Telegram")),
        ({"KAIWA_TOKEN": "1:x"}, ("KAIWA_TOKEN", "KAIWA_TELEGRAM_TOKEN")),
        ({"KAIWA_TELEGRAM_RATE": "fast"}, ("KAIWA_TELEGRAM_RATE",)),
        ({"KAIWA_ORGANISATION": "nowhere.toml"}, ("nowhere.toml",)),
        ({"KAIWA_DATABASE_URL": "mysql://x"}, ("KAIWA_DATABASE_URL",)),
        ({"KAIWA_DATABASE_URL": "sqlite:////proc/kaiwa/kaiwa.db"}, ("/proc/kaiwa",)),
        ({"KAIWA_SECRET_KEY": "00" * 32}, ("KAIWA_SECRET_KEY", "not the one")),
        ({"KAIWA_DATABASE_URL": "sqlite:////proc/kaiwa.db"}, ("KAIWA_DATABASE_URL", "/proc")),
        ({"KAIWA_DATABASE_URL": "sqlite:////dev"}, ("KAIWA_DATABASE_URL", "/dev")),
        ({"KAIWA_DATABASE_URL": "postgresql://nobody@127.0.0.1:9/kaiwa"}, ("KAIWA_DATABASE_URL", "127.0.0.1")),
        ({"KAIWA_SECRET_KEY": ""}, ("kaiwa.key", "is missing")),
        ({"KAIWA_SECRET_KEY": "short"}, ("KAIWA_SECRET_KEY",)),
    ],
)
async def test_a_broken_configuration_is_named_by_check_and_at_the_start(
    tmp_path: Path, settings: dict[str, str], words: tuple[str, ...]
) -> None:
    databases.sqlite(tmp_path).close()
    playground = Engine(SystemClock())
    async with serve(playground) as address:
        environment = {**environment_of(playground, address.url, tmp_path), "KAIWA_SECRET_KEY": KEY, **settings}
        said = await asyncio.gather(*(command(environment, name) for name in ("check", "run")))
    for status, output in said:
        assert status == 1, output
        assert all(word in output for word in words), output
        assert "Traceback" not in output
