"""Sending: new messages from the bot, with words, files and buttons."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.playground import photos, shapes, wordless
from bot.playground.call import Call
from bot.playground.chats import Chat
from bot.playground.errors import Refusal, bad_request
from bot.playground.files import Attachment, Media
from bot.playground.keyboards import meant_for
from bot.playground.methods import composing
from bot.playground.sound import seconds

LARGEST_PHOTO = 10 * 1024 * 1024
LARGEST_FILE = 50 * 1024 * 1024
ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)


async def message(call: Call) -> dict[str, Any]:
    """Answer sendMessage."""
    chat = call.chat()
    words, entities = composing.text(call)
    return _sent(call, chat, words, entities=entities)


async def photo(call: Call) -> dict[str, Any]:
    """Answer sendPhoto."""
    return await _send_file(call, "photo")


async def voice(call: Call) -> dict[str, Any]:
    """Answer sendVoice."""
    return await _send_file(call, "voice")


async def document(call: Call) -> dict[str, Any]:
    """Answer sendDocument."""
    return await _send_file(call, "document")


async def video(call: Call) -> dict[str, Any]:
    """Answer sendVideo."""
    return await _send_file(call, "video")


async def audio(call: Call) -> dict[str, Any]:
    """Answer sendAudio."""
    return await _send_file(call, "audio")


async def location(call: Call) -> dict[str, Any]:
    """Answer sendLocation."""
    chat = call.chat()
    latitude, longitude = call.get("latitude"), call.get("longitude")
    if not _within(latitude, 90) or not _within(longitude, 180):
        raise bad_request("wrong latitude or longitude specified")
    return _sent(call, chat, "", extra=wordless.location(latitude, longitude))


def _within(degrees: Any, most: int) -> bool:
    return isinstance(degrees, int | float) and -most <= degrees <= most


async def media_group(call: Call) -> list[dict[str, Any]]:
    """Answer sendMediaGroup."""
    chat = call.chat()
    items = call.items("media")
    if not all(isinstance(item, dict) for item in items):
        raise bad_request("can't parse media JSON object")
    if not 2 <= len(items) <= 10:
        raise bad_request("group send failed: expected 2-10 items in the album")
    _require_one_sort({str(item.get("type")) for item in items})
    replied = composing.replied(call, chat)
    captions = [composing.caption(item) for item in items]
    found = [await _media(call, item.get("media"), str(item["type"]), "") for item in items]
    album = str(next(call.world.albums))
    messages = [
        call.world.post(chat, call.world.me, words, entities=entities, media=media, album=album, reply_to=replied)
        for media, (words, entities) in zip(found, captions, strict=True)
    ]
    return [shapes.message(sent) for sent in messages]


async def chat_action(call: Call) -> bool:
    """Answer sendChatAction."""
    chat = call.chat()
    if call.get("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    call.world.events.publish(lambda: {"type": "typing", "chat": chat.id})
    return True


async def _send_file(call: Call, kind: str) -> dict[str, Any]:
    chat = call.chat()
    words, entities = composing.caption(call.params)
    composing.markup(call)
    media = await _media(call, call.get(kind), kind, kind, call.number("duration"))
    return _sent(call, chat, words, entities=entities, media=media)


async def _media(call: Call, value: Any, kind: str, field: str, duration: int = 0) -> Media:
    upload = composing.upload(call, value, field)
    if upload is None:
        return composing.sent_before(call, value, kind)
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > (LARGEST_PHOTO if kind == "photo" else LARGEST_FILE):
        raise Refusal(413, "Request Entity Too Large")
    return call.world.files.add(kind, await _sizes(kind, upload), duration=duration or seconds(upload.content))


async def _sizes(kind: str, upload: Attachment) -> list[photos.Size]:
    if kind != "photo":
        return [(upload, 0, 0)]
    try:
        return await asyncio.to_thread(photos.sizes, upload)
    except photos.NotAPicture as problem:
        raise bad_request(problem.code) from None


def _sent(call: Call, chat: Chat, words: str, **fields: Any) -> dict[str, Any]:
    buttons, keyboard = composing.markup(call)
    replied = composing.replied(call, chat)
    sent = call.world.post(
        chat,
        call.world.me,
        words,
        **fields,
        reply_to=replied,
        buttons=buttons,
        keyboard=keyboard,
        keyboard_for=meant_for(keyboard, chat, words, fields.get("entities", []), replied),
    )
    return shapes.message(sent)


def _require_one_sort(kinds: set[str]) -> None:
    if not kinds <= {"photo", "video", "document", "audio"}:
        raise bad_request("can't parse InputMedia: type must be one of photo, video, document and audio")
    if len(kinds) > 1 and kinds != {"photo", "video"}:
        raise bad_request("documents and audio can't be mixed with other media in an album")
