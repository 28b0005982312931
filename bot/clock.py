"""Time: the only place where the bot asks what time it is, so that tests and the playground can turn it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What the bot needs of time."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that never run backwards; only differences mean anything."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Return when this clock has moved on by so many seconds."""
        ...


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class MovableClock:
    """A clock that runs on from `start` with real time and can be moved forward by hand."""

    def __init__(self, start: datetime | None = None) -> None:
        self._ahead = (start - datetime.now(UTC)) if start else timedelta()
        self._moved = timedelta()
        self._sleepers: set[asyncio.Event] = set()
        self._listeners: list[Callable[[], None]] = []
        self._stops: list[tuple[Callable[[datetime], datetime | None], Callable[[], Awaitable[None]]]] = []
        self._travelling = asyncio.Lock()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def monotonic(self) -> float:
        return time.monotonic() + self._moved.total_seconds()

    async def sleep(self, seconds: float) -> None:
        until = self.monotonic() + seconds
        moved = asyncio.Event()
        self._sleepers.add(moved)
        try:
            while (left := until - self.monotonic()) > 0:
                moved.clear()
                try:
                    await asyncio.wait_for(moved.wait(), left)
                except TimeoutError:
                    return
        finally:
            self._sleepers.discard(moved)

    def advance(self, by: timedelta) -> None:
        """Move forward; whoever sleeps wakes when the new time has reached him."""
        self._jump(by)
        for listener in self._listeners:
            listener()

    async def travel(self, by: timedelta) -> None:
        """Move forward, and stop on the way wherever somebody has something to do (`stops_at`)."""
        async with self._travelling:
            end = self.now() + by
            while stop := min(
                (moment for following, _ in self._stops if (moment := following(self.now()))), default=None
            ):
                if stop > end:
                    break
                self._jump(max(stop - self.now(), timedelta()))
                for _, reached in self._stops:
                    await reached()
            self.advance(max(end - self.now(), timedelta()))

    def _jump(self, by: timedelta) -> None:
        self._ahead += by
        self._moved += by
        for sleeper in self._sleepers:
            sleeper.set()

    def when_moved(self, listener: Callable[[], None]) -> None:
        """Call `listener` after each `advance`."""
        self._listeners.append(listener)

    def stops_at(
        self, following: Callable[[datetime], datetime | None], reached: Callable[[], Awaitable[None]]
    ) -> None:
        """Let `travel` stop at the next moment after another that `following` names, until `reached` returns."""
        self._stops.append((following, reached))
