"""A message owed: one call to Telegram, in the order of its class."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any


class Class(IntEnum):
    """Classes of messages, the most urgent first; order is kept within a chat and class."""

    REPLY = 0
    CARD = 1
    ANNOUNCEMENT = 2
    ROUND = 3
    DIGEST = 4

    @property
    def repeats(self) -> bool:
        """Whether an ambiguous end is answered by sending again (else somebody is asked)."""
        return self not in (Class.ANNOUNCEMENT, Class.DIGEST)


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the Bot API to one chat, before it has a row.

    `key`: of several waiting calls with one key only the newest is kept.
    `card`: the item whose card this call sends or, when the card exists already, edits.
    `under`: the item under whose card the message belongs.
    `comment`: the comment that it shows.
    `about`: the item that the sent message speaks of, so that a reply to it finds its way.
    `draft`: the unfinished dialogue whose question the sent message asks, so that a reply to it finds its way.
    `announcement`: the one whose post in the public channel it sends, changes or takes away.
    `hidden`: it goes to a hidden author, or may; when it cannot arrive, the same is written down as if it had.
    """

    chat_id: int
    method: str
    params: dict[str, Any]
    rank: Class = Class.REPLY
    key: str | None = None
    card: int | None = None
    under: int | None = None
    comment: int | None = None
    about: int | None = None
    draft: int | None = None
    announcement: int | None = None
    hidden: bool = False


@dataclass(slots=True)
class Outgoing:
    """A call with its row in the outbox; `lane` names the chat without telling which."""

    id: int
    lane: bytes
    call: Call
    attempts: int = 0
    forms: int = 0
    """How often it was sent in another form, because Telegram did not take the one before."""
