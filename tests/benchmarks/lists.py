"""The board with 100,000 ideas on SQLite: each list, and one idea, from request to screen with its transaction."""

from __future__ import annotations

import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlalchemy import insert

from bot import routes
from bot.board import handlers, rules
from bot.board.rules import Place, Shelf
from bot.board.screens import ShowList
from bot.doors import Look
from bot.refusal import Refused
from bot.request import Place as Where
from bot.request import Request, Said
from bot.screen import Screen
from bot.texts import Texts
from config.organisation import load
from config.settings import SHIPPED_ORGANISATION
from storage import people, schema
from storage.db import Database, Tx
from storage.records.item import Stage
from storage.records.person import Person
from storage.sealing import Seal
from storage.tables import items

IDEAS = int(os.environ.get("KAIWA_BENCH_IDEAS", "100000"))
TIMES = 60
ALLOWED_MS = 50.0
"""For the p95 of each."""

# About as organisations have them after some years.
STAGES = {
    Stage.RECEIVED: 8,
    Stage.IN_REVIEW: 10,
    Stage.ACCEPTED: 8,
    Stage.TESTING: 4,
    Stage.DONE: 40,
    Stage.DECLINED: 25,
    Stage.WITHDRAWN: 3,
    Stage.MERGED: 2,
}
CLOSED = (Stage.DONE, Stage.DECLINED, Stage.WITHDRAWN, Stage.MERGED)
BEGUN = date(2020, 1, 1)
WORDS = ("chairs", "library", "window", "bench", "park", "queue", "form", "light", "street", "early", "more", "should")

Ask = Callable[[Request], Screen]


@dataclass(frozen=True)
class Wait:
    """Milliseconds from request to screen."""

    what: str
    p50: float
    p95: float


def main(parent: Path) -> dict[str, Any]:
    """Print how long each list takes; the figures by name."""
    with tempfile.TemporaryDirectory(dir=parent) as folder:
        waits = measured(Path(folder))
    Console().print(table(waits))
    return {wait.what: {"p50": wait.p50, "p95": wait.p95} for wait in waits}


def measured(folder: Path) -> list[Wait]:
    """Each list at its first page and at any; one idea."""
    chance = random.Random(1)
    with _filled(folder, chance) as (database, person):
        return [_wait(database, person, what, next_one) for what, next_one in _questions(chance)]


def table(waits: list[Wait]) -> Table:
    shown = Table(title=f"The board, {IDEAS:,} ideas on SQLite", title_justify="left")
    for column in ("", "p50, ms", "p95, ms", f"p95 within {ALLOWED_MS:.0f} ms"):
        shown.add_column(column, justify="left" if not column else "right")
    for wait in waits:
        shown.add_row(wait.what, f"{wait.p50:.1f}", f"{wait.p95:.1f}", "yes" if wait.p95 <= ALLOWED_MS else "NO")
    return shown


def _questions(chance: random.Random) -> Iterator[tuple[str, Callable[[], Ask]]]:
    """What is asked for, and how the next question of its kind is made."""
    shelves = {
        "new": (Place(Shelf.NEW), 0.30),
        "most wanted": (Place(Shelf.WANTED), 0.30),
        "done": (Place(Shelf.STAGE, Stage.DONE), 0.40),
        "in review": (Place(Shelf.STAGE, Stage.IN_REVIEW), 0.10),
        "one department": (Place(Shelf.UNIT, "library"), 0.11),
    }
    yield "all lists, counted", lambda: handlers.browse
    yield "departments, counted", partial(_page, Place(Shelf.UNITS))
    yield "stages, counted", partial(_page, Place(Shelf.STAGES))
    for name, (place, share) in shelves.items():
        yield f"{name}, first page", partial(_page, place)
        yield f"{name}, any page", partial(_any_page, chance, place, int(IDEAS * share / rules.PAGE))
    yield "one idea", lambda: _look(chance.randint(1, IDEAS))


def _any_page(chance: random.Random, place: Place, pages: int) -> Ask:
    return _page(place.turned(chance.randrange(pages)))


def _page(place: Place) -> Ask:
    return lambda request: handlers.show_list(request, ShowList(place.packed))


def _look(item_id: int) -> Ask:
    def ask(request: Request) -> Screen:
        try:
            return handlers.look(request, Look(item_id, rules.HOME.packed))
        except Refused as refused:  # it was taken back
            return Screen(refused.sentence)

    return ask


def _wait(database: Database, person: Person, what: str, next_one: Callable[[], Ask]) -> Wait:
    organisation, built = load(SHIPPED_ORGANISATION), routes.build()
    now, t = datetime(2026, 11, 23, 8, tzinfo=UTC), Texts("en", organisation.zone)

    def unit(tx: Tx) -> None:
        ask(Request(tx, now, person, Where(person.chat_id, True), t, organisation, built, "bot", Said(1)))

    waits = []
    for _ in range(TIMES):
        ask, begun = next_one(), time.perf_counter()
        database.run(unit)
        waits.append((time.perf_counter() - begun) * 1000)
    parts = statistics.quantiles(waits, n=100, method="inclusive")
    return Wait(what, parts[49], parts[94])


@contextmanager
def _filled(folder: Path, chance: random.Random) -> Iterator[tuple[Database, Person]]:
    database = Database(f"sqlite:///{folder}/board.db", Seal(bytes(32)))
    try:
        schema.migrate(database)
        for first in range(1, IDEAS + 1, 1000):
            database.run(partial(_fill, chance=chance, numbers=range(first, first + 1000)))
        yield database, database.run(lambda tx: people.keep(tx, Person(None, 1001, "Elsa Lindqvist")))
    finally:
        database.close()


def _fill(tx: Tx, chance: random.Random, numbers: range) -> None:
    units = [*(unit.code for unit in load(SHIPPED_ORGANISATION).units), None, None]
    rows: list[dict[str, Any]] = []
    for number in numbers:
        stage = chance.choices([*STAGES], [*STAGES.values()])[0]
        said_on = BEGUN + timedelta(days=number * 2500 // IDEAS)
        closed_on = said_on + timedelta(days=chance.randint(1, 90)) if stage in CLOSED else None
        rows.append(
            {
                "id": number,
                "kind": "idea",
                "number": number,
                "stage": stage,
                "text": " ".join(chance.choices(WORDS, k=chance.randint(10, 120))),
                "unit": chance.choice(units),
                "team": "quality",
                "said_on": said_on,
                "promised_on": said_on + timedelta(days=7),
                "closed_on": closed_on,
                "voices": int(chance.paretovariate(1.2)) - 1,
            }
        )
    tx.execute(insert(items), rows)
