"""A person and the roles that he or she holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """What somebody may do; `ANYONE` needs no row."""

    ANYONE = "anyone"
    CITIZEN = "citizen"
    EMPLOYEE = "employee"
    QUALITY = "quality"
    LEADER = "leader"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Grant:
    """One role, for a unit or (None) for all of them, from a day on and until a day."""

    role: Role
    unit: str | None
    since: date
    until: date | None = None

    def holds(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who talks to the bot; `id` is None as long as nothing had to be remembered."""

    id: int | None
    chat_id: int
    name: str
    username: str | None = None
    language: str = "en"
    language_chosen: bool = False
    reachable: bool = True
    grants: tuple[Grant, ...] = field(default=())

    @property
    def known(self) -> bool:
        return self.id is not None
