"""Sudden drops: a point's ratings fall further than chance explains, and its team is told, once.

Each morning, for each point, the share of satisfied ratings in the last weeks is compared with the half year before
them, by Fisher's exact test (`chance.of_a_fall`). Who looks at many points each day, in windows of several lengths, sees
much that is improbable at one look (J. I. Naus, "The distribution of the size of the maximum cluster of points on a
line", 1965). So the limit is set, as for control charts (W. A. Shewhart, "Economic control of quality of manufactured
product", 1931), by how seldom a point alarms at which nothing changes: about once in a hundred years.

Measured on 1,000 simulated points for a year, 1 to 50 ratings a day, 85 % satisfied: 8 false alarms, 0.008 for each point
and year; 0.02 and 0.03 where days differ (correlation 0.02 and 0.05 within a day). A fall to 60 % was told after so many
days at half of the points, and at nine of ten:

| ratings a day | 1 | 2 | 5 | 10 | 20 | 50 |
|---|--:|--:|--:|--:|--:|--:|
| half | 54 | 28 | 11 | 6 | 4 | 3 |
| nine of ten | never at a third | 54 | 22 | 9 | 6 | 4 |

A point with one rating a day shows no sudden fall suddenly: that takes about fifty answers. Nor is a slow decline found,
which is what trends are for (`ratings.change`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot import chance, figures

WINDOWS = (7, 14, 28, 56)
"""Over how many of the last days the share is taken: few show a fall at a busy point at once, many show one at a quiet
point at all. Whole weeks, so that each has as many Mondays as the days that it is compared with."""

BEFORE = 182
"""With how many days before the window it is compared, at most: half a year."""

UNLIKELY = 0.00005
"""How improbable a fall must be by chance in one window on one day."""

LEAST_FALL = 0.10
"""By how much the share must have fallen. At a busy point chance explains little; trifles are still no alarm."""

QUIET = 28
"""Days after an alarm without another at the same point."""


Stretch = tuple[date, date]
"""The first and the last of some days."""


@dataclass(frozen=True, slots=True)
class Given:
    """Counted ratings of some days, and how many of them are satisfied."""

    number: int = 0
    satisfied: int = 0

    @property
    def share(self) -> float:
        return self.satisfied / self.number

    @property
    def about(self) -> int:
        """The share as it may be told: percent, to the nearest five, without numbers.

        These days are others than those of the figures that are published (`ratings.published`); exact numbers of both
        would tell of a few people by subtraction.
        """
        return round(self.share * 20) * 5


@dataclass(frozen=True, slots=True)
class Drop:
    """The share has fallen: what was given in the last `days` days, what `before` them, how probable that is by chance."""

    days: int
    now: Given
    before: Given
    probable: float


def all_of(given: Mapping[date, Given], today: date, told_on: date | None = None) -> list[Drop]:
    """The drops of which the team may be told today, one for each window that shows one, the least probable first.

    `given`: the point's days, the last `WINDOWS[-1] + BEFORE` of them at least; today itself, which is not over, does not
    count. `told_on`: when the team was last told of this point. From that day everything begins anew, as a control chart
    is begun anew after its signal: a share that stays low is not told twice, one that falls once more is, after
    `QUIET` days.
    """
    if told_on is not None and (today - told_on).days < QUIET:
        return []
    first = _first(today, told_on)
    days = [given.get(today - timedelta(days=ago), NOTHING) for ago in range(1, (today - first).days + 1)]
    falls = (_fall(window, days[:window], days[window : window + BEFORE]) for window in WINDOWS)
    return sorted((fall for fall in falls if fall), key=lambda fall: fall.probable)


def told_of(today: date, days: int, told_on: date | None) -> tuple[Stretch, Stretch]:
    """First and last day of the window that is told of today, and of the days that it was compared with."""
    first, window = _first(today, told_on), today - timedelta(days=days)
    before = max(first, window - timedelta(days=BEFORE))
    return (window, today - timedelta(days=1)), (before, window - timedelta(days=1))


def _first(today: date, told_on: date | None) -> date:
    return max(told_on or date.min, today - timedelta(days=WINDOWS[-1] + BEFORE))


NOTHING = Given()


def _fall(window: int, last: list[Given], earlier: list[Given]) -> Drop | None:
    now, before = _together(last), _together(earlier)
    if min(now.number, before.number) < figures.FEWEST or before.share - now.share < LEAST_FALL:
        return None
    worth = 1 / _sway(earlier, before)
    counts = (now.satisfied, now.number, before.satisfied, before.number)
    probable = chance.of_a_fall(*(round(count * worth) for count in counts))
    return Drop(window, now, before, probable) if probable < UNLIKELY else None


def _sway(days: list[Given], all_of_them: Given) -> float:
    """How many times more the share sways from day to day than if each answer were by chance alone; at least 1.

    Answers of a day resemble one another: one long queue makes many angry. If they sway twice as much, two answers are
    worth one, and are counted so: J. N. K. Rao and A. J. Scott, "A simple method for the analysis of clustered binary
    data", 1992.
    """
    share, number = all_of_them.share, sum(day.number > 0 for day in days)
    if number < 2 or share in (0, 1):
        return 1.0
    apart = sum((day.satisfied - day.number * share) ** 2 for day in days)
    return max(1.0, number / (number - 1) * apart / (all_of_them.number * share * (1 - share)))


def _together(days: Iterable[Given]) -> Given:
    number = satisfied = 0
    for day in days:
        number += day.number
        satisfied += day.satisfied
    return Given(number, satisfied)
