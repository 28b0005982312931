"""What a colleague says about an open idea."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class CommentState(StrEnum):
    SHOWN = "shown"
    WAITING = "waiting"
    """The team looks at it first."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Posted:
    """A message in a group that shows a comment."""

    chat_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment; `name` is its author's, and None once he or she has been forgotten."""

    id: int
    item_id: int
    author_id: int | None
    name: str | None
    text: str
    said_on: date
    state: CommentState
