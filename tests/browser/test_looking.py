"""How the page looks at the town: languages, clock, faults, more people, narrow screens, many messages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.async_api import Page, expect

from bot.playground.chats import Link
from tests.browser.conftest import Sight, Town, column, field, probe

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_each_person_has_a_language(page: Page, town: Town) -> None:
    marko = column(page, "Marko Kovač")
    await expect(marko).to_have_attribute("lang", "sl")
    await marko.get_by_role("combobox", name="Marko Kovač’s language").select_option("Українська")
    await expect(marko).to_have_attribute("lang", "uk")
    assert town.marko.language == "uk"


@pytest.mark.parametrize("sight", [Sight(language="sl-SI")], indirect=True)
async def test_the_page_speaks_the_readers_language_and_any_of_four(page: Page) -> None:
    await expect(page.get_by_text("Igrišče za preizkus: vse ostane na tem računalniku")).to_be_visible()
    await expect(column(page, "Quality team")).to_contain_text("2 člana")
    for name, sentence in {
        "Svenska": "En lekplats: inget lämnar den här datorn",
        "Українська": "Майданчик для проб: усе лишається на цьому комп’ютері",
        "English": "A playground: nothing leaves this computer",
    }.items():
        await page.locator(".page-language").select_option(name)
        await expect(page.get_by_text(sentence)).to_be_visible()
    await page.reload()
    await expect(page.get_by_text("A playground: nothing leaves this computer")).to_be_visible()


async def test_every_language_has_every_word(page: Page) -> None:
    assert await page.evaluate(probe("words")) == []


async def test_the_clock_runs_ahead(page: Page, town: Town) -> None:
    before = town.clock.now()
    await page.get_by_role("button", name="1 day ahead").click()
    await expect(page.get_by_role("group", name="Clock")).to_contain_text("21 Nov")
    assert town.clock.now() - before >= timedelta(days=1)
    await page.get_by_role("button", name="to Monday 9:00").click()
    await expect(page.get_by_role("group", name="Clock")).to_contain_text("09:00")
    assert town.clock.now().weekday() == 0


@pytest.mark.parametrize(
    ("now", "zone", "monday"),
    [
        ("2026-11-20T09:00:00Z", "Europe/Stockholm", "2026-11-23T08:00:00Z"),
        ("2026-11-23T07:59:00Z", "Europe/Stockholm", "2026-11-23T08:00:00Z"),
        ("2026-11-23T08:00:00Z", "Europe/Stockholm", "2026-11-30T08:00:00Z"),
        ("2026-03-27T12:00:00Z", "Europe/Kyiv", "2026-03-30T06:00:00Z"),
        ("2026-10-23T12:00:00Z", "Europe/Ljubljana", "2026-10-26T08:00:00Z"),
    ],
)
async def test_monday_nine_is_found_on_the_clocks_of_the_place(page: Page, now: str, zone: str, monday: str) -> None:
    """Also when summer time begins or ends in between."""
    found = await page.evaluate(
        """async ([now, zone]) => {
            const { secondsToMonday } = await import("/static/time.js");
            return new Date(Date.parse(now) + 1000 * secondsToMonday(new Date(now), zone)).toISOString();
        }""",
        [now, zone],
    )
    assert found.replace(".000Z", "Z") == monday


async def test_faults_are_shown_and_switched_off(page: Page, town: Town) -> None:
    await page.get_by_role("button", name="Faults").click()
    await page.get_by_role("menuitemradio", name="Telegram away").click()
    await expect(page.get_by_role("button", name="Fault: Telegram away, 20 s")).to_be_visible()
    assert town.engine.faults.away
    await page.get_by_role("button", name="Fault:").click()
    await page.get_by_role("menuitemradio", name="Everything works").click()
    await expect(page.get_by_role("button", name="Faults")).to_be_visible()
    assert not town.engine.faults.away


async def test_another_person_joins(page: Page, town: Town) -> None:
    await page.get_by_role("button", name="Another person").click()
    dialog = page.get_by_role("dialog", name="Add another person")
    await dialog.get_by_label("Name").fill("Ana Novak")
    await dialog.get_by_label("Language").select_option("Slovenščina")
    await dialog.get_by_role("button", name="Add").click()
    ana = column(page, "Ana Novak")
    await expect(ana).to_have_attribute("lang", "sl")
    await expect(ana.get_by_role("button", name="Start", exact=True)).to_be_focused()


async def test_columns_are_hidden_and_shown_and_keep_their_drafts(page: Page, town: Town) -> None:
    elsa = column(page, "Elsa Lindqvist")
    await field(elsa).fill("Half a sen")
    toggle = page.get_by_role("navigation", name="Chats").get_by_role("button", name="Elsa Lindqvist")
    await toggle.click()
    await expect(elsa).to_have_count(0)
    await town.bot.call("sendMessage", chat_id=town.elsa.id, text="Still there?")
    await expect(toggle).to_have_accessible_name("Elsa Lindqvist, 1 new message")
    await toggle.click()
    await expect(field(elsa)).to_have_value("Half a sen")
    await expect(elsa.get_by_role("log")).to_contain_text("Still there?")


@pytest.mark.parametrize("sight", [Sight(width=360, height=720), Sight(width=390, height=844)], indirect=True)
async def test_a_phone_shows_one_chat_and_tabs(page: Page, town: Town, sight: Sight) -> None:
    await expect(page.locator(".column")).to_have_count(1)
    await page.get_by_role("tab", name="Оксана").click()
    await expect(page.get_by_role("tab", name="Оксана")).to_have_attribute("aria-selected", "true")
    panel = page.get_by_role("tabpanel", name="Оксана Бондаренко")
    await panel.get_by_role("button", name="Start", exact=True).click()
    await expect(panel.get_by_role("log")).to_contain_text("Welcome")
    await town.bot.call("sendMessage", chat_id=town.oksana.id, text="w" * 400)
    await expect(panel.get_by_role("log")).to_contain_text("w" * 400)
    assert await page.evaluate("document.documentElement.scrollWidth") <= sight.width
    assert await panel.locator(".scroller").evaluate("node => node.scrollWidth <= node.clientWidth")
    await page.get_by_role("button", name="Fast-forward").click()
    before = town.clock.now()
    await page.get_by_role("menuitem", name="1 hour ahead").click()
    await expect(page.locator(".clock-time")).not_to_have_text(before.strftime("%H:%M"))


async def test_what_people_write_never_becomes_markup(page: Page, town: Town) -> None:
    evil = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    elsa = column(page, "Elsa Lindqvist")
    town.engine.say(town.elsa, town.elsa.id, evil)
    await expect(elsa.get_by_role("log")).to_contain_text(evil)
    keys = {"inline_keyboard": [[{"text": evil, "callback_data": "drop"}]]}
    await town.bot.call("sendMessage", chat_id=town.elsa.id, text="Button", reply_markup=keys)
    await expect(elsa.get_by_role("button", name=evil, exact=True)).to_be_visible()
    town.engine.person(evil, language="en")
    await expect(page.get_by_role("navigation").get_by_role("button", name=evil)).to_be_visible()
    assert await page.locator("img[src=x], .log script").count() == 0


async def test_a_quote_ends_its_line_itself(page: Page, town: Town) -> None:
    text = "<blockquote>The ramp</blockquote>\nThank you\n\nSee you"
    await town.bot.call("sendMessage", chat_id=town.elsa.id, text=text, parse_mode="HTML")
    said = column(page, "Elsa Lindqvist").locator(".text", has_text="See you")
    await expect(said).to_contain_text("The rampThank you\n\nSee you", use_inner_text=False)


async def test_formatting_counts_as_telegram_counts(page: Page, town: Town) -> None:
    html = (
        "👍🏽 <b>bold <i>both</i></b> <code>x &lt; y</code> <tg-spoiler>secret</tg-spoiler>\n"
        '<blockquote>said</blockquote><a href="https://example.org/a">there</a> <a href="tg://user?id=1">who</a>'
    )
    await town.bot.call("sendMessage", chat_id=town.elsa.id, text=html, parse_mode="HTML")
    text = column(page, "Elsa Lindqvist").locator(".text").last
    await expect(text.locator("b")).to_have_text("bold both")
    await expect(text.locator("b i")).to_have_text("both")
    await expect(text.locator("code")).to_have_text("x < y")
    await expect(text.locator("blockquote")).to_have_text("said")
    await expect(text.get_by_role("link", name="there")).to_have_attribute("href", "https://example.org/a")
    await text.get_by_role("button", name="secret").click()
    await expect(text.locator(".spoiler")).to_have_attribute("aria-expanded", "true")


async def test_right_to_left_words_stay_in_their_bubble(page: Page, town: Town) -> None:
    await town.bot.call("sendMessage", chat_id=town.elsa.id, text="שלום, הנה רעיון: I-42!")
    words = column(page, "Elsa Lindqvist").locator(".words").last
    await expect(words).to_contain_text("שלום")
    assert await words.evaluate("node => getComputedStyle(node).direction") == "rtl"


async def test_a_thousand_messages_stay_quick(page: Page, town: Town) -> None:
    for number in range(1000):
        await town.bot.call("sendMessage", chat_id=town.elsa.id, text=f"Answer {number}")
    elsa = column(page, "Elsa Lindqvist")
    await expect(elsa.get_by_role("log")).to_contain_text("Answer 999")
    await page.reload()
    await expect(elsa.get_by_role("log")).to_contain_text("Answer 999")
    assert await elsa.get_by_role("article").count() < 400
    await elsa.locator(".scroller").evaluate("node => { node.scrollTop = 0; }")
    await expect(elsa.get_by_role("button", name="To the newest message")).to_be_visible()
    await elsa.get_by_role("button", name="To the newest message").click()
    await expect(elsa.get_by_role("button", name="To the newest message")).to_be_hidden()


@pytest.mark.parametrize("sight", [Sight(language="uk-UA")], indirect=True)
async def test_what_stands_before_the_first_word_is_said_in_the_languages_of_page_and_person(
    page: Page, town: Town
) -> None:
    """The page's own words in the reader's language, the bot's in that of the person's app."""
    await town.bot.call("setMyDescription", description="Tell us what could be better")
    await town.bot.call("setMyDescription", description="Povejte, kaj bi lahko bilo bolje", language_code="sl")
    town.engine.links[:] = [Link({"en": "Rate: Counter 3", "uk": "Оцініть: віконце 3"}, town.engine.links[0].url)]
    town.marko.note = {"en": "citizen", "uk": "мешканець"}
    town.engine.changed()
    await expect(page).to_have_title("Kaiwa: майданчик")
    marko = column(page, "Marko Kovač")
    await expect(marko).to_contain_text("мешканець")
    await expect(marko.get_by_text("Povejte, kaj bi lahko bilo bolje")).to_have_attribute("lang", "sl")
    await expect(column(page, "Karin Holm").get_by_text("Tell us what could be better")).to_be_visible()
    await expect(marko.get_by_text("Натисніть ПОЧАТИ внизу або зайдіть за посиланням")).to_be_visible()
    await marko.get_by_role("button", name="Оцініть: віконце 3").click()
    await expect(marko.get_by_role("log")).to_contain_text("Welcome s-counter-3")
    await marko.get_by_role("button", name="Більше про чат: Marko Kovač").click()
    await expect(page.get_by_role("menuitem", name="Оцініть: віконце 3")).to_be_visible()


@pytest.mark.parametrize("sight", [Sight(language="uk-UA")], indirect=True)
async def test_somebody_new_speaks_the_readers_language_unless_said_otherwise(page: Page, town: Town) -> None:
    await page.get_by_role("button", name="Ще одна особа").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_label("Мова")).to_have_value("uk")


@pytest.mark.parametrize("sight", [Sight(width=360, height=720)], indirect=True)
async def test_chats_that_lie_outside_are_hinted_at(page: Page, town: Town) -> None:
    for name in ("Ana Novak", "Petra Kos"):
        town.engine.person(name)
    await expect(page.get_by_role("tab", name="Petra Kos")).not_to_be_in_viewport()
    await expect(page.locator(".belt")).to_have_class("belt after")
    further = page.locator(".further")
    await expect(further).to_have_accessible_name("More chats")
    while await further.is_visible():
        await further.evaluate("node => node.click()")  # it may go away before a pointer has arrived
        await page.wait_for_timeout(50)
    await expect(page.get_by_role("button", name="Another person")).to_be_in_viewport()
    await expect(page.locator(".belt")).to_have_class("belt before")


async def test_a_command_in_a_text_is_large_enough_for_a_finger(page: Page, town: Town) -> None:
    await town.bot.call("sendMessage", chat_id=town.elsa.id, text="See /mine and /ideas")
    command = column(page, "Elsa Lindqvist").get_by_role("button", name="/mine")
    box = await command.bounding_box()
    assert box
    assert box["height"] >= 24


async def test_a_group_names_whoever_writes_once(page: Page, town: Town) -> None:
    await expect(field(column(page, "Quality team"))).to_have_accessible_name("Write as Karin Holm")
    await expect(field(column(page, "Elsa Lindqvist"))).to_have_accessible_name("Write a message (Elsa Lindqvist)")


async def test_the_help_promises_nothing_that_is_not_there(page: Page) -> None:
    """Weekly reports are for later."""
    words = await page.evaluate("async () => JSON.stringify((await import('/static/strings.js')).allWords())")
    for promise in ("weekly", "veckorapport", "tedenska poročila", "тижневі звіти"):
        assert promise not in words


async def test_a_channel_is_read_by_everybody_and_a_link_leads_to_its_post(page: Page, town: Town) -> None:
    """Its posts bear its name; there is no field to write in, and nothing to reply with."""
    channel = town.engine.channel("Lindvale", [town.elsa, town.marko], username="lindvale")
    await town.bot.call("sendMessage", chat_id="@lindvale", text="A cooler stands there now")
    button = [[{"text": "Open the post", "url": "https://t.me/lindvale/1"}]]
    await town.bot.call(
        "sendMessage", chat_id=town.elsa.id, text="It is done", reply_markup={"inline_keyboard": button}
    )
    side = page.locator(f".strip [data-side='{channel.id}']")
    if await side.get_attribute("aria-pressed") == "true":
        await side.click()
    await expect(column(page, "Lindvale")).to_have_count(0)
    await column(page, "Elsa Lindqvist").get_by_role("link", name="Open the post").click()
    place = column(page, "Lindvale")
    await expect(place.locator(".message.found")).to_contain_text("A cooler stands there now")
    await expect(place.locator(".message .who")).to_have_text("Lindvale")
    await expect(place.locator(".head-words p")).to_have_text("@lindvale · 2 subscribers")
    await expect(field(place)).to_be_hidden()
    await expect(place.get_by_role("button", name="Reply")).to_have_count(0)
