"""The wire over real HTTP: what goes out, what comes back, what an end without an answer is called."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web
from telegram import error as telegram

from bot.telegram.failures import Ambiguous, RetryAfter, Unsent, classify
from bot.telegram.wire import LARGEST_PHOTO, TooLarge, Unreached, Upload, Wire

SECRET = "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
TOKEN = f"123456789:{SECRET}"

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Server:
    """A stand-in that answers as it was told and remembers what it was asked."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.bodies: list[Any] = []
        self.connections: set[asyncio.Transport | None] = set()
        self.answer: Answer = self.says(200, {"ok": True, "result": True})
        self.url = ""

    def says(self, status: int, body: Any) -> Answer:
        async def answer(request: web.Request) -> web.StreamResponse:
            if isinstance(body, bytes):
                return web.Response(status=status, body=body)
            return web.json_response(body, status=status)

        self.answer = answer
        return answer

    def fails(self, status: int, description: str, **parameters: Any) -> None:
        body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
        self.says(status, {**body, "parameters": parameters} if parameters else body)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.paths.append(request.path)
        self.headers.append(dict(request.headers))
        self.connections.add(request.transport)
        if request.content_type == "application/json":
            self.bodies.append(await request.json())
        elif request.content_type == "multipart/form-data":
            form = await request.post()
            self.bodies.append(
                {
                    name: (part.filename, part.file.read(), part.content_type)
                    if isinstance(part, web.FileField)
                    else part
                    for name, part in form.items()
                }
            )
        return await self.answer(request)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    stand_in = Server()
    app = web.Application(client_max_size=100_000_000)
    app.router.add_route("*", "/{path:.*}", stand_in.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    stand_in.url = site.name
    yield stand_in
    await runner.cleanup()


@pytest.fixture
async def wire(server: Server) -> AsyncIterator[Wire]:
    wire = Wire(TOKEN, server.url)
    await wire.open()
    yield wire
    await wire.close()


async def test_parameters_travel_as_plain_json(server: Server, wire: Wire) -> None:
    server.says(200, {"ok": True, "result": {"message_id": 7}})
    params = {
        "chat_id": 5,
        "text": "Bättre köer — ще краще 🎉",
        "reply_markup": {"inline_keyboard": [[{"text": "Yes", "callback_data": "1"}]]},
        "message_thread_id": None,
    }
    assert await wire.call("sendMessage", params) == {"message_id": 7}
    assert server.paths == [f"/bot{TOKEN}/sendMessage"]
    assert server.bodies == [{name: value for name, value in params.items() if value is not None}]


async def test_files_travel_as_parts_with_name_and_kind(server: Server, wire: Wire) -> None:
    photo = Upload("lift.jpg", b"\xff\xd8picture", "image/jpeg")
    params = {"chat_id": 5, "caption": "Trasig hiss", "reply_markup": {"inline_keyboard": []}}
    await wire.call("sendPhoto", params, {"photo": photo})
    assert server.bodies == [
        {
            "chat_id": "5",
            "caption": "Trasig hiss",
            "reply_markup": '{"inline_keyboard": []}',
            "photo": tuple(photo),
        }
    ]


async def test_what_is_not_json_is_refused_before_it_is_sent(server: Server, wire: Wire) -> None:
    with pytest.raises(telegram.BadRequest):
        await wire.call("sendMessage", {"text": b"bytes"})
    assert server.paths == []


async def test_a_method_newer_than_the_library_is_a_call(server: Server, wire: Wire) -> None:
    assert await wire.call("sendHologram", {}) is True
    assert server.paths == [f"/bot{TOKEN}/sendHologram"]


async def test_calls_share_one_connection_until_it_is_renewed(server: Server, wire: Wire) -> None:
    await wire.call("getMe", {})
    await wire.call("getMe", {})
    assert len(server.connections) == 1
    await wire.renew()
    await wire.call("getMe", {})
    assert len(server.connections) == 2


@pytest.mark.parametrize(
    ("status", "description", "exception"),
    [
        (400, "Bad Request: chat not found", telegram.BadRequest),
        (401, "Unauthorized", telegram.InvalidToken),
        (403, "Forbidden: bot was blocked by the user", telegram.Forbidden),
        (404, "Not Found", telegram.InvalidToken),
        (409, "Conflict: terminated by other getUpdates request", telegram.Conflict),
        (500, "Internal Server Error", telegram.NetworkError),
        (502, "Bad Gateway", telegram.NetworkError),
    ],
)
async def test_refusals_are_the_librarys_exceptions(
    server: Server, wire: Wire, status: int, description: str, exception: type[telegram.TelegramError]
) -> None:
    server.fails(status, description)
    with pytest.raises(telegram.TelegramError) as caught:
        await wire.call("sendMessage", {"chat_id": 5, "text": "Hello"})
    assert caught.type is exception
    assert caught.value.message.lower() == description.removeprefix("Bad Request: ").lower()


async def test_a_pause_is_asked_for(server: Server, wire: Wire) -> None:
    server.fails(429, "Too Many Requests: retry after 17", retry_after=17)
    with pytest.raises(telegram.RetryAfter) as caught:
        await wire.call("sendMessage", {})
    assert classify(caught.value) == RetryAfter(17.0)


async def test_a_group_became_a_supergroup(server: Server, wire: Wire) -> None:
    server.fails(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1001234567890)
    with pytest.raises(telegram.ChatMigrated) as caught:
        await wire.call("sendMessage", {})
    assert caught.value.new_chat_id == -1001234567890


@pytest.mark.parametrize("body", [b"<html>Bad Gateway</html>", b"", b"[]", b"\xff"])
@pytest.mark.parametrize("status", [200, 502])
async def test_an_answer_that_is_not_telegrams_is_ambiguous_at_worst(
    server: Server, wire: Wire, body: bytes, status: int
) -> None:
    server.says(status, body)
    with pytest.raises(telegram.TelegramError) as caught:
        await wire.call("sendMessage", {})
    assert isinstance(classify(caught.value), Ambiguous)


async def test_nobody_listens_so_nothing_was_sent() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound but not listening: refused
        caught = await end_of_call(Wire(TOKEN, f"http://127.0.0.1:{taken.getsockname()[1]}"))
    assert isinstance(caught, Unreached)
    assert classify(caught) == Unsent("no connection: Connection refused")


async def test_no_such_host_so_nothing_was_sent() -> None:
    assert isinstance(await end_of_call(Wire(TOKEN, "http://kaiwa.invalid")), Unreached)


async def test_no_url_so_nothing_was_sent() -> None:
    assert isinstance(await end_of_call(Wire(TOKEN, "http://")), Unreached)


async def test_a_closed_wire_sends_nothing(server: Server) -> None:
    wire = Wire(TOKEN, server.url)
    assert isinstance(await end_of_call(wire, opened=False), Unreached)
    assert server.paths == []


async def test_no_answer_in_time_is_ambiguous(server: Server, wire: Wire) -> None:
    async def never(request: web.Request) -> web.StreamResponse:
        await asyncio.Event().wait()
        raise AssertionError

    server.answer = never
    with pytest.raises(telegram.TimedOut) as caught:
        await wire.call("sendMessage", {}, timeout=0.05)
    assert classify(caught.value) == Ambiguous("no answer within 0.05 s")


async def test_a_connection_lost_before_the_answer_is_ambiguous(server: Server, wire: Wire) -> None:
    async def hang_up(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    server.answer = hang_up
    with pytest.raises(telegram.NetworkError) as caught:
        await wire.call("sendMessage", {})
    assert isinstance(classify(caught.value), Ambiguous)


async def test_renewing_ends_the_calls_in_flight(server: Server, wire: Wire) -> None:
    asked = asyncio.Event()

    async def never(request: web.Request) -> web.StreamResponse:
        asked.set()
        await asyncio.Event().wait()
        raise AssertionError

    server.answer = never
    poll = asyncio.create_task(wire.call("getUpdates", {}))
    await asked.wait()
    await wire.renew()
    with pytest.raises(telegram.NetworkError):
        await poll


async def test_a_file_comes_down_whole(server: Server, wire: Wire) -> None:
    serve_file(server, b"\x00" * 1000, "photos/file 1.jpg")
    assert await wire.download("abc", at_most=1000) == b"\x00" * 1000
    assert server.paths[-1] == f"/file/bot{TOKEN}/photos/file 1.jpg"


@pytest.mark.parametrize("announced", [1001, None])
async def test_a_file_larger_than_wanted_is_refused(server: Server, wire: Wire, announced: int | None) -> None:
    serve_file(server, b"\x00" * 1001, "photos/1.jpg", announced=announced)
    with pytest.raises(TooLarge):
        await wire.download("abc", at_most=1000)


async def test_a_file_that_is_gone_is_no_fault_of_the_token(server: Server, wire: Wire) -> None:
    serve_file(server, None, "photos/1.jpg")
    with pytest.raises(telegram.BadRequest, match="not available"):
        await wire.download("abc", at_most=1000)


async def test_a_photo_over_the_limit_is_not_even_tried(server: Server, wire: Wire) -> None:
    photo = Upload("plan.jpg", b"\x00" * (LARGEST_PHOTO + 1), "image/jpeg")
    with pytest.raises(TooLarge, match=r"the file has 10.0 MB; at most 10.0 MB are possible"):
        await wire.call("sendPhoto", {"chat_id": 5}, {"photo": photo})
    await wire.call("sendDocument", {"chat_id": 5}, {"document": photo})
    assert server.paths == [f"/bot{TOKEN}/sendDocument"]


@pytest.mark.parametrize(
    "trouble",
    ["refused", "no host", "no url", "timeout", "hang up", "page that repeats the address", "error"],
)
async def test_the_token_is_never_told(
    server: Server, wire: Wire, caplog: pytest.LogCaptureFixture, trouble: str
) -> None:
    caplog.set_level(logging.DEBUG)
    error = await in_trouble(trouble, server, wire)
    told = [str(error), repr(error), *traceback.format_exception(error), *whole_chain(error), repr(wire)]
    told += [caplog.text, *(repr(vars(record)) for record in caplog.records)]
    assert not [text for text in told if SECRET in text]


async def in_trouble(trouble: str, server: Server, wire: Wire) -> BaseException:
    match trouble:
        case "refused":
            return await end_of_call(Wire(TOKEN, "http://127.0.0.1:1"))
        case "no host":
            return await end_of_call(Wire(TOKEN, "http://kaiwa.invalid"))
        case "no url":
            return await end_of_call(Wire(TOKEN, "ftp://kaiwa"))
        case "timeout":

            async def sleepy(request: web.Request) -> web.StreamResponse:
                await asyncio.sleep(30)
                return web.Response()

            server.answer = sleepy
        case "hang up":

            async def hang_up(request: web.Request) -> web.StreamResponse:
                assert request.transport is not None
                request.transport.abort()
                return web.Response()

            server.answer = hang_up
        case "page that repeats the address":
            server.says(502, f"<p>No answer from /bot{TOKEN}/sendMessage</p>".encode())
        case _:
            server.fails(400, f"Bad Request: {TOKEN} is odd")
    with pytest.raises(telegram.TelegramError) as caught:
        await wire.call("sendMessage", {}, timeout=0.05)
    return caught.value


async def end_of_call(wire: Wire, *, opened: bool = True) -> BaseException:
    if opened:
        await wire.open()
    try:
        with pytest.raises(telegram.TelegramError) as caught:
            await wire.call("sendMessage", {"chat_id": 5, "text": "Hello"}, timeout=1)
        return caught.value
    finally:
        await wire.close()


def whole_chain(error: BaseException | None) -> list[str]:
    texts = []
    while error is not None:
        texts += [str(error), repr(error)]
        error = error.__cause__ or error.__context__
    return texts


def serve_file(server: Server, content: bytes | None, path: str, announced: int | None = None) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        if not request.path.startswith("/file/"):
            file = {"file_id": "abc", "file_path": path, "file_size": announced}
            result = {name: value for name, value in file.items() if value is not None}
            return web.json_response({"ok": True, "result": result})
        if content is None:
            return web.Response(status=404, text=json.dumps({"ok": False, "description": "Not Found"}))
        return web.Response(body=content)

    server.answer = answer
