"""Campaigns: questions with dates, whom they ask, and which ideas they brought."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Row, case, delete, func, insert, or_, select, update

from storage import items as stored_items
from storage.db import Tx
from storage.records.campaign import Asked, Campaign, Figures, NewCampaign, State, Worded
from storage.records.item import Item, Kind, Stage
from storage.records.person import Role
from storage.tables import campaigns, grants, items, people

FROM_CHAT = "chat:"
"""How codes begin of campaigns that are opened in the chat: no code of the organisation file holds a colon."""


class NotFound(LookupError):
    """There is no such campaign."""


def new_code() -> str:
    """A code for a campaign that does not stand in the organisation file."""
    return f"{FROM_CHAT}{secrets.token_hex(6)}"


def add(tx: Tx, new: NewCampaign) -> Campaign:
    """Store a campaign that is to begin."""
    values = {**_values(new), "code": new.code, "state": State.PLANNED, "maker_id": new.maker_id}
    return get(tx, tx.execute(insert(campaigns).values(values).returning(campaigns.c.id)).scalar_one())


def get(tx: Tx, campaign_id: int) -> Campaign:
    """One campaign; raises NotFound."""
    row = tx.execute(select(campaigns).where(campaigns.c.id == campaign_id)).one_or_none()
    if row is None:
        raise NotFound(campaign_id)
    return _campaign(row)


def in_state(tx: Tx, *states: State) -> list[Campaign]:
    rows = tx.execute(select(campaigns).where(campaigns.c.state.in_(states)).order_by(campaigns.c.id))
    return [_campaign(row) for row in rows]


def described(tx: Tx) -> list[Campaign]:
    """Those that stand, or once stood, in the organisation file."""
    rows = tx.execute(select(campaigns).where(campaigns.c.code.not_like(f"{FROM_CHAT}%")).order_by(campaigns.c.id))
    return [_campaign(row) for row in rows]


def newest(tx: Tx, *, limit: int, offset: int) -> list[Campaign]:
    rows = tx.execute(select(campaigns).order_by(campaigns.c.id.desc()).limit(limit).offset(offset))
    return [_campaign(row) for row in rows]


def count(tx: Tx) -> int:
    return tx.execute(select(func.count()).select_from(campaigns)).scalar_one()


def rewrite(tx: Tx, campaign: Campaign, new: NewCampaign) -> None:
    """Other words, dates or units for a campaign that stays the same one."""
    tx.execute(update(campaigns).where(campaigns.c.id == campaign.id).values(_values(new)))


def move(tx: Tx, campaign: Campaign, to: State) -> bool:
    """Put a campaign into another state; False when it is no longer where it was."""
    moved = tx.execute(
        update(campaigns).where(campaigns.c.id == campaign.id, campaigns.c.state == campaign.state).values(state=to)
    )
    return moved.rowcount == 1


def drop(tx: Tx, campaign: Campaign) -> bool:
    """Forget a campaign that has not begun; False when it has."""
    planned = (campaigns.c.id == campaign.id, campaigns.c.state == State.PLANNED)
    return tx.execute(delete(campaigns).where(*planned)).rowcount == 1


def most_supported(tx: Tx, campaign_id: int, *, limit: int) -> list[Item]:
    """The ideas with most voices, those that were declined or merged left out; without a voice none is listed."""
    found = (
        select(items.c.id)
        .where(
            *_answers(campaign_id),
            items.c.voices > 0,
            items.c.stage.not_in((Stage.DECLINED, Stage.MERGED, Stage.ASIDE)),
        )
        .order_by(items.c.voices.desc(), items.c.id)
        .limit(limit)
    )
    ids = list(tx.execute(found).scalars())
    return sorted(stored_items.of_ids(tx, ids), key=lambda item: ids.index(item.id))


def figures(tx: Tx, campaign_id: int) -> Figures:
    def how_many(*stages: Stage) -> Any:
        return func.coalesce(func.sum(case((items.c.stage.in_(stages), 1), else_=0)), 0)

    row = tx.execute(
        select(
            func.count(),
            how_many(Stage.RECEIVED, Stage.IN_REVIEW),
            how_many(Stage.ACCEPTED, Stage.TESTING),
            how_many(Stage.DONE),
            how_many(Stage.DECLINED),
        ).where(*_answers(campaign_id))
    ).one()
    return Figures(*(int(number) for number in row))


def asked(tx: Tx, units: Collection[str], roles: Collection[Role], on: date) -> list[Asked]:
    """Everybody who can be written to and holds one of these roles for one of the units (none: for any)."""
    return [Asked(row.chat_id, row.language) for row in tx.execute(_asked(units, roles, on).order_by(people.c.id))]


def count_asked(tx: Tx, units: Collection[str], roles: Collection[Role], on: date) -> int:
    return tx.execute(select(func.count()).select_from(_asked(units, roles, on).subquery())).scalar_one()


def _asked(units: Collection[str], roles: Collection[Role], on: date) -> Any:
    holding = select(grants.c.person_id).where(
        grants.c.role.in_(roles), grants.c.since <= on, or_(grants.c.until.is_(None), grants.c.until >= on)
    )
    if units:
        holding = holding.where(or_(grants.c.unit.is_(None), grants.c.unit.in_(units)))
    return select(people.c.id, people.c.chat_id, people.c.language).where(people.c.reachable, people.c.id.in_(holding))


def _answers(campaign_id: int) -> tuple[Any, ...]:
    return (
        items.c.campaign_id == campaign_id,
        items.c.kind == Kind.IDEA,
        items.c.stage.not_in((Stage.WITHDRAWN, Stage.ASIDE)),
    )


def _values(new: NewCampaign) -> dict[str, Any]:
    return {
        "question": json.dumps(dict(new.question.texts), ensure_ascii=False),
        "sponsor": json.dumps(dict(new.sponsor.texts), ensure_ascii=False),
        "units": json.dumps(new.units),
        "starts_on": new.starts_on,
        "ends_on": new.ends_on,
    }


def _campaign(row: Row[Any]) -> Campaign:
    return Campaign(
        code=row.code,
        question=Worded(json.loads(row.question)),
        sponsor=Worded(json.loads(row.sponsor)),
        units=tuple(json.loads(row.units)),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        maker_id=row.maker_id,
        id=row.id,
        state=State(row.state),
    )
