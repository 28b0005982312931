"""Privacy: what the timetable calls."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import date, datetime

from bot.ideas import actions as ideas
from bot.privacy import actions, rules
from config.organisation import Organisation
from storage import blur, resealing, retention
from storage.db import Tx
from storage.records.item import Item


def what_is_due(tx: Tx, organisation: Organisation, now: datetime) -> Sequence[retention.Slice]:
    """All that goes tonight, in slices."""
    today = now.astimezone(organisation.zone).date()

    def forget_place(tx: Tx, item: Item) -> None:
        ideas.forget_place(tx, item, organisation)

    night = retention.Night(today, rules.days_kept(organisation), forget_place)
    return list(retention.planned(tx, night))


def forget_for_good(tx: Tx, organisation: Organisation, now: datetime) -> Sequence[Callable[[Tx], object]]:
    """Whoever was forgotten yesterday is in no seal any longer, and words go whose day has come."""
    today, kept = now.astimezone(organisation.zone).date(), organisation.retention.seals

    def erased_on(closed_on: date | None) -> date:
        return rules.words_go_on(today, closed_on, kept, secrets.randbelow)

    def words(tx: Tx) -> None:
        actions.erase_hidden_words(tx, organisation=organisation, today=today)

    return [*resealing.planned(tx, erased_on), words]


def blur_order(tx: Tx, organisation: Organisation, now: datetime) -> None:
    """No column of the database tells any longer in which order things came today."""
    blur.blur(tx)
