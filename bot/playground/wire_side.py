"""The wire's side: calls of the bot over HTTP, as Telegram takes them: query, JSON, form or multipart."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, unquote

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from bot.playground.engine import Engine
from bot.playground.errors import AnswerLost, Refusal
from bot.playground.files import Upload

Given = tuple[dict[str, Any], dict[str, Upload]]
JSON = b"application/json"


class WireSide:
    """An ASGI application for /bot<token>/<method> and /file/bot<token>/<path>."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._calls = f"/bot{engine.token}/"
        self._files = f"/file/bot{engine.token}/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = unquote(scope["path"])
        if path.startswith(self._calls):
            await self._call(path.removeprefix(self._calls), Request(scope, receive), send)
        elif path.startswith(self._files):
            await self._file(path.removeprefix(self._files), send)
        else:
            await _respond(send, 401, Refusal(401, "Unauthorized").body())

    async def _call(self, method: str, request: Request, send: Send) -> None:
        try:
            status, body = await self._engine.answer(method, *await _given(request))
        except AnswerLost:
            await _break_off(send)
            return
        except ValueError:
            status, body = 400, Refusal(400, "Bad Request: can't parse the request").body()
        await _respond(send, status, body)

    async def _file(self, path: str, send: Send) -> None:
        file = self._engine.files.at(path)
        if self._engine.faults.away:
            await _respond(send, 502, Refusal(502, "Bad Gateway").body())
        elif file is None:
            await _respond(send, 404, Refusal(404, "Not Found").body())
        else:
            await _send(send, 200, file.content, b"application/octet-stream")


async def _given(request: Request) -> Given:
    params: dict[str, Any] = dict(parse_qsl(request.scope["query_string"].decode(), keep_blank_values=True))
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        body = await request.body()
        given = json.loads(body) if body else {}
        if not isinstance(given, dict):
            raise ValueError("an object is expected")
        return params | given, {}
    if not kind.startswith(("application/x-www-form-urlencoded", "multipart/form-data")):
        return params, {}
    files = {}
    async with request.form(max_part_size=1_000_000) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                mime = value.content_type or "application/octet-stream"
                files[name] = Upload(value.filename or name, await value.read(), mime)
            else:
                params[name] = value
    return params, files


async def _respond(send: Send, status: int, body: dict[str, Any]) -> None:
    await _send(send, status, json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(), JSON)


async def _send(send: Send, status: int, body: bytes, kind: bytes) -> None:
    headers = [(b"content-type", kind), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _break_off(send: Send) -> None:
    """Begin an answer and never end it: the server closes the connection."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", JSON)]})
    await send({"type": "http.response.body", "body": b"{", "more_body": True})
