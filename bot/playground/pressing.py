"""Pressing: taps on inline buttons and on links that open the bot."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from bot.playground import membership, shapes, talking
from bot.playground.chats import Chat, Message, Person
from bot.playground.errors import NotPossible
from bot.playground.presses import Press
from bot.playground.world import World

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")


def press(world: World, person: Person, message: Message, row: int, column: int) -> Press:
    """Tap the button at this place."""
    try:
        button = message.buttons[row][column] if row >= 0 and column >= 0 else {}
    except IndexError:
        button = {}
    if not button:
        raise NotPossible(f"Message {message.id} has no button there.")
    if "callback_data" not in button:
        raise NotPossible(f"The button \u201c{button['text']}\u201d opens a link.")
    return press_data(world, person, message, button["callback_data"])


def press_data(world: World, person: Person, message: Message, data: str) -> Press:
    """Send a callback query with any data, also of a button that is no longer there."""
    talking.require_can_write(person, message.chat)
    if message.sender is not world.me or message.deleted:  # a forwarded message is no longer the bot's
        raise NotPossible(f"Message {message.id} has no button that the bot would hear of.")
    tap = world.presses.add(person, message, data, world.clock.now())
    query = {
        "id": tap.id,
        "from": shapes.user(person),
        "message": shapes.message(message),
        "chat_instance": str(-(10**18) - message.chat.id),
        "data": data,
    }
    world.updates.add("callback_query", query)
    return tap


def open_link(world: World, person: Person, url: str, group: Chat | None = None) -> Message:
    """Follow a link to the bot: `start` begins the private chat, `startgroup` brings the bot into `group`."""
    asked = _questions(world, url)
    payload = asked.get("startgroup", asked.get("start", ""))
    if not _PAYLOAD.fullmatch(payload):
        raise NotPossible("The link carries something that Telegram would not pass on.")
    command = "/start"
    chat = world.find_chat(person)
    if "startgroup" in asked:
        if group is None:
            raise NotPossible("Choose the group that the bot is to come into.")
        if not group.bot:
            membership.add_bot(world, group, person)
        command, chat = f"/start@{world.me.username}", group
    else:
        membership.unblock(world, person)
    return talking.say(world, person, chat, f"{command} {payload}".strip())


def _questions(world: World, url: str) -> dict[str, str]:
    parts = urlsplit(url if "://" in url else f"https://{url}")
    asked = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
    if parts.scheme == "tg" and parts.netloc == "resolve":
        name = asked.get("domain", "")
    elif parts.hostname in ("t.me", "telegram.me", "telegram.dog"):
        name = parts.path.strip("/")
    else:
        raise NotPossible("This is not a link to a bot.")
    if name.lower() != world.me.username.lower():
        raise NotPossible(f"This link leads to another bot, @{name}.")
    return asked
