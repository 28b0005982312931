"""Keyboards: inline buttons and reply keyboards, checked as Telegram checks them."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from bot.playground.chats import Buttons, Chat, Entity, Message
from bot.playground.errors import bad_request

MOST_BUTTONS = 100
MOST_IN_A_ROW = 8
LONGEST_DATA = 64
ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
REPLY_MARKUPS = ("keyboard", "remove_keyboard", "force_reply")


class Markup(NamedTuple):
    """What hangs below a message: inline buttons, or something that concerns the field to write in."""

    buttons: Buttons
    keyboard: dict[str, Any] | None


def checked_markup(markup: Any) -> Markup:
    """The given reply_markup, or the refusal that Telegram would give."""
    if not markup:
        return Markup([], None)
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        return Markup(_inline(markup["inline_keyboard"]), None)
    if "keyboard" in markup:
        _check_keys(markup["keyboard"])
    elif not any(markup.get(name) for name in REPLY_MARKUPS):
        return Markup([], None)
    return Markup([], markup)


def _inline(rows: Any) -> Buttons:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('can\'t parse inline keyboard: field "inline_keyboard" must be an Array of Arrays')
    buttons = [[_button(button) for button in row] for row in rows if row]
    if sum(map(len, buttons)) > MOST_BUTTONS or any(len(row) > MOST_IN_A_ROW for row in buttons):
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return buttons


def _button(button: Any) -> dict[str, Any]:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    if not str(button.get("text") or "").strip():
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    actions = [name for name in ACTIONS if name in button]
    if not actions:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= LONGEST_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not _openable(str(button["url"])):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    return button


def _openable(url: str) -> bool:
    scheme, separator, rest = url.partition("://")
    if not separator:
        return "." in url and " " not in url
    return scheme.lower() in ("http", "https", "tg", "ton") and bool(rest) and " " not in url


def _check_keys(rows: Any) -> None:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('can\'t parse reply keyboard: field "keyboard" must be an Array of Arrays')
    for row in rows:
        for key in row:
            if not (key if isinstance(key, str) else key.get("text")):
                raise bad_request("can't parse reply keyboard button: Can't find field \"text\"")


def meant_for(
    markup: dict[str, Any] | None, chat: Chat, words: str, entities: list[Entity], replied: Message | None
) -> list[int] | None:
    """Who gets a selective keyboard: whose message is answered and who is mentioned; None means everybody."""
    if not markup or not markup.get("selective"):
        return None
    mentioned = {name.lower() for name in re.findall(r"@(\w+)", words)}
    chosen = [p.id for p in chat.members.values() if p.username and p.username.lower() in mentioned]
    chosen += [each["user_id"] for each in entities if each["type"] == "text_mention"]
    return chosen + ([replied.sender.id] if replied and replied.sender.id not in chosen else [])
