"""The README's pictures: the real demo, played in real Chromium (`make pictures`)."""

from __future__ import annotations

import asyncio
import io
import os
import re
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, FilePayload, FloatRect, Locator, Page, async_playwright, expect

from bot.demo import TOKEN
from tests.browser import drawings
from tests.browser.conftest import FLAGS, chromium_path, field

KAIWA = Path(sys.executable).with_name("kaiwa")
HERE = Path(__file__).parent / "pictures"
MOST_BYTES = 150_000

ELSA, OLENA, MAJA = "Elsa Lindqvist", "Olena Kovalenko", "Maja Novak"
POINT = "counter-3"
QUALITY, STREETS = "Quality team", "Streets team"
CHANNEL = "Town of Lindvale"


@dataclass(frozen=True)
class Photo:
    """What somebody attaches."""

    name: str
    content: bytes

    @property
    def payload(self) -> FilePayload:
        return FilePayload(name=self.name, mimeType="image/jpeg", buffer=self.content)


async def main() -> None:
    path = chromium_path()
    if path is None:
        sys.exit("The pictures need Chromium (Debian: apt-get install chromium).")
    async with demo() as url, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        page = await opened(browser, url, width=1480, height=1130)
        await show_only(page, ELSA, QUALITY, STREETS, OLENA)
        await both_begin(page)
        await keep(page, "side-by-side")
        await elsa_answers(page)
        await keep_card(browser, url)
        await both_end(page)
        await page.close()
        await keep_conversation(browser, url, ELSA, "elsa-in-swedish")
        await keep_conversation(browser, url, OLENA, "olena-in-ukrainian")
        await maja_rates(browser, url)
        await keep_conversation(browser, url, MAJA, "maja-in-slovenian")
        await everybody_is_told(browser, url)
        await keep_post(browser, url)
        await browser.close()


async def both_begin(page: Page) -> None:
    """Two ideas, each with a photo: Elsa's in Swedish is asked about, Olena's in Ukrainian is taken."""
    await start(page, ELSA)
    photo = Photo("läsesalen.jpg", drawings.reading_room())
    await say(page, ELSA, "Läsesalen på biblioteket behöver fler stolar. Många läser stående vid fönstren.", photo)
    await press(page, ELSA, "💡")
    await start(page, OLENA)
    photo = Photo("стежка.jpg", drawings.dark_path())
    await say(page, OLENA, "Ліхтар на стежці біля ставка в парку не світить уже тиждень. Увечері там темно.", photo)
    await press(page, OLENA, "💡")
    await press(page, STREETS, "🙋")
    await press(page, QUALITY, "❓")
    await answer(page, QUALITY, "❓", "Hur många stolar behövs, och när är det fullt?")
    await heard(page, ELSA, "❓")


async def elsa_answers(page: Page) -> None:
    await press(page, ELSA, "↩️")
    await answer(page, ELSA, "↩️", "Sex stolar räcker. Det är fullt varje dag mellan tre och fem.")


async def both_end(page: Page) -> None:
    """Both ideas are accepted and done, and both authors hear of it."""
    for team, outcome in (
        (QUALITY, "Sex stolar står vid fönstren sedan i dag."),
        (STREETS, "Лампу замінили сьогодні вранці."),
    ):
        await press(page, team, "👍")
        await press(page, team, "🏁")
        await answer(page, team, "🏁", outcome)
    await heard(page, ELSA, "🏁")
    await heard(page, OLENA, "🏁")


async def maja_rates(browser: Browser, url: str) -> None:
    """A poster at a counter: one tap, a few words, and an answer to somebody whom nobody knows."""
    poster = await printed(url)
    kept(Image.open(io.BytesIO(poster)).convert("RGB").resize((620, 874), Image.Resampling.LANCZOS), "poster")
    page = await opened(browser, url, width=1480, height=1130)
    await show_only(page, MAJA, QUALITY)
    file = FilePayload(name="poster.png", mimeType="image/png", buffer=poster)
    await column(page, MAJA).locator("input[data-kind=scan]").set_input_files(file)
    await heard(page, MAJA, "📍")
    await press(page, MAJA, "🙁")
    await press(page, MAJA, "Čakanje")
    await say(page, MAJA, "Avtomat za številke spet ne dela. Nihče ni vedel, kdo je na vrsti.")
    await press(page, MAJA, "😟")
    await heard(page, MAJA, "F-1")
    await press(page, QUALITY, "🏁")
    await answer(page, QUALITY, "🏁", "Avtomat je popravljen, do petka ga še preverjamo vsako jutro.")
    await heard(page, MAJA, "🏁")
    await page.close()


async def everybody_is_told(browser: Browser, url: str) -> None:
    """The team tells in the public channel what came of it."""
    page = await opened(browser, url, width=1480, height=1130)
    await show_only(page, QUALITY, CHANNEL)
    await press(page, QUALITY, "📣")
    await answer(
        page,
        QUALITY,
        "📣",
        "The ticket machine at counter 3 is off again and again, and nobody knows whose turn it is.",
    )
    await answer(page, QUALITY, "🏁", "It is repaired, and looked at each morning. A second one comes in January.")
    await press(page, QUALITY, "📨")
    await heard(page, CHANNEL, "📣")
    await page.close()


async def printed(url: str) -> bytes:
    """The poster of the counter, as the operator makes it for this bot."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {"KAIWA_TELEGRAM_API_URL": url, "KAIWA_TELEGRAM_TOKEN": TOKEN}
        making = await asyncio.create_subprocess_exec(
            KAIWA, "qr", POINT, "--out", folder, "--format", "png", "--size", "a6",
            cwd=folder, env={**os.environ, **settings}, stdout=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        assert await making.wait() == 0
        return await asyncio.to_thread(Path(folder, f"{POINT}-a6.png").read_bytes)


# -- what one does on the page ---------------------------------------------------------------------


async def show_only(page: Page, *names: str) -> None:
    for side in await page.locator(".strip [data-side]").all():
        title = await side.get_attribute("title")
        if (title in names) != (await side.get_attribute("aria-pressed") == "true"):
            await side.click()


def column(page: Page, name: str) -> Locator:
    """Somebody's column; on a narrow page it is the only one."""
    return page.locator(f".column[aria-label='{name}']")


async def start(page: Page, name: str) -> None:
    await column(page, name).get_by_role("button", name="Start").click()
    await heard(page, name, "👋")


async def say(page: Page, name: str, words: str, photo: Photo | None = None) -> None:
    place = column(page, name)
    if photo is not None:
        await place.locator("input[data-kind=photo]").set_input_files(photo.payload)
    await field(place).fill(words)
    await field(place).press("Enter")


async def answer(page: Page, name: str, sign: str, words: str) -> None:
    """Answer what the bot asks, with Telegram's reply gesture."""
    await settled(page)
    asking = column(page, name).locator(".message.theirs").last
    await expect(asking).to_contain_text(sign)
    await asking.hover()
    await asking.get_by_role("button", name="Reply", exact=True).click()
    await say(page, name, words)


async def press(page: Page, name: str, sign: str) -> None:
    """The newest button that bears this sign."""
    await settled(page)
    await column(page, name).locator("button.inline", has_text=sign).last.click()


async def settled(page: Page) -> None:
    """Until everything that was owed has come: a button must not move away under the finger."""
    before, now = "", await page.inner_text("main")
    while now != before:
        await asyncio.sleep(0.6)
        before, now = now, await page.inner_text("main")


async def heard(page: Page, name: str, sign: str) -> None:
    await expect(column(page, name).locator(".message.theirs .text").last).to_contain_text(sign)


# -- taking the pictures ---------------------------------------------------------------------------


async def opened(browser: Browser, url: str, *, width: int, height: int, fine: float = 1) -> Page:
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        locale="en-GB",
        device_scale_factor=fine,
        reduced_motion="reduce",
    )
    page = await context.new_page()
    page.set_default_timeout(10_000)
    await page.goto(url)
    await page.locator(".column").first.wait_for()
    return page


async def keep_conversation(browser: Browser, url: str, name: str, file: str) -> None:
    """Somebody's whole conversation, as wide as a phone."""
    page = await opened(browser, url, width=390, height=844, fine=1.5)
    await page.locator(f".strip [title='{name}']").click()
    await column(page, name).wait_for()
    scroller = column(page, name).locator(".scroller")
    hidden = await scroller.evaluate("log => log.scrollHeight - log.clientHeight")
    await page.set_viewport_size({"width": 390, "height": 844 + hidden})
    await keep(page, file)
    await page.close()


async def keep_card(browser: Browser, url: str) -> None:
    """The team's card alone."""
    page = await opened(browser, url, width=600, height=1000, fine=1.5)
    await page.locator(f".strip [title='{QUALITY}']").click()
    card = column(page, QUALITY).locator(".message.theirs", has_text="From: ").first.locator(".stack")
    await card.scroll_into_view_if_needed()
    await keep(page, "card", card)
    await page.close()


async def keep_post(browser: Browser, url: str) -> None:
    """What everybody reads, alone."""
    page = await opened(browser, url, width=600, height=1000, fine=1.5)
    await page.locator(f".strip [title='{CHANNEL}']").click()
    post = column(page, CHANNEL).locator(".message.theirs").last.locator(".stack")
    await post.scroll_into_view_if_needed()
    await keep(page, "post", post)
    await page.close()


async def keep(page: Page, name: str, part: Locator | None = None) -> None:
    """Save what is seen."""
    await page.mouse.move(0, 0)
    await page.evaluate("document.activeElement?.blur()")
    await settled(page)
    await expect(page.locator(".toast")).to_have_count(0)
    clip = None
    if part is not None and (box := await part.bounding_box()):
        clip = FloatRect(x=box["x"] - 8, y=box["y"] - 6, width=box["width"] + 16, height=box["height"] + 12)
    seen = Image.open(io.BytesIO(await page.screenshot(clip=clip))).convert("RGB")
    kept(seen, name)


def kept(seen: Image.Image, name: str) -> None:
    """As a small PNG: few colours, as many as fit."""
    for colours in (256, 192, 128, 96, 64):
        out = io.BytesIO()
        seen.quantize(colours, kmeans=2, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() <= MOST_BYTES:
            break
    (HERE / f"{name}.png").write_bytes(out.getvalue())
    print(f"{name}.png: {seen.width} x {seen.height}, {out.tell() // 1024} kB, {colours} colours")


@asynccontextmanager
async def demo() -> AsyncIterator[str]:
    """`kaiwa demo` as a process of its own; yields the page's address."""
    with tempfile.TemporaryDirectory() as folder:
        process = await asyncio.create_subprocess_exec(
            KAIWA, "demo", "--no-browser", "--port", "0", cwd=folder, stdout=asyncio.subprocess.PIPE
        )
        assert process.stdout is not None
        try:
            said = ""
            while not (found := re.search(r"http://\S+", said)):
                line = await asyncio.wait_for(process.stdout.readline(), 20)
                assert line, f"the demo ended: {said}"
                said += line.decode()
            yield found[0]
        finally:
            if process.returncode is None:
                process.terminate()
                await process.wait()


if __name__ == "__main__":
    asyncio.run(main())
