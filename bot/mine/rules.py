"""Mine: until when something sent can be changed, taken back or hidden."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.ideas.rules import STRENGTH
from storage.records.item import Identity, Item, Remark, Stage

EDITED_WITHIN = timedelta(minutes=15)
CHANGEABLE = (Stage.RECEIVED, Stage.IN_REVIEW, Stage.ASIDE)
WITHDRAWABLE = (Stage.RECEIVED, Stage.IN_REVIEW, Stage.ACCEPTED, Stage.ASIDE)


def is_changeable(item: Item) -> bool:
    """Whether nobody has decided about it; about what was done already when it was told, nobody decides."""
    return item.stage in CHANGEABLE or _is_logged(item)


def is_withdrawable(item: Item) -> bool:
    """Whether it is not tried out yet; what was done already when it was told can always be taken back, and what was
    joined with an idea as long as that is open.
    """
    joined = item.stage is Stage.MERGED and item.closed_on is None
    return item.stage in WITHDRAWABLE or joined or _is_logged(item)


def as_its_author_sees(item: Item) -> Item:
    """What was set aside as misuse still waits: its author is not told."""
    if item.stage is not Stage.ASIDE:
        return item
    return replace(item, stage=Stage.DONE) if item.already else replace(item, stage=Stage.RECEIVED, closed_on=None)


def tighter(identity: Identity) -> tuple[Identity, ...]:
    """What an item may become: only what tells less of its author."""
    return STRENGTH[STRENGTH.index(identity) + 1 :]


def open_question(item: Item, talk: Sequence[Remark]) -> Remark | None:
    """What the team wants to know and has not heard yet."""
    return talk[-1] if item.is_open and is_asked(talk) else None


def is_asked(talk: Sequence[Remark]) -> bool:
    """Whether the team spoke last: its author may answer, also when it is closed."""
    return bool(talk) and talk[-1].by_team


def with_words_changed(text: str, said: str, begins: int, words: str) -> str | None:
    """A text in which what was said there now reads otherwise; None where it no longer stands."""
    places = [found.start() for found in re.finditer(re.escape(said), text)]
    if not places:
        return None
    start = min(places, key=lambda place: abs(place - begins))
    return text[:start] + words + text[start + len(said) :]


def may_be_edited(said_at: datetime, now: datetime) -> bool:
    return now - said_at <= EDITED_WITHIN


def _is_logged(item: Item) -> bool:
    return item.already and item.stage is Stage.DONE
