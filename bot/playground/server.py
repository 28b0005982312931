"""The server: the playground over HTTP, for the bot as Telegram and for people as a chat page."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.clock import Clock
from bot.playground import people_side
from bot.playground.engine import Engine
from bot.playground.guard import Guard
from bot.playground.stream import Streams
from bot.playground.wire_side import WireSide

PAGE = Path(__file__).parent / "page"
SHOWN_IN_PLACE = ("image/jpeg", "image/png", "image/gif", "image/webp", "audio/", "video/")
GOODBYE_SECONDS = 2


class Server(uvicorn.Server):
    """uvicorn beside a bot in the same loop: whoever started the loop keeps the signals."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Address:
    """Where a running playground is reached."""

    def __init__(self, host: str, port: int) -> None:
        self.host = host
        self.port = port

    @property
    def url(self) -> str:
        """The chat page, and the Bot API's address for KAIWA_TELEGRAM_API_URL."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)  # noqa: S104
        return f"http://{host}:{self.port}"


class App:
    """The whole as one ASGI application; the bot's calls take the short way."""

    def __init__(self, engine: Engine, clock: Clock, streams: Streams, routes: Sequence[BaseRoute]) -> None:
        self._wire = WireSide(engine)
        self._page = Starlette(
            routes=[*_page_routes(engine, clock, streams), *routes],
            exception_handlers={HTTPException: _problem},
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(("/bot", "/file/bot")):
            await self._wire(scope, receive, send)
        else:
            await self._page(scope, receive, send)


@contextlib.asynccontextmanager
async def serve(
    engine: Engine,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    clock: Clock | None = None,
    routes: Sequence[BaseRoute] = (),
) -> AsyncIterator[Address]:
    """Serve until the block ends; port 0 takes a free one. Raises OSError if the port is taken."""
    streams = Streams(engine.events)
    listener = _listener(host, port)
    app: ASGIApp = Guard(App(engine, clock or engine.clock, streams, routes), host)
    server = Server(_config(app))
    running = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield Address(host, listener.getsockname()[1])
    finally:
        server.should_exit = True
        streams.close()
        engine.updates.interrupt()
        await running
        listener.close()


async def _problem(_: Request, problem: Exception) -> Response:
    assert isinstance(problem, HTTPException)
    return JSONResponse({"error": problem.detail}, problem.status_code)


def _listener(host: str, port: int) -> socket.socket:
    """A socket that says it is TCP: asyncio turns Nagle's delay (40 ms an answer) off only for such."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(512)
    except OSError:
        listener.close()
        raise
    return listener


def _config(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        app, log_config=None, access_log=False, lifespan="off", server_header=False, ws="none",
        timeout_graceful_shutdown=GOODBYE_SECONDS, timeout_keep_alive=75,
    )  # fmt: skip


def _page_routes(engine: Engine, clock: Clock, streams: Streams) -> list[BaseRoute]:
    async def index(_: Request) -> Response:
        return FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-cache"})

    async def file(request: Request) -> Response:
        return _file(engine, request.path_params["file_id"])

    return [
        Route("/", index),
        Route("/play/events", streams.endpoint),
        Route("/play/file/{file_id}", file),
        *people_side.routes(engine, clock),
        Mount("/static", StaticFiles(directory=PAGE, check_dir=False)),
    ]


def _file(engine: Engine, file_id: str) -> Response:
    found = engine.files.file(file_id)
    if found is None:
        return PlainTextResponse("There is no such file.", 404)
    in_place = found.mime.startswith(SHOWN_IN_PLACE)
    headers = {"Cache-Control": "private, max-age=3600"}
    if not in_place:
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name, safe='')}"
    return Response(found.content, media_type=found.mime, headers=headers)
