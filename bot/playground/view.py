"""The view: messages and the whole playground as the chat page reads them."""

from __future__ import annotations

from typing import Any

from bot.playground.chats import Bot, Chat, Message, Person
from bot.playground.rendering import safe_html
from bot.playground.wordless import described


def person(who: Person) -> dict[str, Any]:
    """A side of the page."""
    return {
        "id": who.id,
        "name": who.name,
        "first_name": who.first_name,
        "language": who.language,
        "note": who.note,
        "blocked": who.blocked,
        "started": who.started,
    }


def chat(which: Chat, bot: Bot) -> dict[str, Any]:
    """A chat and who is in it."""
    title = bot.name if which.private else which.title
    return {
        "id": which.id,
        "type": which.type,
        "title": title,
        "members": list(which.members),
        "bot": which.bot,
        "username": which.username,
    }


def message(which: Message) -> dict[str, Any]:
    """A message with everything that the page draws."""
    return {
        "chat": which.chat.id,
        "id": which.id,
        "date": which.date.isoformat(),
        "edited": which.edited is not None and not which.sender.is_bot,  # apps do not mark what bots change
        "from": {
            "id": which.sender.id,
            "name": which.chat.title if which.chat.channel else which.sender.first_name,
            "bot": which.sender.is_bot,
        },
        "text": which.text,
        "entities": which.entities,
        "html": safe_html(which.text, which.entities),
        "media": _media(which),
        "other": described(which.extra),
        "forwarded_from": _first_sender(which),
        "album": which.album,
        "reply_to": which.reply_to.id if which.reply_to else None,
        "buttons": [[_button(button) for button in row] for row in which.buttons],
        "keyboard": _keyboard(which),
        "force_reply": which.force_reply,
        "for": which.keyboard_for,
        "reactions": which.reactions,
        "service": which.service,
    }


def _media(which: Message) -> dict[str, Any] | None:
    if which.media is None:
        return None
    file = which.media.file
    return {
        "kind": which.media.kind,
        "file_id": file.id,
        "name": file.name,
        "mime": file.mime,
        "size": file.size,
        "duration": file.duration,
    }


def _first_sender(which: Message) -> str | None:
    origin = which.extra.get("forward_origin")
    return origin["sender_user"]["first_name"] if origin else None


def _button(button: dict[str, Any]) -> dict[str, Any]:
    return {
        "text": button["text"],
        "kind": "url" if "url" in button else "callback",
        "url": button.get("url"),
    }


def _keyboard(which: Message) -> dict[str, Any] | None:
    markup = which.keyboard or {}
    if markup.get("remove_keyboard"):
        return {"rows": [], "one_time": False}
    if "keyboard" not in markup:
        return None
    rows = [[key if isinstance(key, str) else key["text"] for key in row] for row in markup["keyboard"]]
    return {"rows": rows, "one_time": bool(markup.get("one_time_keyboard"))}
