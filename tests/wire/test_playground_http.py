"""The playground over real HTTP: the bot's calls in every form, the page's requests, and who may ask."""

from __future__ import annotations

import asyncio
import io
import json
import re
import signal
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import segno
from PIL import Image
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut

from bot.clock import SystemClock
from bot.playground.cast import gather
from bot.playground.engine import Engine
from bot.playground.inprocess import PlaygroundRequest
from bot.playground.server import Address, serve
from bot.posters import printing
from bot.telegram.wire import Upload, Wire
from config.organisation import load
from config.settings import SHIPPED_ORGANISATION
from tests.wire.stand_in import START, Town, inline, picture

ROOT = Path(__file__).parents[2]


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture
async def address(town: Town) -> AsyncIterator[Address]:
    async with serve(town.engine) as address:
        yield address


@pytest.fixture
async def http(address: Address) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(address.url) as session:
        yield session


@pytest.fixture(params=["over HTTP", "in process"])
async def wire(request: pytest.FixtureRequest, town: Town, address: Address) -> AsyncIterator[Wire]:
    near = PlaygroundRequest(town.engine) if request.param == "in process" else None
    wire = Wire(town.engine.token, address.url, near)
    await wire.open()
    yield wire
    await wire.close()


async def test_the_wire_finds_telegram_here(town: Town, wire: Wire) -> None:
    sent = await wire.call("sendMessage", {"chat_id": town.ana.id, "text": "hi", "reply_markup": inline("a")})
    assert sent["reply_markup"] == inline("a")
    with pytest.raises(BadRequest, match=r"(?i)chat not found"):
        await wire.call("sendMessage", {"chat_id": 99, "text": "hi"})
    town.engine.faults.retry_after(seconds=7, times=1)
    with pytest.raises(RetryAfter) as wait:
        await wire.call("sendMessage", {"chat_id": town.ana.id, "text": "hi"})
    assert wait.value.retry_after in (7, timedelta(seconds=7))
    town.engine.faults.outage()
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await wire.call("getMe", {})


async def test_files_go_up_and_come_down(town: Town, wire: Wire) -> None:
    report = Upload("report ä.txt", b"\x00\xffcontent", "text/plain")
    params = {"chat_id": town.ana.id, "document": "attach://report", "caption": "c"}
    sent = await wire.call("sendDocument", params, {"report": report})
    assert sent["document"]["mime_type"] == "text/plain"
    assert await wire.download(sent["document"]["file_id"], at_most=1000) == report.content
    photo = town.engine.attach(town.ana, town.ana, "photo", picture(400, 300))
    assert photo.media
    for file in photo.media.files:
        assert await wire.download(file.id, at_most=10**6) == file.content


async def test_a_lost_answer_looks_like_a_lost_connection(town: Town, wire: Wire) -> None:
    town.engine.faults.drop_answers(1)
    with pytest.raises((NetworkError, TimedOut)):
        await wire.call("sendMessage", {"chat_id": town.ana.id, "text": "hi"})
    assert town.engine.messages(town.ana)[-1].text == "hi"
    assert await wire.call("getMe", {})


async def test_a_long_poll_is_answered_when_something_happens(town: Town, wire: Wire) -> None:
    poll = asyncio.create_task(wire.call("getUpdates", {"timeout": 20}, timeout=25))
    await asyncio.sleep(0.05)
    town.engine.say(town.ana, town.ana, "here")
    assert [update["message"]["text"] for update in await poll] == ["here"]


@pytest.mark.parametrize("form", ["query", "json", "json with strings", "form", "multipart"])
async def test_a_call_is_taken_in_every_form(
    town: Town, address: Address, http: aiohttp.ClientSession, form: str
) -> None:
    params = {"chat_id": str(town.ana.id), "text": "7", "reply_markup": json.dumps(inline("a")),
              "disable_notification": "true"}  # fmt: skip
    values = {"chat_id": town.ana.id, "text": "7", "reply_markup": inline("a"), "disable_notification": True}
    bodies: dict[str, dict[str, Any]] = {
        "query": {"params": params},
        "json": {"json": values},
        "json with strings": {"json": params},
        "form": {"data": params},
        "multipart": {"data": _multipart(params)},
    }  # fmt: skip
    verb = "GET" if form == "query" else "POST"
    async with http.request(verb, f"/bot{town.engine.token}/sendMessage", **bodies[form]) as response:
        assert response.status == 200
        assert (await response.json())["result"]["reply_markup"] == inline("a")


def _multipart(params: dict[str, str]) -> aiohttp.FormData:
    data = aiohttp.FormData(default_to_multipart=True)
    for name, value in params.items():
        data.add_field(name, value)
    return data


async def test_wrong_tokens_methods_and_bodies_are_answered_as_telegram_does(
    town: Town, http: aiohttp.ClientSession
) -> None:
    for path, status, words in (
        ("/bot2:wrong/getMe", 401, "Unauthorized"),
        (f"/bot{town.engine.token}/getNothing", 404, "Not Found"),
        (f"/file/bot{town.engine.token}/photos/file_99.jpg", 404, "Not Found"),
        ("/file/bot2:wrong/photos/file_1.jpg", 401, "Unauthorized"),
    ):
        async with http.get(path) as response:
            assert response.status == status
            assert (await response.json())["description"] == words
    headers = {"Content-Type": "application/json"}
    async with http.post(f"/bot{town.engine.token}/getMe", data=b"{", headers=headers) as response:
        assert response.status == 400


async def play(http: aiohttp.ClientSession, path: str, **fields: Any) -> dict[str, Any]:
    """What the page is answered; a sentence that says why not is raised."""
    async with http.post(f"/play/{path}", json=fields) as response:
        answer: dict[str, Any] = await response.json()
    if "error" in answer:
        assert response.status == 400
        raise AssertionError(answer["error"])
    return answer


async def test_people_act_through_the_page(town: Town, http: aiohttp.ClientSession) -> None:
    ana, group = town.ana.id, town.group.id
    first = await play(http, "say", person=ana, chat=ana, text="One")
    await play(http, "say", person=ana, chat=ana, text="Two", reply_to=first["message"])
    await play(http, "edit", person=ana, chat=ana, message=first["message"], text="One!")
    await play(http, "forward", person=ana, chat=ana, messages=[first["message"]], to=group)
    sent = await town.call("sendMessage", chat_id=ana, text="?", reply_markup=inline("a"))
    await play(http, "press", person=ana, chat=ana, message=sent["message_id"], row=0, column=0)
    await play(http, "group", group=group, bot=False, by=ana)
    opened = await play(http, "open", person=ana, link="t.me/kaiwa_playground_bot?startgroup=t-x", group=group)
    await play(http, "language", person=ana, language="uk")
    newcomer = await play(http, "person", name="Cy Young", language="en")
    await play(http, "open", person=newcomer["id"], link="https://t.me/kaiwa_playground_bot?start=i-x")
    await play(http, "block", person=ana, blocked=True)

    assert opened["chat"] == group
    assert town.ana.blocked
    assert town.ana.language == "uk"
    kinds = [(set(update) - {"update_id"}).pop() for update in town.updates()]
    assert kinds == [
        "message", "message", "edited_message", "callback_query",
        "message", "my_chat_member", "my_chat_member", "message", "message", "message", "my_chat_member",
    ]  # fmt: skip


async def test_what_people_cannot_do_is_said_in_a_sentence(town: Town, http: aiohttp.ClientSession) -> None:
    for path, fields, words in (
        ("say", {"person": 99, "chat": 99, "text": "x"}, "There is no chat 99."),
        ("say", {"person": town.ana.id, "chat": town.bo.id, "text": "x"}, "Ana Kovač is not in this chat."),
        ("say", {"person": "Ana"}, "person must be a whole number."),
        ("block", {"person": town.ana.id, "blocked": "yes"}, "blocked must be true or false."),
        ("clock", {"seconds": -1}, "Time only moves forward."),
        ("fault", {"kind": "earthquake"}, "There is no fault of the kind earthquake."),
        ("forward", {"person": town.ana.id, "chat": town.ana.id, "messages": [], "to": town.group.id},
         "messages must be a list of whole numbers."),
        ("share", {"person": town.ana.id, "chat": town.ana.id, "kind": "joy"}, "There is nothing of the kind joy"),
        ("press", {"person": town.ana.id, "chat": town.ana.id, "message": 1, "row": 0, "column": 0},
         "Message 1 has no button there."),
    ):  # fmt: skip
        with pytest.raises(AssertionError, match=re.escape(words)):
            await play(http, path, **fields)


async def test_pictures_come_through_the_page_and_are_shown_by_it(town: Town, http: aiohttp.ClientSession) -> None:
    data = aiohttp.FormData({"person": str(town.ana.id), "chat": str(town.ana.id), "kind": "photo", "caption": "c"})
    for _ in range(2):
        upload = picture(400, 300)
        data.add_field("file", upload.content, filename=upload.name, content_type=upload.mime)
    async with http.post("/play/attach", data=data) as response:
        assert response.status == 200
    first, second = (update["message"] for update in town.updates())
    assert first["media_group_id"] == second["media_group_id"]
    assert (first["caption"], "caption" in second) == ("c", False)
    async with http.get("/play/state") as response:
        media = (await response.json())["messages"][-1]["media"]
    async with http.get(f"/play/file/{media['file_id']}") as response:
        assert response.content_type == "image/jpeg"
        assert len(await response.read()) == media["size"]


@pytest.mark.parametrize("format", ["png", "pdf"])
async def test_the_code_of_a_poster_is_read(format: str, http: aiohttp.ClientSession, tmp_path: Path) -> None:
    organisation = load(SHIPPED_ORGANISATION)
    order = printing.order(organisation, ["counter-3"], format, "a4")
    (path,) = printing.write(order, organisation, "kaiwa_playground_bot", tmp_path)
    link = "https://t.me/kaiwa_playground_bot?start=s-counter-3"
    assert await scanned(http, path.read_bytes()) == ([link] if format == "png" else [])


async def test_a_code_is_read_on_its_side_and_on_glass(http: aiohttp.ClientSession) -> None:
    drawn = io.BytesIO()
    segno.make("https://t.me/kaiwa?start=o-42").save(drawn, kind="png", scale=8, light=None)
    drawn.seek(0)
    code = Image.open(drawn).convert("RGBA")
    turned = io.BytesIO()
    code.rotate(90).save(turned, "PNG")
    assert await scanned(http, turned.getvalue()) == ["https://t.me/kaiwa?start=o-42"]


@pytest.mark.parametrize("content", [b"x", b"", picture(400, 300).content])
async def test_where_there_is_no_code_none_is_found(content: bytes, http: aiohttp.ClientSession) -> None:
    assert await scanned(http, content) == []


async def test_a_picture_of_a_whole_street_is_not_looked_through(http: aiohttp.ClientSession) -> None:
    vast = io.BytesIO()
    Image.new("1", (10_000, 8_000)).save(vast, "PNG")
    assert await scanned(http, vast.getvalue()) == []


async def test_a_scan_wants_a_picture(http: aiohttp.ClientSession) -> None:
    async with http.post("/play/scan", data={"file": "none"}) as response:
        assert (response.status, (await response.json())["error"]) == (400, "There is no file.")


async def scanned(http: aiohttp.ClientSession, content: bytes) -> list[str]:
    data = aiohttp.FormData()
    data.add_field("file", content, filename="picture.png", content_type="image/png")
    async with http.post("/play/scan", data=data) as response:
        assert response.status == 200, await response.text()
        codes: list[str] = (await response.json())["codes"]
        return codes


async def test_things_without_words_go_through_the_page(town: Town, http: aiohttp.ClientSession) -> None:
    sent = await town.call("sendMessage", chat_id=town.group.id, text="A card")
    for kind in ("contact", "location", "sticker", "large file"):
        await play(http, "share", person=town.bo.id, chat=town.group.id, kind=kind, reply_to=sent["message_id"])
    for update, part in zip(town.updates(), ("contact", "location", "sticker", "document"), strict=True):
        assert part in update["message"]
    shown = [message["other"] for message in town.engine.state()["messages"][-4:]]
    assert shown == [
        {"kind": "contact", "text": "Bo, +46700000000"},
        {"kind": "location", "text": "60.1700, 24.9400"},
        {"kind": "sticker", "text": "\U0001f44d"},
        None,
    ]


async def test_a_page_sent_as_a_file_is_never_shown_in_place(town: Town, http: aiohttp.ClientSession) -> None:
    page = Upload("evil.html", b"<script>alert(1)</script>", "text/html")
    message = town.engine.attach(town.ana, town.ana, "document", page)
    assert message.media
    async with http.get(f"/play/file/{message.media.file.id}") as response:
        assert response.headers["Content-Disposition"] == "attachment; filename*=UTF-8''evil.html"
        assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_events_are_pushed_as_they_happen(town: Town, http: aiohttp.ClientSession) -> None:
    async with http.get("/play/events") as stream:
        assert stream.content_type == "text/event-stream"
        await stream.content.readuntil(b"\n\n")
        await town.call("sendMessage", chat_id=town.ana.id, text="Привіт")
        event = json.loads((await stream.content.readuntil(b"\n\n")).removeprefix(b"data: "))
        assert (event["type"], event["message"]["text"]) == ("message", "Привіт")
        await play(http, "clock", seconds=86_400)
        event = json.loads((await stream.content.readuntil(b"\n\n")).removeprefix(b"data: "))
        assert event["type"] == "clock"
    assert town.clock.now() > START + timedelta(days=1)


async def test_faults_are_switched_on_and_off(town: Town, http: aiohttp.ClientSession) -> None:
    assert (await play(http, "fault", kind="retry_after", seconds=10))["fault"] == {
        "kind": "retry_after", "seconds": 10, "chat": None,
    }  # fmt: skip
    assert "429" in await town.refused("sendMessage", chat_id=town.ana.id, text="hi")
    assert (await play(http, "fault", kind="none"))["fault"] is None
    assert await town.call("sendMessage", chat_id=town.ana.id, text="hi")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Host": "evil.example"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
    ],
)
async def test_other_sites_are_not_answered(town: Town, http: aiohttp.ClientSession, headers: dict[str, str]) -> None:
    body = {"person": town.ana.id, "chat": town.ana.id, "text": "forged"}
    async with http.post("/play/say", json=body, headers=headers) as response:
        assert response.status == 403
    async with http.get(f"/bot{town.engine.token}/getMe", headers=headers) as response:
        assert response.status == 403
    assert not town.updates()


async def test_the_page_itself_is_answered(address: Address, http: aiohttp.ClientSession) -> None:
    async with http.get("/", headers={"Origin": address.url, "Sec-Fetch-Site": "same-origin"}) as response:
        assert response.status == 200
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]


async def test_a_taken_port_is_an_error_of_the_system(address: Address) -> None:
    with pytest.raises(OSError, match=r"(?i)in use"):
        async with serve(Engine(SystemClock()), port=address.port):
            pass


async def test_serving_leaves_the_signals_alone(town: Town) -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    async with serve(town.engine):
        await asyncio.sleep(0.05)
        assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before


def test_the_cast_has_fixed_ids() -> None:
    engine = Engine(SystemClock())
    cast = gather(engine)
    assert [person.id for person in cast.people] == [1001, 1002, 1003, 1004]
    assert (cast.quality_team.id, cast.streets_team.id) == (-5001, -5002)
    assert [person["note"] for person in engine.state()["people"]][-1] == "quality lead"


async def test_a_process_of_its_own_names_its_address_and_ends_when_told() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.playground", "--people", "3", cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    url = (await process.stdout.readline()).decode().strip()
    async with aiohttp.ClientSession() as session, session.get(f"{url}/play/state") as response:
        assert len((await response.json())["people"]) == 7
    process.terminate()
    assert await process.wait() == 0
