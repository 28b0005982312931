"""Where the parts meet: one function builds the bot, one runs it."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog

from bot import news, routes
from bot.announcements import actions as announcements
from bot.campaigns import actions as campaigns
from bot.clock import Clock, MovableClock, SystemClock
from bot.clockwork.ticks import Clockwork
from bot.dispatch import Dispatcher
from bot.telegram import menu, receive
from bot.telegram.failures import Fatal, classify
from bot.telegram.poll import Poller
from bot.telegram.receive import Receiver
from bot.telegram.send import Sender
from bot.telegram.wire import Wire
from config.organisation import Organisation
from config.settings import Settings
from storage import house
from storage.db import Database, Tx

log = structlog.get_logger()

SHUTDOWN_SECONDS = 3.0

SENT_WITHIN = 1.0
"""Seconds that a moved clock waits at a stop for what is to be sent then."""


class TokenRefused(Exception):
    """Telegram does not know this token."""


@dataclass(frozen=True, slots=True)
class App:
    """The parts of a running bot."""

    database: Database
    organisation: Organisation
    clock: Clock
    wire: Wire
    dispatcher: Dispatcher
    sender: Sender
    receiver: Receiver
    clockwork: Clockwork
    answers: Answers

    async def poll(self) -> None:
        await Poller(self.wire, self.receiver, self.clock).run()


@asynccontextmanager
async def built(
    settings: Settings,
    organisation: Organisation,
    database: Database,
    *,
    clock: Clock | None = None,
    wire: Wire | None = None,
) -> AsyncIterator[App]:
    """The bot with an open wire, ready to receive; everything is closed at the end."""
    clock = clock or SystemClock()
    if wire is None:
        token = settings.telegram_token.get_secret_value() if settings.telegram_token else ""
        wire = Wire(token, settings.telegram_api_url)
    await wire.open()
    answers = Answers(wire)
    try:
        kept = organisation.retention.kept("mentions")

        def tell(tx: Tx) -> None:
            news.tell(tx, organisation, clock.now())

        sender = Sender(database, wire, clock, settings.telegram_rate, kept, tell, organisation.zone)
        username = await _username(wire, clock, settings)
        await database.transaction(lambda tx: house.keep(tx, house.USERNAME, username))
        dispatcher = Dispatcher(organisation, routes.build(), username)
        receiver = Receiver(database, dispatcher, clock, on_calls=sender.hand_over, answer=answers.give)
        clockwork = Clockwork(database, organisation, clock, sender.hand_over)
        yield App(database, organisation, clock, wire, dispatcher, sender, receiver, clockwork, answers)
    finally:
        await answers.finish()
        await wire.close()


async def run(
    settings: Settings,
    organisation: Organisation,
    database: Database,
    *,
    clock: Clock | None = None,
    started: Callable[[App], Any] | None = None,
) -> None:
    """Receive, send and tick until cancelled; then let what is in flight end."""
    async with built(settings, organisation, database, clock=clock) as app:
        if await receive.begin(database):
            log.info("the last run did not end cleanly, open updates are handled one by one")
            await app.receiver.after_unclean_end()
        await database.transaction(lambda tx: begin(tx, organisation, app.clock.now()))
        # What is loaded stays: the collector need not look at it again and again.
        gc.collect()
        gc.freeze()
        app.clockwork.start()
        if isinstance(app.clock, MovableClock):
            app.clock.when_moved(app.clockwork.soon)
            app.clock.stops_at(app.clockwork.following, _catching_up(app))
        sending, menus = asyncio.create_task(app.sender.run()), asyncio.create_task(_set_menus(app))
        polling = asyncio.create_task(app.poll())
        if without := organisation.points_without_team():
            team, points = organisation.about.default_team, [point.code for point in without]
            log.warning(
                "the default team answers for service points whose unit names no team", team=team, points=points
            )
        log.info("running", bot=app.dispatcher.bot_username, database=settings.database_shown)
        if started is not None:
            started(app)
        asked_to_end = False
        try:
            await asyncio.gather(sending, polling)
        except asyncio.CancelledError:
            asked_to_end = True
            raise
        finally:
            app.clockwork.stop()
            for task in (polling, sending, menus):
                task.cancel()
            await asyncio.gather(polling, sending, menus, return_exceptions=True)
            with suppress(Exception):
                await app.sender.drain(SHUTDOWN_SECONDS)
                if asked_to_end:  # else the next start looks closely at what may have ended this one
                    await receive.end(database)
            log.info("stopped, nothing is lost")


def begin(tx: Tx, organisation: Organisation, now: datetime) -> None:
    """What a start brings: the organisation file as it is now, and posts of which the last run does not know the end."""
    campaigns.reconcile(tx, organisation, now)
    announcements.doubt_what_was_out(tx, now.astimezone(organisation.zone).date())
    news.tell(tx, organisation, now)


def _catching_up(app: App) -> Callable[[], Awaitable[None]]:
    """Do and send what is due at a moment at which a moved clock stops, so that all bears the time it belongs to."""
    patience = SENT_WITHIN

    async def catch_up() -> None:
        nonlocal patience
        await app.clockwork.tick()
        try:
            await asyncio.wait_for(app.sender.until_idle(), patience)
        except TimeoutError:
            patience = 0.0  # Telegram is away or slow: it is not waited for at each stop
        else:
            patience = SENT_WITHIN

    return catch_up


class Answers:
    """Answers to presses: outside the outbox, because they are worthless when late."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._given: dict[str, None] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def give(self, query_id: str, notice: str | None) -> None:
        """Answer a press once; of two answers the first counts."""
        if query_id in self._given:
            return
        self._given[query_id] = None
        while len(self._given) > 10_000:
            del self._given[next(iter(self._given))]
        task = asyncio.create_task(self._send(query_id, notice))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def finish(self) -> None:
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=1.0)

    async def _send(self, query_id: str, notice: str | None) -> None:
        params = {"callback_query_id": query_id, "text": notice[:200] if notice else None}
        try:
            await self._wire.call("answerCallbackQuery", params)
        except Exception as error:
            # Too old, or Telegram is away: the button has stopped turning by itself.
            log.debug("a press could not be answered", error=type(error).__name__)


async def _username(wire: Wire, clock: Clock, settings: Settings) -> str:
    """The bot's name; waits as long as Telegram is away, gives up when the token is refused."""
    while True:
        try:
            me = await wire.call("getMe", {})
        except Exception as error:
            failure = classify(error)
            if isinstance(failure, Fatal):
                raise TokenRefused(failure.reason) from None
            log.warning(
                "Telegram cannot be reached, trying again", address=settings.telegram_api_url, reason=str(error)
            )
            await clock.sleep(2.0)
        else:
            return str(me["username"])


async def _set_menus(app: App) -> None:
    """Show the commands and what the bot is for; a bot without them works all the same."""
    try:
        for method, params in menu.general(app.dispatcher.routes, app.organisation):
            await app.wire.call(method, params)
        for said in menu.about(app.organisation):
            # Telegram lets these be changed rarely, but asked for at each start.
            if (await app.wire.call(f"get{said.name}", said.language)).get(said.field) != said.words:
                await app.wire.call(f"set{said.name}", {said.field: said.words, **said.language})
    except Exception as error:
        log.warning("the command menu or the description could not be set", reason=type(error).__name__)
