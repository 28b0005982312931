"""Wordless: stickers, contacts, places and polls, as their part of Telegram's Message and as the page shows them."""

from __future__ import annotations

from typing import Any

from bot.playground.chats import Person

Part = dict[str, Any]


def sticker(emoji: str) -> Part:
    """A sticker."""
    shape = {
        "file_id": "PGsticker",
        "file_unique_id": "AQsticker",
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
        "emoji": emoji,
    }
    return {"sticker": shape}


def contact(who: Person, phone: str) -> Part:
    """Somebody's own telephone number."""
    shape: Part = {"phone_number": phone, "first_name": who.first_name, "user_id": who.id}
    if who.last_name:
        shape["last_name"] = who.last_name
    return {"contact": shape}


def location(latitude: float, longitude: float) -> Part:
    """A place on the map."""
    return {"location": {"latitude": latitude, "longitude": longitude}}


def poll(number: int, question: str, options: list[str]) -> Part:
    """A poll of one's own, without votes."""
    choices = [{"persistent_id": str(at), "text": text, "voter_count": 0} for at, text in enumerate(options)]
    shape = {
        "id": str(number),
        "question": question,
        "options": choices,
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": True,
        "members_only": False,
    }
    return {"poll": shape}


def described(part: Part) -> dict[str, str] | None:
    """The kind and the words in which the page shows it; None where there is nothing of these."""
    if found := part.get("sticker"):
        return {"kind": "sticker", "text": found.get("emoji", "")}
    if found := part.get("contact"):
        name = " ".join(filter(None, (found["first_name"], found.get("last_name"))))
        return {"kind": "contact", "text": f"{name}, {found['phone_number']}"}
    if found := part.get("location"):
        return {"kind": "location", "text": f"{found['latitude']:.4f}, {found['longitude']:.4f}"}
    if found := part.get("poll"):
        lines = [found["question"], *(f"\u25cb {option['text']}" for option in found["options"])]
        return {"kind": "poll", "text": "\n".join(lines)}
    return None
