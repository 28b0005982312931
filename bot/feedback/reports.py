"""Feedback: the figures of a closed month, for whoever asks; and whether a fall may be told beside them.

Beside the figures of months two things are out: levels on cards, and in the alarm of a fall about how many were satisfied
in its window and before. None of them, taken from one another, may come to a few people. Of a point for employees a
few people may give many ratings, day after day; so many as gave one on its busiest day there are for certain.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot import figures as thresholds
from bot import ratings as figures
from bot.feedback import drops, rules
from bot.feedback.drops import Stretch
from bot.publishing import publishable
from bot.ratings import Change, Counted, Figures, Levels, Place
from config.organisation import Organisation
from storage import facts, ratings
from storage.db import Tx

DAY = timedelta(days=1)
MONTHS = 6
"""So many closed months stand in a chart, as far as their figures may be shown."""

Told = tuple[str, Stretch]
"""A point, and a stretch of days of which its team was told apart."""


@dataclass(frozen=True, slots=True)
class Report:
    """A place with what its ratings of a month say, and what has changed since the month before."""

    place: Place
    figures: Figures
    change: Change | None


def of_month(tx: Tx, organisation: Organisation, month: date) -> dict[Place, Report]:
    """Whatever of a month may be published; nothing is counted in another way anywhere."""
    before = _figures(tx, organisation, rules.month_before(month))
    return {
        place: Report(place, found, figures.change(found, before[place]) if place in before else None)
        for place, found in _figures(tx, organisation, month).items()
    }


def months_of(tx: Tx, organisation: Organisation, point: str, today: date) -> list[tuple[date, Report]]:
    """What may be published of a point in the last closed months, the oldest first."""
    found: list[tuple[date, Report]] = []
    month = rules.last_closed_month(today)
    for _ in range(MONTHS):
        if (report := of_month(tx, organisation, month).get(Place(point=point))) is not None:
            found.insert(0, (month, report))
        month = rules.month_before(month)
    return found


def may_be_told(tx: Tx, organisation: Organisation, point: str, stretches: Collection[Stretch], today: date) -> bool:
    """Whether a fall of a point may be told beside all figures that are out by now."""
    internal = organisation.service_point(point).internal
    if internal and not all(_are_many(tx, point, stretch) for stretch in stretches):
        return False
    month, closed = min(first for first, _ in stretches).replace(day=1), rules.last_closed_month(today)
    levels: dict[Counted, Levels] = {}
    people: dict[Counted, int] = {}
    out: list[list[Counted]] = []
    while month <= today:
        found, behind = _counted(tx, organisation, month, [(point, stretch) for stretch in stretches])
        levels |= found
        people |= behind
        if month <= closed:
            shown = _figures(tx, organisation, month)
            out += [[each for each in found if place in figures.places_of(each)] for place in shown]
        month = rules.month_after(month)
    groups = {stretch: _within(levels, point, stretch) for stretch in stretches}
    return publishable(groups, people, already=[*figures.on_cards(levels), *out]) == frozenset(stretches)


def _are_many(tx: Tx, point: str, stretch: Stretch) -> bool:
    return any(most >= thresholds.FEWEST for most in ratings.busiest(tx, [point], *stretch).values())


def _figures(tx: Tx, organisation: Organisation, month: date) -> dict[Place, Figures]:
    told = _told(tx, month)
    levels, people = _counted(tx, organisation, month, told)
    already = [_within(levels, point, stretch) for point, stretch in told]
    published = figures.published(levels, people, already=already)
    return {place: found for place, levels in published.items() if (found := figures.of(levels)) is not None}


def _told(tx: Tx, month: date) -> list[Told]:
    """The stretches of points of which alarms have told that may touch the month."""
    if not ratings.alarmed_after(tx, month):
        return []  # facts are many
    reach = timedelta(days=drops.WINDOWS[-1] + drops.BEFORE)
    stretches: list[Told] = []
    before: dict[str, date] = {}
    for fall in facts.falls(tx, month - reach, rules.last_of(month) + reach):
        told = drops.told_of(fall.on, fall.days, before.get(fall.point))
        stretches += [(fall.point, stretch) for stretch in told]
        before[fall.point] = fall.on
    return stretches


def _counted(
    tx: Tx, organisation: Organisation, month: date, told: Collection[Told]
) -> tuple[dict[Counted, Levels], dict[Counted, int]]:
    """The ratings of a month, those of which something is told apart in parts; and how many people there are behind them
    at least.
    """
    internal = [point.code for point in organisation.service_points if point.internal]
    levels: dict[Counted, Levels] = {}
    people: dict[Counted, int] = {}
    cut = {point for point, _ in told}
    for first, last, points in [(month, rules.last_of(month), None), *_parts(month, told)]:
        busiest = ratings.busiest(tx, internal, first, last)
        for where, found in ratings.levels(tx, first, last).items():
            if (where[0] in points) if points else (where[0] not in cut):
                counted = Counted(*where, since=first)
                levels[counted] = found
                people[counted] = _at_least(busiest[where]) if where in busiest else sum(found.values())
    return levels, people


def _parts(month: date, told: Collection[Told]) -> Iterator[tuple[date, date, set[str]]]:
    """First and last day of each part of the month for the points of which stretches are told."""
    for point in sorted({point for point, _ in told}):
        cuts = {cut for of, (first, last) in told if of == point for cut in (first, last + DAY)}
        end = rules.month_after(month)
        begins = sorted({month, *(cut for cut in cuts if month < cut < end)})
        for first, following in zip(begins, [*begins[1:], end], strict=True):
            yield first, following - DAY, {point}


def _at_least(busiest: int) -> int:
    """Where they may be a few, they count as one: at two such points they may be the same."""
    return busiest if busiest >= thresholds.FEWEST else 1


def _within(levels: Mapping[Counted, Levels], point: str, stretch: Stretch) -> list[Counted]:
    first, last = stretch
    return [each for each in levels if each.point == point and each.since and first <= each.since <= last]
