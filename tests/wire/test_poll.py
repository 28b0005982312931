"""Polling: the offset moves only past what is committed, and nothing that Telegram does ends the loop."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot import app
from bot.app import App
from bot.clock import MovableClock
from bot.playground.engine import Engine
from bot.playground.inprocess import PlaygroundRequest
from bot.playground.server import serve
from bot.telegram import poll, receive
from bot.telegram.poll import Poller
from bot.telegram.reading import ALLOWED_UPDATES
from bot.telegram.wire import Wire
from config.organisation import load
from config.settings import SHIPPED_ORGANISATION, Settings
from storage import outbox
from storage.db import Database
from tests import databases
from tests.town import MONDAY, TOKEN

Answer = tuple[int, dict[str, Any]]


class Moody(Engine):
    """Answers the next polls as the test wants, and remembers what was asked."""

    def __init__(self, clock: MovableClock) -> None:
        super().__init__(clock, TOKEN)
        self.moods: deque[Answer] = deque()
        self.polls: list[dict[str, Any]] = []
        self.removed: list[dict[str, Any]] = []

    async def answer(self, method: str, params: dict[str, Any], files: Any = None) -> Answer:
        if method == "deleteWebhook":
            self.removed.append(params)
        if method != "getUpdates":
            return await super().answer(method, params, files)
        self.polls.append(params)
        if self.moods:
            return self.moods.popleft()
        return await super().answer(method, params, files)


class Scene:
    """A bot that polls and sends, and people who write to it."""

    def __init__(self, engine: Moody, bot: App, clock: MovableClock) -> None:
        self.engine, self.bot, self.clock = engine, bot, clock
        self.ana = engine.person("Ana", language="en")
        self.bo = engine.person("Bo", language="en")

    def says(self, *texts: str) -> None:
        for text in texts:
            self.engine.say(self.ana, self.ana, text)

    def answers(self) -> int:
        """How many messages of the bot Ana has."""
        return sum(message.sender is self.engine.me for message in self.engine.messages(self.ana))

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait for something that has to happen; time may pass meanwhile."""
        for _ in range(400):
            if true():
                return
            await asyncio.sleep(0.01)
        raise AssertionError("it does not happen")

    async def later(self, true: Callable[[], bool], seconds: float) -> None:
        """Let the clock pass so many seconds; by then, or as soon as the machine can, something has happened."""
        for _ in range(round(seconds * 2)):
            if true():
                return
            self.clock.advance(timedelta(seconds=0.5))
            await asyncio.sleep(0.02)
        await self.until(true)


@asynccontextmanager
async def polling(database: Database, *, send: bool = True) -> AsyncIterator[Scene]:
    clock = MovableClock(MONDAY)
    engine = Moody(clock)
    settings = Settings(telegram_token=SecretStr(TOKEN), telegram_rate=0)
    wire = Wire(TOKEN, "http://playground", PlaygroundRequest(engine))
    async with app.built(settings, load(SHIPPED_ORGANISATION), database, clock=clock, wire=wire) as bot:
        tasks = [asyncio.create_task(run()) for run in (bot.sender.run, bot.poll) if send]
        try:
            yield Scene(engine, bot, clock)
            assert not any(task.done() for task in tasks), "the loops go on"
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


@pytest.fixture
async def scene(database: Database) -> AsyncIterator[Scene]:
    async with polling(database) as found:
        yield found


def failed(status: int, description: str, **parameters: Any) -> Answer:
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    return status, {**body, "parameters": parameters} if parameters else body


async def test_what_is_committed_is_acknowledged_by_the_next_poll(scene: Scene) -> None:
    scene.says("/start", "/help", "/language")
    await scene.until(lambda: scene.answers() == 3 and not scene.engine.updates.pending)
    asked = scene.engine.polls[-1]
    assert asked["offset"] == scene.engine.updates.next_id
    assert asked["allowed_updates"] == list(ALLOWED_UPDATES)
    assert "offset" not in scene.engine.polls[0], "what waited before is taken, too"
    assert len(scene.engine.polls) <= 5, "it waits in the poll, not in a loop"


async def test_more_than_a_batch_arrives_in_order(scene: Scene) -> None:
    scene.engine.say(scene.bo, scene.bo, "/help")
    scene.says(*["/help"] * 230)
    await scene.until(lambda: scene.answers() == 230 and not scene.engine.updates.pending)


@pytest.mark.parametrize(
    ("mood", "pause"),
    [
        (failed(502, "Bad Gateway"), 1),
        (failed(500, "Internal Server Error"), 1),
        (failed(429, "Too Many Requests: retry after 7", retry_after=7), 7),
        (failed(409, "Conflict: terminated by other getUpdates request"), 1),
        (failed(401, "Unauthorized"), 1),
        (failed(404, "Not Found"), 1),
        (failed(400, "Bad Request: who knows"), 1),
        ((200, {"ok": True}), 1),
        ((200, {"ok": True, "result": [7, "seven", None]}), 0),
        ((200, {"ok": True, "result": True}), 1),
        ((200, {"ok": True, "result": None}), 1),
    ],
)
async def test_whatever_telegram_answers_the_next_poll_comes(tmp_path: Path, mood: Answer, pause: float) -> None:
    database = databases.sqlite(tmp_path)
    async with polling(database) as scene:
        scene.engine.moods.append(mood)
        scene.says("/start")
        await scene.until(lambda: not scene.engine.moods and len(scene.engine.polls) >= 1)
        if pause:
            await asyncio.sleep(0.05)
            assert len(scene.engine.polls) == 1, "not sooner"
        await scene.later(lambda: scene.answers() == 1, pause + 2)
    database.close()


async def test_a_minute_without_telegram_loses_nothing_and_is_not_filled_with_polls(scene: Scene) -> None:
    scene.says("/start")
    await scene.until(lambda: scene.answers() == 1)
    scene.engine.faults.outage(seconds=60)
    before = len(scene.engine.polls)
    scene.says("/help", "/language")
    scene.clock.advance(timedelta(seconds=0.1))
    for _ in range(110):
        scene.clock.advance(timedelta(seconds=0.5))
        await asyncio.sleep(0.005)
    assert len(scene.engine.polls) - before < 12
    assert scene.answers() == 1
    await scene.later(lambda: scene.answers() == 3, 120)


async def test_a_webhook_from_before_is_removed_and_what_waits_is_kept(tmp_path: Path) -> None:
    database = databases.sqlite(tmp_path)
    async with polling(database) as scene:
        words = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        scene.engine.moods.append(failed(409, words))
        scene.says("/start")
        await scene.later(lambda: scene.answers() == 1, 4)
    assert scene.engine.removed == [{"drop_pending_updates": False}]
    database.close()


async def test_another_program_that_polls_is_survived(scene: Scene) -> None:
    await scene.until(lambda: len(scene.engine.polls) == 1)
    status, _ = await scene.engine.answer("getUpdates", {"timeout": 0})
    assert status == 200, "the later one wins"
    scene.says("/start")
    await scene.later(lambda: scene.answers() == 1, 5)


async def test_nothing_is_acknowledged_while_the_database_is_away(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("storage.db.LOCK_PATIENCE", 0.1)
    database = databases.sqlite(tmp_path)
    async with polling(database) as scene:
        scene.says("/start")
        await scene.until(lambda: scene.answers() == 1 and not scene.engine.updates.pending)
        with closing(sqlite3.connect(database.path, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            polls = len(scene.engine.polls)
            scene.says("/help", "/help")
            await asyncio.sleep(0.5)
            assert len(scene.engine.polls) <= polls + 1
            assert len(scene.engine.updates.pending) == 2
            other.execute("ROLLBACK")
        await scene.later(lambda: scene.answers() == 3, 3 * receive.PAUSE_SECONDS)
        await scene.until(lambda: not scene.engine.updates.pending)
        assert scene.answers() == 3
    database.close()


async def test_a_cancelled_poll_never_cuts_a_transaction_in_two(database: Database) -> None:
    """Ended and begun again at any moment: each message is answered once."""
    async with polling(database, send=False) as scene:
        for turn in range(12):
            scene.says(*["/help"] * 10)
            one = asyncio.create_task(Poller(scene.bot.wire, scene.bot.receiver, scene.clock).run())
            await asyncio.sleep(0.003 * turn)
            one.cancel()
            await asyncio.gather(one, return_exceptions=True)
        last = asyncio.create_task(Poller(scene.bot.wire, scene.bot.receiver, scene.clock).run())
        await scene.until(lambda: not scene.engine.updates.pending)
        last.cancel()
        await asyncio.gather(last, return_exceptions=True)
    assert database.look(outbox.count) == {outbox.WAITING: 120}


async def test_a_poll_that_never_comes_back_is_given_up(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poll, "PATIENCE_SECONDS", -4.9)
    scene.says("/start")
    await scene.until(lambda: scene.answers() == 1)
    await scene.later(lambda: len(scene.engine.polls) > 3, 20)


class Bug(RuntimeError):
    """Something that nobody thought of."""


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_run_ends_cleanly_when_it_is_asked_to_and_not_by_a_bug(database: Database) -> None:
    """After a bug the next start has to look closely at what may have ended this one."""
    engine = Moody(clock := MovableClock(MONDAY))
    began = asyncio.Event()

    async def falls(_batch: Any) -> None:
        raise Bug

    def break_it(running: App) -> None:
        running.receiver.take = falls  # type: ignore[method-assign,assignment]
        engine.say(ana, ana, "/start")

    ana = engine.person("Ana")
    async with serve(engine) as address:
        settings = Settings(telegram_token=SecretStr(TOKEN), telegram_rate=0, telegram_api_url=address.url)
        with pytest.raises(Bug):
            await app.run(settings, load(SHIPPED_ORGANISATION), database, clock=clock, started=break_it)
        assert await receive.begin(database), "the next start knows"
        running = asyncio.create_task(
            app.run(settings, load(SHIPPED_ORGANISATION), database, clock=clock, started=lambda _: began.set())
        )
        await began.wait()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert not await receive.begin(database)
