"""What a message speaks of is forgotten fast, and tells nothing meanwhile."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
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


def test_a_message_that_comes_to_speak_of_something_else_does_so_in_a_row_of_its_own(database: Database) -> None:
    """One that led to a named item first, and then to a hidden one, would join the two."""

    def unit(tx: Tx) -> None:
        seen = []
        for day, item in ((0, 42), (0, 43), (2, 42), (2, 42), (2, None), (2, None), (3, 44)):
            at = NOW + timedelta(days=day)
            if item is None:
                mentions.speaks_of_nothing(tx, 1001, 5, at)
            else:
                mentions.remember(tx, 1001, 5, item, at)
            seen.append({tuple(row) for row in tx.execute(select(mention_rows.c.message_key, mention_rows.c.subject))})
            assert mentions.item_of(tx, 1001, 5) == item
        assert [len(rows) for rows in seen] == [1, 2, 3, 3, 4, 4, 5]
        assert all(before <= after for before, after in pairwise(seen)), "what is there is left as it is"

    database.run(unit)


def test_what_never_spoke_of_anything_is_not_remembered(database: Database) -> None:
    database.run(lambda tx: mentions.speaks_of_nothing(tx, 1001, 5, NOW))
    assert database.look(mentions.keys) == []


def test_a_message_may_change_for_ever(database: Database) -> None:
    def unit(tx: Tx) -> None:
        for item in range(1, 100):
            mentions.remember(tx, 1001, 5, item, NOW)
            assert mentions.item_of(tx, 1001, 5) == item
        assert len(mentions.keys(tx)) == mentions.MOST_TURNS

    database.run(unit)


def test_what_is_forgotten_leaves_no_way_to_what_was_there_before(database: Database) -> None:
    """Else a reply to what shows a traceless item would go to the named one that the message showed first."""

    def unit(tx: Tx) -> None:
        for item in (42, 43):
            mentions.remember(tx, 1001, 5, item, NOW)
        mentions.forget_item(tx, 43)
        assert mentions.item_of(tx, 1001, 5) is None
        assert [each["item"] for each in mentions.of_chat(tx, 1001)] == [42]
        assert mentions.forget_item(tx, 43) == 0, "nor does its own hash lead to the row"
        assert len({len(row) for row in tx.execute(select(mention_rows.c.sealed)).scalars()}) == 1

    database.run(unit)


def test_forgetting_an_item_opens_no_message(database: Database) -> None:
    """Thousands may be there, and others wait meanwhile; here one cannot be opened at all."""
    database.run(lambda tx: mentions.remember(tx, 1001, 5, 42, NOW))
    database.run(lambda tx: tx.execute(update(mention_rows).values(sealed=bytes(284))))
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
