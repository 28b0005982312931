"""The playground held against the official description of the Bot API: what it offers, takes and answers."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground.api import METHODS
from bot.playground.checks import Description, load
from bot.playground.files import Upload
from bot.playground.parameters import BOOLEANS, FLOATS, INTEGERS, OBJECTS
from tests.wire.stand_in import API, Town, inline, needs_description, picture

pytestmark = needs_description
TEXT = Upload("a.txt", b"text", "text/plain")


@pytest.fixture
def town() -> Town:
    return Town(strict=API)


@pytest.fixture(scope="module")
def description() -> Description:
    return load(API)


def test_every_method_that_the_playground_offers_exists(description: Description) -> None:
    assert set(METHODS) <= set(description.methods)


@pytest.mark.parametrize("method", METHODS)
def test_strings_of_forms_are_turned_into_what_the_description_says(description: Description, method: str) -> None:
    for field in description.methods[method].get("fields", []):
        kinds = set(field["types"])
        name = field["name"]
        assert (name in INTEGERS) == ("Integer" in kinds), f"{method} {name}"
        assert (name in BOOLEANS) == (kinds == {"Boolean"}), f"{method} {name}"
        assert (name in FLOATS) == (kinds == {"Float"}), f"{method} {name}"
        if not kinds & {"Integer", "Boolean", "String", "Float", "InputFile"} and name != "media":
            assert name in OBJECTS, f"{method} {name}"


@pytest.mark.parametrize(
    ("method", "params", "problem"),
    [
        ("sendMessage", {"text": "x", "color": "red"}, "color is unknown"),
        ("sendMessage", {}, "text is missing"),
        ("sendMessage", {"text": 5}, "text is not String"),
        ("sendMessage", {"text": "x", "disable_notification": 1}, "disable_notification is not Boolean"),
        ("sendMessage", {"text": "x", "reply_parameters": {"message": 5}},
         "reply_parameters.message is unknown"),
        ("sendMessage", {"text": "x", "reply_parameters": {}}, "reply_parameters.message_id is missing"),
        ("sendMessage", {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "x", "colour": "y"}]]}},
         "reply_markup.inline_keyboard[0][0].colour is unknown"),
        ("sendMessage", {"text": "x", "reply_markup": inline("x" * 65)},
         "reply_markup.inline_keyboard[0][0].callback_data has 65 bytes instead of 1-64"),
        ("sendMessage", {"text": "x", "entities": [{"type": "bold"}]}, "entities[0].offset is missing"),
        ("sendMediaGroup", {"media": [{"type": "photo"}]}, "media[0].media is missing"),
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201, "chat_id": None},
         "text has 201 characters instead of 0-200"),
        ("setMyCommands", {"commands": [{"command": "x" * 33, "description": "y"}], "chat_id": None},
         "commands[0].command has 33 characters instead of 1-32"),
        ("setMyCommands", {"commands": [], "scope": {"type": "chat"}, "chat_id": None},
         "scope.chat_id is missing"),
        ("getUpdates", {"allowed_updates": "message", "chat_id": None}, "JSON"),
    ],
)  # fmt: skip
async def test_a_call_that_does_not_satisfy_the_description_is_refused_and_noted(
    town: Town, method: str, params: dict[str, Any], problem: str
) -> None:
    given = {"chat_id": town.ana.id, **params}
    answer = await town.refused(method, **given)
    assert answer.startswith("400 Bad Request")
    assert problem in answer
    if problem != "JSON":
        assert f"{method}: {problem}" in town.engine.violations


async def test_what_the_playground_answers_is_as_described(town: Town, description: Description) -> None:
    answers = await _one_of_each(town)
    assert {method for method, _ in answers} == set(METHODS)
    assert not town.engine.violations
    for method, result in answers:
        kinds = description.methods[method]["returns"]
        fits = [description.misfits(kind, result) for kind in kinds]
        assert [] in fits, f"{method}: {fits}"


async def _one_of_each(town: Town) -> list[tuple[str, Any]]:
    """Every method once, with what it answered."""
    ana, group = town.ana.id, town.group.id
    answers: list[tuple[str, Any]] = []

    async def call(method: str, files: dict[str, Upload] | None = None, **params: Any) -> Any:
        result = await town.call(method, files, **params)
        answers.append((method, result))
        return result

    sent = await call(
        "sendMessage", chat_id=ana, text="<b>x</b> @ana", parse_mode="HTML", reply_markup=inline("a"),
        link_preview_options={"is_disabled": True}, reply_parameters={"message_id": 1},
    )  # fmt: skip
    where = {"chat_id": ana, "message_id": sent["message_id"]}
    press = town.engine.press(ana, ana, sent["message_id"], 0, 0)
    await call("answerCallbackQuery", callback_query_id=press.id, text="ok", show_alert=False)
    await call("getUpdates", offset=0, limit=100, timeout=0, allowed_updates=["message", "callback_query"])
    await call("editMessageText", **where, text="y", reply_markup=inline("a", "b"))
    await call("editMessageReplyMarkup", **where, reply_markup=inline("c"))
    await call("setMessageReaction", **where, reaction=[{"type": "emoji", "emoji": "👍"}])
    await call("pinChatMessage", **where, disable_notification=True)
    await call("unpinChatMessage", chat_id=ana)
    photo = await call("sendPhoto", {"photo": picture()}, chat_id=ana, caption="c")
    await call("editMessageCaption", chat_id=ana, message_id=photo["message_id"], caption="d")
    for kind in ("voice", "document", "video", "audio"):
        await call(f"send{kind.title()}", {kind: TEXT}, chat_id=ana)
    album = [{"type": "photo", "media": f"attach://{name}", "caption": name} for name in "ab"]
    await call("sendMediaGroup", {"a": picture(), "b": picture()}, chat_id=ana, media=album)
    await call("sendLocation", chat_id=ana, latitude=60.17, longitude=24.94)
    await call("sendChatAction", chat_id=ana, action="typing")
    await call("copyMessage", chat_id=group, from_chat_id=ana, message_id=sent["message_id"])
    await call("forwardMessage", chat_id=group, from_chat_id=ana, message_id=sent["message_id"])
    await call("getFile", file_id=photo["photo"][0]["file_id"])
    await call("deleteMessage", **where)
    await call("deleteMessages", chat_id=ana, message_ids=[photo["message_id"], 99])
    commands = [{"command": "idea", "description": "Say what could be better"}]
    await call("setMyCommands", commands=commands, scope={"type": "chat", "chat_id": ana}, language_code="sl")
    await call("getMyCommands", scope={"type": "chat", "chat_id": ana}, language_code="sl")
    await call("deleteMyCommands")
    for what, field in (
        ("Name", "name"),
        ("Description", "description"),
        ("ShortDescription", "short_description"),
    ):
        words: dict[str, Any] = {field: "Kaiwa"}
        await call(f"setMy{what}", **words)
        await call(f"getMy{what}")
    await call("setChatMenuButton", menu_button={"type": "commands"})
    await call("getMe")
    await call("getWebhookInfo")
    await call("deleteWebhook", drop_pending_updates=False)
    await call("getChat", chat_id=ana)
    await call("getChat", chat_id=group)
    await call("getChatMember", chat_id=group, user_id=ana)
    await call("getChatMember", chat_id=group, user_id=town.engine.me.id)
    await call("getChatMemberCount", chat_id=group)
    await call("getChatAdministrators", chat_id=group)
    channel = town.engine.channel("Town", [town.ana], id=-1001000005003, username="town")
    post = await call("sendMessage", chat_id="@town", text="<b>x</b>", parse_mode="HTML")
    await call("sendPhoto", {"photo": picture()}, chat_id=channel.id, caption="c")
    await call("editMessageText", chat_id="@town", message_id=post["message_id"], text="y")
    await call("deleteMessage", chat_id="@town", message_id=post["message_id"])
    await call("getChat", chat_id="@town")
    await call("getChatMember", chat_id="@town", user_id=town.engine.me.id)
    await call("leaveChat", chat_id=group)
    return answers
