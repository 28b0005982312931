"""A request: what somebody did, as handlers see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from bot.texts import Texts
from config.organisation import Organisation
from storage.db import Tx
from storage.records.item import Attachment
from storage.records.person import Person

if TYPE_CHECKING:
    from bot.routing import Routes


@dataclass(frozen=True, slots=True)
class Place:
    """The chat where it happened; `teams` meet there when it is a group."""

    chat_id: int
    private: bool
    title: str = ""
    thread_id: int | None = None
    teams: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What a message holds, or an album: words, files, and what it replies to."""

    message_id: int
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    album: str | None = None
    reply_to: int | None = None
    replied_text: str = ""
    """What stands in the bot's message that it replies to."""
    forwarded: bool = False
    other: str | None = None
    captions: tuple[tuple[int, str], ...] = ()
    """The words of an album, each with the message that they stand in; `message_id` is the first of these."""

    @property
    def parts(self) -> tuple[tuple[int, str], ...]:
        """The words with the messages that they stand in."""
        return self.captions or ((self.message_id, self.text),)


@dataclass(frozen=True, slots=True)
class Request:
    """Who did what, where and when, with all that a handler may use."""

    tx: Tx
    now: datetime
    person: Person
    place: Place
    t: Texts
    organisation: Organisation
    routes: Routes
    bot_username: str
    said: Said
    payload: str = ""
    """What follows a command, or the rest of a deep link."""

    @property
    def today(self) -> date:
        """The day in the organisation's zone."""
        return self.now.astimezone(self.organisation.zone).date()
