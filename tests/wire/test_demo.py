"""The demo's parts together: the real bot behind the playground's server, and its clock moved as from the page."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr
from sqlalchemy import select

from bot import app, demo
from bot.clock import MovableClock
from bot.playground.cast import Cast, gather
from bot.playground.engine import Engine
from bot.playground.server import serve
from bot.telegram import menu
from config.organisation import Names, Organisation, load
from config.settings import SHIPPED_ORGANISATION, Settings
from storage.db import Database
from storage.tables import occurrences
from tests import databases

MONDAY = datetime(2026, 11, 23, 7, 5, tzinfo=UTC)
"""Five past nine in Helsinki."""


@dataclass
class Played:
    """The demo as it stands open in the browser."""

    engine: Engine
    cast: Cast
    clock: MovableClock
    organisation: Organisation
    database: Database
    url: str

    async def move(self, seconds: float) -> None:
        """Press a button beside the clock."""
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.url}/play/clock", json={"seconds": seconds}) as answer,
        ):
            assert answer.status == 200, await answer.text()


@pytest.fixture
async def played(tmp_path: Path) -> AsyncIterator[Played]:
    clock = MovableClock(MONDAY)
    engine = Engine(clock, demo.TOKEN)
    organisation = demo._asking_from(load(SHIPPED_ORGANISATION), clock.now().date())
    cast = gather(engine)
    database = databases.sqlite(tmp_path)
    database.run(lambda tx: demo._settle(tx, organisation, cast, clock))
    running = asyncio.Event()
    async with serve(engine, clock=clock) as address:
        settings = Settings(telegram_token=SecretStr(demo.TOKEN), telegram_api_url=address.url)
        bot = asyncio.create_task(
            app.run(settings, organisation, database, clock=clock, started=lambda _: running.set())
        )
        await asyncio.wait_for(running.wait(), 20)
        yield Played(engine, cast, clock, organisation, database, address.url)
        bot.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await bot
    database.close()


async def test_day_by_day_each_job_runs_at_its_own_time(played: Played) -> None:
    """Each "+1 day" lands at five past nine: what is planned for ten came never."""
    for _ in range(3):
        await played.move(86_400)
    job = "ask whether it helped"
    question = select(occurrences.c.planned, occurrences.c.outcome).where(occurrences.c.job == job)
    ran = {row.planned: row.outcome for row in played.database.look(lambda tx: tx.execute(question).all())}
    assert {f"2026-11-{day} 10:00": "run" for day in (23, 24, 25)}.items() <= ran.items()


async def test_what_comes_on_the_way_bears_the_time_at_which_it_came(played: Played) -> None:
    """The campaign of the sample town begins on the next working day, at nine or when the quiet hours end."""
    played.cast.elsa.started = True
    await played.move(3 * 86_400)
    (asked,) = played.engine.find_chat(played.cast.elsa)
    local = asked.date.astimezone(played.organisation.zone)
    assert (local.day, local.hour, local.minute) == (24, 9, 0)


async def test_an_outage_holds_up_no_clock(played: Played) -> None:
    played.engine.faults.outage()
    async with asyncio.timeout(20):
        await played.move(14 * 86_400)
    assert played.clock.now() >= MONDAY + timedelta(days=14)


async def test_whoever_opens_the_bot_reads_what_it_is_for(played: Played) -> None:
    async with asyncio.timeout(20):
        while ("short_description", "uk") not in played.engine.profile:  # noqa: ASYNC110  # the bot tells nobody
            await asyncio.sleep(0.02)
    said = played.engine.state()["bot"]["descriptions"]
    assert list(said) == ["", "sv", "sl", "uk"]  # English is what all others read
    assert len(set(said.values())) == 4
    for language, words in said.items():
        assert played.organisation.name.say(language or "en") in words
    _, answer = await played.engine.answer("getMyShortDescription", {"language_code": "uk"})
    assert played.organisation.name.say("uk") in answer["result"]["short_description"]


async def test_the_page_can_say_who_is_who_and_what_is_worth_trying_in_its_language(played: Played) -> None:
    demo._introduce(played.cast, played.organisation)
    links = played.database.run(lambda tx: demo._links(tx, played.engine, played.organisation, played.clock))
    for words in (*(link.title for link in links), *(person.note for person in played.cast.people)):
        assert isinstance(words, dict)
        assert list(words) == ["en", "sv", "sl", "uk"]
        assert len(set(words.values())) == 4
    for link in links[: len(demo.POINTS)]:
        message = played.engine.open_link(played.cast.maja, link.url)
        code = message.text.partition("s-")[2]
        assert played.organisation.find_service_point(code)


@pytest.mark.parametrize("name", ["Lindvale", "Stadt " * 80], ids=["short", "very long"])
def test_telegram_takes_what_the_bot_says_about_itself(name: str) -> None:
    organisation = load(SHIPPED_ORGANISATION)
    about = organisation.about.model_copy(update={"name": Names.model_construct({"en": name})})
    said = list(menu.about(organisation.model_copy(update={"about": about})))
    assert len(said) == 10
    for each in said:
        assert len(name[:30]) + 40 < len(each.words) <= {"description": 512, "short_description": 120}[each.field]
