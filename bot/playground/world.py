"""The world: everybody and everything in the playground, and how bot and page learn of changes."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from bot.clock import Clock
from bot.playground import shapes, view
from bot.playground.chats import Bot, Chat, Link, Message, Person
from bot.playground.commands import Commands
from bot.playground.errors import NotPossible
from bot.playground.events import Events
from bot.playground.faults import Faults
from bot.playground.files import Files
from bot.playground.presses import Presses
from bot.playground.updates import Updates


class World:
    """State without behaviour of its own; people and the Bot API act on it."""

    def __init__(self, clock: Clock, token: str, username: str, name: str) -> None:
        self.clock = clock
        self.zone: str | None = None
        """The time zone of the place that is played, if there is one."""
        self.token = token
        self.me = Bot(int(token.partition(":")[0]), name, username)
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.updates = Updates()
        self.events = Events()
        self.watchers: list[Callable[[Message], None]] = []
        """Called with each message that is new or changed, of whatever chat."""
        self.files = Files()
        self.commands = Commands()
        self.faults = Faults(clock, self.updates.interrupt)
        self.presses = Presses()
        self.profile: dict[tuple[str, str], str] = {}
        self.links: list[Link] = []
        """Links worth trying."""
        self.violations: list[str] = []
        self._highest_person = 1000
        self._lowest_group = -5000
        self.albums = itertools.count(13_000_000_001)
        self.poll_numbers = itertools.count(5_000_000_000_000_000_001)

    def add_person(self, person: Person) -> Person:
        """Somebody new, with a private chat that has not begun."""
        self.people[person.id] = person
        self.chats[person.id] = Chat(person.id, "private", person.name, {person.id: person})
        self._highest_person = max(self._highest_person, person.id)
        if person.shown:
            self.changed()
        return person

    def add_group(self, group: Chat) -> Chat:
        """A new group; if the bot is in it, it is simply there, without being told."""
        self.chats[group.id] = group
        self._lowest_group = min(self._lowest_group, group.id)
        self.changed()
        return group

    def free_person_id(self) -> int:
        """A number that nobody has."""
        return self._highest_person + 1

    def free_group_id(self) -> int:
        """A number that no group has."""
        return self._lowest_group - 1

    def post(self, chat: Chat, sender: Person | Bot, text: str = "", **fields: Any) -> Message:
        """Put a new message into `chat`, where everybody sees it."""
        message = Message(chat.next_id(), chat, sender, self.clock.now(), text, **fields)
        chat.messages[message.id] = message
        self._show("message", message)
        return message

    def edited(self, message: Message) -> None:
        """Tell the page that `message` looks different now."""
        self._show("edit", message)

    def _show(self, kind: str, message: Message) -> None:
        for watcher in self.watchers:
            watcher(message)
        if message.chat.shown:
            self.events.publish(lambda: {"type": kind, "message": view.message(message)})

    def delete(self, message: Message) -> None:
        """Take `message` out of its chat."""
        message.deleted = True
        del message.chat.messages[message.id]
        if message.chat.shown:
            self.events.publish(lambda: {"type": "delete", "chat": message.chat.id, "id": message.id})

    def tell_bot(self, message: Message, kind: str = "message") -> None:
        """Queue an update about `message` if the bot may see it."""
        if self.bot_sees(message):
            self.updates.add(kind, shapes.message(message))

    def bot_sees(self, message: Message) -> bool:
        """Privacy mode: in groups the bot gets commands, replies to itself and service messages."""
        chat = message.chat
        if chat.private or chat.bot_status == "administrator":
            return True
        if not chat.bot:
            return False
        if message.service or (message.reply_to and message.reply_to.sender is self.me):
            return True
        return self._commanded(message)

    def _commanded(self, message: Message) -> bool:
        if not message.text.startswith("/"):
            return False
        name, _, addressee = message.text.split(maxsplit=1)[0].partition("@")
        return len(name) > 1 and addressee.lower() in ("", self.me.username.lower())

    def changed(self) -> None:
        """Tell the page to read the whole state again."""
        self.events.publish(lambda: {"type": "state"})

    def find_person(self, person: Person | int) -> Person:
        """The person of this id; raises NotPossible."""
        if isinstance(person, Person):
            return person
        if person not in self.people:
            raise NotPossible(f"There is no person {person}.")
        return self.people[person]

    def find_chat(self, chat: Chat | Person | int) -> Chat:
        """The chat of this id, or the private chat of a person; raises NotPossible."""
        if isinstance(chat, Chat):
            return chat
        number = chat.id if isinstance(chat, Person) else chat
        if number not in self.chats:
            raise NotPossible(f"There is no chat {number}.")
        return self.chats[number]

    def named(self, address: str) -> Chat | None:
        """The channel that "@name" means, in whatever case it is written."""
        name = address.removeprefix("@").lower()
        return next((chat for chat in self.chats.values() if chat.username and chat.username.lower() == name), None)

    def find_message(self, chat: Chat | Person | int, message: Message | int) -> Message:
        """A message that is still there; raises NotPossible."""
        if isinstance(message, Message):
            return message
        where = self.find_chat(chat)
        if message not in where.messages:
            raise NotPossible(f"There is no message {message} in this chat.")
        return where.messages[message]
