"""Account: what the bot says about itself, and its command menus."""

from __future__ import annotations

from typing import Any

from bot.playground import shapes
from bot.playground.call import Call
from bot.playground.commands import SCOPES, Menu, Scope, checked_menu
from bot.playground.errors import bad_request


async def get_me(call: Call) -> dict[str, Any]:
    """Answer getMe."""
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return shapes.user(call.world.me) | abilities


async def set_commands(call: Call) -> bool:
    """Answer setMyCommands."""
    call.world.commands.set(_scope(call), _language(call), checked_menu(call.get("commands", [])))
    call.world.changed()
    return True


async def get_commands(call: Call) -> Menu:
    """Answer getMyCommands."""
    return call.world.commands.exactly(_scope(call), _language(call))


async def delete_commands(call: Call) -> bool:
    """Answer deleteMyCommands."""
    call.world.commands.set(_scope(call), _language(call), [])
    call.world.changed()
    return True


async def set_name(call: Call) -> bool:
    """Answer setMyName."""
    name = call.words("name")
    if name and not _language(call):
        call.world.me.name = name
    return _set(call, "name", 64)


async def get_name(call: Call) -> dict[str, str]:
    """Answer getMyName."""
    return {"name": _get(call, "name") or call.world.me.name}


async def set_description(call: Call) -> bool:
    """Answer setMyDescription."""
    return _set(call, "description", 512)


async def get_description(call: Call) -> dict[str, str]:
    """Answer getMyDescription."""
    return {"description": _get(call, "description")}


async def set_short_description(call: Call) -> bool:
    """Answer setMyShortDescription."""
    return _set(call, "short_description", 120)


async def get_short_description(call: Call) -> dict[str, str]:
    """Answer getMyShortDescription."""
    return {"short_description": _get(call, "short_description")}


async def set_menu_button(call: Call) -> bool:
    """Answer setChatMenuButton."""
    if call.get("chat_id") is not None:
        call.known_chat()
    return True


def _set(call: Call, what: str, longest: int) -> bool:
    words = call.words(what)
    if len(words) > longest:
        raise bad_request(f"{what.upper().replace('_', '')}_TOO_LONG")
    call.world.profile[what, _language(call)] = words
    call.world.changed()
    return True


def _get(call: Call, what: str) -> str:
    profile = call.world.profile
    return profile.get((what, _language(call))) or profile.get((what, "")) or ""


def _language(call: Call) -> str:
    code = call.words("language_code")
    if code and not (len(code) == 2 and code.isascii() and code.isalpha() and code.islower()):
        raise bad_request("invalid language code specified")
    return code


def _scope(call: Call) -> Scope:
    scope = call.get("scope") or {"type": "default"}
    kind = scope.get("type") if isinstance(scope, dict) else None
    if kind not in SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    chat, member = scope.get("chat_id"), scope.get("user_id")
    if kind.startswith("chat"):
        if chat not in call.world.chats:
            raise bad_request("chat not found")
        if kind == "chat_member" and member not in call.world.people:
            raise bad_request("user not found")
    return kind, chat, member
