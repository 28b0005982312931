"""People: what changes them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from bot.people import rules
from storage import facts, invitations, people
from storage.db import Tx
from storage.records.facts import LanguageChosen, RoleGranted
from storage.records.invitation import Invitation
from storage.records.person import Grant, Person, Role


def choose_language(tx: Tx, person: Person, language: str, *, today: date) -> Person:
    """From now on the bot speaks this language with the person, whatever Telegram says."""
    chosen = people.keep(tx, replace(person, language=language, language_chosen=True))
    if language != person.language:
        facts.record(tx, LanguageChosen(today, chosen.id))
    return chosen


def accept_invitation(
    tx: Tx, person: Person, token: str, *, at: datetime, today: date
) -> tuple[Person, Invitation] | None:
    """Give the invitation's role and count one use; None when it cannot be accepted (any more).

    Who holds the role already uses nothing up.
    """
    invitation = invitations.find(tx, token)
    if invitation is None or invitation.role is None:
        return None
    if any(
        (held.role, held.unit) == (invitation.role, invitation.unit) and held.holds(today) for held in person.grants
    ):
        return person, invitation
    if not rules.is_valid(invitation, at):
        return None
    known = person if person.known else people.keep(tx, person)
    if not invitations.use(tx, token, at):
        return None
    facts.record(tx, RoleGranted(today, known.id))
    return people.grant(tx, known, Grant(invitation.role, invitation.unit, today)), invitation


def grant(tx: Tx, person: Person, role: Role, unit: str | None, *, today: date) -> Person:
    """Give a role without an invitation (the demo's cast)."""
    known = person if person.known else people.keep(tx, person)
    facts.record(tx, RoleGranted(today, known.id))
    return people.grant(tx, known, Grant(role, unit, today))
