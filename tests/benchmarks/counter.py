"""A busy counter: a thousand first taps in a minute, beside an employee whose chat goes on.

Each tap is a person's first, so that it is stored as a new rating; what counts in the end is in the database. The peer in
the same run is the bare echo bot, pressed at the same pace.
"""

from __future__ import annotations

import asyncio
import sqlite3
import statistics
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.benchmarks import processes
from tests.benchmarks.people import FIRST_ID, SCOUT, find_buttons, press
from tests.benchmarks.stand_in import Params, StandIn, serve

POINT = "counter-3"
TAPS, SECONDS = 1_000, 60.0
EMPLOYEE, EVERY = SCOUT, 0.25
GRACE = 10.0
console = Console()


@dataclass(frozen=True)
class Minute:
    """Milliseconds that people waited at most, 95 of 100 of them; and what came of the taps."""

    taps_p95: float
    employee_p95: float
    answered: int
    stored: int


class Watch:
    """Who waits since when, and how long the others have waited."""

    def __init__(self, stand_in: StandIn) -> None:
        self._stand_in = stand_in
        self._since: dict[int, float] = {}
        self.taps: list[float] = []
        self.employee: list[float] = []
        self.all_served = asyncio.Event()
        stand_in.shown = self._shown

    def presses(self, person: int, number: int, data: str) -> None:
        self.all_served.clear()
        self._since[person] = self._stand_in.make_available("callback_query", press(person, number, data))

    def _shown(self, chat_id: int, _: Params) -> None:
        since = self._since.pop(chat_id, None)
        if since is not None:
            waits = self.employee if chat_id == EMPLOYEE else self.taps
            waits.append((time.perf_counter() - since) * 1000)
        if not self._since:
            self.all_served.set()


async def minute(watch: Watch, taps: list[str], chats: list[str]) -> None:
    """All the taps, evenly, and an employee who presses four times a second."""
    start, given, said = time.perf_counter(), 0, 0
    while (now := time.perf_counter() - start) < SECONDS or given < TAPS:
        while given < TAPS and now >= given * SECONDS / TAPS:
            watch.presses(FIRST_ID + given, given, taps[given % len(taps)])
            given += 1
        if now >= said * EVERY:
            watch.presses(EMPLOYEE, 10**6 + said, chats[said % len(chats)])
            said += 1
        await asyncio.sleep(0.002)
    with suppress(TimeoutError):
        await asyncio.wait_for(watch.all_served.wait(), GRACE)


async def measured(folder: Path) -> tuple[Minute, Minute]:
    """Kaiwa's minute, and the echo bot's."""
    stand_in = StandIn()
    server, url = await serve(stand_in)
    with processes.kaiwa(url, folder) as process:
        try:
            faces = await find_buttons(stand_in, [f"/start s-{POINT}"])
            chats = await find_buttons(stand_in, ["/language"])
        except TimeoutError:
            console.print(f"The bot does not answer. It said:\n{process.words()}", markup=False)
            raise
        ours = await _minute(stand_in, faces, chats)
    server.close()
    with closing(sqlite3.connect(folder / "kaiwa.db")) as database:
        stored = database.execute("SELECT count(*) FROM ratings WHERE counted").fetchone()[0]
    stand_in = StandIn()
    server, url = await serve(stand_in)
    with processes.echo(url, folder):
        await find_buttons(stand_in, ["hello"])  # its first answer: it is up
        theirs = await _minute(stand_in, ["one"], ["two"])
    server.close()
    return Minute(*ours, stored), Minute(*theirs, 0)


async def _minute(stand_in: StandIn, taps: list[str], chats: list[str]) -> tuple[float, float, int]:
    watch = Watch(stand_in)
    await minute(watch, taps, chats)
    return _p95(watch.taps), _p95(watch.employee), len(watch.taps)


def _p95(waits: list[float]) -> float:
    return statistics.quantiles(waits, n=20)[18] if len(waits) > 1 else float("nan")


def main(folder: Path) -> dict[str, float]:
    """Print the minute; the figures by name."""
    ours, echo = asyncio.run(measured(folder))
    shown = Table(title=f"A counter with {TAPS:,} first taps in a minute", title_justify="left")
    for column in ("", "Kaiwa", "bare echo bot", "Kaiwa / echo"):
        shown.add_column(column, justify="left" if not column else "right")
    for name, mine, its in (
        ("first tap to “thank you”, p95, ms", ours.taps_p95, echo.taps_p95),
        ("an employee's chat meanwhile, p95, ms", ours.employee_p95, echo.employee_p95),
    ):
        shown.add_row(name, f"{mine:.1f}", f"{its:.1f}", f"{mine / its:.2f} ×")
    shown.add_row("taps answered", f"{ours.answered:,}", f"{echo.answered:,}", "")
    shown.add_row("ratings in the database", f"{ours.stored:,}", "", "")
    console.print(shown)
    return {
        "taps_p95": ours.taps_p95,
        "employee_p95": ours.employee_p95,
        "answered": ours.answered,
        "stored": ours.stored,
        "echo_taps_p95": echo.taps_p95,
        "echo_employee_p95": echo.employee_p95,
    }
