"""Presses: taps on inline buttons that wait for the bot's answer, and how long they can be answered."""

from __future__ import annotations

import itertools
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.playground.chats import Message, Notice, Person

ANSWERABLE = timedelta(minutes=15)
MOST_WAITING = 10_000


@dataclass(slots=True, eq=False)
class Press:
    """One tap; `notice` is what the bot answered with, `answered` tells that it did."""

    id: str
    person: Person
    message: Message
    data: str
    at: datetime
    answered: bool = False
    notice: Notice | None = None


class Presses:
    """The taps that nobody has answered yet; the oldest are forgotten when there are very many."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[str, Press] = OrderedDict()
        self._numbers = itertools.count(4_000_000_000_000_000_001)

    def add(self, person: Person, message: Message, data: str, at: datetime) -> Press:
        """A new tap."""
        press = Press(str(next(self._numbers)), person, message, data, at)
        self._waiting[press.id] = press
        if len(self._waiting) > MOST_WAITING:
            self._waiting.popitem(last=False)
        return press

    def take(self, query: str, now: datetime) -> Press | None:
        """The tap behind this query if it can still be answered; it cannot be a second time."""
        press = self._waiting.pop(query, None)
        return press if press and now - press.at < ANSWERABLE else None
