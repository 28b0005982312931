"""Copying: messages sent on by the bot, with and without their origin."""

from __future__ import annotations

from typing import Any

from bot.playground import shapes, talking
from bot.playground.call import Call
from bot.playground.chats import Message
from bot.playground.errors import bad_request
from bot.playground.methods import composing


async def forward(call: Call) -> dict[str, Any]:
    """Answer forwardMessage."""
    chat = call.chat()
    return shapes.message(talking.copy_of(call.world, call.world.me, _original(call, "to forward"), chat))


async def copy(call: Call) -> dict[str, Any]:
    """Answer copyMessage."""
    chat = call.chat()
    original = _original(call, "to copy")
    words, entities = original.text, original.entities
    if call.get("caption") is not None and original.media:
        words, entities = composing.caption(call.params)
    buttons, keyboard = composing.markup(call)
    extra = {key: value for key, value in original.extra.items() if key != "forward_origin"}
    copied = call.world.post(
        chat,
        call.world.me,
        words,
        entities=entities,
        media=original.media,
        extra=extra,
        buttons=buttons,
        keyboard=keyboard,
        reply_to=composing.replied(call, chat),
    )
    return {"message_id": copied.id}


def _original(call: Call, purpose: str) -> Message:
    message = call.message(call.known_chat("from_chat_id"), purpose)
    if message.service:
        raise bad_request(f"message can't be {'forwarded' if purpose == 'to forward' else 'copied'}")
    return message
