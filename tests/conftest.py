"""What tests share: databases of their own, and the sample town."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import structlog

from storage.db import Database
from tests import databases
from tests.town import Town, lindvale


@pytest.fixture(autouse=True)
def the_log_as_it_was() -> Iterator[None]:
    """Commands that ran in this process have pointed the log to what they could print to."""
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def postgres() -> Iterator[databases.Postgres]:
    with databases.postgres() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty, migrated database; each test runs on both kinds."""
    if request.param == "sqlite":
        found = databases.sqlite(tmp_path)
        yield found
        found.close()
        return
    with request.getfixturevalue("postgres").fresh() as found:
        yield found


@pytest.fixture
async def town(database: Database) -> AsyncIterator[Town]:
    """Lindvale, with its cast welcomed and the quality team's group bound."""
    async with lindvale(database) as found:
        yield found
