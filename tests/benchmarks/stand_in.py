"""A stand-in for Telegram that costs as little as possible: raw HTTP, updates encoded beforehand."""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

TOKEN = "1:benchmark"
MOST_AT_ONCE = 100
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
BOT = {"id": 1, "is_bot": True, "first_name": "Bot", "username": "benchmark_bot", "can_join_groups": True,
       "can_read_all_group_messages": False, "supports_inline_queries": False}  # fmt: skip
SHOWN = ("sendMessage", "sendPhoto", "editMessageText", "editMessageReplyMarkup", "editMessageCaption")
NOT_AN_OBJECT: dict[str, list[Any]] = {"getMyCommands": [], "getChatAdministrators": []}

Params = dict[str, Any]
Reply = Callable[[bytes], None]


class StandIn:
    """One bot's Telegram: a queue of updates with offsets and long polling; any other call succeeds."""

    def __init__(self) -> None:
        self.one_way = 0.0  # seconds that everything travels, in each direction
        self.calls = 0
        self.shown: Callable[[int, Params], None] = lambda chat_id, params: None
        self._updates: deque[tuple[int, bytes]] = deque()
        self._next_id = 1
        self._next_message = 1_000_000
        self._poll: tuple[Reply, int, asyncio.TimerHandle] | None = None

    @property
    def waiting(self) -> int:
        """How many updates the bot has not confirmed yet."""
        return len(self._updates)

    def make_available(self, kind: str, payload: str) -> float:
        """Queue an update, given as JSON; the answer is the time at which the bot could have it."""
        update = f'{{"update_id":{self._next_id},"{kind}":{payload}}}'
        self._updates.append((self._next_id, update.encode()))
        self._next_id += 1
        if self._poll:
            reply, limit, timer = self._poll
            timer.cancel()
            self._poll = None
            reply(self._batch(limit))
        return time.perf_counter()

    def handle(self, method: str, params: Params, reply: Reply) -> None:
        """Carry out one call."""
        self.calls += 1
        if method == "getUpdates":
            self._get_updates(params, reply)
        elif method in SHOWN:
            self._next_message += 1
            chat_id = int(params["chat_id"])
            self.shown(chat_id, params)
            reply(_result(self._message(chat_id, params.get("message_id"))))
        elif method == "getMe":
            reply(_result(BOT))
        elif method == "getWebhookInfo":
            reply(_result({"url": "", "has_custom_certificate": False, "pending_update_count": 0}))
        else:
            reply(_result(NOT_AN_OBJECT.get(method, True)))

    def _message(self, chat_id: int, message_id: Any) -> Params:
        return {
            "message_id": int(message_id or self._next_message),
            "from": BOT,
            "chat": {"id": chat_id, "type": "private", "first_name": "Person"},
            "date": int(time.time()),
            "text": "As asked",
        }

    def _get_updates(self, params: Params, reply: Reply) -> None:
        offset, limit = int(params.get("offset", 0)), int(params.get("limit", MOST_AT_ONCE))
        while self._updates and self._updates[0][0] < offset:
            self._updates.popleft()
        if self._updates or not int(params.get("timeout", 0)):
            reply(self._batch(limit))
            return
        timer = asyncio.get_running_loop().call_later(int(params["timeout"]), self._end_poll)
        self._poll = reply, limit, timer

    def _end_poll(self) -> None:
        if self._poll:
            reply = self._poll[0]
            self._poll = None
            reply(self._batch(0))

    def _batch(self, limit: int) -> bytes:
        first = (self._updates[i][1] for i in range(min(limit, len(self._updates))))
        return b'{"ok":true,"result":[' + b",".join(first) + b"]}"


class Connection(asyncio.Protocol):
    """One connection: a request is a head with a length and a body, and travels as long as it is told."""

    def __init__(self, stand_in: StandIn) -> None:
        self._stand_in = stand_in
        self._loop = asyncio.get_running_loop()
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        while (end := self._received.find(b"\r\n\r\n")) >= 0:
            head = self._received[:end]
            size = _length(head)
            if len(self._received) < end + 4 + size:
                return
            body = self._received[end + 4 : end + 4 + size]
            self._received = self._received[end + 4 + size :]
            self._after(self._carry_out, head, body)

    def _carry_out(self, head: bytes, body: bytes) -> None:
        method = head.split(b" ", 2)[1].partition(b"?")[0].rpartition(b"/")[2].decode()
        params = json.loads(body) if body[:1] == b"{" else dict(parse_qsl(body.decode()))
        self._stand_in.handle(method, params, self._reply)

    def _reply(self, body: bytes) -> None:
        self._after(self._write, HEAD % len(body) + body)

    def _write(self, data: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(data)

    def _after(self, what: Callable[..., None], *args: Any) -> None:
        if self._stand_in.one_way:
            self._loop.call_later(self._stand_in.one_way, what, *args)
        else:
            what(*args)


async def serve(stand_in: StandIn) -> tuple[asyncio.Server, str]:
    """Listen on a free port; the answer is the address that a bot is given."""
    server = await asyncio.get_running_loop().create_server(lambda: Connection(stand_in), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    return server, f"http://127.0.0.1:{port}"


def _length(head: bytes) -> int:
    lowered = head.lower()
    start = lowered.find(b"content-length:")
    return int(lowered[start + 15 :].split(b"\r\n", 1)[0]) if start >= 0 else 0


def _result(value: Any) -> bytes:
    return json.dumps({"ok": True, "result": value}).encode()
