"""Editing: changing and deleting messages that are there already."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.playground import shapes
from bot.playground.call import Call
from bot.playground.chats import Buttons, Chat, Message
from bot.playground.errors import bad_request
from bot.playground.methods import composing
from bot.playground.methods.composing import Words

DELETABLE = timedelta(hours=48)
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)


async def text(call: Call) -> dict[str, Any]:
    """Answer editMessageText."""
    message = _own(call)
    if message.media:
        raise bad_request("there is no text in the message to edit")
    return _changed(call, message, composing.text(call))


async def caption(call: Call) -> dict[str, Any]:
    """Answer editMessageCaption."""
    message = _own(call)
    if not message.media:
        raise bad_request("there is no caption in the message to edit")
    return _changed(call, message, composing.caption(call.params))


async def reply_markup(call: Call) -> dict[str, Any]:
    """Answer editMessageReplyMarkup."""
    message = _own(call)
    return _changed(call, message, (message.text, message.entities))


async def delete(call: Call) -> bool:
    """Answer deleteMessage."""
    chat = call.chat()
    _delete(call, chat, call.message(chat, "to delete"))
    return True


async def delete_several(call: Call) -> bool:
    """Answer deleteMessages."""
    chat = call.chat()
    for number in call.items("message_ids"):
        if number in chat.messages:
            _delete(call, chat, chat.messages[number])
    return True


def _delete(call: Call, chat: Chat, message: Message) -> None:
    mine = message.sender is call.world.me
    too_old = call.world.clock.now() - message.date > DELETABLE
    if too_old or not (mine or chat.private or chat.bot_status == "administrator"):
        raise bad_request(
            "message can't be deleted for everyone" if mine or chat.private else "message can't be deleted"
        )
    call.world.delete(message)


def _own(call: Call) -> Message:
    message = call.message(call.chat(), "to edit")
    if message.sender is not call.world.me or message.service or message.keyboard or "forward_origin" in message.extra:
        raise bad_request("message can't be edited")
    return message


def _changed(call: Call, message: Message, words: Words) -> dict[str, Any]:
    markup = composing.markup(call)
    if markup.keyboard:
        raise bad_request("inline keyboard expected")
    _require_difference(message, words, markup.buttons)
    message.text, message.entities = words
    message.buttons = markup.buttons
    message.edited = call.world.clock.now()
    call.world.edited(message)
    return shapes.message(message)


def _require_difference(message: Message, words: Words, buttons: Buttons) -> None:
    if (message.text, message.entities, message.buttons) == (*words, buttons):
        raise bad_request(NOT_MODIFIED)
