"""The engine: the playground as one object, with the bot's side and the people's side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from bot.clock import Clock
from bot.playground import api, checks, membership, photos, pressing, state, talking, wordless
from bot.playground.chats import Chat, Message, Person, Words
from bot.playground.events import Listener
from bot.playground.files import Attachment, Media
from bot.playground.presses import Press
from bot.playground.world import World

Where = Chat | Person | int


class Engine(World):
    """A Telegram of our own; `strict`, the path of the official description, holds every call against it."""

    def __init__(
        self,
        clock: Clock,
        token: str = "1:playground",
        username: str = "kaiwa_playground_bot",
        *,
        name: str = "Kaiwa",
        strict: Path | str | None = None,
    ) -> None:
        super().__init__(clock, token, username, name)
        self.description = checks.load(Path(strict)) if strict else None

    async def answer(
        self, method: str, params: dict[str, Any], files: Mapping[str, Attachment] | None = None
    ) -> tuple[int, dict[str, Any]]:
        """Carry out one call of the bot: HTTP status and JSON body; raises AnswerLost on request."""
        return await api.answer(self, self.description, method, params, files or {})

    def person(
        self,
        name: str,
        *,
        language: str = "en",
        username: str | None = None,
        id: int | None = None,
        note: Words = "",
        shown: bool = True,
    ) -> Person:
        """Somebody new, who has not started the bot yet; the page leaves out who is not `shown`."""
        number = self.free_person_id() if id is None else id
        return self.add_person(Person(number, name, language, username, note, shown))

    def group(
        self,
        title: str,
        members: Iterable[Person],
        *,
        id: int | None = None,
        kind: str = "group",
        bot: bool = True,
    ) -> Chat:
        """A new group; with `bot` it is in there from the beginning, without an update about it."""
        number = self.free_group_id() if id is None else id
        inside = {person.id: person for person in members}
        return self.add_group(Chat(number, kind, title, inside, bot, "member" if bot else "left"))

    def channel(
        self, title: str, readers: Iterable[Person], *, id: int | None = None, username: str | None = None
    ) -> Chat:
        """A new channel, in which the bot may post; people read."""
        number = self.free_group_id() if id is None else id
        inside = {person.id: person for person in readers}
        return self.add_group(Chat(number, "channel", title, inside, bot_status="administrator", username=username))

    def say(self, person: Person | int, chat: Where, text: str, *, reply_to: Message | int | None = None) -> Message:
        """Write a message; returns the first part of one that is too long for one."""
        where = self.find_chat(chat)
        return talking.say(self, self.find_person(person), where, text, self._replied(where, reply_to))

    def attach(
        self,
        person: Person | int,
        chat: Where,
        kind: str,
        upload: Attachment | Media,
        *,
        caption: str | None = None,
        reply_to: Message | int | None = None,
        album: str | None = None,
        size: int | None = None,
    ) -> Message:
        """Send a photo, voice, document, video, audio, animation or video_note.

        Messages of one `album` belong together; with `size` a new file claims to have so many bytes.
        """
        where = self.find_chat(chat)
        media = upload if isinstance(upload, Media) else photos.stored(self.files, kind, upload, size)
        replied = self._replied(where, reply_to)
        return talking.attach(self, self.find_person(person), where, media, caption, replied, album)

    def sticker(
        self, person: Person | int, chat: Where, emoji: str = "\U0001f44d", *, reply_to: Message | int | None = None
    ) -> Message:
        """Send a sticker."""
        return self.other(person, chat, wordless.sticker(emoji), reply_to=reply_to)

    def contact(
        self, person: Person | int, chat: Where, phone: str = "+46700000000", *, reply_to: Message | int | None = None
    ) -> Message:
        """Share one's own telephone number."""
        return self.other(person, chat, wordless.contact(self.find_person(person), phone), reply_to=reply_to)

    def location(
        self,
        person: Person | int,
        chat: Where,
        latitude: float = 60.17,
        longitude: float = 24.94,
        *,
        reply_to: Message | int | None = None,
    ) -> Message:
        """Send a place."""
        return self.other(person, chat, wordless.location(latitude, longitude), reply_to=reply_to)

    def poll(self, person: Person | int, chat: Where, question: str, options: Iterable[str]) -> Message:
        """Ask the chat with a poll."""
        return self.other(person, chat, wordless.poll(next(self.poll_numbers), question, list(options)))

    def other(
        self, person: Person | int, chat: Where, extra: dict[str, Any], *, reply_to: Message | int | None = None
    ) -> Message:
        """Send a message of any other kind, given as its part of Telegram's Message."""
        where = self.find_chat(chat)
        return talking.other(self, self.find_person(person), where, extra, self._replied(where, reply_to))

    def edit(self, person: Person | int, message: Message, text: str) -> Message:
        """Change the text or caption of one's own message; the bot gets an edited_message if it asks for them."""
        return talking.edit(self, self.find_person(person), message, text)

    def forward(self, person: Person | int, message: Message, to: Where) -> Message:
        """Send a message on to another chat."""
        (copied,) = self.forward_all(person, [message], to)
        return copied

    def forward_all(self, person: Person | int, messages: Iterable[Message], to: Where) -> list[Message]:
        """Send several messages on at once, in the order in which they were said; albums stay together."""
        return talking.forward(self, self.find_person(person), list(messages), self.find_chat(to))

    def press(self, person: Person | int, chat: Where, message: Message | int, row: int, column: int) -> Press:
        """Tap an inline button."""
        found = self.find_message(chat, message)
        return pressing.press(self, self.find_person(person), found, row, column)

    def press_data(self, person: Person | int, chat: Where, message: Message | int, data: str) -> Press:
        """Tap with any data, also of a button that is no longer there."""
        return pressing.press_data(self, self.find_person(person), self.find_message(chat, message), data)

    def open_link(self, person: Person | int, url: str, group: Chat | int | None = None) -> Message:
        """Follow a link to the bot; a `startgroup` link needs the chosen group."""
        chosen = self.find_chat(group) if group is not None else None
        return pressing.open_link(self, self.find_person(person), url, chosen)

    def block(self, person: Person | int) -> None:
        """Block the bot."""
        membership.block(self, self.find_person(person))

    def unblock(self, person: Person | int) -> None:
        """Let the bot write again."""
        membership.unblock(self, self.find_person(person))

    def add_bot(self, group: Chat | int, by: Person | int) -> None:
        """Bring the bot into a group."""
        membership.add_bot(self, self.find_chat(group), self.find_person(by))

    def remove_bot(self, group: Chat | int, by: Person | int) -> None:
        """Take the bot out of a group."""
        membership.remove_bot(self, self.find_chat(group), self.find_person(by))

    def join(self, group: Chat | int, person: Person | int, by: Person | int | None = None) -> None:
        """Come into a group, or be added by somebody."""
        adder = self.find_person(by) if by is not None else None
        membership.join(self, self.find_chat(group), self.find_person(person), adder)

    def leave(self, group: Chat | int, person: Person | int) -> None:
        """Go out of a group."""
        membership.leave(self, self.find_chat(group), self.find_person(person))

    def language(self, person: Person | int, language: str) -> None:
        """Set the language of a person's app."""
        self.find_person(person).language = language
        self.changed()

    def messages(self, chat: Where) -> list[Message]:
        """What stands in a chat now, oldest first."""
        return list(self.find_chat(chat).messages.values())

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with every event; the answer ends it."""
        return self.events.subscribe(listener)

    def state(self) -> dict[str, Any]:
        """Everything, as the page reads it."""
        return state.whole(self)

    def _replied(self, chat: Chat, message: Message | int | None) -> Message | None:
        return None if message is None else self.find_message(chat, message)
