"""Polling: asks Telegram for raw updates and moves the offset only past what is committed."""

from __future__ import annotations

import asyncio
from typing import Any

import structlog
from telegram.error import TimedOut

from bot.clock import Clock
from bot.telegram.failures import Fatal, OtherPoller, RetryAfter, classify
from bot.telegram.reading import ALLOWED_UPDATES
from bot.telegram.receive import PAUSE_SECONDS, Receiver
from bot.telegram.wire import Wire
from storage.db import Away

log = structlog.get_logger()

LONG_POLL_SECONDS = 50
PATIENCE_SECONDS = LONG_POLL_SECONDS + 10
BATCH = 100
LONGEST_PAUSE = 30.0


class Poller:
    """One loop: ask, take, move on."""

    def __init__(self, wire: Wire, receiver: Receiver, clock: Clock) -> None:
        self._wire = wire
        self._receiver = receiver
        self._clock = clock
        self._offset: int | None = None
        self._pause = 0.0

    async def run(self) -> None:
        """Until cancelled. A cancellation never cuts a transaction in two."""
        while True:
            batch = await self._ask()
            while batch:
                try:
                    await self._receiver.take(batch)
                except Away as trouble:
                    log.warning("database away, nothing is acknowledged until it is back", reason=str(trouble))
                    # Telegram throttles who repeats a poll sooner.
                    await self._clock.sleep(PAUSE_SECONDS)
                    continue
                self._offset = max(_number(raw) for raw in batch) + 1
                break

    async def _ask(self) -> list[dict[str, Any]]:
        """The next updates; an empty list after a quiet while or a failure (which has been waited for)."""
        params: dict[str, Any] = {
            "timeout": LONG_POLL_SECONDS,
            "limit": BATCH,
            "allowed_updates": list(ALLOWED_UPDATES),
        }
        if self._offset is not None:
            params["offset"] = self._offset
        try:
            async with asyncio.timeout(PATIENCE_SECONDS + 5):
                found = await self._wire.call("getUpdates", params, timeout=PATIENCE_SECONDS)
            batch = [raw for raw in found if isinstance(raw, dict)]
        except Exception as error:
            await self._recover(error)
            return []
        self._pause = 0.0
        return batch

    async def _recover(self, error: Exception) -> None:
        failure = classify(error)
        self._pause = min(max(1.0, self._pause * 2), LONGEST_PAUSE)
        if isinstance(failure, RetryAfter):
            self._pause = failure.seconds
        elif isinstance(failure, OtherPoller):
            log.error("another program fetches this bot's updates, or a webhook is set", reason=failure.reason)
            if "webhook" in failure.reason.lower():
                await self._take_back()
        elif isinstance(failure, Fatal):
            log.error("Telegram refuses the token or the address", reason=failure.reason)
        elif isinstance(error, TimeoutError | TimedOut):
            # The watchdog: a poll that never comes back is a dead connection.
            await self._wire.renew()
        else:
            log.warning("Telegram cannot be reached", reason=type(error).__name__, again_in=self._pause)
        await self._clock.sleep(self._pause)

    async def _take_back(self) -> None:
        """A webhook from before keeps the updates from us; what waits is kept."""
        try:
            await self._wire.call("deleteWebhook", {"drop_pending_updates": False})
        except Exception as error:
            log.warning("the webhook cannot be removed", reason=type(error).__name__)


def _number(raw: dict[str, Any]) -> int:
    number = raw.get("update_id")
    return number if isinstance(number, int) else 0
