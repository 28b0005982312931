"""What a message speaks of is forgotten fast, and tells nothing meanwhile."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import select, update

from storage import mentions, schema
from storage.db import Database, Tx
from storage.sealing import WrongKey
from storage.tables import mentions as mention_rows
from tests import databases

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


def test_all_of_an_item_is_forgotten_whenever_it_came(database: Database) -> None:
    def unit(tx: Tx) -> None:
        assert mentions.forget_items(tx, [42]) == 0
        for day in range(10):
            mentions.remember(tx, 1001, day, 42, NOW + timedelta(days=day))
            mentions.remember(tx, 1001, 100 + day, 43, NOW + timedelta(days=day))
        mentions.remember_original(tx, 1001, 200, 42, said="More chairs", at=NOW)
        assert mentions.forget_items(tx, [42, 44]) == 11
        assert {each["item"] for each in mentions.of_chat(tx, 1001)} == {43}

    database.run(unit)


def test_the_number_of_an_item_is_not_taken_for_that_of_a_chat(database: Database) -> None:
    def unit(tx: Tx) -> None:
        mentions.remember_sent(tx, 1001, NOW)
        mentions.remember(tx, 1001, 5, 42, NOW)
        assert [each["item"] for each in mentions.of_chat(tx, 1001)] == [42]
        mentions.seal_anew(tx, mentions.keys(tx), lambda chat, _: chat == 1001)
        assert mentions.of_chat(tx, 1001) == []
        assert mentions.item_of(tx, 1001, 5) is None
        assert mentions.sent_at(tx, 1001) == NOW

    database.run(unit)


def test_rows_of_one_item_bear_the_same_name_for_a_day_only(database: Database) -> None:
    def unit(tx: Tx) -> None:
        for message in range(6):
            mentions.remember(tx, 1001, message, 42, NOW + timedelta(days=message // 2))

    database.run(unit)
    names = database.look(lambda tx: tx.execute(select(mention_rows.c.subject)).scalars().all())
    assert list(Counter(names).values()) == [2, 2, 2]


def test_forgetting_an_item_opens_no_message(database: Database) -> None:
    """Thousands may be there, and others wait meanwhile; here one cannot be opened at all."""
    database.run(lambda tx: mentions.remember(tx, 1001, 5, 42, NOW))
    database.run(lambda tx: tx.execute(update(mention_rows).values(sealed=b"")))
    with pytest.raises(WrongKey):
        database.look(lambda tx: mentions.of_chat(tx, 1001))
    assert database.run(lambda tx: mentions.forget_items(tx, [42])) == 1


def test_what_was_remembered_before_the_newer_schema_is_found_and_forgotten(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/kaiwa.db", databases.SEAL)
    key = databases.SEAL.name(mentions.PURPOSE, 1001, 5)
    sealed = databases.SEAL.close({"item": 42, "chat": 1001}, mentions.PURPOSE)

    def older(tx: Tx) -> None:
        configuration = schema._configuration()
        configuration.attributes["connection"] = tx
        command.upgrade(configuration, "0001")
        tx.exec_driver_sql("INSERT INTO mentions VALUES (?, ?, '2027-02-18')", (key, sealed))

    database.run(older)
    schema.migrate(database)
    assert database.look(lambda tx: mentions.item_of(tx, 1001, 5)) == 42
    assert database.run(lambda tx: mentions.forget_items(tx, [42])) == 1
    database.close()
