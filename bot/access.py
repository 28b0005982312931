"""Access: who may do what."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from bot.request import Request
from storage.records.person import Person, Role

# Who holds the first may do what the others may.
INCLUDES: dict[Role, frozenset[Role]] = {
    Role.ANYONE: frozenset({Role.ANYONE}),
    Role.CITIZEN: frozenset({Role.ANYONE, Role.CITIZEN}),
    Role.EMPLOYEE: frozenset({Role.ANYONE, Role.EMPLOYEE}),
    Role.QUALITY: frozenset({Role.ANYONE, Role.EMPLOYEE, Role.QUALITY}),
    Role.LEADER: frozenset({Role.ANYONE, Role.EMPLOYEE, Role.LEADER}),
    Role.ADMIN: frozenset({Role.ANYONE, Role.EMPLOYEE, Role.QUALITY, Role.LEADER, Role.ADMIN}),
}


def holds(person: Person, role: Role, on: date) -> bool:
    """Whether a person has a role on a day, for any unit."""
    if role is Role.ANYONE:
        return True
    return any(role in INCLUDES[grant.role] for grant in person.grants if grant.holds(on))


def holds_for(person: Person, role: Role, unit: str | None, on: date) -> bool:
    """Whether a person has a role on a day for this unit: given for it, or for all."""
    return any(
        role in INCLUDES[grant.role] and grant.unit in (None, unit) for grant in person.grants if grant.holds(on)
    )


def holds_for_each(person: Person, role: Role, units: Collection[str], on: date) -> bool:
    """Whether a person has a role on a day for each of these units; none named: for all there are."""
    return all(holds_for(person, role, unit, on) for unit in units or (None,))


def permits(request: Request, role: Role, *, own: bool = False) -> bool:
    """Whether this request may do what asks for a role; in a team's group everybody counts as quality, unless the
    role must be one's own.
    """
    if request.place.teams and role in (Role.QUALITY, Role.EMPLOYEE) and not own:
        return True
    return holds(request.person, role, request.today)


def unit_of(person: Person, on: date) -> str | None:
    """The unit where somebody works, if the roles tell."""
    return next((grant.unit for grant in person.grants if grant.unit and grant.holds(on)), None)
