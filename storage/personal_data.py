"""What names a person: one list, from which is shown, exported and erased what is held about somebody.

Rows that are sealed or found only by a keyed hash name nobody to a reader of the database; they stand here too,
because the bot itself can open them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sqlalchemy import Table

from storage.tables import (
    aside,
    attachments,
    bindings,
    campaigns,
    drafts,
    facts,
    grants,
    items,
    mentions,
    outbox,
    people,
    remarks,
)


class Erasure(Enum):
    """What happens to a row when the person is to be forgotten."""

    DELETE = "the row goes"
    EMPTY = "the row stays without the person, so that figures stay whole"
    EXPIRE = "the row is sealed and goes by itself after its day"


@dataclass(frozen=True, slots=True)
class Held:
    """A table that names persons: by which columns, why, and what erasing does."""

    table: Table
    columns: tuple[str, ...]
    why: str
    erasure: Erasure


HELD = (
    Held(people, ("chat_id", "name", "username"), "to speak with the person, in the right language", Erasure.DELETE),
    Held(grants, ("person_id",), "to know what the person may do", Erasure.DELETE),
    Held(
        items,
        ("author_id", "taker_id", "text"),
        "to answer whoever chose to be named, and to know who looks after it; the words stay, without the author",
        Erasure.EMPTY,
    ),
    Held(attachments, ("name",), "files that belong to an item; a file's name may name somebody", Erasure.EMPTY),
    Held(remarks, ("text",), "what author and team said to each other", Erasure.EMPTY),
    Held(
        campaigns,
        ("maker_id",),
        "to know who put a question to colleagues; it stays, without the person",
        Erasure.EMPTY,
    ),
    Held(facts, ("person_id",), "figures about what happened", Erasure.EMPTY),
    Held(drafts, ("owner", "sealed"), "an unfinished dialogue", Erasure.DELETE),
    Held(outbox, ("lane", "sealed"), "messages that are owed", Erasure.DELETE),
    Held(mentions, ("message_key", "sealed"), "so that a reply finds its item", Erasure.EXPIRE),
    Held(aside, ("sealed",), "what could not be handled waits for the operator", Erasure.DELETE),
)

GROUPS_ONLY = (Held(bindings, ("chat_id",), "the address of a team's group, no person's", Erasure.EXPIRE),)
"""Columns that look as if they named a person and do not."""
