"""`make bench`: from update to answer and updates a second, beside a bare echo bot in the same run; lists of the board."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.benchmarks import counter, lists, load, processes, similar
from tests.benchmarks.people import People, find_buttons
from tests.benchmarks.stand_in import StandIn, serve

Start = Callable[[str, Path], AbstractContextManager[processes.Process]]

RESULTS = Path("var/bench.json")
ROUND_TRIPS = (0, 40)
ECHO_BUTTONS = ["one", "two"]
console = Console()


@dataclass(frozen=True)
class Figures:
    """What one bot did at one round trip."""

    at_30: load.Latency
    at_200: load.Latency
    saturation: float
    calls_per_update: float
    memory: processes.Memory


def main() -> None:
    """Measure both bots at both round trips; fails only if one of them does not run.

    `similar` measures similar ideas alone, `million` those with a million as well; `counter` a busy counter alone.
    """
    processes.pin(0, processes.STAND_IN_CORE)
    RESULTS.parent.mkdir(exist_ok=True)
    counts = [100_000, 1_000_000] if "million" in sys.argv else [100_000]
    if "similar" in sys.argv:
        similar.main(counts, RESULTS.parent)
        return
    if "counter" in sys.argv:
        busy_counter()
        return
    figures: dict[int, dict[str, Figures]] = {}
    with tempfile.TemporaryDirectory(dir=RESULTS.parent) as folder:
        for round_trip in ROUND_TRIPS:
            figures[round_trip] = asyncio.run(both(round_trip, Path(folder)))
            console.print(table(round_trip, figures[round_trip]))
    stored = {
        **as_json(figures),
        "counter": busy_counter(),
        "lists": lists.main(RESULTS.parent),
        "similar": similar.main(counts, RESULTS.parent),
    }
    RESULTS.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")
    console.print(f"Stored in {RESULTS}")


def busy_counter() -> dict[str, float]:
    with tempfile.TemporaryDirectory(dir=RESULTS.parent) as folder:
        return counter.main(Path(folder))


async def both(round_trip: int, folder: Path) -> dict[str, Figures]:
    return {
        "kaiwa": await measured(processes.kaiwa, ["/start", "/language"], round_trip, folder),
        "echo": await measured(processes.echo, [], round_trip, folder),
    }


async def measured(start: Start, commands: list[str], round_trip: int, parent: Path) -> Figures:
    stand_in = StandIn()
    server, url = await serve(stand_in)
    with tempfile.TemporaryDirectory(dir=parent) as folder, start(url, Path(folder)) as process:
        try:
            buttons = await find_buttons(stand_in, commands) if commands else ECHO_BUTTONS
        except TimeoutError:
            console.print(f"The bot does not answer {commands}. It said:\n{process.words()}", markup=False)
            sys.exit(1)
        people = People(stand_in, buttons)
        people.press()
        await people.served(15)
        stand_in.one_way = round_trip / 2000
        await load.at_rate(people, rate=50, seconds=1.5)
        at_30 = await load.at_rate(people, rate=30, seconds=8)
        at_200 = await load.at_rate(people, rate=200, seconds=4)
        answered, calls = people.answered, stand_in.calls
        saturation = await load.at_saturation(people, seconds=4)
        calls_per_update = (stand_in.calls - calls) / max(1, people.answered - answered)
        figures = Figures(at_30, at_200, saturation, calls_per_update, process.memory())
    server.close()
    return figures


def table(round_trip: int, figures: Mapping[str, Figures]) -> Table:
    ours, echo = figures["kaiwa"], figures["echo"]
    shown = Table(title=f"A press that is remembered, {round_trip} ms of round trip", title_justify="left")
    for column in ("", "Kaiwa", "bare echo bot", "Kaiwa / echo"):
        shown.add_column(column, justify="left" if not column else "right")
    for name, mine, theirs in (("30/s", ours.at_30, echo.at_30), ("200/s", ours.at_200, echo.at_200)):
        for at in ("p50", "p95", "p99"):
            row(shown, f"{at} at {name}, ms", getattr(mine, at), getattr(theirs, at), digits=1)
        row(shown, f"answered at {name}, %", mine.answered * 100, theirs.answered * 100, digits=0, ratio=False)
    row(shown, "updates a second at saturation", ours.saturation, echo.saturation, digits=0)
    row(shown, "calls per update", ours.calls_per_update, echo.calls_per_update, digits=2, ratio=False)
    row(shown, "memory, MB", ours.memory.now, echo.memory.now, digits=0)
    row(shown, "memory at most, MB", ours.memory.peak, echo.memory.peak, digits=0)
    return shown


def row(shown: Table, name: str, ours: float, echo: float, *, digits: int, ratio: bool = True) -> None:
    times = f"{ours / echo:.2f} ×" if ratio and echo else ""
    shown.add_row(name, f"{ours:.{digits}f}", f"{echo:.{digits}f}", times)


def as_json(figures: Mapping[int, Mapping[str, Figures]]) -> dict[str, object]:
    return {f"{round_trip} ms": {name: asdict(of) for name, of in bots.items()} for round_trip, bots in figures.items()}


if __name__ == "__main__":
    main()
