"""Membership: who is in which group, who has blocked the bot, and how the bot hears of it."""

from __future__ import annotations

from typing import Any

from bot.playground import shapes
from bot.playground.chats import Bot, Chat, Person
from bot.playground.errors import NotPossible
from bot.playground.world import World


def block(world: World, person: Person) -> None:
    """Close the private chat to the bot."""
    if not person.blocked:
        person.blocked = True
        _tell_of_bot(world, world.find_chat(person), person, "member", "kicked")
        world.changed()


def unblock(world: World, person: Person) -> None:
    """Let the bot write again."""
    if person.blocked:
        person.blocked = False
        _tell_of_bot(world, world.find_chat(person), person, "kicked", "member")
        world.changed()


def add_bot(world: World, group: Chat, by: Person) -> None:
    """Bring the bot into a group."""
    _require_member(group, by)
    if group.bot:
        raise NotPossible("The bot is in this group already.")
    before, group.bot, group.bot_status = group.bot_status, True, "member"
    _tell_of_bot(world, group, by, before, "member")
    _service(
        world,
        group,
        by,
        f"{by.first_name} added {world.me.name}",
        {"new_chat_members": [shapes.user(world.me)]},
    )
    world.changed()


def remove_bot(world: World, group: Chat, by: Person) -> None:
    """Take the bot out of a group."""
    _require_member(group, by)
    if not group.bot:
        raise NotPossible("The bot is not in this group.")
    _service(
        world,
        group,
        by,
        f"{by.first_name} removed {world.me.name}",
        {"left_chat_member": shapes.user(world.me)},
    )
    before = group.bot_status
    group.bot, group.bot_status = False, "kicked"
    _tell_of_bot(world, group, by, before, "kicked")
    world.changed()


def join(world: World, group: Chat, person: Person, by: Person | None = None) -> None:
    """A person comes into a group, by herself or added by somebody."""
    group.members[person.id] = person
    adder = by or person
    said = f"{adder.first_name} added {person.first_name}" if by else f"{person.first_name} joined"
    _service(world, group, adder, said, {"new_chat_members": [shapes.user(person)]})
    world.changed()


def leave(world: World, group: Chat, person: Person) -> None:
    """A person goes out of a group."""
    _require_member(group, person)
    _service(world, group, person, f"{person.first_name} left", {"left_chat_member": shapes.user(person)})
    del group.members[person.id]
    world.changed()


def bot_leaves(world: World, group: Chat) -> None:
    """The bot goes out of a group by itself."""
    extra = {"left_chat_member": shapes.user(world.me)}
    world.post(group, world.me, service=f"{world.me.name} left", extra=extra)
    before, group.bot, group.bot_status = group.bot_status, False, "left"
    _tell_of_bot(world, group, world.me, before, "left")
    world.changed()


def _service(world: World, group: Chat, by: Person, words: str, extra: dict[str, Any]) -> None:
    world.tell_bot(world.post(group, by, service=words, extra=extra))


def _tell_of_bot(world: World, chat: Chat, by: Person | Bot, old: str, new: str) -> None:
    change = {
        "chat": shapes.chat(chat),
        "from": shapes.user(by),
        "date": int(world.clock.now().timestamp()),
        "old_chat_member": shapes.membership(world.me, old),
        "new_chat_member": shapes.membership(world.me, new),
    }
    world.updates.add("my_chat_member", change)


def _require_member(group: Chat, person: Person) -> None:
    if group.private:
        raise NotPossible("This is not a group.")
    if person.id not in group.members:
        raise NotPossible(f"{person.name} is not in this group.")
