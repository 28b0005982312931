"""Privacy: decisions without side effects."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from config.organisation import Organisation
from storage.records.person import Person

FORGOTTEN_AT = time(3, 0)
"""Before data goes: the words of hidden items are erased while their seals are still there."""

LET_GO_AT = time(3, 10)

WORDS_GO_WITHIN = 30
"""Days. The words of hidden items go one by one, so that nobody sees which ones belong together, or to whom."""


class Subject(StrEnum):
    """What people may want to know of privacy; the first page leads to the others."""

    START = "start"
    SENDING = "send"
    SEEING = "see"
    FIGURES = "figures"
    RATING = "rate"
    KEEPING = "keep"
    PLACE = "place"


class Words(StrEnum):
    """What becomes of the words of somebody who is to be forgotten."""

    KEEP = "keep"
    ERASE = "erase"
    NONE = "none"
    """There are none."""


def days_kept(organisation: Organisation) -> Mapping[str, int]:
    """After how many days each kind of data goes; 0: never."""
    days: dict[str, int] = organisation.retention.model_dump()
    return days


def next_night(now: datetime) -> date:
    """The day of the next run that lets data go, at the organisation's local time."""
    return now.date() if now.time() < LET_GO_AT else now.date() + timedelta(days=1)


def words_go_on(today: date, closed_on: date | None, seals_kept: int, draw: Callable[[int], int]) -> date:
    """When the words of a hidden item go: one of the next nights, drawn, and no later than its seal.

    `draw`: a number below this one.
    """
    nights = min(WORDS_GO_WITHIN, seals_kept)
    if closed_on is not None:
        nights = min(nights, (closed_on + timedelta(days=seals_kept) - today).days)
    return today + timedelta(days=1 + draw(nights)) if nights > 0 else today


def is_last_admin(person: Person, admins: Sequence[Person]) -> bool:
    """Whether nobody is left to look after the bot from the chat when this person goes."""
    return [admin.id for admin in admins] == [person.id]
