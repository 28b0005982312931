"""What people do reaches the bot in Telegram's shapes, and only what a bot may see."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from telegram import Update

from bot.playground.checks import load
from bot.playground.errors import NotPossible
from bot.playground.files import Upload
from tests.wire.stand_in import API, Town, inline, needs_description, picture

VOICE = Upload("voice.oga", b"OggS\0\4" + (3 * 48_000).to_bytes(8, "little") + b"sound", "audio/ogg")


@pytest.fixture
def town() -> Town:
    return Town()


async def everything(town: Town) -> list[dict[str, Any]]:
    """One update of every sort."""
    engine, ana, bo, group = town.engine, town.ana, town.bo, town.group
    sent = await town.call("sendMessage", chat_id=ana.id, text="Choose", reply_markup=inline("yes", "no"))
    town.updates()
    first = engine.say(ana, ana, "See https://x.org #light, @ana")
    engine.edit(ana, first, "See it")
    engine.say(ana, ana, "Yes", reply_to=sent["message_id"])
    engine.attach(ana, ana, "photo", picture(), caption="A picture")
    engine.attach(ana, ana, "voice", VOICE)
    for kind in ("document", "video", "audio", "animation", "video_note"):
        engine.attach(ana, ana, kind, Upload(f"file.{kind}", b"content", "application/octet-stream"))
    engine.sticker(ana, ana)
    engine.contact(ana, ana)
    engine.location(ana, ana)
    engine.poll(ana, ana, "Which lamp?", ["This", "That"])
    engine.press(ana, ana, sent["message_id"], 0, 1)
    engine.block(ana)
    engine.unblock(ana)
    engine.say(ana, group, "/team streets")
    engine.forward(ana, first, ana)
    engine.join(group, engine.person("Cy"), by=bo)
    engine.leave(group, bo)
    engine.remove_bot(group, ana)
    engine.open_link(ana, "https://t.me/kaiwa_playground_bot?startgroup=t-abc", group)
    return town.updates()


async def test_python_telegram_bot_understands_every_update(town: Town) -> None:
    for update in await everything(town):
        parsed = Update.de_json(update, None)
        (kind,) = update.keys() - {"update_id"}
        assert getattr(parsed, kind) is not None
        assert not parsed.api_kwargs
        if parsed.effective_message:
            assert not parsed.effective_message.api_kwargs


@needs_description
async def test_every_update_is_as_the_official_description_says(town: Town) -> None:
    description = load(API)
    problems = [p for update in await everything(town) for p in description.misfits("Update", update)]
    assert problems == []


async def test_ids_rise_by_one(town: Town) -> None:
    ids = [update["update_id"] for update in await everything(town)]
    assert ids == list(range(ids[0], ids[0] + len(ids)))


def test_a_message_says_who_where_and_in_which_language(town: Town) -> None:
    (update,) = town.caused(lambda: town.engine.say(town.ana, town.ana, "/idea More light"))
    message = update["message"]
    assert message["from"] == {
        "id": town.ana.id, "is_bot": False, "first_name": "Ana", "last_name": "Kovač", "username": "ana",
        "language_code": "sl",
    }  # fmt: skip
    assert message["chat"] == {
        "id": town.ana.id, "type": "private", "first_name": "Ana", "last_name": "Kovač", "username": "ana",
    }  # fmt: skip
    assert message["entities"] == [{"offset": 0, "length": 5, "type": "bot_command"}]


def test_photos_of_an_album_come_singly_with_one_number(town: Town) -> None:
    updates = town.caused(
        lambda: [town.engine.attach(town.ana, town.ana, "photo", picture(), album="77") for _ in range(3)]
    )
    assert [update["message"]["media_group_id"] for update in updates] == ["77"] * 3


def test_a_photo_comes_in_sizes_without_what_the_camera_wrote(town: Town) -> None:
    (update,) = town.caused(lambda: town.engine.attach(town.ana, town.ana, "photo", picture(2000, 1000)))
    sizes = update["message"]["photo"]
    assert [(size["width"], size["height"]) for size in sizes] == [
        (90, 45),
        (320, 160),
        (800, 400),
        (1280, 640),
    ]
    assert len({size["file_unique_id"] for size in sizes}) == 4


def test_a_voice_knows_how_long_it_is(town: Town) -> None:
    (update,) = town.caused(lambda: town.engine.attach(town.ana, town.ana, "voice", VOICE))
    assert update["message"]["voice"]["duration"] == 3


async def test_a_reply_carries_the_message_it_answers(town: Town) -> None:
    sent = await town.call("sendMessage", chat_id=town.ana.id, text="Which street?")
    (update,) = town.caused(lambda: town.engine.say(town.ana, town.ana, "Elm", reply_to=sent["message_id"]))
    assert update["message"]["reply_to_message"]["text"] == "Which street?"


def test_a_forwarded_message_names_its_origin(town: Town) -> None:
    original = town.engine.say(town.bo, town.group, "The lamp is out")
    (update,) = town.caused(lambda: town.engine.forward(town.ana, original, town.ana))
    assert update["message"]["forward_origin"]["sender_user"]["first_name"] == "Bo"
    assert update["message"]["from"]["first_name"] == "Ana"


def test_an_animation_is_a_document_too(town: Town) -> None:
    upload = Upload("wave.mp4", b"content", "video/mp4")
    (update,) = town.caused(lambda: town.engine.attach(town.ana, town.ana, "animation", upload))
    assert update["message"]["animation"]["file_id"] == update["message"]["document"]["file_id"]


async def test_a_file_that_is_too_big_is_told_of_but_not_handed_over(town: Town) -> None:
    limit = 20 * 1024 * 1024
    film = Upload("film.mov", b"a film", "video/quicktime")

    def sent(size: int) -> dict[str, Any]:
        (update,) = town.caused(lambda: town.engine.attach(town.ana, town.ana, "document", film, size=size))
        document: dict[str, Any] = update["message"]["document"]
        assert document["file_size"] == size
        return document

    assert (await town.call("getFile", file_id=sent(limit)["file_id"]))["file_path"]
    refusal = await town.refused("getFile", file_id=sent(limit + 1)["file_id"])
    assert refusal == "400 Bad Request: file is too big"
    with pytest.raises(NotPossible, match="2 GB"):
        sent(2000 * 1024 * 1024 + 1)


def test_what_is_too_long_for_one_message_goes_out_in_parts(town: Town) -> None:
    updates = town.caused(lambda: town.engine.say(town.ana, town.ana, "x" * 9000))
    assert [len(update["message"]["text"]) for update in updates] == [4096, 4096, 808]


async def test_in_a_group_the_bot_hears_only_what_is_meant_for_it(town: Town) -> None:
    engine, ana, group = town.engine, town.ana, town.group
    sent = await town.call("sendMessage", chat_id=group.id, text="A card")
    others = engine.say(ana, group, "among ourselves")

    def heard(text: str, reply_to: int | None = None) -> bool:
        return bool(town.caused(lambda: engine.say(ana, group, text, reply_to=reply_to)))

    assert not heard("what a day")
    assert not heard("still among us", reply_to=others.id)
    assert not heard("/idea@other_bot more light")
    assert heard("/idea more light")
    assert heard("/idea@Kaiwa_Playground_Bot more light")
    assert heard("which street?", reply_to=sent["message_id"])
    group.bot_status = "administrator"
    assert heard("what a day")


async def test_a_photo_or_voice_in_a_group_reaches_the_bot_as_an_answer_to_it(town: Town) -> None:
    engine, bo, group = town.engine, town.bo, town.group
    card = await town.call("sendMessage", chat_id=group.id, text="A card", reply_markup=inline("Take"))

    def heard(kind: str, upload: Upload, **how: Any) -> list[Any]:
        updates = town.caused(lambda: engine.attach(bo, group, kind, upload, **how))
        return [(kind in u["message"], u["message"]["reply_to_message"]["message_id"]) for u in updates]

    for kind, upload in (("photo", picture()), ("voice", VOICE), ("document", VOICE), ("video_note", VOICE)):
        assert heard(kind, upload, reply_to=card["message_id"]) == [(True, card["message_id"])]
        assert heard(kind, upload) == []
    (first,) = heard("photo", picture(), reply_to=card["message_id"], album="7", caption="See")
    assert first == heard("photo", picture(), reply_to=card["message_id"], album="7")[0]
    for share in (engine.sticker, engine.contact, engine.location):
        assert not town.caused(partial(share, bo, group))
        assert town.caused(partial(share, bo, group, reply_to=card["message_id"]))


async def test_one_button_is_pressed_by_two_at_once_and_long_after(town: Town) -> None:
    engine, group = town.engine, town.group
    card = (await town.call("sendMessage", chat_id=group.id, text="A card", reply_markup=inline("Take")))["message_id"]
    presses = town.caused(lambda: [engine.press(who, group, card, 0, 0) for who in (town.ana, town.ana, town.bo)])
    queries = [update["callback_query"] for update in presses]
    assert len({query["id"] for query in queries}) == 3
    assert [query["from"]["id"] for query in queries] == [town.ana.id, town.ana.id, town.bo.id]
    for query in queries:
        assert await town.call("answerCallbackQuery", callback_query_id=query["id"])
    await town.call("editMessageText", chat_id=group.id, message_id=card, text="Taken")
    town.clock.advance(timedelta(days=40))
    (late,) = town.caused(lambda: engine.press_data(town.bo, group, card, "Take"))
    assert late["callback_query"]["data"] == "Take"
    assert "reply_markup" not in late["callback_query"]["message"]


async def test_what_the_bot_took_away_cannot_be_pressed(town: Town) -> None:
    sent = await town.call("sendMessage", chat_id=town.ana.id, text="?", reply_markup=inline("a"))
    message = town.engine.find_message(town.ana, sent["message_id"])
    await town.call("deleteMessage", chat_id=town.ana.id, message_id=message.id)
    with pytest.raises(NotPossible):
        town.engine.press(town.ana, town.ana, message, 0, 0)


def test_the_bot_hears_when_it_comes_and_goes(town: Town) -> None:
    engine, group = town.engine, town.group
    left, change = town.caused(lambda: engine.remove_bot(group, town.ana))
    assert left["message"]["left_chat_member"]["is_bot"]
    assert change["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    change, came = town.caused(lambda: engine.add_bot(group, town.bo))
    assert change["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert came["message"]["new_chat_members"][0]["username"] == "kaiwa_playground_bot"


def test_a_link_starts_the_private_chat_also_of_one_who_had_blocked(town: Town) -> None:
    town.engine.block(town.ana)
    change, start = town.caused(
        lambda: town.engine.open_link(town.ana, "https://t.me/Kaiwa_Playground_Bot?start=i-x_1")
    )
    assert change["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert start["message"]["text"] == "/start i-x_1"


def test_a_group_link_brings_the_bot_and_says_so_there(town: Town) -> None:
    team = town.engine.group("Streets", [town.ana], bot=False)
    url = "https://t.me/kaiwa_playground_bot?startgroup=t-abc"
    with pytest.raises(NotPossible, match="Choose the group"):
        town.engine.open_link(town.ana, url)
    *_, start = town.caused(lambda: town.engine.open_link(town.ana, url, team))
    assert start["message"]["text"] == "/start@kaiwa_playground_bot t-abc"
    assert start["message"]["chat"]["id"] == team.id


@pytest.mark.parametrize(
    "url",
    [
        "https://t.me/another_bot?start=x",
        "https://kaiwa.example",
        "https://t.me/kaiwa_playground_bot?start=a%20b",
        f"https://t.me/kaiwa_playground_bot?start={'x' * 65}",
    ],
)
def test_other_links_are_not_followed(town: Town, url: str) -> None:
    with pytest.raises(NotPossible):
        town.engine.open_link(town.ana, url)


def test_people_can_do_only_what_an_app_lets_them(town: Town) -> None:
    engine, ana, bo = town.engine, town.ana, town.bo
    message = engine.say(ana, ana, "mine")
    stranger = engine.person("Cy")
    for impossible in (
        lambda: engine.say(stranger, town.group, "hello"),
        lambda: engine.say(ana, bo, "hello"),
        lambda: engine.say(ana, ana, "  \n"),
        lambda: engine.edit(bo, message, "yours"),
        lambda: engine.press(ana, ana, message.id, 0, 0),
        lambda: engine.attach(ana, ana, "photo", Upload("a.jpg", b"no picture", "image/jpeg")),
        lambda: engine.attach(ana, ana, "photo", picture(2100, 100)),
        lambda: engine.attach(ana, ana, "document", Upload("a", b"x", "text/plain"), caption="x" * 1025),
    ):
        with pytest.raises(NotPossible):
            impossible()
    engine.block(ana)
    with pytest.raises(NotPossible, match="unblock"):
        engine.say(ana, ana, "hello")
