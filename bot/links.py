"""Deep links: what `https://t.me/<bot>?start=<payload>` may carry."""

from __future__ import annotations

import re

ITEM, INVITATION, TEAM, CLAIM, SERVICE_POINT = "o", "i", "t", "c", "s"
PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


def start(username: str, kind: str, rest: str) -> str:
    """A link that opens the bot for a person."""
    return f"https://t.me/{username}?start={_payload(kind, rest)}"


def start_group(username: str, kind: str, rest: str) -> str:
    """A link that adds the bot to a group."""
    return f"https://t.me/{username}?startgroup={_payload(kind, rest)}"


def post(channel: str | None, message_id: int | None) -> str | None:
    """A link to a post that everybody can open; None in a channel without a name."""
    if channel is None or message_id is None or not channel.startswith("@"):
        return None
    return f"https://t.me/{channel[1:]}/{message_id}"


def bot(username: str) -> str:
    """A link that opens the bot."""
    return f"https://t.me/{username}"


def parts(payload: str) -> tuple[str, str] | None:
    """The kind of a payload and the rest; None when it is not one of ours."""
    kind, dash, rest = payload.partition("-")
    return (kind, rest) if dash and rest and PAYLOAD.fullmatch(payload) else None


def _payload(kind: str, rest: str) -> str:
    payload = f"{kind}-{rest}"
    if not PAYLOAD.fullmatch(payload):
        raise ValueError(f"{payload} does not fit a deep link")
    return payload
