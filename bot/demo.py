"""`kaiwa demo`: playground and bot in one process, with a sample town; or real texts said by invented residents."""

from __future__ import annotations

import asyncio
import tempfile
import webbrowser
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import date, timedelta
from pathlib import Path

from pydantic import SecretStr
from rich.console import Console

from bot import app, feeding, links, rendering
from bot.clock import MovableClock
from bot.people import actions as people
from bot.playground.cast import Cast, gather
from bot.playground.chats import Link, Person, Words
from bot.playground.engine import Engine
from bot.playground.server import serve
from bot.refusal import Unplayable
from bot.texts import LANGUAGES, Html, Texts
from bot.triage import actions as triage
from bot.triage import screens as triage_screens
from config.organisation import Organisation
from config.organisation import load as load_organisation
from config.settings import SHIPPED_ORGANISATION, Settings
from storage import invitations, outbox, schema, sealing
from storage.db import Database, Tx
from storage.records.invitation import Invitation
from storage.records.person import Person as Known
from storage.records.person import Role
from storage.records.team import Binding

OFFICE = "counter"
"""The department that newcomers can join."""

POINTS = ("counter-3", "website")
"""What newcomers can rate: one with a poster on the wall, one on a screen."""

TOKEN = "1:playground"  # noqa: S105  # opens nothing but the playground
console = Console(highlight=False)


async def run(*, port: int, browser: bool, feed: Path | None) -> None:
    """Until cancelled; with `feed` the figures are printed when all texts have arrived."""
    texts = feeding.read(feed) if feed is not None else []
    clock = MovableClock()
    engine = Engine(clock, TOKEN)
    organisation = _asking_from(load_organisation(SHIPPED_ORGANISATION), clock.now().date())
    engine.zone = organisation.about.timezone
    cast = gather(engine)
    engine.add_bot(cast.streets_team, cast.sam)
    engine.updates.drop()
    with tempfile.TemporaryDirectory(prefix="kaiwa-demo-") as folder:
        database = Database(f"sqlite:///{folder}/kaiwa.db", sealing.Seal(sealing.new_key()))
        try:
            schema.migrate(database)
            database.run(lambda tx: _settle(tx, organisation, cast, clock))
            _introduce(cast, organisation)
            engine.links.extend(database.run(lambda tx: _links(tx, engine, organisation, clock)))
            await _play(engine, database, organisation, clock, port=port, browser=browser, texts=texts)
        finally:
            database.close()


async def _play(
    engine: Engine,
    database: Database,
    organisation: Organisation,
    clock: MovableClock,
    *,
    port: int,
    browser: bool,
    texts: list[str],
) -> None:
    async with AsyncExitStack() as stack:
        try:
            address = await stack.enter_async_context(serve(engine, host="127.0.0.1", port=port, clock=clock))
        except OSError as error:
            reason = f"--port {port}: cannot be used ({error.strerror}); try another, or 0 for a free one"
            raise Unplayable(reason) from None
        settings = Settings(
            telegram_token=SecretStr(TOKEN),
            telegram_api_url=address.url,
            telegram_rate=0 if texts else 30,
            database_url=str(database.url),
        )
        running = asyncio.Event()
        bot = asyncio.create_task(
            app.run(settings, organisation, database, clock=clock, started=lambda _: running.set())
        )
        try:
            await asyncio.wait((bot, asyncio.ensure_future(running.wait())), return_when=asyncio.FIRST_COMPLETED)
            console.print("Kaiwa's playground is open. Nothing leaves this computer; Ctrl+C ends it.\n")
            console.print(f"  {address.url}\n")
            if browser:
                await asyncio.to_thread(webbrowser.open, address.url)
            if texts:
                await feeding.feed(engine, database, texts, console)
            await bot
        finally:
            bot.cancel()
            await asyncio.gather(bot, return_exceptions=True)


def _settle(tx: Tx, organisation: Organisation, cast: Cast, clock: MovableClock) -> None:
    """Give the cast their roles, and each team its group."""
    today = clock.now().date()

    def known(person: Person, language: str) -> Known:
        return Known(None, person.id, person.name, person.username, language)

    people.grant(tx, known(cast.elsa, "sv"), Role.EMPLOYEE, "library", today=today)
    people.grant(tx, known(cast.olena, "uk"), Role.EMPLOYEE, "parks-streets", today=today)
    sam = people.grant(tx, known(cast.sam, "en"), Role.QUALITY, None, today=today)
    people.grant(tx, sam, Role.ADMIN, None, today=today)
    for code, group in (("quality", cast.quality_team), ("streets", cast.streets_team)):
        triage.bind(tx, Binding(code, group.id), by=sam, today=today)
        team = organisation.team(code)
        t = Texts(team.language, organisation.zone)
        outbox.put(tx, rendering.message(group.id, triage_screens.bound(t, t.name(team.name), 0)))


def _asking_from(organisation: Organisation, today: date) -> Organisation:
    """The town whose campaigns begin on the next working day, for as long as its file says: a newcomer moves the
    clock to see one, and is not met by a question before having said hello.
    """
    start = organisation.working_days.add(today, 1)
    moved = [
        campaign.model_copy(update={"start": start, "end": start + (campaign.end - campaign.start)})
        for campaign in organisation.campaigns
    ]
    return organisation.model_copy(update={"campaigns": tuple(moved)})


def _introduce(cast: Cast, organisation: Organisation) -> None:
    """Who is who, in each language of the page."""

    def employed(unit: str) -> Words:
        name = organisation.unit(unit).name
        return _said(lambda t: t.p("a woman", "employee, {unit}", unit=t.name(name)), organisation)

    cast.elsa.note, cast.olena.note = employed("library"), employed("parks-streets")
    cast.maja.note = _said(lambda t: t.p("a woman", "citizen"), organisation)
    cast.sam.note = _said(lambda t: t("leads the quality team"), organisation)


def _links(tx: Tx, engine: Engine, organisation: Organisation, clock: MovableClock) -> list[Link]:
    """Links worth trying."""
    expires = clock.now() + timedelta(days=365)
    employee = invitations.make(tx, Invitation(Role.EMPLOYEE, OFFICE, None, 100, expires))
    quality = invitations.make(tx, Invitation(Role.QUALITY, None, None, 100, expires))
    office = organisation.unit(OFFICE).name
    name = engine.me.username
    return [
        *(_rating(engine, organisation, code) for code in POINTS),
        Link(
            _said(lambda t: t("Become an employee: {unit}", unit=t.name(office)), organisation),
            links.start(name, links.INVITATION, employee),
        ),
        Link(_said(lambda t: t("Join the quality team"), organisation), links.start(name, links.INVITATION, quality)),
    ]


def _rating(engine: Engine, organisation: Organisation, code: str) -> Link:
    point = organisation.service_point(code).name
    title = _said(lambda t: t("Rate: {point}", point=t.name(point)), organisation)
    return Link(title, links.start(engine.me.username, links.SERVICE_POINT, code))


def _said(say: Callable[[Texts], Html], organisation: Organisation) -> Words:
    """A sentence in each language that the page can be read in."""
    return {language: say(Texts(language, organisation.zone)).plain for language in LANGUAGES}
