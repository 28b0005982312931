"""Feedback: the figures of a closed month, for whoever asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot import ratings as figures
from bot.feedback import rules
from bot.ratings import Change, Counted, Figures, Place
from storage import ratings
from storage.db import Tx


@dataclass(frozen=True, slots=True)
class Report:
    """A place with what its ratings of a month say, and what has changed since the month before."""

    place: Place
    figures: Figures
    change: Change | None


def of_month(tx: Tx, month: date) -> dict[Place, Report]:
    """Whatever of a month may be published; nothing is counted in another way anywhere."""
    before = _figures(tx, rules.month_before(month))
    return {
        place: Report(place, found, figures.change(found, before[place]) if place in before else None)
        for place, found in _figures(tx, month).items()
    }


def _figures(tx: Tx, month: date) -> dict[Place, Figures]:
    counted = ratings.levels(tx, month, rules.last_of(month))
    published = figures.published({Counted(*where): levels for where, levels in counted.items()})
    return {place: found for place, levels in published.items() if (found := figures.of(levels)) is not None}
