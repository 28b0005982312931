"""Commands: the menus that the bot has set, found for a person and chat in Telegram's order of scopes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bot.playground.chats import Chat, Person
from bot.playground.errors import bad_request

Scope = tuple[str, int | None, int | None]
Menu = list[dict[str, str]]

SCOPES = (
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
    "chat",
    "chat_administrators",
    "chat_member",
)
MOST = 100
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")


class Commands:
    """One menu for each scope and language."""

    def __init__(self) -> None:
        self._menus: dict[tuple[Scope, str], Menu] = {}

    def set(self, scope: Scope, language: str, menu: Menu) -> None:
        """Replace a menu; an empty one is forgotten."""
        if menu:
            self._menus[scope, language] = menu
        else:
            self._menus.pop((scope, language), None)

    def exactly(self, scope: Scope, language: str) -> Menu:
        """The menu set for this very scope and language."""
        return self._menus.get((scope, language), [])

    def seen_by(self, person: Person, chat: Chat) -> Menu:
        """The menu that `person` sees in `chat`."""
        for scope in scopes_for(person, chat):
            for language in (person.language, ""):
                if menu := self._menus.get((scope, language)):
                    return menu
        return []


def scopes_for(person: Person, chat: Chat) -> Iterator[Scope]:
    """From the narrowest scope to the widest; nobody in a playground's group is an administrator."""
    if chat.private:
        yield ("chat", chat.id, None)
        yield ("all_private_chats", None, None)
    else:
        yield ("chat_member", chat.id, person.id)
        yield ("chat", chat.id, None)
        yield ("all_group_chats", None, None)
    yield ("default", None, None)


def checked_menu(commands: Any) -> Menu:
    """The menu of a setMyCommands call, refused as Telegram refuses it."""
    if not isinstance(commands, list):
        raise bad_request("can't parse commands: expected an Array of BotCommand")
    if len(commands) > MOST:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    menu = [
        {
            "command": str(c.get("command", "")).lstrip("/"),
            "description": str(c.get("description", "")).strip(),
        }
        for c in commands
    ]
    for entry in menu:
        if not _COMMAND.fullmatch(entry["command"]):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(entry["description"]) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return menu
