"""The schema: brought up to date, or found to be so."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import column, inspect, select, table

from storage import house
from storage.db import Database, Tx

if TYPE_CHECKING:
    from alembic.config import Config


class Newer(Exception):
    """The database was made by a newer version of this program, which knows what this one does not."""


HERE = Path(__file__).parent / "migrations"


def migrate(database: Database) -> bool:
    """Bring the database to the newest schema and check its key; True when there was something to do.

    Raises WrongKey, Away and Newer.
    """

    def unit(tx: Tx) -> bool:
        require_known(tx)
        before = _revision(tx)
        if before != newest():
            _upgrade(tx)
        house.check_key(tx)
        return before != newest()

    return database.run(unit)


def is_current(tx: Tx) -> bool:
    """Whether the database has the newest schema."""
    return _revision(tx) == newest()


def require_known(tx: Tx) -> None:
    """Raise Newer where the database is at a step that is not among this version's."""
    revision = _revision(tx)
    if revision is not None and revision not in _steps():
        raise Newer(
            f"was made by a newer version (schema {revision}, this one knows up to {newest()}); "
            "install that version again, or bring back a copy from before"
        )


def newest() -> str:
    """The last step's revision."""
    return max(_steps())


def _steps() -> list[str]:
    """All revisions: the names of the steps' files begin with them."""
    return [step.stem.partition("_")[0] for step in (HERE / "versions").glob("[0-9]*.py")]


def _upgrade(tx: Tx) -> None:
    from alembic import command  # takes 10 MB that a start with nothing to bring up to date does not need

    configuration = _configuration()
    configuration.attributes["connection"] = tx
    # Alembic tells each step at INFO; what counts for the operator is said by whoever calls.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    command.upgrade(configuration, "head")


def _revision(tx: Tx) -> str | None:
    """Where Alembic has left off; None for an empty database."""
    if not inspect(tx).has_table("alembic_version"):
        return None
    return tx.execute(select(column("version_num")).select_from(table("alembic_version"))).scalar_one_or_none()


def _configuration() -> Config:
    from alembic.config import Config

    configuration = Config()
    configuration.set_main_option("script_location", str(HERE))
    return configuration
