"""Load: so many presses a second, or as many as the bot can take, and what came of it."""

from __future__ import annotations

import asyncio
import statistics
import time
from dataclasses import dataclass

from tests.benchmarks.people import People

BACKLOG = 300  # more than one getUpdates takes: whoever is fast never waits for us
GRACE = 5.0


@dataclass(frozen=True)
class Latency:
    """Milliseconds from update to answer, and the part of the presses that was answered in the end."""

    p50: float
    p95: float
    p99: float
    answered: float


async def at_rate(people: People, rate: float, seconds: float) -> Latency:
    """Press at a steady rate, however slow the bot is."""
    people.begin()
    pressed = int(rate * seconds)
    start = time.perf_counter()
    for number in range(pressed):
        pause = start + number / rate - time.perf_counter()
        if pause > 0:
            await asyncio.sleep(pause)
        people.press()
    await people.served(GRACE)
    return _latency(people.waits, pressed)


async def at_saturation(people: People, seconds: float) -> float:
    """Answers a second while there is always more to do."""
    people.begin()
    await _keep_busy(people, 1.0)
    before, start = people.answered, time.perf_counter()
    await _keep_busy(people, seconds)
    answered, took = people.answered - before, time.perf_counter() - start
    await people.served(GRACE)
    return answered / took


async def _keep_busy(people: People, seconds: float) -> None:
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        while people.waiting < BACKLOG:
            people.press()
        await asyncio.sleep(0.002)


def _latency(waits: list[float], pressed: int) -> Latency:
    if len(waits) < 2:
        return Latency(float("nan"), float("nan"), float("nan"), len(waits) / pressed)
    hundredths = statistics.quantiles(waits, n=100, method="inclusive")
    p50, p95, p99 = (hundredths[at - 1] * 1000 for at in (50, 95, 99))
    return Latency(p50, p95, p99, len(waits) / pressed)
