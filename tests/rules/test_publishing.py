"""What may be shown about groups, and a reader who tries to learn more from it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.figures import FEWEST
from bot.publishing import publishable

Groups = dict[str, frozenset[str]]


# --- Examples, as a reader of the code would try them


def shown(people: dict[str, int], **groups: str) -> set[str]:
    """Of groups written as the letters of their pieces."""
    return set(publishable({name: tuple(pieces) for name, pieces in groups.items()}, people))


def test_a_group_of_five_is_shown_and_one_of_four_is_not() -> None:
    assert shown({"a": 5, "b": 4}, a="a", b="b") == {"a"}


def test_a_group_of_nobody_is_left_out_like_a_small_one() -> None:
    assert shown({"a": 9, "b": 0}, all="ab", a="a", b="b", c="c") == {"all", "a"}


def test_one_small_group_hides_the_smallest_of_the_others_too() -> None:
    people = {"a": 40, "b": 9, "c": 3, "d": 8}
    assert shown(people, all="abcd", a="a", b="b", c="c", d="d") == {"all", "a", "b"}


def test_two_small_groups_hide_one_another_if_they_are_five_together() -> None:
    people = {"a": 40, "b": 9, "c": 3, "d": 2}
    assert shown(people, all="abcd", a="a", b="b", c="c", d="d") == {"all", "a", "b"}


def test_of_equals_the_one_named_first_is_shown() -> None:
    people = {"a": 6, "b": 6, "c": 3}
    assert shown(people, all="abc", a="a", b="b", c="c") == {"all", "a"}
    assert shown(people, all="abc", b="b", a="a", c="c") == {"all", "b"}


def test_without_a_total_nothing_can_be_taken_from_it() -> None:
    assert shown({"a": 9, "b": 8, "c": 3}, a="a", b="b", c="c") == {"a", "b"}


def test_a_total_is_not_needed_where_units_and_points_overlap() -> None:
    """The unit less its only large point is its small point, two storeys down."""
    people = {"counter": 20, "phone": 2, "school": 30}
    groups = {
        "all": ("counter", "phone", "school"),
        "hall": ("counter", "phone"),
        "counter": ("counter",),
        "phone": ("phone",),
        "schools": ("school",),
    }
    assert publishable(groups, people) == {"all", "schools", "hall"}


def test_a_unit_with_one_point_is_shown_as_both() -> None:
    assert shown({"a": 7, "b": 9}, all="ab", unit="a", point="a", other="b") == {"all", "unit", "point", "other"}


def test_last_month_and_this_month_so_far_differ_by_nobody_or_by_five() -> None:
    until_october, until_november = ("october",), ("october", "november")
    groups = {"until november": until_november}
    for came, expected in ((0, True), (1, False), (4, False), (5, True)):
        people = {"october": 30, "november": came}
        answer = publishable(groups, people, already=[until_october])
        assert ("until november" in answer) is expected, came


def test_what_is_out_already_counts_though_it_is_not_asked_for() -> None:
    people = {"a": 20, "b": 3}
    assert publishable({"a": "a"}, people) == {"a"}
    assert publishable({"a": "a"}, people, already=["ab"]) == frozenset()


def test_what_should_not_have_been_out_is_not_shown_again() -> None:
    assert publishable({"a": "a", "all": "ab"}, {"a": 4, "b": 9}, already=["a"]) == {"all"}


def test_two_tables_that_overlap_hide_what_lies_in_both() -> None:
    """By unit and by channel: three people used the phone of the school."""
    people = {"hall phone": 10, "hall form": 10, "school phone": 3, "school form": 10}
    groups = {
        "all": tuple(people),
        "hall": ("hall phone", "hall form"),
        "school": ("school phone", "school form"),
        "phone": ("hall phone", "school phone"),
        "form": ("hall form", "school form"),
    }
    assert publishable(groups, people) == {"all", "hall", "school"}


# --- A reader who knows all that is shown, and how it was put together


def rows(groups: Collection[frozenset[str]], pieces: list[str]) -> list[list[Fraction]]:
    return [[Fraction(piece in group) for piece in pieces] for group in groups]


def reduced(matrix: list[list[Fraction]]) -> list[list[Fraction]]:
    """Gauss and Jordan: the same space of rows, in echelon form, without empty ones."""
    matrix, done = [list(row) for row in matrix], 0
    for column in range(len(matrix[0]) if matrix else 0):
        pivot = next((row for row in range(done, len(matrix)) if matrix[row][column]), None)
        if pivot is None:
            continue
        matrix[done], matrix[pivot] = matrix[pivot], matrix[done]
        matrix[done] = [value / matrix[done][column] for value in matrix[done]]
        for row in range(len(matrix)):
            if row != done:
                factor = matrix[row][column]
                matrix[row] = [value - factor * of for value, of in zip(matrix[row], matrix[done], strict=True)]
        done += 1
    return matrix[:done]


def can_compute(group: frozenset[str], known: list[list[Fraction]], pieces: list[str]) -> bool:
    """Whether adding and subtracting what is known, however often, gives the size of the group."""
    wanted = rows([group], pieces)[0]
    for row in known:
        factor = wanted[row.index(Fraction(1))]
        wanted = [value - factor * of for value, of in zip(wanted, row, strict=True)]
    return not any(wanted)


def all_groups(pieces: list[str]) -> list[frozenset[str]]:
    return [frozenset(some) for size in range(1, len(pieces) + 1) for some in combinations(pieces, size)]


def worlds(figures: Mapping[frozenset[str], int], pieces: list[str]) -> Iterator[dict[str, int]]:
    """All ways in which people can be spread, given the figures and that no count is negative.

    Of a piece that is in no figure nothing is known; a few people are tried.
    """
    if not pieces:
        if not any(figures.values()):
            yield {}
        return
    piece, *others = pieces
    most = min([left for group, left in figures.items() if piece in group], default=FEWEST)
    for count in range(most + 1):
        left = {group: n - count * (piece in group) for group, n in figures.items()}
        if all(n == 0 or group & set(others) for group, n in left.items()):
            for rest in worlds(left, others):
                yield {piece: count} | rest


def size(group: Collection[str], people: Mapping[str, int]) -> int:
    return sum(people[piece] for piece in group)


@st.composite
def trees(draw: st.DrawFn, counts: st.SearchStrategy[int]) -> tuple[Groups, dict[str, int]]:
    """An organisation with units and points, each of which a figure is wanted of."""
    units = draw(st.lists(st.integers(1, 3), min_size=1, max_size=4))
    points = {f"{unit}{point}": f"unit {unit}" for unit, many in enumerate(units) for point in range(many)}
    groups: Groups = {"all": frozenset(points)} | {point: frozenset({point}) for point in points}
    for unit in set(points.values()):
        groups[unit] = frozenset(point for point in points if points[point] == unit)
    return groups, {point: draw(counts) for point in points}


@st.composite
def tangles(draw: st.DrawFn, pieces: int, counts: st.SearchStrategy[int]) -> tuple[Groups, dict[str, int]]:
    """Groups that overlap as they like."""
    people = {letter: draw(counts) for letter in "abcdefgh"[:pieces]}
    some = st.frozensets(st.sampled_from(sorted(people)), min_size=1)
    return {str(number): group for number, group in enumerate(draw(st.lists(some, max_size=7)))}, people


FEW_OR_MANY = st.integers(0, 4) | st.integers(0, 12)
SMALL = st.integers(0, 4) | st.just(6)


@settings(deadline=None)
@given(trees(FEW_OR_MANY) | tangles(7, FEW_OR_MANY))
def test_no_group_of_one_to_four_can_be_computed(table: tuple[Groups, dict[str, int]]) -> None:
    groups, people = table
    answer = publishable(groups, people)
    pieces = sorted(people)
    known = reduced(rows([groups[key] for key in answer], pieces))
    for group in all_groups(pieces):
        if 0 < size(group, people) < FEWEST:
            assert not can_compute(group, known, pieces), (group, answer)


@settings(deadline=None)
@given(tangles(4, SMALL))
def test_the_bounds_of_a_small_group_are_wide(table: tuple[Groups, dict[str, int]]) -> None:
    """Not only can nobody compute it: nobody can tell whether it has none or five."""
    groups, people = table
    figures = {groups[key]: size(groups[key], people) for key in publishable(groups, people)}
    pieces = sorted(people)
    possible = list(worlds(figures, pieces))
    for group in all_groups(pieces):
        if 0 < size(group, people) < FEWEST:
            sizes = [size(group, world) for world in possible]
            assert min(sizes) == 0 and max(sizes) >= FEWEST, (group, figures)


@settings(deadline=None)
@given(trees(FEW_OR_MANY) | tangles(7, FEW_OR_MANY))
def test_nothing_more_could_be_shown(table: tuple[Groups, dict[str, int]]) -> None:
    """One pass is enough: asked again with what is out, the answer is the same."""
    groups, people = table
    answer = publishable(groups, people)
    out = [groups[key] for key in answer]
    assert publishable(groups, people, already=out) == answer


@settings(deadline=None)
@given(trees(FEW_OR_MANY))
def test_in_a_tree_more_is_hidden_only_for_a_reason(table: tuple[Groups, dict[str, int]]) -> None:
    """Where nobody's group is small, everything is shown."""
    groups, people = table
    if all(count == 0 or count >= FEWEST for count in people.values()):
        assert publishable(groups, people) == {key for key in groups if size(groups[key], people)}


@st.composite
def years(draw: st.DrawFn) -> tuple[dict[str, int], list[Groups]]:
    """Points and their unit, each month with the figures of the year so far."""
    points, months = "ab", range(draw(st.integers(1, 3)))
    people = {f"{point}{month}": draw(FEW_OR_MANY) for point in points for month in months}
    so_far: list[Groups] = []
    for until in months:
        of = {point: frozenset(f"{point}{month}" for month in range(until + 1)) for point in points}
        so_far.append({f"all {until}": of["a"] | of["b"], f"a {until}": of["a"], f"b {until}": of["b"]})
    return people, so_far


@settings(deadline=None)
@given(years())
def test_month_after_month_nothing_can_be_computed_from_all_that_is_out(
    year: tuple[dict[str, int], list[Groups]],
) -> None:
    people, so_far = year
    out: list[frozenset[str]] = []
    for groups in so_far:
        out += [groups[key] for key in publishable(groups, people, already=out)]
    pieces = sorted(people)
    known = reduced(rows(out, pieces))
    for group in all_groups(pieces):
        if 0 < size(group, people) < FEWEST:
            assert not can_compute(group, known, pieces)


@pytest.mark.parametrize("careless", [["abc", "ab"], ["abcd", "a", "b"]])
def test_the_reader_of_these_tests_does_find_what_is_careless(careless: list[str]) -> None:
    """Threshold alone: each figure has five people or more, and their difference has three."""
    people = {"a": 6, "b": 7, "c": 1, "d": 2}
    pieces = sorted(people)
    known = reduced(rows([frozenset(group) for group in careless], pieces))
    found = [group for group in all_groups(pieces) if can_compute(group, known, pieces)]
    assert any(0 < size(group, people) < FEWEST for group in found)
