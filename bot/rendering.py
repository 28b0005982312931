"""From a screen to a call: what Telegram is asked to show."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from bot.buttons import pack
from bot.screen import Made, Rows, Screen
from storage.records.item import Attachment
from storage.records.outgoing import Call, Class

LONGEST_LABEL = 64
NAMED_CHANNEL = -1
"""The chat of the channel that is addressed by its name; no group has this number."""

METHODS = {
    "photo": "sendPhoto",
    "voice": "sendVoice",
    "document": "sendDocument",
    "video": "sendVideo",
    "audio": "sendAudio",
}


def message(chat_id: int, screen: Screen, *, thread_id: int | None = None, rank: Class = Class.REPLY) -> Call:
    """A new message."""
    params = _content(chat_id, screen)
    if thread_id is not None:
        params["message_thread_id"] = thread_id
    if screen.reply_to is not None:
        params["reply_parameters"] = {"message_id": screen.reply_to, "allow_sending_without_reply": True}
    if screen.asks and not screen.rows:
        params["reply_markup"] = {"force_reply": True, "selective": True}
    if screen.picture is not None:
        return Call(chat_id, "sendPhoto", _as_picture(params, screen.picture), rank=rank, key=screen.key)
    if screen.made is not None:
        return Call(chat_id, "sendDocument", _as_file(params, screen.made), rank=rank, key=screen.key)
    # What answers a question is no word about the item that the question speaks of: the dialogue takes it.
    about = None if screen.draft else screen.about
    return Call(chat_id, "sendMessage", params, rank=rank, key=screen.key, about=about, draft=screen.draft)


def edit(chat_id: int, message_id: int, screen: Screen) -> Call:
    """A message that takes the place of one that is there."""
    params = {**_content(chat_id, screen), "message_id": message_id}
    key = f"edit:{message_id}:{chat_id}" if chat_id < 0 else None
    about = None if screen.draft else screen.about
    return Call(chat_id, "editMessageText", params, key=key, about=about, draft=screen.draft)


def without_buttons(chat_id: int, message_id: int) -> Call:
    """A message keeps its words and loses its buttons, which mean nothing any longer."""
    params = {"chat_id": chat_id, "message_id": message_id}
    return Call(chat_id, "editMessageReplyMarkup", params, hidden=chat_id > 0)


def gone(chat_id: int, message_id: int) -> Call:
    """A message is taken away."""
    return Call(chat_id, "deleteMessage", {"chat_id": chat_id, "message_id": message_id}, rank=Class.CARD)


def files(chat_id: int, attachments: Sequence[Attachment], *, thread_id: int | None = None) -> Iterator[Call]:
    """Photos and videos as one album, everything else one by one, places too."""
    place = {"chat_id": chat_id} | ({"message_thread_id": thread_id} if thread_id is not None else {})
    album = [file for file in attachments if file.kind in ("photo", "video")]
    if len(album) > 1:
        media = [{"type": file.kind, "media": file.file_id} for file in album]
        yield Call(chat_id, "sendMediaGroup", {**place, "media": media})
        attachments = [file for file in attachments if file not in album]
    for file in attachments:
        if file.kind == "location":
            latitude, longitude = map(float, file.file_id.split(","))
            yield Call(chat_id, "sendLocation", {**place, "latitude": latitude, "longitude": longitude})
            continue
        params = {**place, file.kind: file.file_id}
        if file.is_picture_file:
            params["picture"] = file.name or "picture"  # the sender takes out what the camera wrote into it
        yield Call(chat_id, METHODS[file.kind], params)


def post(address: str, screen: Screen, announcement: int) -> Call:
    """A message to a channel, by its name or number: what Telegram does not take, or what may not have arrived, waits."""
    call = message(_channel(address), screen, rank=Class.ANNOUNCEMENT)
    return _of_post(call, address, announcement)


def edit_post(address: str, message_id: int, screen: Screen, announcement: int) -> Call:
    """A post in a channel is written over."""
    call = edit(_channel(address), message_id, screen)
    return _of_post(replace(call, rank=Class.CARD), address, announcement)


def post_gone(address: str, message_id: int, announcement: int) -> Call:
    """A post is taken out of a channel."""
    return _of_post(gone(_channel(address), message_id), address, announcement)


def post_key(announcement: int) -> str:
    """Under which of a post only the newest call waits."""
    return f"announcement:{announcement}"


def _channel(address: str) -> int:
    """Who is written to, among the messages owed: a channel that is known by its name has no number."""
    return NAMED_CHANNEL if address.startswith("@") else int(address)


def _of_post(call: Call, address: str, announcement: int) -> Call:
    chat = address if address.startswith("@") else int(address)
    params = {**call.params, "chat_id": chat}
    return replace(call, params=params, key=post_key(announcement), announcement=announcement)


def keyboard(rows: Rows) -> dict[str, Any]:
    return {
        "inline_keyboard": [
            [
                {"text": _label(button.label.plain), "url": button.url}
                if button.press is None
                else {"text": _label(button.label.plain), "callback_data": pack(button.press)}
                for button in row
            ]
            for row in rows
        ]
    }


def _content(chat_id: int, screen: Screen) -> dict[str, Any]:
    params: dict[str, Any] = {
        "chat_id": chat_id,
        "text": screen.text,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    if screen.rows:
        params["reply_markup"] = keyboard(screen.rows)
    return params


def _as_picture(params: dict[str, Any], picture: bytes) -> dict[str, Any]:
    """The text becomes the caption of a picture, which the sender takes up."""
    rest = {name: value for name, value in params.items() if name not in ("text", "link_preview_options")}
    return {**rest, "caption": params["text"], "drawn": b64encode(picture).decode()}


def _as_file(params: dict[str, Any], made: Made) -> dict[str, Any]:
    """The text becomes the caption of a file; the sender takes its content up."""
    rest = {name: value for name, value in params.items() if name not in ("text", "link_preview_options")}
    return {**rest, "caption": params["text"], "made": {"name": made.name, "text": made.text, "mime": made.mime}}


def _label(text: str) -> str:
    return text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1] + "…"
