"""The page without a mouse, without eyes, and without its server."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect

from bot.playground.server import serve
from tests.browser.conftest import Sight, Town, column, field, probe

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

MARKED = "() => (document.activeElement.dataset.met ??= String(Math.random()))"


async def test_an_idea_with_the_keyboard_alone(page: Page, town: Town) -> None:
    elsa = column(page, "Elsa Lindqvist")
    await page.keyboard.press("Alt+1")
    await expect(field(elsa)).to_be_focused()
    await page.keyboard.type("First line")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("second line")
    await page.keyboard.press("Enter")
    await expect(elsa.locator(".message.own").last).to_contain_text("First line\nsecond line", use_inner_text=True)
    button = elsa.get_by_role("button", name="Send as an idea")
    await expect(button).to_be_visible()
    await page.keyboard.press("ArrowUp")
    await expect(elsa.get_by_role("article").last).to_be_focused()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await expect(button).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(elsa.get_by_role("log")).to_contain_text("I-42")
    await expect(elsa.get_by_role("article").last).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(field(elsa)).to_be_focused()


async def test_letters_act_on_the_message_in_focus(page: Page, town: Town) -> None:
    elsa = column(page, "Elsa Lindqvist")
    await page.keyboard.press("Alt+1")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("r")
    await expect(elsa.get_by_text("Reply to Kaiwa", exact=True)).to_be_visible()
    await expect(field(elsa)).to_be_focused()
    await expect(field(elsa)).to_have_value("")
    await page.keyboard.press("Escape")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("e")
    await expect(field(elsa)).to_have_value("/start")
    await page.keyboard.press("Escape")
    await expect(field(elsa)).to_have_value("")


async def test_a_message_is_edited_and_forwarded_with_the_keyboard_alone(page: Page, town: Town) -> None:
    elsa = column(page, "Elsa Lindqvist")
    await expect(elsa.get_by_role("log")).to_contain_text("Welcome")
    await page.keyboard.press("Alt+1")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("ArrowUp")
    for _ in range(3):
        await page.keyboard.press("ArrowRight")
    await expect(elsa.get_by_role("button", name="Edit").first).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(field(elsa)).to_be_focused()
    await page.keyboard.type(" please")
    await page.keyboard.press("Enter")
    mine = elsa.get_by_role("article", name="Elsa: /start please edited")
    await expect(mine).to_be_visible()
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("ArrowUp")
    await expect(mine).to_be_focused()
    await page.keyboard.press("f")
    await expect(page.get_by_role("menuitem", name="Forward to Kaiwa")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(mine.get_by_role("button", name="Forward")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    await expect(elsa.get_by_text("Forwarded from Elsa")).to_be_visible()


async def test_commands_are_found_by_typing(page: Page, town: Town) -> None:
    elsa = column(page, "Elsa Lindqvist")
    await page.keyboard.press("Alt+1")
    await page.keyboard.type("/")
    choices = elsa.get_by_role("listbox", name="Commands").get_by_role("option")
    await expect(choices).to_have_count(2)
    await page.keyboard.press("ArrowDown")
    await expect(choices.filter(has_text="/mine")).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("Enter")
    await expect(elsa.locator(".message.own", has_text="/mine")).to_be_visible()
    await expect(elsa.get_by_role("listbox", name="Commands")).to_be_hidden()


async def test_menus_open_move_and_close_by_key(page: Page) -> None:
    elsa = column(page, "Elsa Lindqvist")
    attach = elsa.get_by_role("button", name="Attach")
    await attach.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("menuitem", name="Photo")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("menuitem", name="File", exact=True)).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(attach).to_be_focused()
    await expect(page.get_by_role("menu")).to_have_count(0)


async def test_help_names_the_keys(page: Page) -> None:
    await page.get_by_role("button", name="Help").focus()
    await page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="How to play")
    await expect(dialog).to_contain_text("Alt+1 … Alt+9")
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)


async def test_everything_can_be_reached_by_tab(page: Page, town: Town) -> None:
    """One round with Tab meets every button that is not inside the lists walked with arrows."""
    wanted = await page.evaluate(
        """() => [...document.querySelectorAll("button, select, textarea, a[href]")]
            .filter((node) => node.checkVisibility() && node.tabIndex >= 0).length"""
    )
    met = set()
    for _ in range(wanted + 3):
        await page.keyboard.press("Tab")
        met.add(await page.evaluate(MARKED))
    assert len(met) >= wanted


@pytest.mark.parametrize("sight", [Sight(), Sight(width=390), Sight(language="uk-UA", scheme="dark")], indirect=True)
async def test_everything_has_a_name(page: Page, town: Town, sight: Sight) -> None:
    first = page.locator(".column").first
    await field(first).fill("The ramp")
    await field(first).press("Enter")
    await expect(first.get_by_role("button", name="Send as an idea")).to_be_visible()
    assert await page.evaluate(probe("nameless")) == []
    log = first.get_by_role("log")
    await expect(log).to_have_attribute("aria-live", "polite")
    await expect(page.get_by_role("main")).to_have_count(1)
    await expect(page.get_by_role("banner")).to_have_count(1)
    await expect(page.get_by_role("navigation")).to_have_count(1)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Kaiwa")
    language = await page.locator("html").get_attribute("lang")
    assert language == sight.language[:2]
    message = first.get_by_role("article").last
    assert "Is this an idea?" in (await message.aria_snapshot())


async def test_only_news_is_read_out(page: Page, town: Town) -> None:
    """A message that loses its tail to the next one is not drawn anew, or it would be read out again."""
    elsa = column(page, "Elsa Lindqvist")
    await expect(elsa.get_by_role("log")).to_contain_text("Welcome")
    await elsa.get_by_role("article").last.evaluate("node => { node.dataset.same = 'yes'; }")
    await town.bot.call("sendMessage", chat_id=town.elsa.id, text="And one more thing")
    await expect(elsa.get_by_role("article").last).to_contain_text("one more thing")
    await expect(elsa.locator("[data-same=yes]")).to_contain_text("Welcome")
    await expect(elsa.locator("[data-same=yes]")).not_to_have_class(re.compile(r"\blast\b"))


async def test_words_stand_out_from_what_is_behind_them(page: Page) -> None:
    """Small words reach the contrast of 4.5 that WCAG asks for, in light and dark."""
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        for selector in (".head-words p", ".meta", ".brand p", ".step", ".picker", ".side:not(.shown)"):
            ratio = await page.locator(selector).first.evaluate(probe("contrast"))
            assert ratio >= 4.5, f"{selector} ({scheme}): {ratio:.2f}"


async def test_the_page_finds_its_server_again(page: Page, town: Town) -> None:
    elsa = column(page, "Elsa Lindqvist")
    async with serve(town.engine) as address:
        await page.goto(address.url)
        await expect(elsa.get_by_role("log")).to_contain_text("Welcome")
    await expect(page.get_by_text("No connection to the playground")).to_be_visible()
    await field(elsa).fill("Into the void")
    await field(elsa).press("Enter")
    await expect(elsa.get_by_role("alert")).to_contain_text("That did not reach the playground")
    await expect(field(elsa)).to_have_value("Into the void")
    town.engine.say(town.elsa, town.elsa.id, "While you were away")
    async with serve(town.engine, port=address.port):
        await expect(elsa.get_by_role("log")).to_contain_text("While you were away")
        await expect(page.get_by_text("No connection to the playground")).to_have_count(0)
