"""Rendering: plain text and entities as safe HTML for the chat page."""

from __future__ import annotations

from html import escape

from bot.playground.chats import Entity

TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
}
OPENABLE = ("http://", "https://", "tg://", "mailto:", "tel:")


def safe_html(text: str, entities: list[Entity]) -> str:
    """The text with its marks as HTML in which nothing else can hide."""
    if not entities:
        return escape(text)
    encoded = text.encode("utf-16-le")

    def cut(start: int, end: int) -> str:
        return encoded[2 * start : 2 * end].decode("utf-16-le", "replace")

    ordered = sorted(entities, key=lambda e: (e["offset"], -e["length"]))
    parts: list[str] = []
    ends: list[tuple[int, str]] = []
    at = 0
    for entity in ordered:
        opening, closing = _tags(entity, cut(entity["offset"], entity["offset"] + entity["length"]))
        if not opening:
            continue
        at = _close_until(entity["offset"], at, ends, parts, cut)
        end = entity["offset"] + entity["length"]
        if ends and end > ends[-1][0]:
            end = ends[-1][0]  # entities that cross each other are drawn as far as they nest
        parts += [escape(cut(at, entity["offset"])), opening]
        at = entity["offset"]
        ends.append((end, closing))
    at = _close_until(len(encoded) // 2, at, ends, parts, cut)
    parts.append(escape(cut(at, len(encoded) // 2)))
    return "".join(parts)


def _close_until(offset: int, at: int, ends: list[tuple[int, str]], parts: list[str], cut) -> int:  # type: ignore[no-untyped-def]
    while ends and ends[-1][0] <= offset:
        end, closing = ends.pop()
        parts += [escape(cut(at, end)), closing]
        at = end
    return at


def _tags(entity: Entity, words: str) -> tuple[str, str]:
    kind = entity["type"]
    if kind in TAGS:
        return f"<{TAGS[kind]}>", f"</{TAGS[kind]}>"
    address = {"text_link": entity.get("url", ""), "url": words, "email": f"mailto:{words}"}.get(kind, "")
    if kind == "url" and "://" not in address:
        address = f"https://{address}"
    if address.lower().startswith(OPENABLE):
        return f'<a href="{escape(address)}" rel="noopener" target="_blank">', "</a>"
    return "", ""
