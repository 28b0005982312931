"""The commands of the operator: `kaiwa …` (= `python -m bot`)."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
import uvloop
from rich.console import Console
from rich.markup import escape

from bot import app, checking, links, logs
from bot.clock import SystemClock
from bot.people.rules import INVITED
from bot.refusal import Unplayable, Unprintable
from bot.telegram.failures import Fatal, classify
from bot.telegram.wire import Wire
from config.organisation import Organisation
from config.organisation import load as load_organisation
from config.problems import ConfigurationError, did_you_mean
from config.settings import Settings, load
from storage import invitations, schema, sealing
from storage.db import AlreadyRunning, Away, Database
from storage.records.invitation import Invitation
from storage.records.person import Role

cli = typer.Typer(
    name="kaiwa",
    help="Employees and citizens tell what could be better, quality teams act, everybody sees what came of it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
errors = Console(stderr=True, highlight=False)
output = Console(highlight=False)


@cli.command("demo")
def run_demo(
    port: Annotated[int, typer.Option(min=0, max=65535, help="where the chat page answers; 0 takes a free one")] = 8765,
    browser: Annotated[bool, typer.Option(help="open the page")] = True,
    feed: Annotated[
        Path | None, typer.Option(help="texts that invented residents say: JSON lines with title and text")
    ] = None,
) -> None:
    """A sample town in the browser: several people side by side, no token, no internet."""
    logs.configure("console", quiet=True)
    with _worded():
        from bot import demo  # the playground is not loaded beside a real bot

        _until_signal(demo.run(port=port, browser=browser, feed=feed))


@cli.command()
def run() -> None:
    """The bot against Telegram."""
    with _worded():
        settings, organisation = _configuration("telegram_token")
        logs.configure(settings.log_format)
        with _database(settings) as database:
            database.take_over()
            schema.migrate(database)
            _until_signal(app.run(settings, organisation, database))


@cli.command()
def check() -> None:
    """Settings, organisation file, database, token: what is right and what is not."""
    logs.configure("console", quiet=True)
    results = asyncio.run(checking.everything())
    output.print(checking.table(results))
    raise typer.Exit(0 if all(result.right for result in results) else 1)


@cli.command()
def invite(
    role: Annotated[str | None, typer.Argument(help="employee, quality, leader, admin or citizen")] = None,
    unit: Annotated[str | None, typer.Option(help="the department where the role counts")] = None,
    uses: Annotated[int, typer.Option(min=1, max=100_000, help="how many people may use the link")] = 1,
    days: Annotated[int, typer.Option(min=1, max=3650, help="how long the link is good")] = 14,
    team: Annotated[str | None, typer.Option(help="a team: the link adds the bot to its group")] = None,
) -> None:
    """An invitation link for people, or for a team's group. The last line is the link alone."""
    with _worded():
        settings, organisation = _configuration("telegram_token")
        logs.configure(settings.log_format, quiet=True)
        invitation = _invitation(organisation, role, unit, team, uses, days)
        username = asyncio.run(_username(settings))
        with _database(settings) as database:
            schema.migrate(database)
            token = database.run(lambda tx: invitations.make(tx, invitation))
        until = invitation.expires_at.astimezone(organisation.zone).date()
        if invitation.team:
            output.print(
                f"Adds the bot to the group of “{organisation.team(invitation.team).name.say('en')}”, once, until {until}:"
            )
            output.out(links.start_group(username, links.TEAM, token), highlight=False)
        else:
            where = f", {organisation.unit(unit).name.say('en')}" if unit else ""
            people = "one person" if uses == 1 else f"{uses} people"
            output.print(f"For {people}, as {invitation.role}{where}, until {until}:")
            output.out(links.start(username, links.INVITATION, token), highlight=False)


@cli.command()
def qr(
    out: Annotated[Path, typer.Option(help="the folder for them; made if it is not there", metavar="DIR")],
    codes: Annotated[
        list[str] | None, typer.Argument(metavar="[CODE]...", help="service points; none: all in use")
    ] = None,
    formats: Annotated[str, typer.Option("--format", help="pdf, svg and png, with commas between them")] = "pdf",
    sizes: Annotated[
        str, typer.Option("--size", help="a6 (a counter) and a4 (a wall), with a comma between them")
    ] = "a6,a4",
) -> None:
    """Posters to print for service points: a QR code that opens the rating, in the point's languages."""
    with _worded():
        from bot.posters import printing  # Typst is not loaded beside a running bot

        settings, organisation = _configuration("telegram_token")
        logs.configure(settings.log_format, quiet=True)
        order = printing.order(organisation, codes or (), formats, sizes)
        printing.prepare(out)
        username = asyncio.run(_username(settings))
        work = printing.write(order, organisation, username, out)
        for path in printing.watched(work, len(order), errors):
            output.out(path, highlight=False)


@cli.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    with _worded():
        settings, _ = _configuration()
        logs.configure(settings.log_format, quiet=True)
        with _database(settings) as database:
            changed = schema.migrate(database)
        output.print(
            "The database has the newest schema now." if changed else "The database had the newest schema already."
        )


@cli.command()
def status() -> None:
    """How things stand: items, messages owed, what was put aside."""
    with _worded():
        settings, _ = _configuration()
        logs.configure(settings.log_format, quiet=True)
        with _database(settings) as database:
            schema.migrate(database)
            output.print(checking.status(database.look(checking.figures)))


def main() -> None:
    """The console script."""
    cli()


def _configuration(*required: str) -> tuple[Settings, Organisation]:
    settings = load(require=required)
    return settings, load_organisation(settings.organisation)


@contextmanager
def _database(settings: Settings) -> Iterator[Database]:
    database = checking.open_database(settings)
    try:
        yield database
    finally:
        database.close()


def _invitation(
    organisation: Organisation, role: str | None, unit: str | None, team: str | None, uses: int, days: int
) -> Invitation:
    """What the options ask for; raises UsageError with what would be right."""
    expires_at = SystemClock().now() + timedelta(days=days)
    if (role is None) == (team is None):
        raise Usage("name either a role (employee, quality, leader, admin, citizen) or a team (--team CODE)")
    if team is not None:
        if unit is not None or uses != 1:
            raise Usage("a team's link binds one group, once: --unit and --uses are for people")
        codes = [known.code for known in organisation.teams]
        if team not in codes:
            raise Usage(f"there is no team “{team}”; {did_you_mean(team, codes)}")
        return Invitation(None, None, team, 1, expires_at)
    roles = [str(known) for known in INVITED]
    if role not in roles:
        raise Usage(f"there is no role “{role}”; {did_you_mean(role or '', roles)}")
    units = [known.code for known in organisation.units]
    if unit is not None and unit not in units:
        raise Usage(f"there is no department “{unit}”; {did_you_mean(unit, units)}")
    return Invitation(Role(role), unit, None, uses, expires_at)


async def _username(settings: Settings) -> str:
    token = settings.telegram_token.get_secret_value() if settings.telegram_token else ""
    wire = Wire(token, settings.telegram_api_url)
    await wire.open()
    try:
        return str((await wire.call("getMe", {}))["username"])
    except Exception as error:
        if isinstance(classify(error), Fatal):
            raise app.TokenRefused(str(error)) from None
        raise Usage(f"KAIWA_TELEGRAM_API_URL: {settings.telegram_api_url} cannot be reached ({error})") from None
    finally:
        await wire.close()


def _until_signal(work: Coroutine[Any, Any, None]) -> None:
    """Run until it ends, or until SIGTERM or SIGINT cancels it."""

    async def until() -> None:
        task = asyncio.ensure_future(work)
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, task.cancel)
        try:
            await task
        except asyncio.CancelledError:
            if not task.cancelled():
                raise

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(until())


class Usage(Exception):
    """A command was called with something that does not exist."""


@contextmanager
def _worded() -> Iterator[None]:
    """An operator's mistake becomes a sentence and exit status 1 (2 for posters that cannot be), never a traceback."""
    status = 1
    try:
        yield
    except ConfigurationError as error:
        for problem in error.problems:
            errors.print(f"[red]✗[/red] {problem}", markup=True, soft_wrap=True)
    except (
        Usage,
        AlreadyRunning,
        Unplayable,
        sealing.WrongKey,
    ) as error:
        errors.print(f"[red]✗[/red] {error}", soft_wrap=True)
    except Unprintable as error:
        errors.print(f"[red]✗[/red] {escape(str(error))}", soft_wrap=True)
        status = 2
    except (Away, schema.Newer) as error:
        errors.print(f"[red]✗[/red] KAIWA_DATABASE_URL: {error}", soft_wrap=True)
    except app.TokenRefused as error:
        errors.print(
            f"[red]✗[/red] KAIWA_TELEGRAM_TOKEN: Telegram refuses the token ({error})",
            soft_wrap=True,
        )
    else:
        return
    sys.exit(status)
