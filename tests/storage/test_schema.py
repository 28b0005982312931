"""The schema: migrations and tables agree, the key fits, times keep their zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, select
from sqlalchemy.exc import StatementError

from storage import drafts, house, invitations, items, schema, teams
from storage.db import Database, Tx
from storage.records.invitation import Invitation
from storage.records.item import Attachment, Identity
from storage.records.person import Role
from storage.sealing import Seal, WrongKey, key_beside, new_key
from storage.tables import invitations as invitation_rows
from storage.tables import metadata
from tests import databases


def test_migrations_make_exactly_the_tables(database: Database) -> None:
    def differences(tx: Tx) -> list[Any]:
        found: list[Any] = compare_metadata(MigrationContext.configure(tx, opts={"compare_type": True}), metadata)
        return found

    # What a reference does at deletion is not seen where SQLite got it with its column: see the test below.
    unseen = ("remove_fk", "add_fk") if database.is_sqlite else ()
    assert [found for found in database.run(differences) if found[0] not in unseen] == []


def test_the_newest_step_is_alembics(database: Database) -> None:
    """Read from the names of files, and from the table that Alembic keeps, without loading it."""
    assert schema.newest() == ScriptDirectory.from_config(schema._configuration()).get_current_head()
    assert database.look(lambda tx: MigrationContext.configure(tx).get_current_revision()) == schema.newest()
    assert database.look(schema.is_current)
    assert schema.migrate(database) is False


def test_references_do_at_deletion_what_the_tables_say(tmp_path: Path) -> None:
    database = databases.sqlite(tmp_path)

    def found(tx: Tx) -> set[tuple[str, ...]]:
        return {
            (table.name, row[3], row[2], row[6])
            for table in metadata.sorted_tables
            for row in tx.exec_driver_sql(f"PRAGMA foreign_key_list({table.name})")
        }

    meant = {
        (table.name, key.parent.name, key.column.table.name, key.ondelete or "NO ACTION")
        for table in metadata.sorted_tables
        for key in table.foreign_keys
    }
    assert database.look(found) == meant
    database.close()


def test_what_is_there_outlives_the_newer_schema(tmp_path: Path) -> None:
    """On SQLite a table that is made anew would take with it, by its foreign keys, all that hangs on it."""
    database = Database(f"sqlite:///{tmp_path}/kaiwa.db", databases.SEAL)
    item = "1, 'idea', 1, 'received', 'A bench', 'en', 'quality', '2026-11-20', '2026-11-27'"

    def older(tx: Tx) -> None:
        configuration = schema._configuration()
        configuration.attributes["connection"] = tx
        command.upgrade(configuration, "0001")
        columns = "id, kind, number, stage, text, language, team, said_on, promised_on"
        tx.exec_driver_sql(f"INSERT INTO items ({columns}) VALUES ({item})")
        tx.exec_driver_sql("INSERT INTO remarks VALUES (1, 1, 1, 'Where?', '2026-11-20')")
        tx.exec_driver_sql("INSERT INTO attachments VALUES (1, 1, 'photo', 'f1', 'u1', NULL, NULL, 512)")
        tx.exec_driver_sql("INSERT INTO attachments VALUES (2, 1, 'document', 'f2', 'u2', 'bench.pdf', NULL, 99)")
        tx.exec_driver_sql("INSERT INTO cards VALUES (1, -5001, 7)")
        begun = (databases.SEAL.name("draft", 7, 7), databases.SEAL.close({"words": "A tree"}, "draft"))
        tx.exec_driver_sql("INSERT INTO drafts VALUES (1, ?, 'idea', 1, 1, ?, '2026-12-01')", begun)

    database.run(older)
    assert schema.migrate(database) is True
    (draft,) = database.look(lambda tx: drafts.asking(tx, drafts.owner(tx, 7, 7)))
    assert draft.answers == {"words": "A tree"}
    found = database.look(lambda tx: (items.get(tx, 1), items.remarks_of(tx, 1), teams.card(tx, 1, -5001)))
    files = database.look(lambda tx: items.files(tx, 1))
    assert files == [Attachment("photo", "f1", size=512), Attachment("document", "f2", "bench.pdf", size=99)]
    database.empty_log()
    assert b"bench.pdf" not in database.path.read_bytes()
    assert found[0].identity is Identity.NAMED
    assert found[1][0].text == "Where?"
    assert found[2] is not None
    assert "language" not in {column["name"] for column in database.look(lambda tx: inspect(tx).get_columns("items"))}
    database.close()


def test_the_two_databases_have_the_same_columns(database: Database) -> None:
    """`compare_metadata` does not look at everything: names, and what may be empty."""

    def columns(tx: Tx) -> dict[str, dict[str, bool]]:
        look = inspect(tx)
        return {
            table: {column["name"]: column["nullable"] for column in look.get_columns(table)}
            for table in look.get_table_names()
            if table != "alembic_version"
        }

    meant = {
        table.name: {column.name: bool(column.nullable) for column in table.columns} for table in metadata.sorted_tables
    }
    assert database.look(columns) == meant


def test_migrating_twice_changes_nothing(database: Database) -> None:
    assert database.look(schema.is_current)
    assert schema.migrate(database) is False


def test_a_new_file_is_brought_to_the_newest_schema_in_one_step(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/deep/down/kaiwa.db", databases.SEAL)
    assert schema.migrate(database) is True
    assert database.look(schema.is_current)
    database.close()


def test_a_wrong_key_is_refused_and_changes_nothing(database: Database) -> None:
    address = database.url.render_as_string(hide_password=False)
    wrong = Database(address, Seal(new_key()))
    try:
        with pytest.raises(WrongKey, match="not the one that this database was sealed with"):
            schema.migrate(wrong)
        with pytest.raises(WrongKey):
            wrong.look(house.require_key)
    finally:
        wrong.close()
    database.look(house.require_key)


def test_what_the_database_keeps_of_the_key_does_not_tell_it(database: Database) -> None:
    kept = database.look(lambda tx: house.value(tx, house.KEY_CHECK))
    assert kept == databases.SEAL.check_value
    assert bytes(range(32)).hex() not in (kept or "")


def test_the_key_beside_a_database_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "kaiwa.db"
    key = key_beside(path)
    assert key_beside(path) == key
    assert (tmp_path / "kaiwa.key").stat().st_mode & 0o777 == 0o600


def test_moments_come_back_as_the_same_moment_in_utc(database: Database) -> None:
    helsinki = datetime(2026, 11, 23, 12, 30, 15, 123456, tzinfo=timezone(timedelta(hours=2)))

    def unit(tx: Tx) -> datetime:
        token = invitations.make(tx, Invitation(Role.EMPLOYEE, None, None, 1, helsinki))
        found = invitations.find(tx, token)
        assert found is not None
        return found.expires_at

    back = database.run(unit)
    assert back == helsinki
    assert back.tzinfo is UTC


def test_moments_are_compared_as_moments_whatever_the_zone(database: Database) -> None:
    end = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

    def unit(tx: Tx) -> list[bool]:
        token = invitations.make(tx, Invitation(Role.EMPLOYEE, None, None, 9, end))
        west = timezone(timedelta(hours=-8))
        return [invitations.use(tx, token, (end + timedelta(minutes=m)).astimezone(west)) for m in (-1, 1)]

    assert database.run(unit) == [True, False]


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    naive = datetime(2026, 11, 23, 12, 0)  # noqa: DTZ001
    with pytest.raises(StatementError, match="without a zone"):
        database.run(lambda tx: invitations.make(tx, Invitation(Role.EMPLOYEE, None, None, 1, naive)))
    with pytest.raises(StatementError, match="without a zone"):
        database.look(lambda tx: tx.execute(select(invitation_rows).where(invitation_rows.c.expires_at > naive)).all())
