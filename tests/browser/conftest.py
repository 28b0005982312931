"""A town with a scripted bot behind the real server, and a real Chromium that looks at its page."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, FilePayload, Locator, Page, async_playwright

from bot.clock import MovableClock
from bot.playground.chats import Chat, Link, Person
from bot.playground.engine import Engine
from bot.playground.server import serve
from bot.posters import printing
from config.organisation import load
from config.settings import SHIPPED_ORGANISATION
from tests.browser.scripted_bot import ScriptedBot

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A microphone of Chromium's own, so that a voice can be recorded on any machine.
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
COMMANDS = [
    {"command": "idea", "description": "Say what could be better"},
    {"command": "mine", "description": "What became of my ideas"},
]


@dataclass
class Town:
    """Everybody whom the tests play, and where their page is."""

    engine: Engine
    clock: MovableClock
    bot: ScriptedBot
    elsa: Person
    oksana: Person
    marko: Person
    karin: Person
    group: Chat
    url: str = ""


def chromium_path() -> str | None:
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    path = chromium_path()
    if path is None:
        pytest.skip("no Chromium on this machine: the page's tests need one (Debian: apt-get install chromium)")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def town() -> AsyncIterator[Town]:
    clock = MovableClock(datetime(2026, 11, 20, 9, 0, tzinfo=UTC))
    engine = Engine(clock)
    elsa = engine.person("Elsa Lindqvist", language="sv", note="employee, library")
    oksana = engine.person("Оксана Бондаренко", language="uk", note="employee, school")
    marko = engine.person("Marko Kovač", language="sl", note="citizen")
    karin = engine.person("Karin Holm", language="sv", note="quality lead")
    group = engine.group("Quality team", [karin, oksana])
    engine.links.append(Link("Counter 3", f"https://t.me/{engine.me.username}?start=s-counter-3"))
    engine.say(elsa, elsa.id, "/start")
    bot = ScriptedBot(engine, group)
    await bot.call("setMyCommands", commands=COMMANDS)
    running = asyncio.create_task(bot.run())
    async with serve(engine) as address:
        yield Town(engine, clock, bot, elsa, oksana, marko, karin, group, address.url)
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running


@dataclass
class Sight:
    """How the page is looked at."""

    width: int = 1800
    height: int = 900
    language: str = "en-GB"
    scheme: str = "light"


@pytest.fixture
def sight(request: pytest.FixtureRequest) -> Sight:
    """As `@pytest.mark.parametrize("sight", [Sight(width=390)], indirect=True)` asks."""
    return getattr(request, "param", None) or Sight()


@pytest_asyncio.fixture(loop_scope="session")
async def page(chromium: Browser, town: Town, sight: Sight) -> AsyncIterator[Page]:
    """The page, open and loaded; whatever it complains about in the console fails the test."""
    context = await chromium.new_context(
        viewport={"width": sight.width, "height": sight.height},
        locale=sight.language,
        color_scheme="dark" if sight.scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = await context.new_page()
    complaints: list[str] = []
    page.set_default_timeout(10_000)
    page.on("console", lambda message: _note(message, complaints))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.goto(town.url)
    await page.locator(".column").first.wait_for()
    yield page
    await context.close()
    assert not complaints


def _note(message: ConsoleMessage, complaints: list[str]) -> None:
    """Errors and warnings; that a server was away or refused on purpose is no fault of the page's."""
    if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
        complaints.append(message.text)


def column(page: Page, name: str) -> Locator:
    """Somebody's column, found as a screen reader finds it."""
    return page.get_by_role("region", name=name, exact=True)


def field(place: Locator) -> Locator:
    return place.locator("textarea")


def probe(name: str) -> str:
    """A question put to the page in its own language, from tests/browser/probes."""
    return (Path(__file__).parent / "probes" / f"{name}.js").read_text(encoding="utf-8")


def poster(username: str, folder: Path, format: str = "png") -> FilePayload:
    """The poster of the sample town's counter 3, as `kaiwa qr` prints it for a bot of this name."""
    organisation = load(SHIPPED_ORGANISATION)
    order = printing.order(organisation, ["counter-3"], format, "a6")
    (path,) = printing.write(order, organisation, username, folder)
    return FilePayload(name=path.name, mimeType=f"image/{format}", buffer=path.read_bytes())


async def drop(page: Page, place: Locator, *files: FilePayload) -> None:
    """Let files fall on a column."""
    given = [[file["name"], file["mimeType"], base64.b64encode(file["buffer"]).decode()] for file in files]
    dropped = await page.evaluate_handle(
        """(files) => {
            const data = new DataTransfer();
            for (const [name, type, text] of files) {
                data.items.add(new File([Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0))], name, { type }));
            }
            return data;
        }""",
        given,
    )
    await place.dispatch_event("drop", {"dataTransfer": dropped})
