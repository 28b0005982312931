"""Kudos: what was given to whom, and who may be thanked.

The words are the receiver's: they stay when the compliment goes that they were, as a letter stays that was given.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, func, insert, or_, select

from storage.db import Tx
from storage.records.kudos import Colleague, Kudos, NewKudos
from storage.records.person import Role
from storage.tables import grants, kudos, people

ID_BITS = 62
"""Ids are drawn, as those of facts: their order would tell what was thanked for after what."""


def give(tx: Tx, new: NewKudos) -> Kudos:
    kudos_id = secrets.randbits(ID_BITS)
    tx.execute(insert(kudos).values(id=kudos_id, **asdict(new)))
    return Kudos(**asdict(new), id=kudos_id)


def get(tx: Tx, kudos_id: int) -> Kudos | None:
    row = tx.execute(select(kudos).where(kudos.c.id == kudos_id)).one_or_none()
    return _kudos(row) if row else None


def of_item(tx: Tx, item_id: int) -> Kudos | None:
    """The thanks that a compliment has become, as long as they are there."""
    row = tx.execute(select(kudos).where(kudos.c.item_id == item_id)).one_or_none()
    return _kudos(row) if row else None


def any_of_items(tx: Tx, item_ids: Sequence[int]) -> bool:
    """Whether one of these was passed on as thanks."""
    return tx.execute(select(kudos.c.id).where(kudos.c.item_id.in_(item_ids))).first() is not None


def remove(tx: Tx, kudos_id: int, receiver_id: int) -> bool:
    """The receiver takes it away; False when it is not his or hers, or gone."""
    own = kudos.c.id == kudos_id, kudos.c.receiver_id == receiver_id
    return tx.execute(delete(kudos).where(*own)).rowcount == 1


def received(tx: Tx, person_id: int | None, units: Sequence[str], *, limit: int, offset: int) -> list[Kudos]:
    """What somebody or the whole team of one of these units was thanked for, the newest first."""
    newest = select(kudos).where(_for(person_id, units)).order_by(kudos.c.given_on.desc(), kudos.c.id)
    return [_kudos(row) for row in tx.execute(newest.limit(limit).offset(offset))]


def count_received(tx: Tx, person_id: int | None, units: Sequence[str]) -> int:
    return tx.execute(select(func.count()).select_from(kudos).where(_for(person_id, units))).scalar_one()


def colleagues(tx: Tx, roles: Collection[Role], on: date) -> list[Colleague]:
    """Everybody who can be written to and holds one of these roles, by name."""
    holding = grants.c.role.in_(roles), grants.c.since <= on, or_(grants.c.until.is_(None), grants.c.until >= on)
    rows = tx.execute(
        select(people.c.id, people.c.chat_id, people.c.name, people.c.language, grants.c.unit)
        .join(grants)
        .where(people.c.reachable, *holding)
        .order_by(people.c.name, people.c.id, grants.c.id)
    )
    found: dict[int, Colleague] = {}
    for row in rows:
        before = found[row.id].units if row.id in found else ()
        units = before if row.unit is None else (*before, row.unit)
        found[row.id] = Colleague(row.id, row.chat_id, row.name, row.language, units)
    return list(found.values())


def _for(person_id: int | None, units: Sequence[str]) -> ColumnElement[bool]:
    nobody_alone = kudos.c.receiver_id.is_(None), kudos.c.receiver_name.is_(None)
    of_unit = and_(*nobody_alone, kudos.c.unit.in_(units))
    return of_unit if person_id is None else or_(kudos.c.receiver_id == person_id, of_unit)


def _kudos(row: Row[Any]) -> Kudos:
    return Kudos(
        id=row.id,
        text=row.text,
        given_on=row.given_on,
        receiver_id=row.receiver_id,
        receiver_name=row.receiver_name,
        unit=row.unit,
        point=row.point,
        item_id=row.item_id,
        approver_id=row.approver_id,
    )
