"""Privacy: decisions without side effects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from config.organisation import Organisation
from storage.records.person import Person

LET_GO_AT = time(3, 10)


class Subject(StrEnum):
    """What people may want to know of privacy; the first page leads to the others."""

    START = "start"
    SENDING = "send"
    SEEING = "see"
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


def is_last_admin(person: Person, admins: Sequence[Person]) -> bool:
    """Whether nobody is left to look after the bot from the chat when this person goes."""
    return [admin.id for admin in admins] == [person.id]
