"""Every table that names a person is in the one list that shows, exports and erases."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest
from sqlalchemy import LargeBinary

from storage.personal_data import HELD, NAMELESS
from storage.records import facts
from storage.tables import metadata

NAMING = re.compile(r"person|author|taker|user|chat_id|name|owner|lane|sealed|message_key|phone|mail|address")
# Names of things, not of people: settings of the house, kinds of numbers, kinds of facts; addresses of groups.
THINGS = {("house", "name"), ("counters", "name"), ("facts", "name"), ("cards", "chat_id"), ("mutes", "nameless")}


def naming_columns() -> set[tuple[str, str]]:
    found = set()
    for table in metadata.sorted_tables:
        for column in table.columns:
            points_to_person = any(key.column.table.name == "people" for key in column.foreign_keys)
            if points_to_person or NAMING.search(column.name):
                found.add((table.name, column.name))
    return found - THINGS


def test_every_column_that_names_a_person_is_listed() -> None:
    listed = {(held.table.name, column) for held in (*HELD, *NAMELESS) for column in held.columns}
    assert naming_columns() <= listed


def test_every_table_that_people_write_into_is_listed() -> None:
    """What somebody said, and what was said to somebody, is shown and exported as well."""
    assert {"items", "remarks", "attachments"} <= {held.table.name for held in HELD}
    listed = {(held.table.name, column) for held in HELD for column in held.columns}
    assert {("items", "text"), ("remarks", "text")} <= listed


def test_the_list_names_only_what_is_there_and_says_why() -> None:
    for held in (*HELD, *NAMELESS):
        assert set(held.columns) <= set(held.table.columns.keys())
        assert len(held.why) > 10


def test_what_is_in_flight_is_sealed() -> None:
    for name in ("drafts", "outbox", "mentions", "aside"):
        assert isinstance(metadata.tables[name].columns["sealed"].type, LargeBinary)


@pytest.mark.parametrize(
    "kind",
    [
        kind
        for kind in vars(facts).values()
        if isinstance(kind, type) and issubclass(kind, facts.Fact) and kind is not facts.CommentChanged
    ],
)
def test_facts_hold_ids_numbers_and_codes_only(kind: type[facts.Fact]) -> None:
    """But what is passed on and never written down: where a comment stands."""
    allowed = {"on", "person_id", "item_id", "team", "job", "aside_id", "campaign_id", "again", "same"}
    allowed |= {"point", "day", "days", "now", "before", "mute_id", "quiet", "idea_id", "announcement_id"}
    assert {field.name for field in fields(kind)} <= allowed
