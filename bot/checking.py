"""`kaiwa check` and `kaiwa status`: what is right, what is not, how things stand."""

from __future__ import annotations

import errno
import os
import sqlite3
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rich.table import Table

from bot.clock import SystemClock
from bot.privacy import rules as privacy
from bot.telegram.failures import BadContent, Fatal, Unreachable, classify
from bot.telegram.wire import Wire
from config.organisation import Organisation
from config.organisation import load as load_organisation
from config.problems import ConfigurationError, Problem
from config.settings import SHIPPED_ORGANISATION, Settings, load
from storage import aside, house, items, outbox, retention, schema, sealing
from storage.db import Away, Database, Tx
from storage.records.item import OPEN_STAGES, Stage
from storage.sealing import Seal

SQLITE_BEGINS = b"SQLite format 3\0"
"""The first bytes of every SQLite database."""


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table."""

    what: str
    right: bool
    words: str


def open_database(settings: Settings) -> Database:
    """The database with its key, both made where they are to be. Raises ConfigurationError and WrongKey."""
    path = settings.database_path
    if path is not None:
        _require_usable(path)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _unusable(f"the folder {path.parent} cannot be made ({error.strerror})") from None
    return Database(settings.database_url, _seal(settings, path, sealing.key_beside))


def _seal(settings: Settings, path: Path | None, beside: Callable[[Path], bytes | None]) -> Seal:
    """The key from the settings or, with SQLite, as `beside` finds it; raises WrongKey with the place."""
    if settings.secret_key is not None or path is None:
        given = settings.secret_key.get_secret_value() if settings.secret_key else ""
        return Seal(sealing.read(given), "KAIWA_SECRET_KEY")
    origin = str(sealing.key_file(path))
    try:
        # A key that is still to be made opens nothing that is there already.
        return Seal(beside(path) or sealing.new_key(), origin)
    except sealing.WrongKey as error:
        raise sealing.WrongKey(f"{origin}: {error}") from None
    except OSError as error:
        raise sealing.WrongKey(f"{origin}: cannot be written ({error.strerror})") from None


def _is_there(path: Path) -> bool:
    """A full disk leaves empty files: they are as good as none."""
    return path.exists() and path.stat().st_size > 0


def _require_usable(path: Path) -> None:
    """A database that can be written, or a folder where it can be made; changes nothing.

    Before anything has opened it: closing the file, as reading it does, would take SQLite's locks away.
    """
    if path.is_dir():
        raise _unusable(f"{path} is a folder")
    if os.path.lexists(path):
        _require_writable(path, f"{path} cannot be written")
        if _is_there(path) and not _first_bytes(path).startswith(SQLITE_BEGINS):
            raise _unusable(f"{path}: the file is there, but it is not a database")
    folder = next((each for each in path.parents if each.exists()), Path())
    otherwise = f"the folder {folder} cannot be written"
    if folder != path.parent:
        otherwise = f"the folder {path.parent} cannot be made in {folder}"
    _require_writable(folder, otherwise)
    try:
        with tempfile.TemporaryFile(dir=folder):  # root is told that it may write where nobody can
            pass
    except OSError as error:
        raise _unusable(f"{otherwise} ({error.strerror})") from None


def _require_writable(path: Path, otherwise: str) -> None:
    reason = None
    try:
        if os.statvfs(path).f_flag & os.ST_RDONLY:
            reason = errno.EROFS
        elif not os.access(path, os.W_OK):
            reason = errno.EACCES
    except OSError as error:
        reason = error.errno
    if reason is not None:
        raise _unusable(f"{otherwise} ({os.strerror(reason)})")


def _first_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(len(SQLITE_BEGINS))
    except OSError as error:
        raise _unusable(f"{path} cannot be read ({error.strerror})") from None


def _unusable(reason: str) -> ConfigurationError:
    return ConfigurationError([Problem("database", "KAIWA_DATABASE_URL", reason)])


async def everything() -> list[Result]:
    """Settings, organisation, database and token, each as far as the ones before allow."""
    try:
        settings = load()
    except ConfigurationError as error:
        return [Result("Settings", False, str(problem)) for problem in error.problems]
    return [
        Result("Settings", True, "environment and .env can be read"),
        *_organisation(settings),
        *_database(settings),
        *_retention(settings),
        *await _telegram(settings),
    ]


def _organisation(settings: Settings) -> list[Result]:
    try:
        organisation = load_organisation(settings.organisation)
    except ConfigurationError as error:
        return [Result("Organisation", False, str(problem)) for problem in error.problems]
    words = f"{organisation.name.say('en')}: {len(organisation.units)} units, {len(organisation.teams)} teams"
    if settings.organisation == SHIPPED_ORGANISATION:
        words += " (the sample town; describe yours and name the file in KAIWA_ORGANISATION)"
    return [Result("Organisation", True, words), *_points(organisation)]


def _points(organisation: Organisation) -> list[Result]:
    """How many points can be rated, and for which of them only the default team answers."""
    if not organisation.service_points:
        return []
    words = f"{sum(not point.retired for point in organisation.service_points)} can be rated"
    if without := organisation.points_without_team():
        codes = ", ".join(point.code for point in without)
        words += f"; the team “{organisation.about.default_team}” answers for those whose unit names no team: {codes}"
    return [Result("Service points", True, words)]


def _database(settings: Settings) -> list[Result]:
    path = settings.database_path
    try:
        if path is not None:
            _require_usable(path)
    except ConfigurationError as error:
        return [Result("Database", False, str(problem)) for problem in error.problems]
    there = path is None or _is_there(path)
    shown = settings.database_shown
    words = f"{shown}: not there yet, it is made at the first start"
    try:
        seal = _seal(settings, path, sealing.kept_beside)
    except sealing.WrongKey as error:
        return [*([] if there else [Result("Database", True, words)]), Result("Secret key", False, str(error))]
    sqlite = [Result("SQLite", True, _sqlite())] if path is not None else []
    if not there:
        return [Result("Database", True, words), Result("Secret key", True, _key_to_be(settings, path)), *sqlite]
    database = Database(settings.database_url, seal)
    try:
        found = _tried("Database", lambda: f"{shown}: {_schema(database)}")
        return [found, _tried("Secret key", lambda: _key(database)), *sqlite] if found.right else [found]
    finally:
        database.close()


def _retention(settings: Settings) -> list[Result]:
    """What would go by itself in the coming night, kind by kind; nothing is changed."""
    path = settings.database_path
    try:
        organisation = load_organisation(settings.organisation)
        if path is not None:
            _require_usable(path)
            if not _is_there(path):
                return []
        database = Database(settings.database_url, _seal(settings, path, sealing.kept_beside))
    except (ConfigurationError, sealing.WrongKey):
        return []  # said above
    try:
        night = privacy.next_night(SystemClock().now().astimezone(organisation.zone))
        days = privacy.days_kept(organisation)
        due = database.look(lambda tx: retention.foretold(tx, days, night) if schema.is_current(tx) else {})
    except Away:
        return []
    finally:
        database.close()
    return [Result(f"Goes next: {kind}", True, _due(days[kind], count)) for kind, count in due.items()]


def _due(days: int, count: int) -> str:
    if not days:
        return "kept for good"
    return f"{count} of them, after {days} {'day' if days == 1 else 'days'}"


def _tried(what: str, question: Callable[[], str]) -> Result:
    try:
        return Result(what, True, question())
    except (Away, schema.Newer) as error:
        return Result(what, False, f"KAIWA_DATABASE_URL: {error}")
    except sealing.WrongKey as error:
        return Result(what, False, str(error))


def _schema(database: Database) -> str:
    database.look(schema.require_known)
    return (
        "newest schema"
        if database.look(schema.is_current)
        else "older schema, `kaiwa migrate` or a start brings it up to date"
    )


def _key_to_be(settings: Settings, path: Path | None) -> str:
    if settings.secret_key is None and path is not None and sealing.kept_beside(path) is None:
        return f"{sealing.key_file(path)}: not there yet, it is made at the first start"
    return "is there"


def _key(database: Database) -> str:
    if database.look(schema.is_current):
        database.look(house.require_key)
    return "fits the database"


def _sqlite() -> str:
    words = f"version {sqlite3.sqlite_version}"
    if sqlite3.sqlite_version_info < (3, 51, 3):
        words += ", older than 3.51.3: writers are kept apart by a file lock, as they must be"
    return words


async def _telegram(settings: Settings) -> list[Result]:
    """The token and, as far as it is right, the public channel."""
    if settings.telegram_token is None:
        return [Result("Token", False, "KAIWA_TELEGRAM_TOKEN: is missing; @BotFather gives one")]
    wire = Wire(settings.telegram_token.get_secret_value(), settings.telegram_api_url)
    await wire.open()
    try:
        me = await wire.call("getMe", {}, timeout=10)
    except Exception as error:
        if isinstance(classify(error), Fatal):
            return [Result("Token", False, "KAIWA_TELEGRAM_TOKEN: Telegram does not know this token")]
        words = f"KAIWA_TELEGRAM_API_URL: {settings.telegram_api_url} cannot be reached ({error})"
        return [Result("Token", False, words)]
    else:
        return [Result("Token", True, f"belongs to @{me['username']}"), *await _channel(settings, wire, me["id"])]
    finally:
        await wire.close()


async def _channel(settings: Settings, wire: Wire, bot_id: int) -> list[Result]:
    """Whether the public channel is there, and the bot may post in it."""
    try:
        channel = load_organisation(settings.organisation).public_channel
    except ConfigurationError:
        return []  # said above
    if channel is None:
        return []
    what, address = "Public channel", channel.address
    if settings.organisation == SHIPPED_ORGANISATION:
        return [Result(what, True, f"{address} is the sample town's and nobody's; name yours, or leave it out")]
    try:
        there = await wire.call("getChat", {"chat_id": address}, timeout=10)
        member = await wire.call("getChatMember", {"chat_id": address, "user_id": bot_id}, timeout=10)
    except Exception as error:
        if isinstance(classify(error), Unreachable | BadContent):
            how = "see whether the address is right, and make the bot an administrator of the channel"
            return [Result(what, False, f"[public_channel] address: the bot finds no channel {address}; {how}")]
        return [Result(what, False, f"[public_channel] address: Telegram could not be asked about {address} ({error})")]
    if there["type"] != "channel":
        return [Result(what, False, f"[public_channel] address: {address} is a {there['type']}, not a channel")]
    if not member.get("can_post_messages"):
        how = "make it an administrator of the channel with the right to post messages"
        return [Result(what, False, f"[public_channel] address: the bot may not post in {address}; {how}")]
    return [Result(what, True, f"the bot may post in {address}")]


def table(results: list[Result]) -> Table:
    """The results for the terminal; signs and words, not colours alone."""
    shown = Table(box=None, show_header=False, padding=(0, 1))
    for result in results:
        sign = "[green]✓ right[/green]" if result.right else "[red]✗ wrong[/red]"
        shown.add_row(sign, result.what, result.words)
    return shown


@dataclass(frozen=True, slots=True)
class Figures:
    """What `kaiwa status` tells."""

    stages: dict[Stage, int]
    owed: dict[str, int]
    aside: int


def figures(tx: Tx) -> Figures:
    return Figures(items.count(tx), outbox.count(tx), aside.count(tx))


def status(figures: Figures) -> Table:
    shown = Table(box=None, show_header=False, padding=(0, 1))
    open_items = sum(figures.stages.get(stage, 0) for stage in OPEN_STAGES)
    shown.add_row("Open items", str(open_items))
    for stage, number in figures.stages.items():
        shown.add_row(f"  {stage}", str(number))
    shown.add_row("Messages waiting", str(figures.owed.get(outbox.WAITING, 0)))
    shown.add_row("  held until somebody comes back", str(figures.owed.get(outbox.HELD, 0)))
    shown.add_row("  perhaps not arrived", str(figures.owed.get(outbox.SUSPECT, 0)))
    shown.add_row("Put aside", str(figures.aside))
    return shown
