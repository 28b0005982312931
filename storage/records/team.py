"""Where a quality team meets, and the card that shows an item there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Binding:
    """A team's Telegram group (or forum topic)."""

    team: str
    chat_id: int
    thread_id: int | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """The message in a group that shows an item; `message_id` is None until it has been sent."""

    item_id: int
    chat_id: int
    message_id: int | None = None
