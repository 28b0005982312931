"""State: the whole playground in one JSON object, which the page reads when it opens."""

from __future__ import annotations

from typing import Any

from bot.playground import view
from bot.playground.world import World


def whole(world: World) -> dict[str, Any]:
    """Everything that the page shows."""
    return {
        "bot": {"username": world.me.username, "name": world.me.name},
        "clock": world.clock.now().isoformat(),
        "fault": world.faults.state(),
        "people": [view.person(who) for who in world.people.values()],
        "chats": [view.chat(which, world.me) for which in world.chats.values()],
        "messages": [view.message(message) for chat in world.chats.values() for message in chat],
        "commands": _menus(world),
        "links": world.links,
    }


def _menus(world: World) -> dict[str, list[dict[str, str]]]:
    menus = {}
    for chat in world.chats.values():
        for person in chat.members.values():
            name = str(chat.id) if chat.private else f"{chat.id}:{person.id}"
            menus[name] = world.commands.seen_by(person, chat)
    return menus
