"""What chance explains: how far a share, a mean or a difference may be off when only some people answered.

A range ("confidence interval") goes with what was found: made in this way, it holds the truth in 95 of 100 cases. Few
answers make it wide. Counts in, plain numbers out; standard library only. The formulas are held against published
examples in `tests/rules/test_chance.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, lgamma, sqrt
from statistics import NormalDist

SURE = 0.95
"""How often a range shall hold the truth."""

SPREADS = NormalDist().inv_cdf((1 + SURE) / 2)
"""So many standard errors to each side make such a range: 1.96."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What was found, and the range in which the truth probably lies: `low <= value <= high`."""

    value: float
    low: float
    high: float


def share(some: int, number: int) -> Estimate:
    """The share, 0 to 1, of `some` among `number` (at least 1), with Wilson's score interval.

    Unlike the usual "plus or minus" it never leaves 0 to 1, and is not empty where all or none agree. E. B. Wilson,
    "Probable inference, the law of succession, and statistical inference", 1927; recommended for small numbers by
    L. D. Brown, T. T. Cai and A. DasGupta, "Interval estimation for a binomial proportion", 2001.
    """
    found, weight = some / number, SPREADS**2 / number
    middle = (found + weight / 2) / (1 + weight)
    half = SPREADS * sqrt(found * (1 - found) / number + weight / number / 4) / (1 + weight)
    return Estimate(found, min(found, max(0.0, middle - half)), max(found, min(1.0, middle + half)))


def difference(now: Estimate, before: Estimate) -> Estimate:
    """How much larger a share is now than before; both from `share()`, of different answers.

    Puts the two Wilson intervals together: method 10 in R. G. Newcombe, "Interval estimation for the difference between
    independent proportions: comparison of eleven methods", 1998.
    """
    value = now.value - before.value
    down = sqrt((now.value - now.low) ** 2 + (before.high - before.value) ** 2)
    up = sqrt((now.high - now.value) ** 2 + (before.value - before.low) ** 2)
    return Estimate(value, value - down, value + up)


def mean(levels: Mapping[int, int], *, lowest: int, highest: int) -> Estimate:
    """The mean of answers on a scale with two ends; `levels`: how often each was chosen, together at least once.

    The usual range (Student's t) is empty where all agree, holds the truth too seldom where nearly all do, and may
    leave the scale. So two answers are added for the range, one at each end of the scale, and it is cut at the ends:
    what A. Agresti and B. Coull do for shares ("Approximate is better than 'exact' for interval estimation of binomial
    proportions", 1998), carried over to a scale. With 5 to 200 answers of seven kinds (all alike, torn apart, nearly
    all at the top …) it held the truth in 94 % of the cases or more, Student's in 35 % at worst; the test has some.
    """
    number = sum(levels.values())
    found = sum(level * count for level, count in levels.items()) / number
    middle = (found * number + lowest + highest) / (number + 2)
    apart = sum(count * (level - middle) ** 2 for level, count in levels.items())
    apart += (lowest - middle) ** 2 + (highest - middle) ** 2
    half = SPREADS * sqrt(apart) / (number + 2)
    return Estimate(found, max(lowest, middle - half), min(highest, middle + half))


def of_a_fall(some_now: int, now: int, some_before: int, before: int) -> float:
    """How probable a share as low as now, or lower, is by chance alone: if nothing has changed since before.

    Fisher's exact test, one-sided: all answers of both times lie in one urn, and `now` of them are drawn; how often are
    so few of `some` among them? Exact for few answers too, and it reckons with the share before being no more than
    found. R. A. Fisher, "The logic of inductive inference", 1935.
    """
    some, others = some_now + some_before, now + before - some_now - some_before
    likely = exp(_log_ways(some, some_now) + _log_ways(others, now - some_now) - _log_ways(some + others, now))
    total = likely
    for fewer in range(some_now - 1, max(0, now - others) - 1, -1):
        likely *= (fewer + 1) * (others - now + fewer + 1) / ((some - fewer) * (now - fewer))
        total += likely
        if likely < total * 1e-12:
            break
    return min(1.0, total)


def _log_ways(number: int, chosen: int) -> float:
    """The logarithm of the ways to choose so many of a number."""
    return lgamma(number + 1) - lgamma(chosen + 1) - lgamma(number - chosen + 1)
