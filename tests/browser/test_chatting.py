"""What one does in a chat: say, press, attach, follow links, reply, edit, block."""

from __future__ import annotations

import io
import wave
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import FilePayload, Page, expect

from bot.playground.files import Upload
from tests.browser.conftest import Town, column, drop, field, poster

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


def picture(name: str = "ramp.jpg") -> FilePayload:
    content = io.BytesIO()
    Image.new("RGB", (320, 240), (90, 140, 130)).save(content, "JPEG")
    return FilePayload(name=name, mimeType="image/jpeg", buffer=content.getvalue())


def sound() -> FilePayload:
    content = io.BytesIO()
    with wave.open(content, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(b"\0" * 16000)
    return FilePayload(name="voice.wav", mimeType="audio/wav", buffer=content.getvalue())


async def test_an_idea_goes_from_a_person_to_the_group(page: Page, town: Town) -> None:
    elsa = column(page, "Elsa Lindqvist")
    await field(elsa).fill("The ramp is too steep")
    await field(elsa).press("Enter")
    await expect(elsa.get_by_role("log")).to_contain_text("Is this an idea?")
    await expect(elsa.locator(".text b", has_text="idea")).to_be_visible()
    await elsa.get_by_role("button", name="Send as an idea").click()
    await expect(elsa.get_by_role("status")).to_contain_text("Sent")
    await expect(elsa.get_by_role("log")).to_contain_text("Your idea is I-42")
    await expect(elsa.get_by_role("button", name="Send as an idea")).to_have_count(0)
    group = column(page, "Quality team")
    await group.get_by_role("combobox").select_option("Karin Holm")
    await group.get_by_role("button", name="Take").click()
    await expect(group.get_by_role("log")).to_contain_text("I-42: with Karin")


async def test_the_member_chosen_in_a_group_is_the_one_who_speaks(page: Page, town: Town) -> None:
    group = column(page, "Quality team")
    await group.get_by_role("combobox").select_option("Оксана Бондаренко")
    await field(group).fill("Я подивлюся")
    await field(group).press("Enter")
    await expect(group.locator(".message.own")).to_contain_text("Я подивлюся")
    assert town.engine.messages(town.group)[-1].sender is town.oksana
    await group.get_by_role("combobox").select_option("Karin Holm")
    await expect(group.locator(".message.theirs .who", has_text="Оксана")).to_be_visible()


async def test_an_alert_is_a_dialog(page: Page) -> None:
    elsa = column(page, "Elsa Lindqvist")
    await field(elsa).fill("Nothing much")
    await field(elsa).press("Enter")
    await elsa.get_by_role("button", name="Drop").click()
    dialog = page.get_by_role("dialog", name="Elsa Lindqvist")
    await expect(dialog).to_contain_text("Nothing was kept")
    await dialog.get_by_role("button", name="OK").click()
    await expect(dialog).to_have_count(0)


async def test_a_newcomer_starts_or_comes_in_by_a_link(page: Page, town: Town) -> None:
    marko = column(page, "Marko Kovač")
    await expect(marko.locator("textarea")).to_be_hidden()
    await marko.get_by_role("button", name="Counter 3").click()
    await expect(marko.get_by_role("log")).to_contain_text("Welcome s-counter-3")
    oksana = column(page, "Оксана Бондаренко")
    await oksana.get_by_role("button", name="Start", exact=True).click()
    await expect(oksana.get_by_role("log")).to_contain_text("Welcome")
    await expect(field(oksana)).to_be_focused()


async def test_a_link_that_is_pasted_or_written_opens_the_bot(page: Page, town: Town) -> None:
    elsa = column(page, "Elsa Lindqvist")
    link = f"https://t.me/{town.engine.me.username}?start=o-42"
    await field(elsa).fill(link)
    await expect(elsa.get_by_text("A link to Kaiwa")).to_be_visible()
    await field(elsa).press("Enter")
    await expect(elsa.get_by_role("log")).to_contain_text("Welcome o-42")
    await town.bot.call("sendMessage", chat_id=town.elsa.id, text=f"See {link.replace('o-42', 'o-43')}")
    await elsa.get_by_role("link", name="o-43").click()
    await expect(elsa.get_by_role("log")).to_contain_text("Welcome o-43")


async def test_a_link_for_groups_asks_which_group(page: Page, town: Town) -> None:
    town.engine.remove_bot(town.group, town.karin)
    elsa = column(page, "Elsa Lindqvist")
    await expect(column(page, "Quality team").get_by_role("button", name="Add Kaiwa to the group")).to_be_visible()
    await field(elsa).fill(f"https://t.me/{town.engine.me.username}?startgroup=t-abc")
    await field(elsa).press("Enter")
    dialog = page.get_by_role("dialog", name="Add Kaiwa to which group?")
    await dialog.get_by_role("button", name="Cancel").click()
    assert not town.group.bot


async def test_photos_with_words_become_an_album(page: Page, town: Town) -> None:
    elsa = column(page, "Elsa Lindqvist")
    await elsa.locator('input[data-kind="photo"]').set_input_files([picture("one.jpg"), picture("two.jpg")])
    await expect(elsa.get_by_role("button", name="Remove one.jpg")).to_be_visible()
    await field(elsa).fill("The ramp, twice")
    await field(elsa).press("Enter")
    album = elsa.locator(".message.album")
    await expect(album.get_by_role("img", name="Photo from Elsa: The ramp, twice")).to_be_visible()
    await expect(album.get_by_role("img")).to_have_count(2)
    await expect(elsa.get_by_role("log")).to_contain_text("Is this an idea?")
    await album.get_by_role("button").first.click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.press("Escape")


async def test_files_and_voices(page: Page, town: Town) -> None:
    elsa = column(page, "Elsa Lindqvist")
    paper = FilePayload(name="förslag.pdf", mimeType="application/pdf", buffer=b"%PDF-1.4 " * 200)
    await elsa.locator('input[data-kind="document"]').set_input_files(paper)
    await elsa.get_by_role("button", name="Send", exact=True).click()
    await expect(elsa.get_by_role("link", name="Download förslag.pdf, 2 kB")).to_be_visible()
    await elsa.locator('input[data-kind="voice"]').set_input_files(sound())
    await elsa.get_by_role("button", name="Send", exact=True).click()
    await expect(elsa.get_by_role("button", name="Play: Voice message, Elsa")).to_be_visible()
    kinds = [m.media.kind for m in town.engine.messages(town.elsa) if m.media]
    assert kinds == ["document", "voice"]


async def test_a_voice_is_recorded(page: Page, town: Town) -> None:
    elsa = column(page, "Elsa Lindqvist")
    await elsa.get_by_role("button", name="Attach").click()
    await page.get_by_role("menuitem", name="Record a voice message").click()
    await expect(elsa.get_by_text("Recording 0:01")).to_be_visible()
    await elsa.get_by_role("button", name="Send the recording").click()
    await expect(elsa.get_by_role("button", name="Play: Voice message, Elsa")).to_be_visible()
    await expect(field(elsa)).to_be_focused()
    voice = next(m.media for m in town.engine.messages(town.elsa) if m.media)
    assert voice.kind == "voice"
    assert voice.file.size > 100


async def test_a_picture_without_a_code_is_attached_where_it_was_dropped(page: Page) -> None:
    elsa = column(page, "Elsa Lindqvist")
    for dropped in (picture("garden.png"), FilePayload(name="garden.png", mimeType="image/png", buffer=b"x")):
        await drop(page, elsa, dropped)
        await expect(elsa.get_by_role("list", name="1 attachment")).to_contain_text("garden.png")
        await expect(
            elsa.get_by_role("status").get_by_text("No code found. The picture is attached").last
        ).to_be_visible()
        await elsa.get_by_role("button", name="Remove garden.png").click()
        await expect(elsa.get_by_role("list")).to_have_count(0)


async def test_several_pictures_are_an_album_and_no_posters(page: Page) -> None:
    elsa = column(page, "Elsa Lindqvist")
    await drop(page, elsa, picture("one.jpg"), picture("two.jpg"))
    await expect(elsa.get_by_role("list", name="2 attachments")).to_be_visible()


async def test_a_poster_that_is_dropped_opens_its_link(page: Page, town: Town, tmp_path: Path) -> None:
    """As whoever scans it: here somebody who has never met the bot."""
    marko = column(page, "Marko Kovač")
    await drop(page, marko, poster(town.engine.me.username, tmp_path))
    await expect(marko.get_by_role("log")).to_contain_text("Welcome s-counter-3")
    await expect(marko.get_by_role("list")).to_have_count(0)


async def test_a_poster_in_a_group_is_opened_by_whoever_is_chosen(page: Page, town: Town, tmp_path: Path) -> None:
    group = column(page, "Quality team")
    await drop(page, group, poster(town.engine.me.username, tmp_path))
    await expect(group.get_by_role("status")).to_contain_text("The code is opened")
    await expect(column(page, "Karin Holm").get_by_role("log")).to_contain_text("Welcome s-counter-3")


async def test_before_the_first_word_nothing_is_attached(page: Page, town: Town) -> None:
    marko = column(page, "Marko Kovač")
    await drop(page, marko, picture())
    await expect(marko.get_by_role("status")).to_have_text("No code found.")
    await marko.get_by_role("button", name="Start", exact=True).click()
    await expect(marko.get_by_role("log")).to_contain_text("Welcome")
    await expect(marko.get_by_role("list")).to_have_count(0)


async def test_a_poster_is_chosen_before_and_after_the_first_word(page: Page, town: Town, tmp_path: Path) -> None:
    marko = column(page, "Marko Kovač")
    scan = marko.locator('input[data-kind="scan"]')
    photo = poster(town.engine.me.username, tmp_path)
    for count in (1, 2):
        async with page.expect_file_chooser() as choosing:
            if count == 1:
                await marko.get_by_role("button", name="Picture of a poster").click()
            else:
                await marko.get_by_role("button", name="Attach").click()
                await page.get_by_role("menuitem", name="Picture of a poster").click()
        await (await choosing.value).set_files(photo)
        await expect(marko.get_by_role("log").get_by_text("Welcome s-counter-3")).to_have_count(count)
        await expect(scan).to_have_value("")


async def test_a_poster_of_another_bot_is_named_and_not_opened(page: Page, town: Town, tmp_path: Path) -> None:
    elsa = column(page, "Elsa Lindqvist")
    await drop(page, elsa, poster("lindvale_bot", tmp_path))
    elsewhere = "The code leads elsewhere: https://t.me/lindvale_bot?start=s-counter-3"
    await expect(elsa.get_by_role("status")).to_contain_text(elsewhere)
    await expect(elsa.get_by_role("list", name="1 attachment")).to_be_visible()


async def test_the_bot_is_seen_writing(page: Page, town: Town) -> None:
    elsa = column(page, "Elsa Lindqvist")
    await town.bot.call("sendChatAction", chat_id=town.elsa.id, action="typing")
    await expect(elsa.get_by_text("Kaiwa is writing…")).to_be_attached()
    await town.bot.call("sendMessage", chat_id=town.elsa.id, text="Done")
    await expect(elsa.locator(".typing")).to_be_hidden()


async def test_reply_and_edit(page: Page, town: Town) -> None:
    elsa = column(page, "Elsa Lindqvist")
    welcome = elsa.get_by_role("article").filter(has_text="Welcome")
    await welcome.hover()
    await welcome.get_by_role("button", name="Reply").click()
    await field(elsa).fill("Thanks for the welcom")
    await field(elsa).press("Enter")
    mine = elsa.get_by_role("article").filter(has_text="Thanks for the welcom").filter(has=page.locator(".meta .icon"))
    await expect(mine.get_by_role("button", name="Reply to Kaiwa: Welcome")).to_be_visible()
    await mine.hover()
    await mine.get_by_role("button", name="Edit").click()
    await expect(field(elsa)).to_have_value("Thanks for the welcom")
    await field(elsa).fill("Thanks for the welcome")
    await field(elsa).press("Enter")
    await expect(mine).to_contain_text("edited")
    assert any(m.text == "Thanks for the welcome" and m.edited for m in town.engine.messages(town.elsa))


async def test_a_caption_is_edited_and_taken_away(page: Page, town: Town) -> None:
    elsa = column(page, "Elsa Lindqvist")
    lamp = Upload("lamp.jpg", picture()["buffer"], "image/jpeg")
    photo = town.engine.attach(town.elsa, town.elsa.id, "photo", lamp, caption="The lmap")
    mine = elsa.locator(".message.with-photo")
    for words in ("The lamp", ""):
        await mine.hover()
        await mine.get_by_role("button", name="Edit").click()
        await field(elsa).fill(words)
        await elsa.get_by_role("button", name="Save").click()
        await expect(mine.locator(".text")).to_have_text(words)
        await expect(field(elsa)).to_be_focused()
        assert photo.text == words
    await expect(mine).to_contain_text("edited")


async def test_editing_keeps_what_was_being_written_and_what_was_refused(page: Page, town: Town) -> None:
    elsa = column(page, "Elsa Lindqvist")
    await field(elsa).fill("Half a sen")
    mine = elsa.get_by_role("article").filter(has_text="/start")
    await mine.hover()
    await mine.get_by_role("button", name="Edit").click()
    await expect(field(elsa)).to_have_accessible_description("Editing a message /start")
    await field(elsa).press("Escape")
    await expect(field(elsa)).to_have_value("Half a sen")
    await expect(elsa.get_by_text("Editing a message")).to_be_hidden()
    await mine.hover()
    await mine.get_by_role("button", name="Edit").click()
    await field(elsa).fill("x" * 4097)
    await field(elsa).press("Enter")
    await expect(elsa.get_by_role("alert")).to_contain_text("4096 characters")
    await expect(field(elsa)).to_have_value("x" * 4097)
    await expect(elsa.get_by_text("Editing a message")).to_be_visible()
    await elsa.get_by_role("button", name="Do not edit").click()
    await expect(mine).not_to_contain_text("edited")


async def test_what_is_old_or_not_ones_own_is_not_edited(page: Page, town: Town) -> None:
    elsa = column(page, "Elsa Lindqvist")
    await town.bot.call("sendMessage", chat_id=town.elsa.id, text="Old news")
    theirs = elsa.get_by_role("article").filter(has_text="Old news")
    await expect(theirs.get_by_role("button", name="Edit")).to_have_count(0)
    await expect(theirs.get_by_role("button", name="Forward")).to_have_count(1)
    town.clock.advance(timedelta(hours=49))
    await page.reload()
    mine = elsa.get_by_role("article").filter(has_text="/start")
    await mine.hover()
    await mine.get_by_role("button", name="Edit").click()
    await expect(elsa.get_by_text("A message can be edited for two days")).to_be_visible()
    await expect(field(elsa)).to_have_value("")


async def test_messages_are_forwarded_to_kaiwa_and_to_groups(page: Page, town: Town) -> None:
    group = column(page, "Quality team")
    town.engine.say(town.oksana, town.oksana.id, "/start")
    for _ in range(2):
        ramp = Upload("ramp.jpg", picture()["buffer"], "image/jpeg")
        town.engine.attach(town.karin, town.group, "photo", ramp, album="7", caption="The ramp")
    await group.get_by_role("combobox").select_option("Оксана Бондаренко")
    await group.locator(".message.album").hover()
    await group.locator(".message.album").get_by_role("button", name="Forward").click()
    await expect(page.get_by_role("menuitem")).to_have_text(["Forward to Kaiwa", "Forward to Quality team"])
    await page.get_by_role("menuitem", name="Forward to Kaiwa").click()
    oksana = column(page, "Оксана Бондаренко")
    forwarded = oksana.locator(".message.own.album")
    await expect(forwarded.get_by_role("img")).to_have_count(2)
    await expect(forwarded).to_contain_text("Forwarded from Karin")
    await expect(group.get_by_text("Forwarded to Kaiwa")).to_be_visible()
    await expect(forwarded.get_by_role("button", name="Edit")).to_have_count(0)


async def test_things_without_words(page: Page, town: Town) -> None:
    elsa = column(page, "Elsa Lindqvist")
    for entry, shown in (
        ("My telephone number", "Telephone number Elsa Lindqvist, +46700000000"),
        ("Place", "Place 60.1700, 24.9400"),
    ):
        await elsa.get_by_role("button", name="Attach").click()
        await page.get_by_role("menuitem", name=entry).click()
        await expect(elsa.get_by_role("article", name=shown)).to_have_count(1)
        await expect(field(elsa)).to_be_focused()
    await elsa.get_by_role("button", name="Attach").click()
    await page.get_by_role("menuitem", name="Sticker").click()
    await expect(elsa.get_by_role("img", name="Sticker: \U0001f44d")).to_be_visible()
    await elsa.get_by_role("button", name="Attach").click()
    await page.get_by_role("menuitem", name="A file that is too big").click()
    await expect(elsa.get_by_role("link", name="Download film.mov, 26.2 MB")).to_be_visible()
    town.engine.poll(town.elsa, town.elsa.id, "Which lamp?", ["This", "That"])
    await expect(elsa.get_by_text("Which lamp? ○ This ○ That", exact=True)).to_be_visible()


async def test_a_file_of_the_bots_is_fetched_under_its_name(page: Page, town: Town) -> None:
    made = Upload("kaiwa-data.json", b'{"name": "Elsa"}', "application/json")
    await town.engine.answer("sendDocument", {"chat_id": town.elsa.id, "caption": "Yours"}, {"document": made})
    link = column(page, "Elsa Lindqvist").get_by_role("link", name="Download kaiwa-data.json, 16 B")
    async with page.expect_download() as downloading:
        await link.click()
    download = await downloading.value
    assert download.suggested_filename == made.name
    assert (await download.path()).read_bytes() == made.content


async def test_a_team_answers_a_card_with_a_photo_and_a_voice(page: Page, town: Town) -> None:
    group = column(page, "Quality team")
    await group.get_by_role("combobox").select_option("Karin Holm")
    await town.bot.call("sendMessage", chat_id=town.group.id, text="I-42: new")
    card = group.get_by_role("article").filter(has_text="I-42")

    async def reply() -> None:
        await card.first.hover()
        await card.first.get_by_role("button", name="Reply", exact=True).click()

    await reply()
    await group.locator('input[data-kind="photo"]').set_input_files(picture())
    await group.get_by_role("button", name="Send", exact=True).click()
    await expect(group.get_by_role("img", name="Photo from Karin")).to_be_visible()
    await reply()
    await group.get_by_role("button", name="Attach").click()
    await page.get_by_role("menuitem", name="Record a voice message").click()
    await group.get_by_role("button", name="Send the recording").click()
    await expect(group.get_by_role("button", name="Play: Voice message, Karin")).to_be_visible()
    await expect(group.get_by_text("Reply to Kaiwa", exact=True)).to_be_hidden()
    _, *answers = town.engine.messages(town.group)
    assert [(m.media and m.media.kind, m.reply_to and m.reply_to.text) for m in answers] == [
        ("photo", "I-42: new"),
        ("voice", "I-42: new"),
    ]


async def test_blocking_and_coming_back(page: Page, town: Town) -> None:
    elsa = column(page, "Elsa Lindqvist")
    await elsa.get_by_role("button", name="More about this chat").click()
    await page.get_by_role("menuitem", name="Block Kaiwa").click()
    await expect(field(elsa)).to_be_hidden()
    assert town.elsa.blocked
    await elsa.get_by_role("button", name="Unblock").click()
    await expect(field(elsa)).to_be_visible()
    assert not town.elsa.blocked


async def test_the_bot_leaves_a_group_and_returns(page: Page, town: Town) -> None:
    group = column(page, "Quality team")
    await group.get_by_role("button", name="More about this chat").click()
    await page.get_by_role("menuitem", name="Remove Kaiwa").click()
    await group.get_by_role("button", name="Add Kaiwa to the group").click()
    await expect(group.get_by_role("button", name="Add Kaiwa to the group")).to_be_hidden()
    assert town.group.bot


async def test_a_question_waits_for_its_answer(page: Page, town: Town) -> None:
    elsa = column(page, "Elsa Lindqvist")
    await field(elsa).fill("ask me")
    await field(elsa).press("Enter")
    await expect(elsa.get_by_text("Answer to Kaiwa")).to_be_visible()
    await field(elsa).fill("At the library")
    await field(elsa).press("Enter")
    await expect(elsa.get_by_text("Answer to Kaiwa")).to_be_hidden()
    answer = next(m for m in town.engine.messages(town.elsa) if m.text == "At the library")
    assert answer.reply_to
    assert answer.reply_to.text == "Where is it?"


async def test_suggested_answers_and_commands(page: Page, town: Town) -> None:
    elsa = column(page, "Elsa Lindqvist")
    await field(elsa).fill("choose")
    await field(elsa).press("Enter")
    answers = elsa.get_by_role("group", name="Suggested answers")
    await answers.get_by_role("button", name="School").click()
    await expect(elsa.locator(".message.own", has_text="School")).to_be_visible()
    await expect(answers).to_be_hidden()
    await elsa.get_by_role("button", name="Commands").click()
    await page.get_by_role("menuitem", name="/mine").click()
    await expect(elsa.locator(".message.own", has_text="/mine")).to_be_visible()
