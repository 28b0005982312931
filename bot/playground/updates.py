"""Updates: the queue from Telegram to the bot, asked for by long polling and confirmed by offset."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any

from bot.playground.errors import Refusal

Update = dict[str, Any]

MOST_AT_ONCE = 100
ON_REQUEST_ONLY = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


class Updates:
    """What the bot has not confirmed yet, oldest first."""

    def __init__(self, first_id: int = 700_000_001) -> None:
        self.pending: deque[Update] = deque()
        self.next_id = first_id
        self._allowed: frozenset[str] | None = None
        self._poll: asyncio.Future[str] | None = None

    def add(self, kind: str, payload: dict[str, Any]) -> Update | None:
        """Queue one update, unless the bot did not ask for this kind."""
        wanted = kind in self._allowed if self._allowed else kind not in ON_REQUEST_ONLY
        if not wanted:
            return None
        update = {"update_id": self.next_id, kind: payload}
        self.next_id += 1
        self.pending.append(update)
        self._end_poll("arrived")
        return update

    def confirm(self, offset: int) -> None:
        """Forget what lies before `offset`; a negative one keeps only so many from the end."""
        if offset < 0:
            while len(self.pending) > -offset:
                self.pending.popleft()
        while self.pending and self.pending[0]["update_id"] < offset:
            self.pending.popleft()

    def drop(self) -> None:
        """Forget everything that waits."""
        self.pending.clear()

    def allow(self, kinds: list[str] | None) -> None:
        """Which kinds to queue from now on: None keeps the choice, an empty list means the usual ones."""
        if kinds is not None:
            self._allowed = frozenset(kinds) or None

    async def get(self, *, offset: int, limit: int, wait: float, allowed: list[str] | None) -> list[Update]:
        """Answer one getUpdates: at once if something waits, else when something comes or time is up."""
        self._end_poll("conflict")
        self.allow(allowed)
        self.confirm(offset)
        if not self.pending and wait > 0:
            await self._wait(wait)
        limit = min(max(limit, 1), MOST_AT_ONCE)
        return [self.pending[i] for i in range(min(limit, len(self.pending)))]

    def interrupt(self) -> None:
        """End a poll that is under way as when Telegram goes away."""
        self._end_poll("interrupted")

    async def _wait(self, seconds: float) -> None:
        poll: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._poll = poll
        try:
            outcome = await asyncio.wait_for(poll, seconds)
        except TimeoutError:
            return
        finally:
            if self._poll is poll:
                self._poll = None
        if outcome == "conflict":
            raise Refusal(409, CONFLICT)
        if outcome == "interrupted":
            raise Refusal(502, "Bad Gateway")

    def _end_poll(self, outcome: str) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(outcome)
