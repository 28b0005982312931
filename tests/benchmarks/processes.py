"""The bots under test as real processes, each on the second core."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from storage import schema
from storage.db import Database
from storage.sealing import Seal, key_beside
from tests.benchmarks.stand_in import TOKEN

STAND_IN_CORE, BOT_CORE = 0, 1
GOODBYE_SECONDS = 10


@dataclass(frozen=True)
class Memory:
    """Megabytes: what a process holds now, and the most that it ever held."""

    now: float
    peak: float


@dataclass(frozen=True)
class Process:
    """A bot that runs."""

    running: subprocess.Popen[bytes]
    log: Path

    def memory(self) -> Memory:
        status = Path(f"/proc/{self.running.pid}/status").read_text(encoding="ascii")
        kilobytes = {line.split()[0]: int(line.split()[1]) for line in status.splitlines() if "kB" in line}
        return Memory(kilobytes["VmRSS:"] / 1024, kilobytes["VmHWM:"] / 1024)

    def words(self) -> str:
        """The end of what it said, for when something goes wrong."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-2000:]


@contextmanager
def kaiwa(url: str, folder: Path) -> Iterator[Process]:
    """Kaiwa with a database of its own on a real disk, without limits to the rate of sending.

    The database is made beforehand: only the first start after an update brings the schema up to date.
    """
    path = folder / "kaiwa.db"
    database = Database(f"sqlite:///{path}", Seal(key_beside(path)))
    schema.migrate(database)
    database.close()
    settings = {
        "KAIWA_TELEGRAM_TOKEN": TOKEN,
        "KAIWA_TELEGRAM_API_URL": url,
        "KAIWA_TELEGRAM_RATE": "0",
        "KAIWA_DATABASE_URL": f"sqlite:///{path}",
    }
    with _started(["-m", "bot", "run"], settings, folder / "kaiwa.log") as process:
        yield process


@contextmanager
def echo(url: str, folder: Path) -> Iterator[Process]:
    """The bare echo bot."""
    settings = {"ECHO_TOKEN": TOKEN, "ECHO_API_URL": url}
    with _started(["-m", "tests.benchmarks.echo"], settings, folder / "echo.log") as process:
        yield process
        process.running.kill()  # it would first work off what it has acknowledged and not done


def pin(pid: int, core: int) -> None:
    """Keep a process to one core, where there are two; 0 is this process."""
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(pid, {core})


@contextmanager
def _started(arguments: list[str], settings: dict[str, str], log: Path) -> Iterator[Process]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KAIWA_")}
    with log.open("wb") as output:
        running = subprocess.Popen(
            [sys.executable, *arguments],
            env={**environment, **settings},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        pin(running.pid, BOT_CORE)
        try:
            yield Process(running, log)
        finally:
            running.send_signal(signal.SIGTERM)
            try:
                running.wait(GOODBYE_SECONDS)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()
