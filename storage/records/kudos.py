"""Kudos: thanks to a colleague or to the whole team of a unit, and colleagues as they may be thanked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works here, and in which units, as the roles tell."""

    person_id: int
    chat_id: int
    name: str
    language: str
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewKudos:
    """Thanks before they are given: to somebody who is known, to a name alone, or else to all of a unit.

    `item_id`: the compliment that they were; `approver_id`: whoever of the quality team said yes.
    """

    text: str
    given_on: date
    receiver_id: int | None = None
    receiver_name: str | None = None
    unit: str | None = None
    point: str | None = None
    item_id: int | None = None
    approver_id: int | None = None

    @property
    def is_for_all(self) -> bool:
        """Whether the whole team of the unit is thanked."""
        return self.receiver_id is None and self.receiver_name is None


@dataclass(frozen=True, slots=True)
class Kudos(NewKudos):
    """Thanks that were given."""

    id: int = 0
