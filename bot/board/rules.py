"""The board: which ideas stand there, what may be done with them, and where somebody is in its lists."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from storage.records.item import LETTERS, TAKEN_OFF, Item, Kind, Stage

LONGEST_SEARCH = 200
PAGE = 8
"""Ideas on a page of a list."""

LAST_PAGE = 99_999


class Shelf(StrEnum):
    """The lists of the board; one letter each, because buttons carry them."""

    HOME = "h"
    NEW = "n"
    WANTED = "w"
    UNITS = "a"
    UNIT = "u"
    STAGES = "b"
    STAGE = "s"
    FOUND = "f"
    CAMPAIGN = "c"


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is: the list, of what (a unit, a stage, a search, a campaign), its page, and the page of the comments."""

    shelf: Shelf
    of: str = ""
    page: int = 0
    talk: int = 0

    @property
    def packed(self) -> str:
        """As buttons carry it, at most 32 signs."""
        return f"{self.shelf}{min(self.page, LAST_PAGE)}.{min(self.talk, LAST_PAGE)}.{self.of}"

    @classmethod
    def read(cls, packed: str) -> Place:
        """What was packed; the board's first page where it is anything else."""
        found = re.fullmatch(r"([a-z])([0-9]{1,5})\.([0-9]{1,5})\.([a-z0-9 -]{0,20})", packed)
        if found is None or found[1] not in tuple(Shelf):
            return HOME
        return cls(Shelf(found[1]), found[4], int(found[2]), int(found[3]))

    @property
    def number(self) -> int:
        """The number of the search or campaign that it shows; 0, which none has, where it shows something else."""
        return int(self.of) if re.fullmatch(r"[0-9]{1,18}", self.of) else 0

    def turned(self, page: int) -> Place:
        return replace(self, page=page, talk=0)


HOME = Place(Shelf.HOME)


def read_label(text: str) -> tuple[Kind, int] | None:
    """What `I-42`, `f7` or `42` names: a kind and a number; None where it names nothing."""
    found = re.fullmatch(r"(?:([A-Za-z])-?)?([0-9]{1,9})", text)
    kinds = {letter: kind for kind, letter in LETTERS.items()}
    kind = kinds.get((found[1] or LETTERS[Kind.IDEA]).upper()) if found else None
    return (kind, int(found[2])) if found and kind else None


def is_on_board(item: Item) -> bool:
    """Whether colleagues may look at it: ideas only, never feedback."""
    return item.kind is Kind.IDEA and item.stage not in TAKEN_OFF


def takes_voices(item: Item) -> bool:
    """Whether it can be supported, followed and talked over."""
    return item.kind is Kind.IDEA and item.is_open


def takes_thanks(item: Item) -> bool:
    return item.kind is Kind.IDEA and item.stage is Stage.DONE
