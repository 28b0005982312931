"""Facts: what happened, append-only."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict
from datetime import date

from sqlalchemy import insert, select, update

from storage.db import Tx
from storage.records.facts import (
    AuthorAsked,
    AuthorMuted,
    CommentNotShown,
    CommentShown,
    CommentTakenBack,
    CommentWaits,
    Fact,
    FeedbackJoined,
    FeedbackSeparated,
    IdeaCommented,
    ItemAccepted,
    ItemAnnounced,
    ItemBroughtBack,
    ItemDeclined,
    ItemDone,
    ItemSetAside,
    ItemTaken,
    RatingsFell,
    ThanksPassedOn,
)
from storage.tables import facts

ID_BITS = 62

BY_TEAM: tuple[type[Fact], ...] = (
    ItemTaken,
    AuthorAsked,
    ItemAccepted,
    ItemDeclined,
    ItemDone,
    AuthorMuted,
    ItemSetAside,
    ItemBroughtBack,
    FeedbackJoined,
    FeedbackSeparated,
    ThanksPassedOn,
    ItemAnnounced,
)
BY_COMMENTERS: tuple[type[Fact], ...] = (IdeaCommented, CommentWaits, CommentShown, CommentNotShown, CommentTakenBack)


def record(tx: Tx, fact: Fact) -> None:
    """Remember that something happened; who must hear about it is decided when the unit ends (`taken`)."""
    detail = asdict(fact)
    day, person_id, item_id = detail.pop("on"), detail.pop("person_id"), detail.pop("item_id", None)
    tx.execute(
        insert(facts).values(
            # In the order of their ids a hidden item would stand beside what its author did by name.
            id=secrets.randbits(ID_BITS),
            name=type(fact).__name__,
            happened_on=day,
            item_id=item_id,
            person_id=person_id,
            detail=json.dumps(detail) if detail else None,
        )
    )
    tx.info["facts"].append(fact)


def falls(tx: Tx, first: date, last: date) -> list[RatingsFell]:
    """Of which points teams were told in these days that their ratings had fallen."""
    rows = tx.execute(
        select(facts.c.happened_on, facts.c.detail)
        .where(facts.c.happened_on.between(first, last), facts.c.name == RatingsFell.__name__)
        .order_by(facts.c.happened_on)
    )
    return [RatingsFell(row.happened_on, **json.loads(row.detail)) for row in rows]


def pass_on(tx: Tx, fact: Fact) -> None:
    """Let others hear of it when the unit ends, without remembering it: rows of one day would join what one person did."""
    tx.info["facts"].append(fact)


def forget_author(tx: Tx, item_id: int, author_id: int) -> None:
    """What happened with an item no longer tells who said it. What the author did there for the team, or said as others
    do, stays as with any item: a gap where others stand would tell that the author is one of them.
    """
    own = (facts.c.item_id == item_id, facts.c.person_id == author_id)
    as_others = [kind.__name__ for kind in (*BY_TEAM, *BY_COMMENTERS)]
    tx.execute(update(facts).where(*own, facts.c.name.not_in(as_others)).values(person_id=None))


def forget_team(tx: Tx, item_id: int) -> None:
    """Nobody is to learn which team the item came to first."""
    of_team = (facts.c.item_id == item_id, facts.c.name.in_([kind.__name__ for kind in BY_TEAM]))
    tx.execute(update(facts).where(*of_team).values(person_id=None))


def taken(tx: Tx) -> list[Fact]:
    """The facts recorded since the last call."""
    new: list[Fact] = tx.info["facts"]
    tx.info["facts"] = []
    return new
