"""Chats: the people, groups and messages that the playground remembers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.playground.files import Media

Entity = dict[str, Any]
Buttons = list[list[dict[str, Any]]]
Words = str | dict[str, str]
"""What the page itself says: a text, or one for each of the page's languages."""


@dataclass(slots=True, frozen=True)
class Link:
    """A link to the bot that the page offers."""

    title: Words
    url: str


@dataclass(slots=True, frozen=True)
class Notice:
    """What a person sees for a moment after a press."""

    text: str
    alert: bool = False


@dataclass(slots=True, eq=False)
class Person:
    """Somebody with a Telegram account."""

    id: int
    name: str
    language: str = "en"
    username: str | None = None
    note: Words = ""
    shown: bool = True
    started: bool = False
    blocked: bool = False
    notices: list[Notice] = field(default_factory=list)

    is_bot = False

    @property
    def first_name(self) -> str:
        return self.name.split(" ", 1)[0]

    @property
    def last_name(self) -> str | None:
        return self.name.split(" ", 1)[1] if " " in self.name else None


@dataclass(slots=True, eq=False)
class Bot:
    """The account that the bot under play speaks from."""

    id: int
    name: str
    username: str

    is_bot = True

    @property
    def first_name(self) -> str:
        return self.name


@dataclass(slots=True, eq=False)
class Message:
    """One message as everybody in its chat sees it; `text` is plain and is the caption where media is."""

    id: int
    chat: Chat
    sender: Person | Bot
    date: datetime
    text: str = ""
    entities: list[Entity] = field(default_factory=list)
    media: Media | None = None
    album: str | None = None
    reply_to: Message | None = None
    buttons: Buttons = field(default_factory=list)
    keyboard: dict[str, Any] | None = None
    keyboard_for: list[int] | None = None
    service: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    reactions: list[str] = field(default_factory=list)
    edited: datetime | None = None
    deleted: bool = False

    @property
    def force_reply(self) -> bool:
        return bool(self.keyboard and self.keyboard.get("force_reply"))

    @property
    def labels(self) -> list[str]:
        """The words on its inline buttons, in reading order."""
        return [button["text"] for row in self.buttons for button in row]


@dataclass(slots=True, eq=False)
class Chat:
    """A private chat with the bot (its id is the person's), or a group or channel (its id is negative)."""

    id: int
    type: str
    title: str
    members: dict[int, Person] = field(default_factory=dict)
    bot: bool = True
    bot_status: str = "member"
    messages: dict[int, Message] = field(default_factory=dict)
    last_id: int = 0
    pinned: int | None = None
    username: str | None = None
    bot_posts: bool = True
    """Whether the bot, where it is an administrator of a channel, has the right to post."""

    @property
    def channel(self) -> bool:
        """Whether only administrators write here, in its name, and everybody reads."""
        return self.type == "channel"

    @property
    def private(self) -> bool:
        return self.type == "private"

    @property
    def shown(self) -> bool:
        """Whether the page has a column for it."""
        return not self.private or self.person.shown

    @property
    def person(self) -> Person:
        """Whose private chat this is."""
        return next(iter(self.members.values()))

    def __iter__(self) -> Iterator[Message]:
        return iter(self.messages.values())

    def next_id(self) -> int:
        """The number of the next message; numbers only rise."""
        self.last_id += 1
        return self.last_id

    def add(self, message: Message) -> Message:
        """Remember `message` under its id."""
        self.messages[message.id] = message
        return message
