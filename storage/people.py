"""People and their roles: changes and look-ups."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, bindparam, delete, exists, insert, or_, select, update

from storage.db import Tx
from storage.records.person import Grant, Person, Role
from storage.tables import grants, metadata, people

ID_BITS = 62
"""Ids are drawn: counted, they would stand in the order of what people sent first, and tell who took a name off it."""

# Written once: every update asks this, and building a statement costs more than running it.
_BY_CHAT = select(people).where(people.c.chat_id == bindparam("chat"))
_UPDATE = update(people).where(people.c.id == bindparam("person"))
_INSERT = insert(people)
_GRANTS = (
    select(grants.c.role, grants.c.unit, grants.c.since, grants.c.until)
    .where(grants.c.person_id == bindparam("person"))
    .order_by(grants.c.id)
)


def by_chat(tx: Tx, chat_id: int) -> Person | None:
    """Whoever is remembered for a private chat, with roles."""
    return _one(tx, _BY_CHAT, {"chat": chat_id})


def get(tx: Tx, person_id: int) -> Person | None:
    return _one(tx, select(people).where(people.c.id == person_id))


def keep(tx: Tx, person: Person) -> Person:
    """Remember a person, or what changed of one; returns the record with its id."""
    values = {
        "chat_id": person.chat_id,
        "name": person.name,
        "username": person.username,
        "language": person.language,
        "language_chosen": person.language_chosen,
        "reachable": person.reachable,
    }
    if person.known:
        tx.execute(_UPDATE, {"person": person.id, **values})
        return person
    made = secrets.randbits(ID_BITS)
    tx.execute(_INSERT, {"id": made, **values})
    return replace(person, id=made)


def known_id(tx: Tx, person: Person) -> int:
    """The id of a person, who is kept from now on if nobody knew him or her."""
    known = person if person.known else keep(tx, person)
    assert known.id is not None
    return known.id


def let_go(tx: Tx, person_ids: Collection[int]) -> None:
    """Delete those to whom nothing leads any longer: a row that nothing explains would tell whose name was taken off."""
    refers = [column for table in metadata.sorted_tables for column in table.c if column.references(people.c.id)]
    explained = [exists().where(column == people.c.id) for column in refers]
    idle = people.c.id.in_(person_ids), people.c.language_chosen.is_(False), ~or_(*explained)
    tx.execute(delete(people).where(*idle))


def grant(tx: Tx, person: Person, given: Grant) -> Person:
    """Give a role; one that is held already is not doubled."""
    if any((held.role, held.unit) == (given.role, given.unit) and held.holds(given.since) for held in person.grants):
        return person
    tx.execute(
        insert(grants).values(
            person_id=person.id, role=given.role, unit=given.unit, since=given.since, until=given.until
        )
    )
    return replace(person, grants=(*person.grants, given))


def set_reachable(tx: Tx, chat_id: int, reachable: bool) -> None:
    tx.execute(
        update(people).where(people.c.chat_id == chat_id, people.c.reachable != reachable).values(reachable=reachable)
    )


def holding(tx: Tx, role: Role, on: date) -> Iterable[Person]:
    """Everybody who holds a role on a day."""
    found = tx.execute(
        select(people)
        .distinct()
        .join(grants)
        .where(grants.c.role == role, grants.c.since <= on, or_(grants.c.until.is_(None), grants.c.until >= on))
        .order_by(people.c.id)
    )
    return [_person(tx, row) for row in found]


def _one(tx: Tx, question: Select[Any], values: dict[str, Any] | None = None) -> Person | None:
    row = tx.execute(question, values or {}).one_or_none()
    return _person(tx, row) if row else None


def _person(tx: Tx, row: Row[Any]) -> Person:
    held = tx.execute(_GRANTS, {"person": row.id})
    return Person(
        id=row.id,
        chat_id=row.chat_id,
        name=row.name,
        username=row.username,
        language=row.language,
        language_chosen=row.language_chosen,
        reachable=row.reachable,
        grants=tuple(Grant(Role(g.role), g.unit, g.since, g.until) for g in held),
    )
