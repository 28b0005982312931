"""Composing: the parts that sent and edited messages share, checked as Telegram checks them."""

from __future__ import annotations

from typing import Any

from bot.playground import detect
from bot.playground.call import Call
from bot.playground.chats import Chat, Entity, Message
from bot.playground.errors import bad_request
from bot.playground.files import Attachment, Media
from bot.playground.keyboards import Markup, checked_markup
from bot.playground.markup import parse_html, trimmed

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
Words = tuple[str, list[Entity]]


def text(call: Call) -> Words:
    """The text of a message and its entities; raises what Telegram answers to an empty or too long one."""
    given = call.words("text")
    if not given:
        raise bad_request("message text is empty")
    words, entities = formatted(given, call.get("parse_mode", ""), call.get("entities"))
    if not words:
        raise bad_request("text must be non-empty")
    if len(words) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return words, entities


def caption(params: dict[str, Any]) -> Words:
    """The caption of a file, which may be empty."""
    given = str(params.get("caption") or "")
    words, entities = formatted(given, params.get("parse_mode") or "", params.get("caption_entities"))
    if len(words) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return words, entities


def formatted(given: str, mode: str, entities: list[Entity] | None) -> Words:
    """Words as they are stored: parsed, trimmed, and with what Telegram marks by itself."""
    known = list(entities or [])
    if mode:
        if mode.lower() != "html":
            raise bad_request("unsupported parse_mode (the playground reads only HTML)")
        given, known = parse_html(given)
    words, known = trimmed(given, known)
    return words, detect.added_to(known, words)


def markup(call: Call) -> Markup:
    """Buttons below the message or keys below the field."""
    return checked_markup(call.get("reply_markup"))


def replied(call: Call, chat: Chat) -> Message | None:
    """The message that is answered; None where there is none and that is allowed."""
    asked = call.get("reply_parameters") or {}
    if not isinstance(asked, dict):
        raise bad_request("can't parse reply parameters: expected an Object")
    number = asked.get("message_id")
    if not number:
        return None
    found = chat.messages.get(int(number)) if asked.get("chat_id") in (None, chat.id) else None
    if found is None and not asked.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return found


def upload(call: Call, value: Any, field: str) -> Attachment | None:
    """The file that came with the call under `field` or as attach://name; None if it is not an upload."""
    name = value.removeprefix("attach://") if isinstance(value, str) and value.startswith("attach://") else None
    if name is not None and name not in call.files:
        raise bad_request(f'invalid file attachment "{name}" specified')
    return call.files.get(name or field)


def sent_before(call: Call, value: Any, kind: str) -> Media:
    """Media known by its file id; raises what Telegram answers to another kind's."""
    if not value:
        raise bad_request(f"there is no {kind} in the request")
    if str(value).startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    media = call.world.files.media(str(value))
    if media is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if media.kind != kind:
        raise bad_request(f"can't use file of type {media.kind.title()} as {kind.title()}")
    return media
