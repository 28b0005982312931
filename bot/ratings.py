"""Figures of ratings: of the organisation, its units and its points, for digests, screens and exports alike.

They come from one place because what one of them shows counts for the others: `published` says which groups have
figures at all. Levels are 1 (very bad) to 5 (very good).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot import chance, figures
from bot.chance import Estimate
from bot.publishing import publishable
from storage.records.rating import LEVELS, SATISFIED

Levels = Mapping[int, int]
"""How many counted ratings there are of each level; a missing level has none."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where ratings are counted together: a point, a unit with all its points, or (neither named) everywhere."""

    unit: str | None = None
    point: str | None = None


EVERYWHERE = Place()


@dataclass(frozen=True, slots=True)
class Counted:
    """Where some ratings were given: the point, and its unit at that time, if it had one.

    Apart from the others are those whose level a team has read on a card, beside words, and those of a stretch of the
    period about which something was told apart.
    """

    point: str
    unit: str | None
    on_card: bool = False
    since: date | None = None


def published(
    levels: Mapping[Counted, Levels],
    people: Mapping[Counted, int] | None = None,
    *,
    already: Iterable[Collection[Counted]] = (),
) -> dict[Place, Levels]:
    """The places of which figures may be shown, with their levels; all others are left out.

    `levels`: *all* counted ratings of a closed period (a calendar month, say; a week). Whoever shows figures shows some of
    these, and none that were counted in another way. Periods must not overlap: either months or weeks, never "so far",
    never both. Otherwise ask `publishable()` with pieces for each stretch of time, and what is out `already`.

    `people`: how many people there are at least behind ratings, where that is not one for each. `already`: of which
    ratings something is out. What stands on cards is out as well: whoever takes it from a figure must not come to a few.

    A point that went to another unit within the period counts whole as a point, and in each unit with its part.
    """
    places: dict[Place, list[Counted]] = {}
    for counted in sorted(levels, key=lambda counted: (counted.unit or "", counted.point)):
        for place in places_of(counted):
            places.setdefault(place, []).append(counted)
    if people is None:
        people = {counted: sum(found.values()) for counted, found in levels.items()}
    shown = publishable(places, people, already=[*on_cards(levels), *already])
    return {place: _together(levels[each] for each in parts) for place, parts in places.items() if place in shown}


def places_of(counted: Counted) -> tuple[Place, ...]:
    """All places among whose ratings these are."""
    unit = (Place(unit=counted.unit),) if counted.unit is not None else ()
    return EVERYWHERE, *unit, Place(point=counted.point)


def on_cards(levels: Iterable[Counted]) -> list[list[Counted]]:
    return [[counted] for counted in levels if counted.on_card]


def _together(parts: Iterable[Levels]) -> Levels:
    total = Counter[int]()
    for part in parts:
        total.update(part)
    return {level: total[level] for level in LEVELS}


@dataclass(frozen=True, slots=True)
class Figures:
    """What ratings say together."""

    levels: Levels
    number: int
    satisfied: Estimate
    """The share, 0 to 1, of levels 4 and 5."""

    mean: Estimate


def of(levels: Levels) -> Figures | None:
    """The figures of a place that is published; None for fewer than five ratings, whoever asks."""
    number = sum(levels.values())
    if number < figures.FEWEST:
        return None
    return Figures(
        levels,
        number,
        chance.share(satisfied(levels), number),
        chance.mean(levels, lowest=min(LEVELS), highest=max(LEVELS)),
    )


def satisfied(levels: Levels) -> int:
    return sum(levels.get(level, 0) for level in SATISFIED)


class Trend(StrEnum):
    """How the share of the satisfied has changed."""

    BETTER = "better"
    WORSE = "worse"
    UNCLEAR = "unclear"
    """It may have become either: too few answers, or too little change."""


@dataclass(frozen=True, slots=True)
class Change:
    """How much the share of the satisfied has risen (below 0: fallen), in parts of 1."""

    trend: Trend
    by: Estimate


def change(now: Figures, before: Figures) -> Change:
    """What has become of the satisfied since the period before. Only what chance does not explain is a trend.

    Where nothing has changed, it is called one in about 5 of 100 comparisons: among 40 points expect two.
    """
    by = chance.difference(now.satisfied, before.satisfied)
    trend = Trend.BETTER if by.low > 0 else Trend.WORSE if by.high < 0 else Trend.UNCLEAR
    return Change(trend, by)
