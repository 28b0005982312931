"""What `kaiwa qr` does: which posters are asked for, and where they go."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.progress import Progress

from bot.posters.layout import FORMATS, PAPERS, Format, Paper, Poster
from bot.refusal import Unprintable
from config.organisation import Organisation, ServicePoint
from config.problems import did_you_mean

PATIENCE = 2.0
"""Seconds until whoever waits sees how far it is."""

Choice = TypeVar("Choice", bound=str)


@dataclass(frozen=True, slots=True)
class Order:
    """The posters that are asked for."""

    points: tuple[ServicePoint, ...]
    formats: tuple[Format, ...]
    papers: tuple[Paper, ...]

    def __len__(self) -> int:
        return len(self.points) * len(self.formats) * len(self.papers)


def order(organisation: Organisation, codes: Sequence[str], formats: str, papers: str) -> Order:
    """What the words of a command mean; raises Unprintable for what does not exist, with what would be right."""
    return Order(
        _points(organisation, codes), _choices("--format", formats, FORMATS), _choices("--size", papers, PAPERS)
    )


def prepare(folder: Path) -> None:
    """Make the folder, if it is not there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from None


def write(order: Order, organisation: Organisation, username: str, folder: Path) -> Iterator[Path]:
    """Write one poster after the other, in place of what stood there; tells each file when it is there."""
    for point in order.points:
        poster = Poster(organisation, point, username)
        for paper in order.papers:
            for ending in order.formats:
                path = folder / f"{point.code}-{paper}.{ending}"
                printed = poster.printed(ending, paper)
                try:
                    path.write_bytes(printed)
                except OSError as error:
                    raise _unwritable(path, error) from None
                yield path


def watched(work: Iterable[Path], count: int, console: Console) -> list[Path]:
    """All that was written; a terminal shows how far it is, when that takes a while."""
    began = time.monotonic()
    written = []
    progress = Progress(console=console, transient=True, disable=not console.is_terminal)
    task = progress.add_task("Posters", total=count)
    try:
        for path in work:
            written.append(path)
            progress.advance(task)
            if time.monotonic() - began > PATIENCE:
                progress.start()
    finally:
        progress.stop()
    return written


def _points(organisation: Organisation, codes: Sequence[str]) -> tuple[ServicePoint, ...]:
    there = [point for point in organisation.service_points if not point.retired]
    if not there:
        raise Unprintable("the organisation's file has no service points, or none that is still in use")
    return tuple(_point(organisation, there, code) for code in dict.fromkeys(codes)) if codes else tuple(there)


def _point(organisation: Organisation, there: list[ServicePoint], code: str) -> ServicePoint:
    point = organisation.find_service_point(code)
    if point is None:
        known = [point.code for point in there]
        raise Unprintable(f"there is no service point “{code}”; {did_you_mean(code, known)}")
    if point.retired:
        name = point.name.say(organisation.default_language)
        raise Unprintable(f"the service point “{code}” ({name}) is retired: nobody can rate it, so it gets no poster")
    return point


def _choices(option: str, given: str, known: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """What a list such as "a6,a4" names."""
    words = list(dict.fromkeys(word for word in given.lower().replace(",", " ").split()))
    if not words:
        raise Unprintable(f"{option} names nothing; known are: {', '.join(known)}")
    for word in words:
        if word not in known:
            raise Unprintable(f"{option}: there is no “{word}”; {did_you_mean(word, known)}")
    return tuple(choice for choice in known if choice in words)


def _unwritable(path: Path, error: OSError) -> Unprintable:
    return Unprintable(f"--out: {path} cannot be written ({error.strerror})")
