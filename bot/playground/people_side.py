"""The people's side: what the chat page asks for, by small JSON requests under /play."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable
from datetime import timedelta
from json import JSONDecodeError
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.clock import Clock, MovableClock
from bot.playground import photos, scanning
from bot.playground.asked import Asked
from bot.playground.engine import Engine
from bot.playground.errors import NotPossible
from bot.playground.files import Media, Upload

LARGE_FILE = Upload("film.mov", b"Only the name and the size of a film.", "video/quicktime")
LARGE_SIZE = 25 * 1024 * 1024  # more than bots can fetch
Action = Callable[[Engine, Asked], dict[str, Any]]


def say(engine: Engine, asked: Asked) -> dict[str, Any]:
    """Write a message."""
    reply_to = asked.number("reply_to") if asked.has("reply_to") else None
    message = engine.say(asked.number("person"), asked.number("chat"), asked.text("text"), reply_to=reply_to)
    return {"message": message.id}


def press(engine: Engine, asked: Asked) -> dict[str, Any]:
    """Tap a button."""
    place = asked.number("row"), asked.number("column")
    tap = engine.press(asked.number("person"), asked.number("chat"), asked.number("message"), *place)
    return {"query": tap.id}


def open_link(engine: Engine, asked: Asked) -> dict[str, Any]:
    """Follow a link to the bot."""
    group = asked.number("group") if asked.has("group") else None
    message = engine.open_link(asked.number("person"), asked.text("link"), group)
    return {"chat": message.chat.id, "message": message.id}


def block(engine: Engine, asked: Asked) -> dict[str, Any]:
    """Block or unblock the bot."""
    (engine.block if asked.flag("blocked") else engine.unblock)(asked.number("person"))
    return {}


def language(engine: Engine, asked: Asked) -> dict[str, Any]:
    """Choose the language of a person's app."""
    engine.language(asked.number("person"), asked.text("language"))
    return {}


def person(engine: Engine, asked: Asked) -> dict[str, Any]:
    """Bring in somebody new."""
    return {"id": engine.person(asked.text("name"), language=asked.text("language")).id}


def edit(engine: Engine, asked: Asked) -> dict[str, Any]:
    """Change one's own message."""
    message = engine.find_message(asked.number("chat"), asked.number("message"))
    engine.edit(asked.number("person"), message, asked.text("text"))
    return {}


def forward(engine: Engine, asked: Asked) -> dict[str, Any]:
    """Send messages on."""
    messages = [engine.find_message(asked.number("chat"), number) for number in asked.numbers("messages")]
    copies = engine.forward_all(asked.number("person"), messages, asked.number("to"))
    return {"messages": [copied.id for copied in copies]}


def share(engine: Engine, asked: Asked) -> dict[str, Any]:
    """Send something that is neither words nor a file of one's own."""
    kind, where = asked.text("kind"), (asked.number("person"), asked.number("chat"))
    reply_to = asked.number("reply_to") if asked.has("reply_to") else None
    if kind == "contact":
        message = engine.contact(*where, reply_to=reply_to)
    elif kind == "location":
        message = engine.location(*where, reply_to=reply_to)
    elif kind == "sticker":
        message = engine.sticker(*where, reply_to=reply_to)
    elif kind == "large file":
        message = engine.attach(*where, "document", LARGE_FILE, reply_to=reply_to, size=LARGE_SIZE)
    else:
        raise NotPossible(f"There is nothing of the kind {kind} to send.")
    return {"message": message.id}


def group(engine: Engine, asked: Asked) -> dict[str, Any]:
    """Bring the bot into a group or take it out."""
    (engine.add_bot if asked.flag("bot") else engine.remove_bot)(asked.number("group"), asked.number("by"))
    return {}


def fault(engine: Engine, asked: Asked) -> dict[str, Any]:
    """Break something, or make everything work again."""
    kind, seconds = asked.text("kind"), asked.number("seconds") if asked.has("seconds") else 5
    engine.faults.clear()
    if kind == "retry_after":
        engine.faults.retry_after(asked.number("chat") if asked.has("chat") else None, seconds)
    elif kind == "outage":
        engine.faults.outage(seconds=seconds if asked.has("seconds") else math.inf)
    elif kind == "slow":
        engine.faults.slow(1000 * seconds)
    elif kind != "none":
        raise NotPossible(f"There is no fault of the kind {kind}.")
    if kind != "none":  # some end by themselves, and the page wants to know
        asyncio.get_running_loop().call_later(seconds, engine.changed)
    engine.changed()
    return {"fault": engine.faults.state()}


ACTIONS: dict[str, Action] = {
    "say": say, "press": press, "open": open_link, "block": block, "language": language, "person": person,
    "edit": edit, "forward": forward, "share": share, "group": group, "fault": fault,
}  # fmt: skip


def routes(engine: Engine, clock: Clock) -> list[Route]:
    """Everything that a person can do, as routes."""

    async def attach(request: Request) -> Response:
        async with request.form(max_files=10) as form:
            return await _told(lambda: _attach(engine, form))

    async def scan(request: Request) -> Response:
        async with request.form(max_files=1) as form:
            return await _told(lambda: _scan(form))

    async def move(request: Request) -> Response:
        return await _told(lambda: _move(engine, clock, request))

    async def state(_: Request) -> Response:
        return JSONResponse(engine.state())

    simple = [Route(f"/play/{name}", _endpoint(engine, act), methods=["POST"]) for name, act in ACTIONS.items()]
    return [
        *simple,
        Route("/play/attach", attach, methods=["POST"]),
        Route("/play/scan", scan, methods=["POST"]),
        Route("/play/clock", move, methods=["POST"]),
        Route("/play/state", state),
    ]


def _endpoint(engine: Engine, action: Action) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        async def act() -> dict[str, Any]:
            return action(engine, Asked(await _json(request)))

        return await _told(act)

    return answer


async def _told(act: Callable[[], Awaitable[dict[str, Any]]]) -> Response:
    try:
        return JSONResponse({"ok": True, **await act()})
    except NotPossible as problem:
        return JSONResponse({"error": str(problem)}, 400)


async def _json(request: Request) -> dict[str, Any]:
    try:
        given = await request.json()
    except (JSONDecodeError, UnicodeDecodeError):
        given = None
    if not isinstance(given, dict):
        raise NotPossible("A JSON object is expected.")
    return given


async def _move(engine: Engine, clock: Clock, request: Request) -> dict[str, Any]:
    seconds = Asked(await _json(request)).number("seconds")
    if not isinstance(clock, MovableClock):
        raise NotPossible("This playground runs on real time.")
    if seconds < 0:
        raise NotPossible("Time only moves forward.")
    await clock.travel(timedelta(seconds=seconds))
    now = clock.now().isoformat()
    engine.events.publish(lambda: {"type": "clock", "now": now})
    return {"now": now}


async def _attach(engine: Engine, form: FormData) -> dict[str, Any]:
    asked = Asked({name: value for name, value in form.items() if isinstance(value, str)})
    files = [value for value in form.getlist("file") if isinstance(value, UploadFile)]
    if not files:
        raise NotPossible("There is no file.")
    media = [await _stored(engine, asked.text("kind"), file) for file in files]
    album = str(next(engine.albums)) if len(media) > 1 else None
    caption = asked.text("caption") if asked.has("caption") else None
    reply_to = asked.number("reply_to") if asked.has("reply_to") else None
    where = asked.number("person"), asked.number("chat")
    sent = [
        engine.attach(*where, "", item, caption=caption if item is media[0] else None, reply_to=reply_to, album=album)
        for item in media
    ]
    return {"message": sent[0].id}


async def _scan(form: FormData) -> dict[str, Any]:
    """What the codes in a picture say; whoever asks follows them or not."""
    file = form.get("file")
    if not isinstance(file, UploadFile):
        raise NotPossible("There is no file.")
    upload = Upload(file.filename or "file", await file.read(), file.content_type or "application/octet-stream")
    return {"codes": await asyncio.to_thread(scanning.codes, upload)}


async def _stored(engine: Engine, kind: str, file: UploadFile) -> Media:
    mime = file.content_type or "application/octet-stream"
    upload = Upload(file.filename or "file", await file.read(), mime)
    return await asyncio.to_thread(photos.stored, engine.files, kind, upload)
