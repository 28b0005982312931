"""Whoever said an item, as far as the bot may know."""

from __future__ import annotations

from dataclasses import dataclass

NOBODY = 0
"""The chat of a hidden author who was forgotten: messages to it go through all that others go through, and nowhere."""


@dataclass(frozen=True, slots=True)
class Author:
    """Where an author is answered, in which language; `name` and `person_id` only of one who chose to be named."""

    chat_id: int
    language: str
    name: str | None = None
    person_id: int | None = None
