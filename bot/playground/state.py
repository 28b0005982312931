"""State: the whole playground in one JSON object, which the page reads when it opens."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from bot.playground import view
from bot.playground.chats import Chat, Message
from bot.playground.world import World

MOST_SHOWN = 500  # of each chat; the page is not an archive


def whole(world: World) -> dict[str, Any]:
    """Everything that the page shows."""
    shown = [chat for chat in world.chats.values() if chat.shown]
    return {
        "bot": {"username": world.me.username, "name": world.me.name, "descriptions": _descriptions(world)},
        "clock": world.clock.now().isoformat(),
        "zone": world.zone,
        "fault": world.faults.state(),
        "people": [view.person(who) for who in world.people.values() if who.shown],
        "chats": [view.chat(chat, world.me) for chat in shown],
        "messages": [view.message(message) for chat in shown for message in _latest(chat)],
        "commands": _menus(world, shown),
        "links": [{"title": link.title, "url": link.url} for link in world.links],
    }


def _descriptions(world: World) -> dict[str, str]:
    """What an empty chat says about the bot, by language; under "" for all others."""
    return {language: words for (what, language), words in world.profile.items() if what == "description" and words}


def _menus(world: World, chats: list[Chat]) -> dict[str, list[dict[str, str]]]:
    menus = {}
    for chat in chats:
        for person in chat.members.values():
            name = str(chat.id) if chat.private else f"{chat.id}:{person.id}"
            menus[name] = world.commands.seen_by(person, chat)
    return menus


def _latest(chat: Chat) -> Iterator[Message]:
    messages = chat.messages.values()
    return islice(messages, max(len(messages) - MOST_SHOWN, 0), None)
