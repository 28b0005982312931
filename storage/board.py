"""The board: lists of ideas as colleagues see them; never feedback, and nothing that was taken back or joined.

Each list is a page of ids read from an index that holds all it asks for, and the few rows that belong to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, union_all

from storage import items as item_rows
from storage.db import Tx
from storage.records.item import OPEN_STAGES, SHOWN_STAGES, Item, Kind, Stage
from storage.tables import items

_IDEA = items.c.kind == Kind.IDEA
_SUPPORTED = items.c.voices > 0


def fresh(tx: Tx, *, limit: int, offset: int) -> list[Item]:
    """Open ideas, the newest first."""
    newest = [
        _ids(items.c.stage == stage, items.c.closed_on.is_(None))
        .order_by(items.c.id.desc())
        .limit(offset + limit)
        .subquery()
        for stage in OPEN_STAGES
    ]
    open_ones = union_all(*(select(each.c.id) for each in newest)).subquery()
    return _page(tx, select(open_ones.c.id).order_by(open_ones.c.id.desc()), limit, offset)


def wanted(tx: Tx, *, limit: int, offset: int) -> list[Item]:
    """Open ideas that somebody supports, with the most support first, of equal ones the newest."""
    return _page(tx, _ids(_open(), _SUPPORTED).order_by(items.c.voices.desc(), items.c.id.desc()), limit, offset)


def in_stage(tx: Tx, stage: Stage, *, limit: int, offset: int) -> list[Item]:
    """Ideas of one stage: closed ones by the day, open ones by their age, the newest first."""
    found = _ids(items.c.stage == stage).order_by(items.c.closed_on.desc(), items.c.id.desc())
    return _page(tx, found, limit, offset)


def of_unit(tx: Tx, unit: str | None, *, limit: int, offset: int) -> list[Item]:
    """Ideas about a department, or about none; open and closed, the newest first."""
    found = _ids(items.c.unit == unit, items.c.stage.in_(SHOWN_STAGES)).order_by(items.c.id.desc())
    return _page(tx, found, limit, offset)


def of_campaign(tx: Tx, campaign_id: int, *, limit: int, offset: int) -> list[Item]:
    """Ideas that answer a campaign; open and closed, the newest first."""
    return _page(tx, _ids(*_answers(campaign_id)).order_by(items.c.id.desc()), limit, offset)


def count_by_stage(tx: Tx) -> dict[Stage, int]:
    """How many ideas there are in each stage that is shown."""
    rows = tx.execute(select(items.c.stage, func.count().label("n")).where(_IDEA).group_by(items.c.stage))
    return {Stage(row.stage): row.n for row in rows if row.stage in SHOWN_STAGES}


def count_in(tx: Tx, *stages: Stage) -> int:
    """How many ideas there are in these stages together."""
    return tx.execute(select(func.count()).where(_IDEA, items.c.stage.in_(stages))).scalar_one()


def count_wanted(tx: Tx) -> int:
    """How many open ideas somebody supports."""
    return tx.execute(select(func.count()).where(_IDEA, _open(), _SUPPORTED)).scalar_one()


def count_by_unit(tx: Tx) -> dict[str | None, int]:
    """How many ideas there are about each department; None: about no certain one."""
    rows = tx.execute(
        select(items.c.unit, func.count().label("n"))
        .where(_IDEA, items.c.stage.in_(SHOWN_STAGES))
        .group_by(items.c.unit)
    )
    return {row.unit: row.n for row in rows}


def count_of_unit(tx: Tx, unit: str | None) -> int:
    found = select(func.count()).where(_IDEA, items.c.unit == unit, items.c.stage.in_(SHOWN_STAGES))
    return tx.execute(found).scalar_one()


def count_of_campaign(tx: Tx, campaign_id: int) -> int:
    return tx.execute(select(func.count()).where(_IDEA, *_answers(campaign_id))).scalar_one()


def in_order(tx: Tx, ids: Sequence[int]) -> list[Item]:
    """These ideas in this order; what is no longer shown is left out."""
    found = {
        item.id: item for item in item_rows.of_ids(tx, ids) if item.kind is Kind.IDEA and item.stage in SHOWN_STAGES
    }
    return [found[item_id] for item_id in ids if item_id in found]


def _open() -> ColumnElement[bool]:
    return items.c.stage.in_(OPEN_STAGES)


def _answers(campaign_id: int) -> tuple[ColumnElement[bool], ...]:
    return items.c.campaign_id == campaign_id, items.c.stage.in_(SHOWN_STAGES)


def _ids(*where: ColumnElement[bool]) -> Select[tuple[int]]:
    return select(items.c.id).where(_IDEA, *where)


def _page(tx: Tx, ids: Select[Any], limit: int, offset: int) -> list[Item]:
    return in_order(tx, list(tx.execute(ids.limit(limit).offset(offset)).scalars()))
