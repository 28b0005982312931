"""Figures of ratings: which are published, what they say, and what has become of them."""

from __future__ import annotations

import pytest

from bot import ratings
from bot.ratings import EVERYWHERE, Counted, Figures, Levels, Place, Trend

HALL = {"counter": {5: 12, 4: 6, 2: 2}, "phone": {1: 2}}
SCHOOL = {"canteen": {3: 4, 5: 3}}


def counted(**units: dict[str, dict[int, int]]) -> dict[Counted, Levels]:
    return {Counted(point, unit): levels for unit, points in units.items() for point, levels in points.items()}


def figures(levels: Levels) -> Figures:
    found = ratings.of(levels)
    assert found is not None
    return found


def test_a_unit_hides_its_large_point_where_the_rest_would_be_a_few() -> None:
    published = ratings.published(counted(hall=HALL, school=SCHOOL))
    assert set(published) == {EVERYWHERE, Place(unit="hall"), Place(unit="school"), Place(point="canteen")}
    assert published[EVERYWHERE] == {5: 15, 4: 6, 3: 4, 2: 2, 1: 2}
    assert published[Place(unit="hall")] == {5: 12, 4: 6, 3: 0, 2: 2, 1: 2}


def test_a_level_of_one_to_four_is_shown_in_a_group_of_five() -> None:
    assert ratings.published(counted(hall={"counter": {5: 5, 1: 1}}))[Place(point="counter")][1] == 1


def test_four_ratings_in_all_are_no_figure_anywhere() -> None:
    assert ratings.published(counted(hall={"counter": {5: 4}})) == {}
    assert ratings.published({}) == {}


def test_a_point_without_a_unit_counts_everywhere_and_for_itself() -> None:
    levels = {Counted("web", None): {5: 6}, Counted("counter", "hall"): {5: 7}}
    assert set(ratings.published(levels)) == {
        EVERYWHERE,
        Place(unit="hall"),
        Place(point="counter"),
        Place(point="web"),
    }


def test_a_point_that_moved_is_not_told_apart_by_its_units() -> None:
    """Three ratings of the canteen were given while it belonged to the hall: with them, they would be the difference."""
    levels: dict[Counted, Levels] = {
        Counted("counter", "hall"): {4: 20},
        Counted("canteen", "hall"): {1: 3},
        Counted("canteen", "school"): {5: 30},
    }
    published = ratings.published(levels)
    assert set(published) == {EVERYWHERE, Place(point="canteen"), Place(point="counter")}
    assert published[Place(point="canteen")][1] == 3  # of 33: a level, not a group


def test_what_is_published_does_not_depend_on_the_order_of_rows() -> None:
    rows = counted(hall={"a": {5: 6}, "b": {4: 6}, "c": {1: 3}})
    backwards = dict(reversed(rows.items()))
    assert ratings.published(rows) == ratings.published(backwards)
    assert Place(point="a") in ratings.published(rows)
    assert Place(point="b") not in ratings.published(rows)


def test_figures_of_a_place() -> None:
    found = figures({5: 12, 4: 6, 2: 2})
    assert (found.number, found.satisfied.value, found.mean.value) == (20, 0.9, 4.4)
    # Wilson's interval for 18 of 20
    assert (found.satisfied.low, found.satisfied.high) == pytest.approx((0.699, 0.972), abs=0.0005)
    assert 3.5 < found.mean.low < 4.4 < found.mean.high < 5


def test_there_are_no_figures_of_four() -> None:
    assert ratings.of({5: 4}) is None
    assert ratings.of({5: 4, 1: 1}) is not None


@pytest.mark.parametrize(
    ("now", "before", "trend"),
    [
        ({5: 56, 1: 14}, {5: 48, 1: 32}, Trend.BETTER),  # Newcombe's example: 0.0524 to 0.3339
        ({5: 48, 1: 32}, {5: 56, 1: 14}, Trend.WORSE),
        ({5: 5}, {4: 4, 2: 1}, Trend.UNCLEAR),
        ({4: 4, 2: 1}, {5: 5}, Trend.UNCLEAR),
        ({5: 850, 1: 150}, {5: 850, 1: 150}, Trend.UNCLEAR),
    ],
)
def test_a_trend_is_what_chance_does_not_explain(now: Levels, before: Levels, trend: Trend) -> None:
    assert ratings.change(figures(now), figures(before)).trend is trend
