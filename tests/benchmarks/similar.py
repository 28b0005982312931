"""How well similar ideas are found, and how fast: real proposals, and many mixed from their sentences.

Well: proposals of residents that a city put into one plan belong together. Fast: beside SQLite's own index of trigrams.
"""

from __future__ import annotations

import json
import os
import random
import re
import sqlite3
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from itertools import islice
from math import log, sqrt
from pathlib import Path
from statistics import quantiles
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlalchemy import insert

from storage import similar
from storage.db import Database, Tx
from storage.records.item import Kind, Stage
from storage.tables import items
from tests import databases

PROPOSALS = Path(os.environ.get("KAIWA_PROPOSALS", "../shared/data/omastadi/proposals.jsonl"))
HITS = (1, 3, 5)
QUESTIONS = 200
MIXED, AT_ONCE = 20_000, 5_000
"""So many different ideas are mixed, and kept in transactions of so many; more ideas are the same ones again."""
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
console = Console()


@dataclass(frozen=True)
class Proposal:
    """What a resident proposed, and the plans that it became part of."""

    title: str
    text: str
    plans: tuple[int, ...]

    @property
    def whole(self) -> str:
        return f"{self.title}\n\n{self.text}"


def main(counts: Sequence[int], parent: Path) -> dict[str, Any]:
    """Print how well, and how fast with so many ideas; the figures by name."""
    if not PROPOSALS.exists():
        console.print(
            f"Similar ideas are not measured: {PROPOSALS} is not there, and KAIWA_PROPOSALS names no other file"
        )
        return {}
    rounds = read()
    figures: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(dir=parent) as folder:
        figures["well"] = well(rounds, Path(folder))
    for count in counts:
        with tempfile.TemporaryDirectory(dir=parent) as folder:
            figures[f"fast with {count}"] = fast(rounds, count, Path(folder))
    return figures


def read() -> list[list[Proposal]]:
    """The proposals of each round that the file holds."""
    rounds: defaultdict[int, list[Proposal]] = defaultdict(list)
    for line in PROPOSALS.read_text(encoding="utf-8").split("\n"):
        if line:
            found = json.loads(line)
            rounds[found["round"]].append(Proposal(found["title"], found["text"], tuple(found["plans"])))
    return [rounds[number] for number in sorted(rounds)]


# -- how well --------------------------------------------------------------------------------------

Ranking = Callable[[int, str], list[int]]
"""Says which five others are most like this one, asked with this text."""


def well(rounds: Sequence[Sequence[Proposal]], folder: Path) -> dict[str, list[float]]:
    """The share of questions to which a proposal that belongs there is among the first 1, 3 and 5."""
    hits: defaultdict[str, Counter[int]] = defaultdict(Counter)
    asked = 0
    for number, proposals in enumerate(rounds):
        together = belonging(proposals)
        asked += len(together)
        database = filled((one.whole for one in proposals), folder / str(number))
        for who, ranking in (("Kaiwa", kaiwa(database)), ("peer", peer(proposals))):
            for at, others in together.items():
                for what, text in (("title and text", proposals[at].whole), ("title alone", proposals[at].title)):
                    best = ranking(at, text)
                    hits[f"{who}, {what}"].update(first for first in HITS if others & set(best[:first]))
        database.close()
    figures = {name: [found[first] / max(1, asked) for first in HITS] for name, found in hits.items()}
    shown = Table(title=f"Similar ideas: {asked} proposals, each searched among its round", title_justify="left")
    for column in ("asked with", "", "Kaiwa", "4 and 5 letters, TF-IDF", "Kaiwa / it"):
        shown.add_column(column, justify="left" if column in ("asked with", "") else "right")
    for what in ("title and text", "title alone"):
        for first, ours, its in zip(HITS, figures[f"Kaiwa, {what}"], figures[f"peer, {what}"], strict=True):
            shown.add_row(what, f"hit@{first}", f"{ours:.3f}", f"{its:.3f}", f"{ours / its:.2f} ×" if its else "")
    console.print(shown)
    return figures


def belonging(proposals: Sequence[Proposal]) -> dict[int, set[int]]:
    """Of each proposal that shares a plan with 1 to 5 others: which those are."""
    plans: defaultdict[int, set[int]] = defaultdict(set)
    for at, proposal in enumerate(proposals):
        for plan in proposal.plans:
            plans[plan].add(at)
    together: defaultdict[int, set[int]] = defaultdict(set)
    for plan_of in (plan for plan in plans.values() if 2 <= len(plan) <= 6):
        for at in plan_of:
            together[at] |= plan_of - {at}
    return dict(together)


def kaiwa(database: Database) -> Ranking:
    def ranking(at: int, text: str) -> list[int]:
        found = database.look(lambda tx: similar.ranked(tx, text, limit=max(HITS) + 1))
        return [one.item_id - 1 for one in found if one.item_id != at + 1][: max(HITS)]

    return ranking


def peer(proposals: Sequence[Proposal]) -> Ranking:
    """The best simple way known: pieces of 4 and 5 letters within words, TF-IDF, cosine."""
    counted = [Counter(pieces(one.whole)) for one in proposals]
    seen = Counter(piece for counts in counted for piece in counts)

    def vector(counts: Counter[str]) -> dict[str, float]:
        weights = {
            piece: (1 + log(count)) * (1 + log((1 + len(counted)) / (1 + seen[piece])))
            for piece, count in counts.items()
            if piece in seen
        }
        length = sqrt(sum(weight * weight for weight in weights.values())) or 1
        return {piece: weight / length for piece, weight in weights.items()}

    lists: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for at, counts in enumerate(counted):
        for piece, weight in vector(counts).items():
            lists[piece].append((at, weight))

    def ranking(at: int, text: str) -> list[int]:
        scores: defaultdict[int, float] = defaultdict(float)
        for piece, weight in vector(Counter(pieces(text))).items():
            for other, its in lists[piece]:
                scores[other] += weight * its
        scores.pop(at, None)
        return sorted(scores, key=lambda other: (-scores[other], other))[: max(HITS)]

    return ranking


def pieces(text: str) -> Iterator[str]:
    for word in text.lower().split():
        spaced = f" {word} "
        for size in (4, 5):
            for start in range(max(1, len(spaced) - size + 1)):
                yield spaced[start : start + size]
            if len(spaced) <= size:
                break


# -- how fast --------------------------------------------------------------------------------------


def fast(rounds: Sequence[Sequence[Proposal]], count: int, folder: Path) -> dict[str, list[float]]:
    """Milliseconds for finding what is alike and for searching by words, with so many ideas mixed from real ones."""
    real = [one for proposals in rounds for one in proposals]
    began = time.perf_counter()
    times = max(1, count // MIXED)
    database = filled(islice(mixed(real, seed=1), count // times), folder)
    multiply(folder / "kaiwa.db", times)
    took = time.perf_counter() - began
    rival = trigrams(islice(mixed(real, seed=1), count // times), times, folder / "trigrams.db")
    chance = random.Random(2)
    wholes = list(islice(mixed(real, seed=3), QUESTIONS))
    titles = [one.title for one in chance.choices(real, k=QUESTIONS)]
    vocabulary = [word for title in titles for word in title.split() if len(word) > 2 and word.isalpha()]
    sought = [" ".join(chance.sample(vocabulary, chance.choice((1, 1, 2, 3)))) for _ in range(QUESTIONS)]

    def alike(text: str) -> object:
        return database.look(lambda tx: similar.find(tx, text))

    def searched(question: str) -> object:
        return database.look(lambda tx: similar.search(tx, question, limit=8))

    size = sum(path.stat().st_size for path in folder.glob("kaiwa.db*")) / 1e6
    shown = Table(title=f"With {count:,} ideas on SQLite: {size:,.0f} MB, made in {took:,.0f} s", title_justify="left")
    for column in ("", "Kaiwa", "FTS5, trigrams", "Kaiwa / it"):
        shown.add_column(column, justify="left" if not column else "right")
    figures = {}
    for name, ask, questions in (
        ("alike, title and text", alike, wholes),
        ("alike, title alone", alike, titles),
        ("searched by words", searched, sought),
    ):
        ours = figures[f"Kaiwa, {name}"] = timed(ask, questions)
        everything = name != "searched by words"
        its = figures[f"trigrams, {name}"] = timed(rival_of(rival, everything=everything), questions[: QUESTIONS // 10])
        for percentile, mine, theirs in zip(("p50", "p95"), ours, its, strict=True):
            shown.add_row(f"{name}, {percentile}, ms", f"{mine:.1f}", f"{theirs:.1f}", f"{mine / theirs:.2f} ×")
    console.print(shown)
    database.close()
    rival.close()
    return figures


def timed(ask: Callable[[str], object], questions: Sequence[str]) -> list[float]:
    """The 50th and 95th percentile of milliseconds."""
    for question in questions[:5]:
        ask(question)
    took = []
    for question in questions:
        began = time.perf_counter()
        ask(question)
        took.append((time.perf_counter() - began) * 1000)
    cuts = quantiles(took, n=20)
    return [cuts[9], cuts[18]]


def mixed(real: Sequence[Proposal], seed: int) -> Iterator[str]:
    """Texts of sentences of three proposals, for ever; most are of the first."""
    chance = random.Random(seed)
    sentences = [[one for one in SENTENCE.split(proposal.text) if one] or [proposal.title] for proposal in real]
    while True:
        first, second, third = (chance.randrange(len(real)) for _ in range(3))
        said = [one for one in sentences[first] if chance.random() < 0.6]
        said += chance.sample(sentences[second], min(2, len(sentences[second])))
        said.append(chance.choice(sentences[third]))
        yield f"{real[chance.choice((first, second))].title}\n\n{' '.join(said)}"


def filled(texts: Iterator[str], folder: Path) -> Database:
    """A database in which these are ideas, from number 1."""
    folder.mkdir(exist_ok=True)
    database = databases.sqlite(folder)
    number = 0
    while some := list(islice(texts, AT_ONCE)):
        database.run(lambda tx, some=some, number=number: keep(tx, some, number))  # type: ignore[misc]
        database.run(lambda tx, some=some: similar.tidy(tx, many=len(some)))  # type: ignore[misc]
        number += len(some)
    return database


def multiply(path: Path, times: int) -> None:
    """Let a database hold all its ideas so many times, in parts of the lists of their own."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        parts = 1 + connection.execute("SELECT max(part) FROM beginnings").fetchone()[0]
        columns = [row[1] for row in connection.execute("PRAGMA table_info(items)")]
        connection.execute("CREATE TEMP TABLE base AS SELECT * FROM items")
        connection.execute("CREATE TEMP TABLE base_sketches AS SELECT * FROM sketches")
        connection.execute("CREATE TEMP TABLE base_lists AS SELECT * FROM beginnings")
        for time_ in range(1, times):
            more = time_ * parts << similar.PART
            moved = ", ".join(f"{name} + {more}" if name in ("id", "number") else name for name in columns)
            connection.execute("BEGIN")
            connection.execute(f"INSERT INTO items ({', '.join(columns)}) SELECT {moved} FROM base")
            connection.execute(
                f"INSERT INTO sketches SELECT item_id + {more}, listed, pieces, words FROM base_sketches"
            )
            connection.execute(
                f"INSERT INTO beginnings SELECT beginning, part + {time_ * parts}, ideas FROM base_lists"
            )
            connection.execute("COMMIT")
        connection.execute(f"UPDATE piece_weights SET ideas = ideas * {times}")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def keep(tx: Tx, texts: Sequence[str], number: int) -> None:
    today = date(2026, 11, 23)
    same = {"kind": Kind.IDEA, "stage": Stage.RECEIVED, "team": "quality"}
    rows = [
        {"id": at, "number": at, "text": text, "said_on": today, "promised_on": today, **same}
        for at, text in enumerate(texts, number + 1)
    ]
    tx.execute(insert(items), rows)
    for at, text in enumerate(texts, number + 1):
        similar.keep(tx, at, text)


def trigrams(texts: Iterator[str], times: int, path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    connection.execute("CREATE VIRTUAL TABLE ideas USING fts5(text, tokenize='trigram')")
    those = list(texts)
    for _ in range(times):
        connection.executemany("INSERT INTO ideas VALUES (?)", ((text,) for text in those))
    connection.commit()
    return connection


def rival_of(connection: sqlite3.Connection, *, everything: bool) -> Callable[[str], object]:
    """Asks the other index: for any of the words by likeness (BM25), or for all of them."""

    def ask(question: str) -> object:
        found = {word.lower() for word in re.findall(r"\w{3,}", question)}
        match = (" OR " if everything else " AND ").join(f'"{word}"' for word in sorted(found))
        with closing(
            connection.execute("SELECT rowid FROM ideas WHERE ideas MATCH ? ORDER BY rank LIMIT 8", [match])
        ) as rows:
            return rows.fetchall()

    return ask
