"""Comments: which ideas take them, and how long they may be."""

from __future__ import annotations

from bot.board import rules as board
from config.organisation import Organisation
from storage.records.item import Item

LONGEST = 700
PAGE = 4
"""Comments on a page."""


def are_off(organisation: Organisation) -> bool:
    return organisation.ideas.comments == "off"


def are_checked(organisation: Organisation) -> bool:
    """Whether the team looks at comments before others do."""
    return organisation.ideas.comments == "checked"


def are_taken(organisation: Organisation, item: Item) -> bool:
    """Of a hidden author too, who is told then what a comment would show."""
    return not are_off(organisation) and board.takes_voices(item)
