"""The stream: events pushed to the page as they happen (server-sent events)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from bot.playground.events import Event, Events

PING_SECONDS = 15.0
MOST_WAITING = 5_000


class Streams:
    """All pages that listen."""

    def __init__(self, events: Events) -> None:
        self._events = events
        self._queues: set[asyncio.Queue[Event | None]] = set()

    async def endpoint(self, _: Request) -> Response:
        """Answer GET /play/events."""
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(self._lines(), media_type="text/event-stream", headers=headers)

    def close(self) -> None:
        """End every stream, so that the server can stop."""
        for queue in self._queues:
            queue.put_nowait(None)

    async def _lines(self) -> AsyncIterator[str]:
        queue: asyncio.Queue[Event | None] = asyncio.Queue()
        self._queues.add(queue)
        unsubscribe = self._events.subscribe(lambda event: _put(queue, event))
        try:
            yield "retry: 1000\n\n"
            while True:
                try:
                    event = await asyncio.wait_for(queue.get(), PING_SECONDS)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if event is None:
                    return
                yield f"data: {json.dumps(event, ensure_ascii=False)}\n\n"
        finally:
            unsubscribe()
            self._queues.discard(queue)


def _put(queue: asyncio.Queue[Event | None], event: Event) -> None:
    """Hand an event on; a page that is far behind is told to read everything again instead."""
    if queue.qsize() > MOST_WAITING:
        while not queue.empty():
            queue.get_nowait()
        event = {"type": "state"}
    queue.put_nowait(event)
