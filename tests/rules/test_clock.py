"""The clock that tests and the playground turn: its date is as it was set, its seconds are a clock's."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import MovableClock


@pytest.mark.parametrize("start", [datetime(1999, 1, 1, tzinfo=UTC), datetime(2199, 1, 1, tzinfo=UTC)])
def test_a_date_that_is_set_moves_no_seconds(start: datetime) -> None:
    """Else a start in the past gives seconds below zero on a machine that has just been switched on."""
    before = time.monotonic()
    clock = MovableClock(start)
    assert start <= clock.now() < start + timedelta(minutes=1)
    assert before <= clock.monotonic() <= time.monotonic()


def test_moving_it_moves_both() -> None:
    clock = MovableClock(datetime(2026, 11, 23, tzinfo=UTC))
    before = clock.monotonic()
    clock.advance(timedelta(days=1))
    assert clock.monotonic() - before >= 86_400
    assert clock.now() >= datetime(2026, 11, 24, tzinfo=UTC)


async def test_a_journey_stops_where_somebody_has_something_to_do() -> None:
    clock = MovableClock(datetime(2026, 11, 23, 9, tzinfo=UTC))
    seen: list[datetime] = []

    def every_noon(now: datetime) -> datetime:
        noon = now.replace(hour=12, minute=0, second=0, microsecond=0)
        return noon if noon > now else noon + timedelta(days=1)

    async def reached() -> None:
        seen.append(clock.now())

    clock.stops_at(every_noon, reached)
    clock.stops_at(lambda _: None, reached)
    await asyncio.gather(clock.travel(timedelta(days=1)), clock.travel(timedelta(days=1)))
    assert [(moment.day, moment.hour, moment.minute) for moment in seen] == [(23, 12, 0)] * 2 + [(24, 12, 0)] * 2
    assert timedelta() <= clock.now() - datetime(2026, 11, 25, 9, tzinfo=UTC) < timedelta(seconds=20)
