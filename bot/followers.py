"""Followers of an idea: who hears of it, and what is gathered before they and its author do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.board import rules as board
from bot.telling import Teller
from config.organisation import Organisation
from storage import gathered, items, voices
from storage.db import Tx
from storage.records.gathering import About, Gathering
from storage.records.item import Item
from storage.records.listener import Listener

GATHERED_FOR = timedelta(hours=1)
"""So long comments or thanks wait for those that come after them: all of an hour become one message."""

TOLD_TO = timedelta(minutes=5)
"""How exactly it is kept when news may be told: a finer moment would tell when somebody said something."""


def of(tx: Tx, item: Item) -> list[Listener]:
    """Whoever supports or follows an idea, but an author with a name, who hears all of it as author.

    A hidden author who supports it hears as both: one message less would tell that it is one of those who support it.
    """
    return [each for each in voices.listeners(tx, item.id) if each.person_id != item.author_id]


def gather(teller: Teller, item_id: int, about: About, newest: int) -> None:
    """Nothing is said yet; what comes after this one is told together with it."""
    if gathered.get(teller.tx, item_id, about) is None:
        gathered.keep(teller.tx, Gathering(item_id, about, told_id=newest - 1, next_at=may_be_told(teller.now)))


def due(teller: Teller, about: About) -> Iterator[tuple[Item, int]]:
    """Ideas of which may be told what came after this id; nothing in the quiet hours. What comes from now on is
    gathered anew.
    """
    if is_quiet(teller.organisation, teller.now):
        return
    for gathering in gathered.due(teller.tx, about, teller.now):
        gathered.drop(teller.tx, gathering.item_id, about)
        item = items.get(teller.tx, gathering.item_id)
        if board.is_on_board(item):
            yield item, gathering.told_id


def may_be_told(now: datetime) -> datetime:
    """When what is said now may be told, with all that comes until then."""
    later = now + GATHERED_FOR
    return later + (datetime.min.replace(tzinfo=now.tzinfo) - later) % TOLD_TO


def is_quiet(organisation: Organisation, now: datetime) -> bool:
    """Whether nobody is written to unasked at this moment."""
    return organisation.quiet_hours.cover(now.astimezone(organisation.zone).time())
