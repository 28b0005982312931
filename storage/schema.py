"""The schema: brought up to date, or found to be so."""

from __future__ import annotations

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage import house
from storage.db import Database, Tx

HERE = Path(__file__).parent / "migrations"


def migrate(database: Database) -> bool:
    """Bring the database to the newest schema and check its key; True when there was something to do.

    Raises WrongKey and Away.
    """

    def unit(tx: Tx) -> bool:
        before = _revision(tx)
        if before != newest():
            configuration = _configuration()
            configuration.attributes["connection"] = tx
            # Alembic tells each step at INFO; what counts for the operator is said by whoever calls.
            logging.getLogger("alembic").setLevel(logging.WARNING)
            command.upgrade(configuration, "head")
        house.check_key(tx)
        return before != newest()

    return database.run(unit)


def is_current(tx: Tx) -> bool:
    """Whether the database has the newest schema."""
    return _revision(tx) == newest()


def newest() -> str | None:
    return ScriptDirectory.from_config(_configuration()).get_current_head()


def _revision(tx: Tx) -> str | None:
    return MigrationContext.configure(tx).get_current_revision()


def _configuration() -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(HERE))
    return configuration
