"""Ranges and tests, against published examples and all cases there can be."""

from __future__ import annotations

from collections.abc import Iterator
from math import comb, factorial, prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import chance

SCALE = range(1, 6)


@pytest.mark.parametrize(
    ("some", "number", "low", "high"),
    [
        # R. G. Newcombe, "Two-sided confidence intervals for the single proportion", 1998, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_range_of_a_share_is_wilson_s(some: int, number: int, low: float, high: float) -> None:
    found = chance.share(some, number)
    assert found.value == some / number
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.00005)


@pytest.mark.parametrize(
    ("now", "before", "low", "high"),
    [
        # R. G. Newcombe, "Interval estimation for the difference between independent proportions", 1998, table II, method 10
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0000),
        ((10, 10), (0, 10), 0.6075, 1.0000),
    ],
)
def test_the_range_of_a_difference_is_newcombe_s(
    now: tuple[int, int], before: tuple[int, int], low: float, high: float
) -> None:
    found = chance.difference(chance.share(*now), chance.share(*before))
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.00005)


@given(st.integers(1, 10_000), st.data())
def test_a_share_lies_in_its_range_and_the_range_in_the_scale(number: int, data: st.DataObject) -> None:
    found = chance.share(data.draw(st.integers(0, number)), number)
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert found.low < found.high


# --- The mean


@given(st.dictionaries(st.sampled_from(SCALE), st.integers(0, 5_000)).filter(lambda levels: any(levels.values())))
def test_a_mean_lies_in_its_range_and_the_range_in_the_scale(levels: dict[int, int]) -> None:
    found = chance.mean(levels, lowest=1, highest=5)
    assert 1 <= found.low <= found.value <= found.high <= 5
    assert found.low < found.high


def test_a_mean_worked_out_by_hand() -> None:
    """Five times "very good", with one at each end: 31 over 7 in the middle, spread 96/7, so 1.96 · √(96/7) / 7 aside."""
    found = chance.mean({5: 5}, lowest=1, highest=5)
    assert found.value == 5
    assert found.low == pytest.approx(31 / 7 - 1.959964 * (96 / 7) ** 0.5 / 7)
    assert found.high == 5


def choices(number: int, levels: int) -> Iterator[tuple[int, ...]]:
    """All ways in which so many answers fall on the levels."""
    if levels == 1:
        yield (number,)
        return
    for first in range(number + 1):
        for rest in choices(number - first, levels - 1):
            yield (first, *rest)


@pytest.mark.parametrize("number", [5, 9, 14])
@pytest.mark.parametrize(
    "chances",
    [
        (0.05, 0.05, 0.10, 0.30, 0.50),  # as usual at a counter
        (0.15, 0.02, 0.03, 0.10, 0.70),  # torn apart
        (0.01, 0.01, 0.03, 0.15, 0.80),  # nearly all at the top
        (0.10, 0.20, 0.40, 0.20, 0.10),
        (0.20, 0.20, 0.20, 0.20, 0.20),
    ],
)
def test_the_range_of_a_mean_holds_the_truth_as_often_as_it_says(number: int, chances: tuple[float, ...]) -> None:
    """Over all answers that can come, each as often as it comes: not a sample."""
    truth = sum(level * p for level, p in zip(SCALE, chances, strict=True))
    holds = 0.0
    for counts in choices(number, 5):
        found = chance.mean(dict(zip(SCALE, counts, strict=True)), lowest=1, highest=5)
        if found.low <= truth <= found.high:
            ways = factorial(number) // prod(factorial(count) for count in counts)
            holds += ways * prod(p**count for p, count in zip(chances, counts, strict=True))
    assert holds > 0.94


# --- The exact test


def test_the_lady_who_tastes_tea() -> None:
    """R. A. Fisher, "The design of experiments", 1935, chapter 2: all eight cups right, by chance once in 70."""
    assert chance.of_a_fall(0, 4, 4, 4) == pytest.approx(1 / 70)
    assert chance.of_a_fall(1, 4, 3, 4) == pytest.approx(17 / 70)


def test_convictions_of_twins() -> None:
    """R. A. Fisher, "The logic of inductive inference", 1935: 2 of 17 against 10 of 13, exactly 619 in 1330665."""
    assert chance.of_a_fall(2, 17, 10, 13) == pytest.approx(619 / 1_330_665)


answers = st.integers(1, 60).flatmap(lambda number: st.tuples(st.integers(0, number), st.just(number)))


@given(answers, answers)
def test_the_probability_of_a_fall_is_counted_out(now: tuple[int, int], before: tuple[int, int]) -> None:
    some, number = now[0] + before[0], now[1] + before[1]
    ways = sum(comb(some, few) * comb(number - some, now[1] - few) for few in range(now[0] + 1))
    assert chance.of_a_fall(*now, *before) == pytest.approx(ways / comb(number, now[1]), rel=1e-9)


def test_large_numbers_are_no_trouble() -> None:
    assert chance.of_a_fall(50_000, 100_000, 450_000, 500_000) == pytest.approx(0, abs=1e-300)
    assert 0.4 < chance.of_a_fall(85_000, 100_000, 850_000, 1_000_000) < 0.6
