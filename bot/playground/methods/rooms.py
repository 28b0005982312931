"""Rooms: what the bot can learn about chats and their members, and what it can do to them."""

from __future__ import annotations

from typing import Any

from bot.playground import membership, shapes
from bot.playground.call import Call
from bot.playground.errors import bad_request


async def get_chat(call: Call) -> dict[str, Any]:
    """Answer getChat."""
    full = {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }
    return shapes.chat(call.known_chat()) | full


async def get_member(call: Call) -> dict[str, Any]:
    """Answer getChatMember."""
    chat = call.room()
    who = call.get("user_id")
    if who == call.world.me.id and chat.channel and chat.bot_status == "administrator":
        return shapes.administrator(call.world.me, posts=chat.bot_posts)
    if who == call.world.me.id:
        return shapes.membership(call.world.me, chat.bot_status)
    person = call.world.people.get(who)
    if person is None:
        raise bad_request("user not found")
    return shapes.membership(person, "member" if person.id in chat.members else "left")


async def count_members(call: Call) -> int:
    """Answer getChatMemberCount."""
    return len(call.room().members) + 1


async def get_administrators(call: Call) -> list[dict[str, Any]]:
    """getChatAdministrators: the first member counts as the one who made the group."""
    chat = call.room()
    if chat.private:
        raise bad_request("there are no administrators in the private chat")
    first = next(iter(chat.members.values()), None)
    return [shapes.membership(first, "creator") | {"is_anonymous": False}] if first else []


async def leave(call: Call) -> bool:
    """Answer leaveChat."""
    chat = call.chat()
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    membership.bot_leaves(call.world, chat)
    return True


async def pin(call: Call) -> bool:
    """Answer pinChatMessage."""
    chat = call.chat()
    message = call.message(chat, "to pin")
    chat.pinned = message.id
    call.world.changed()
    return True


async def unpin(call: Call) -> bool:
    """Answer unpinChatMessage."""
    chat = call.chat()
    if chat.pinned is None:
        raise bad_request("message to unpin not found")
    chat.pinned = None
    call.world.changed()
    return True
