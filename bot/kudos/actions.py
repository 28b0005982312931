"""Kudos: passing a compliment on, and what its receiver does with it; each is all or nothing.

Nothing that is written here tells who thanks: the compliment's author is found by the compliment alone.
"""

from __future__ import annotations

from datetime import date

from bot.kudos import naming, rules, sentences
from bot.refusal import Refused
from bot.texts import Texts
from bot.triage import rules as triage
from bot.triage.actions import hand_on
from storage import facts, items, kudos, people
from storage.db import Tx
from storage.records.facts import ThanksPassedOn
from storage.records.item import Item, Stage
from storage.records.kudos import Colleague, Kudos, NewKudos
from storage.records.person import Person


def require_compliment(t: Texts, item: Item) -> None:
    """Raise Refused where there are no thanks to pass on (any longer)."""
    if not rules.may_pass_on(item):
        raise Refused(sentences.nothing_to_pass_on(t, item))


def perhaps_meant(tx: Tx, item: Item) -> list[Colleague]:
    """Whose names seem to occur in an open compliment, of those who worked here when it was sent."""
    if not rules.may_pass_on(item):
        return []
    return rules.meant(item.text, kudos.colleagues(tx, rules.EMPLOYED, item.said_on), item.unit)


def perhaps_shown(tx: Tx, person: Person) -> list[int]:
    """Ids of the compliments whose cards may show a person's name as perhaps meant."""
    return [item.id for item in items.open_compliments(tx) if naming.occurs(person.name, naming.in_words(item.text))]


def receivers(tx: Tx, given: NewKudos, on: date) -> list[Colleague]:
    """Whoever reads thanks when they are given; nobody where a name alone is thanked."""
    everybody = kudos.colleagues(tx, rules.EMPLOYED, on)
    if given.is_for_all:
        return [each for each in everybody if given.unit in each.units]
    return [each for each in everybody if each.person_id == given.receiver_id]


def pass_on(
    tx: Tx,
    t: Texts,
    item: Item,
    words: str,
    *,
    receiver_id: int | None,
    receiver_name: str | None,
    by: Person,
    today: date,
) -> Kudos:
    """A compliment becomes thanks, in these words, to somebody, to a name, or else to all of its unit; with that it is
    done, and its author hears of it.
    """
    require_compliment(t, item)
    approver_id = people.known_id(tx, by)
    new = NewKudos(words, today, receiver_id, receiver_name, item.unit, item.point, item.id, approver_id=approver_id)
    if new.is_for_all and new.unit is None:
        raise Refused(sentences.no_team_any_more(t, item))
    if receiver_id is not None and not receivers(tx, new, today):
        raise Refused(sentences.nobody_there(t))
    if not items.move(tx, item, Stage.DONE, outcome=triage.PASSED_ON, closed_on=today):
        raise Refused(sentences.nothing_to_pass_on(t, items.get(tx, item.id)))
    hand_on(tx, item, today=today)
    given = kudos.give(tx, new)
    facts.record(tx, ThanksPassedOn(today, approver_id, item_id=item.id))
    return given


def remove(tx: Tx, t: Texts, kudos_id: int, *, by: Person) -> None:
    """The receiver takes thanks away; whoever gave them does not hear of it."""
    if by.id is None or not kudos.remove(tx, kudos_id, by.id):
        raise Refused(sentences.not_your_thanks(t))
