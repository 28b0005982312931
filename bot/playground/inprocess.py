"""In process: python-telegram-bot's way to the playground without a socket in between."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote, urlsplit

from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.playground.engine import Engine
from bot.playground.errors import AnswerLost
from bot.playground.files import Upload

UNAUTHORIZED = {"ok": False, "error_code": 401, "description": "Unauthorized"}
NOT_FOUND = {"ok": False, "error_code": 404, "description": "Not Found"}


class PlaygroundRequest(BaseRequest):
    """Hands every request to an engine; addresses are the same as over HTTP, whatever the host."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @property
    def read_timeout(self) -> float:
        return 20.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Whoever polls hears nothing more."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **timeouts: Any
    ) -> tuple[int, bytes]:
        del method, timeouts  # the playground answers any method, and at once
        before, token, rest = unquote(urlsplit(url).path).partition(f"/bot{self._engine.token}/")
        if not token:
            return 401, json.dumps(UNAUTHORIZED).encode()
        if before.endswith("/file"):
            return await self._file(rest)
        try:
            status, body = await self._engine.answer(rest, *_contents(request_data))
        except AnswerLost:
            raise TimedOut("the answer was lost") from None
        return status, json.dumps(body).encode()

    async def _file(self, path: str) -> tuple[int, bytes]:
        if self._engine.faults.away:
            raise NetworkError("Bad Gateway")
        file = self._engine.files.at(path)
        return (200, file.content) if file else (404, json.dumps(NOT_FOUND).encode())


def _contents(data: RequestData | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """Parameters decoded from JSON, as over a wire, so that nothing is shared with the bot; and files."""
    if data is None:
        return {}, {}
    if not data.contains_files:
        return json.loads(data.json_payload), {}
    files = {name: Upload(part[0], _bytes(part[1]), part[2]) for name, part in data.multipart_data.items()}
    return dict(data.json_parameters), files


def _bytes(content: Any) -> bytes:
    return content if isinstance(content, bytes) else bytes(content.read())
