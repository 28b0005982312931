"""Lindvale for stories: the sample town, its cast and the whole bot, in one process and without sockets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import SecretStr

from bot import app, links
from bot.app import App
from bot.clock import MovableClock
from bot.people import actions as people
from bot.playground.cast import gather
from bot.playground.chats import Chat, Message, Person
from bot.playground.engine import Engine
from bot.playground.files import Upload
from bot.playground.inprocess import PlaygroundRequest
from bot.telegram.reading import ALLOWED_UPDATES
from bot.telegram.wire import Wire
from bot.texts import NO_BREAK
from bot.triage import actions as triage
from config.organisation import Organisation, load
from config.settings import SHIPPED_ORGANISATION, Settings
from storage import invitations
from storage.db import Database, Tx
from storage.records.invitation import Invitation
from storage.records.person import Person as Known
from storage.records.person import Role
from storage.records.team import Binding
from tests.wire.stand_in import API

TOKEN = "1:playground"
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""Ten o'clock in Helsinki."""


def has(text: str, *words: str) -> bool:
    """Whether a text holds all these words; whether its lines may end at a space does not matter."""
    return all(word in text.replace(NO_BREAK, " ") for word in words)


@dataclass
class Actor:
    """Somebody of the cast, with what he or she does and sees."""

    town: Town
    person: Person

    @property
    def id(self) -> int:
        return self.person.id

    async def says(self, text: str, *, reply_to: Message | None = None) -> None:
        """Writes; where the bot's newest message opens the reply field, in reply to it, as Telegram's apps do."""
        newest = self.town.engine.messages(self.person.id)[-1:]
        if reply_to is None and newest and newest[0].force_reply and not text.startswith("/"):
            reply_to = newest[0]
        self.town.engine.say(self.person, self.person, text, reply_to=reply_to)
        await self.town.settle()

    async def sends(self, *uploads: Upload, kind: str = "photo", caption: str | None = None) -> None:
        """One file, or several as an album."""
        album = "album-1" if len(uploads) > 1 else None
        for number, upload in enumerate(uploads):
            self.town.engine.attach(
                self.person, self.person, kind, upload, caption=caption if number == 0 else None, album=album
            )
        await self.town.settle()

    async def presses(self, label: str, *, on: Message | None = None) -> None:
        """The newest button in the private chat whose label holds these words."""
        await self.town.press(self, self.person.id, label, on)

    async def opens(self, link: str, *, group: Chat | None = None) -> None:
        self.town.engine.open_link(self.person, link, group)
        await self.town.settle()

    async def in_group(self, chat: Chat, text: str, *, reply_to: Message | None = None) -> None:
        self.town.engine.say(self.person, chat, text, reply_to=reply_to)
        await self.town.settle()

    async def presses_in(self, chat: Chat, label: str, *, on: Message | None = None) -> None:
        await self.town.press(self, chat.id, label, on)

    @property
    def screen(self) -> Message:
        """The bot's newest message in the private chat."""
        return self.town.newest(self.person.id)

    @property
    def notice(self) -> str:
        """The last short notice after a press."""
        return self.person.notices[-1].text.replace(NO_BREAK, " ") if self.person.notices else ""

    def sees(self, *words: str) -> bool:
        """Whether the newest message of the bot holds all these words."""
        return has(self.screen.text, *words)

    def has_seen(self, *words: str) -> bool:
        """Whether any message of the bot holds all these words."""
        said = [m.text for m in self.town.engine.messages(self.person.id) if m.sender.id != self.person.id]
        return any(has(text, *words) for text in said)


class Town:
    """The engine, the bot's parts, and a way to let everything happen."""

    def __init__(self, engine: Engine, bot: App, clock: MovableClock) -> None:
        self.engine = engine
        self.bot = bot
        self.clock = clock
        self.cast = gather(engine)
        self.elsa, self.olena = Actor(self, self.cast.elsa), Actor(self, self.cast.olena)
        self.maja, self.sam = Actor(self, self.cast.maja), Actor(self, self.cast.sam)
        self.group, self.streets = self.cast.quality_team, self.cast.streets_team
        self.channel = self.cast.channel
        self._offset = 0

    @property
    def organisation(self) -> Organisation:
        return self.bot.organisation

    def stranger(self, name: str, *, language: str = "en") -> Actor:
        return Actor(self, self.engine.person(name, language=language))

    async def settle(self) -> None:
        """Until nobody has anything left to do or to say."""
        while True:
            params = {"offset": self._offset, "timeout": 0, "limit": 100, "allowed_updates": list(ALLOWED_UPDATES)}
            batch = await self.bot.wire.call("getUpdates", params)
            if batch:
                await self.bot.receiver.take(batch)
                self._offset = batch[-1]["update_id"] + 1
                continue
            await self.bot.sender.until_idle()
            await self.bot.answers.finish()
            if not self.engine.updates.pending:
                return

    async def tick(self, by: timedelta = timedelta()) -> None:
        """Move the clock and let happen what is due."""
        self.clock.advance(by)
        await self.bot.clockwork.tick()
        await self.settle()

    async def press(self, actor: Actor, chat_id: int, label: str, on: Message | None) -> None:
        messages = [on] if on else reversed(self.engine.messages(chat_id))
        for message in messages:
            for row, buttons in enumerate(message.buttons):
                for column, button in enumerate(buttons):
                    if has(button["text"], label):
                        self.engine.press(actor.person, chat_id, message, row, column)
                        await self.settle()
                        return
        shown = self.newest(chat_id)
        raise AssertionError(f"no button {label!r}; the newest message is {shown.text!r} with {shown.labels}")

    def newest(self, chat_id: int) -> Message:
        said = [m for m in self.engine.messages(chat_id) if m.sender.id == self.engine.me.id]
        assert said, "the bot has said nothing here"
        return said[-1]

    def card(self, label: str, chat: Chat | None = None) -> Message:
        """The newest card of an item in a group."""
        said = [
            m
            for m in self.engine.messages((chat or self.group).id)
            if m.text.startswith((f"💡 {label} ", f"💬 {label} "))
        ]
        assert said, f"no card of {label}: {[m.text for m in self.engine.messages((chat or self.group).id)]}"
        return said[-1]

    def group_sees(self, *words: str, chat: Chat | None = None) -> bool:
        """Whether any message of the bot in the group holds all these words."""
        said = [m.text for m in self.engine.messages((chat or self.group).id) if m.sender.id == self.engine.me.id]
        return any(has(text, *words) for text in said)

    @property
    def posts(self) -> list[str]:
        """What stands in the public channel."""
        return [message.text.replace(NO_BREAK, " ") for message in self.engine.messages(self.channel.id)]

    def run(self, unit: Any) -> Any:
        """A unit of work on the town's database."""
        return self.bot.database.run(unit)

    def invitation(self, role: Role, *, unit: str | None = None, uses: int = 1, days: int = 14) -> str:
        until = self.clock.now() + timedelta(days=days)
        token = self.run(lambda tx: invitations.make(tx, Invitation(role, unit, None, uses, until)))
        return links.start(self.engine.me.username or "", links.INVITATION, token)

    def team_link(self, team: str) -> str:
        until = self.clock.now() + timedelta(days=14)
        token = self.run(lambda tx: invitations.make(tx, Invitation(None, None, team, 1, until)))
        return links.start_group(self.engine.me.username or "", links.TEAM, token)


@asynccontextmanager
async def lindvale(
    database: Database, *, rate: float = 0, bound: bool = True, organisation: Organisation | None = None
) -> AsyncIterator[Town]:
    """The town with its roles given and, if `bound`, the quality team's group."""
    clock = MovableClock(MONDAY)
    engine = Engine(clock, TOKEN, strict=API if API.is_file() else None)
    settings = Settings(telegram_token=SecretStr(TOKEN), telegram_rate=rate)
    wire = Wire(TOKEN, "http://playground", PlaygroundRequest(engine))
    async with app.built(settings, organisation or load(SHIPPED_ORGANISATION), database, clock=clock, wire=wire) as bot:
        town = Town(engine, bot, clock)
        sending = asyncio.create_task(bot.sender.run())
        try:
            database.run(lambda tx: _settle_in(tx, town, bound=bound))
            for actor in (town.elsa, town.olena, town.maja, town.sam):
                engine.say(actor.person, actor.person, "/start")
            await town.settle()
            yield town
            assert not engine.violations, "every call satisfies the official description"
        finally:
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)


def _settle_in(tx: Tx, town: Town, *, bound: bool) -> None:
    today = town.clock.now().date()

    def known(person: Person) -> Known:
        return Known(None, person.id, person.name, person.username, person.language)

    people.grant(tx, known(town.cast.elsa), Role.EMPLOYEE, "library", today=today)
    people.grant(tx, known(town.cast.olena), Role.EMPLOYEE, "parks-streets", today=today)
    sam = people.grant(tx, known(town.cast.sam), Role.QUALITY, None, today=today)
    people.grant(tx, sam, Role.ADMIN, None, today=today)
    if bound:
        triage.bind(tx, Binding("quality", town.group.id), by=sam, today=today)
