"""Detection: commands, mentions, hashtags and links that Telegram finds by itself in plain text."""

from __future__ import annotations

import re

from bot.playground.chats import Entity

_FOUND = re.compile(
    r"(?P<url>\b(?:https?://|www\.|t\.me/)[^\s<>\"]*[^\s<>\".,;:!?)'\]])"
    r"|(?P<email>\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b)"
    r"|(?<![\w/])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/@])"
    r"|(?<![\w@])(?P<mention>@[A-Za-z0-9_]{4,32})\b"
    r"|(?<![\w#])(?P<hashtag>\#(?=\w*[^\W\d])\w{1,255})"
)


def units(text: str) -> int:
    """Length in UTF-16 units, in which Telegram counts offsets."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def entities(text: str) -> list[Entity]:
    """What a Telegram server would mark in `text`, in order."""
    found = []
    for match in _FOUND.finditer(text):
        offset, length = units(text[: match.start()]), units(match.group())
        found.append({"offset": offset, "length": length, "type": match.lastgroup})
    return found


def added_to(known: list[Entity], text: str) -> list[Entity]:
    """The entities of a formatted text together with what is found outside its code and links."""
    closed = [e for e in known if e["type"] in ("code", "pre", "text_link", "text_mention")]

    def free(entity: Entity) -> bool:
        start, end = entity["offset"], entity["offset"] + entity["length"]
        return all(end <= e["offset"] or start >= e["offset"] + e["length"] for e in closed)

    together = known + [entity for entity in entities(text) if free(entity)]
    return sorted(together, key=lambda e: (e["offset"], -e["length"]))
