"""The board: which ideas stand there, and what may be done with them."""

from __future__ import annotations

from storage.records.item import Item, Kind, Stage

TAKEN_OFF = (Stage.MERGED, Stage.WITHDRAWN)
"""Stages in which nobody but its author sees an idea."""


def is_on_board(item: Item) -> bool:
    """Whether colleagues may look at it: ideas only, never feedback."""
    return item.kind is Kind.IDEA and item.stage not in TAKEN_OFF


def takes_voices(item: Item) -> bool:
    """Whether it can be supported, followed and talked over."""
    return item.kind is Kind.IDEA and item.is_open


def takes_thanks(item: Item) -> bool:
    return item.kind is Kind.IDEA and item.stage is Stage.DONE
