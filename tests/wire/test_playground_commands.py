"""Command menus are found by scope and language in Telegram's order."""

from __future__ import annotations

from typing import Any

import pytest

from tests.wire.stand_in import Town

DEFAULT = {"type": "default"}
PRIVATE = {"type": "all_private_chats"}
GROUPS = {"type": "all_group_chats"}


@pytest.fixture
def town() -> Town:
    return Town()


async def set_menu(town: Town, scope: dict[str, Any] | None, language: str, command: str) -> None:
    commands = [{"command": command, "description": "does it"}]
    params = {"scope": scope} if scope else {}
    assert await town.call("setMyCommands", commands=commands, language_code=language, **params)


def seen(town: Town, chat: int | None = None) -> list[str]:
    """What Ana (Slovenian) sees privately, or in a group."""
    where = town.engine.find_chat(chat if chat is not None else town.ana)
    return [entry["command"] for entry in town.engine.commands.seen_by(town.ana, where)]


async def test_a_narrower_scope_wins_over_a_wider_one_and_its_language_first(town: Town) -> None:
    assert seen(town) == []
    chat = {"type": "chat", "chat_id": town.ana.id}
    steps = [
        (None, "", "default"), (DEFAULT, "sl", "default_sl"),
        (PRIVATE, "", "private"), (PRIVATE, "sl", "private_sl"),
        (chat, "", "chat"), (chat, "sl", "chat_sl"),
    ]  # fmt: skip
    for scope, language, command in steps:
        await set_menu(town, scope, language, command)
        assert seen(town) == [command]
    await set_menu(town, chat, "sv", "chat_sv")
    assert seen(town) == ["chat_sl"]
    await town.call("deleteMyCommands", scope=chat, language_code="sl")
    assert seen(town) == ["chat"]


async def test_groups_have_menus_of_their_own_down_to_one_member(town: Town) -> None:
    group = town.group.id
    member = {"type": "chat_member", "chat_id": group, "user_id": town.ana.id}
    team = {"type": "chat", "chat_id": group}
    for scope, command in ((DEFAULT, "default"), (GROUPS, "groups"), (team, "group"), (member, "member")):
        await set_menu(town, scope, "", command)
        assert seen(town, group) == [command]
    assert seen(town) == ["default"]


async def test_the_page_shows_menus_for_each_chat_and_group_member(town: Town) -> None:
    await set_menu(town, PRIVATE, "", "idea")
    await set_menu(town, GROUPS, "", "team")
    commands = town.engine.state()["commands"]
    assert commands[f"{town.ana.id}"] == [{"command": "idea", "description": "does it"}]
    assert commands[f"{town.group.id}:{town.bo.id}"][0]["command"] == "team"


async def test_a_menu_is_read_back_exactly_where_it_was_set(town: Town) -> None:
    await set_menu(town, PRIVATE, "sl", "ideja")
    assert (await town.call("getMyCommands", scope=PRIVATE, language_code="sl"))[0]["command"] == "ideja"
    assert await town.call("getMyCommands", scope=PRIVATE) == []


@pytest.mark.parametrize(
    ("params", "answer"),
    [
        ({"commands": [{"command": "Idea", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "x" * 33, "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "idea", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [{"command": "idea", "description": "x"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": [], "language_code": "sl-SI"}, "invalid language code"),
        ({"commands": [], "scope": {"type": "everywhere"}}, "unsupported type"),
        ({"commands": [], "scope": {"type": "chat", "chat_id": 99}}, "chat not found"),
    ],
)
async def test_menus_that_telegram_refuses(town: Town, params: dict[str, Any], answer: str) -> None:
    assert answer in await town.refused("setMyCommands", **params)


async def test_name_and_descriptions_per_language(town: Town) -> None:
    steps = [("Name", "", "Kaiwa"), ("Name", "sl", "Kajva"), ("Description", "", "a")]
    steps.append(("ShortDescription", "", "b"))
    for what, language, words in steps:
        field = {"Name": "name", "Description": "description"}.get(what, "short_description")
        params: dict[str, Any] = {field: words, "language_code": language}
        await town.call(f"setMy{what}", **params)
        assert (await town.call(f"getMy{what}", language_code=language))[field] == words
    assert await town.call("getMyName", language_code="sv") == {"name": "Kaiwa"}
