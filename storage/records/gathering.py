"""News of an idea that is gathered, so that many become one message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class About(StrEnum):
    COMMENTS = "comments"
    THANKS = "thanks"


@dataclass(frozen=True, slots=True)
class Gathering:
    """Up to which id it has been told, and when what came after it is."""

    item_id: int
    about: About
    told_id: int
    next_at: datetime
