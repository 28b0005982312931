"""Working days: weekends, public holidays and closed days do not count."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.working_days import WorkingDays

HELSINKI = WorkingDays("FI", closed=[date(2026, 12, 31)])

days = st.dates(date(2020, 1, 1), date(2040, 12, 31))
counts = st.integers(0, 60)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 20), True),  # a Friday
        (date(2026, 11, 21), False),  # a Saturday
        (date(2026, 11, 22), False),  # a Sunday
        (date(2027, 1, 6), False),  # Epiphany, a Wednesday
        (date(2027, 3, 26), False),  # Good Friday
        (date(2027, 12, 6), False),  # Independence Day, a Monday
        (date(2026, 12, 31), False),  # closed by the organisation
        (date(2025, 12, 31), True),  # but only in that year
    ],
)
def test_which_days_are_working_days(day: date, works: bool) -> None:
    assert HELSINKI.is_working_day(day) is works


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 11, 16), 5, date(2026, 11, 23)),  # Monday to Monday
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # Friday to Monday
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # Saturday to Monday
        (date(2026, 12, 23), 5, date(2027, 1, 5)),  # over Christmas, the closed day and New Year
        (date(2026, 11, 21), 0, date(2026, 11, 21)),
    ],
)
def test_a_promise_is_counted_in_working_days(start: date, count: int, end: date) -> None:
    assert HELSINKI.add(start, count) == end
    assert HELSINKI.between(start, end) == count


def test_countries_parts_and_weeks_differ() -> None:
    assert WorkingDays("SI").is_working_day(date(2027, 1, 6))
    assert not WorkingDays("DE", "BY").is_working_day(date(2027, 1, 6))
    assert WorkingDays("DE", "BE").is_working_day(date(2027, 1, 6))
    assert WorkingDays("FI", weekdays=[5]).add(date(2026, 11, 21), 1) == date(2026, 11, 28)


def test_counting_backwards_or_without_any_working_day_is_refused() -> None:
    with pytest.raises(ValueError, match="forwards"):
        HELSINKI.add(date(2026, 11, 20), -1)
    with pytest.raises(ValueError, match="at least one"):
        WorkingDays("FI", weekdays=[])


@given(start=days, count=counts)
def test_adding_and_counting_agree(start: date, count: int) -> None:
    end = HELSINKI.add(start, count)
    assert HELSINKI.between(start, end) == count
    assert HELSINKI.between(end, start) == -count
    assert count == 0 or HELSINKI.is_working_day(end)


@given(start=days, first=counts, second=counts)
def test_adding_twice_is_adding_the_sum(start: date, first: int, second: int) -> None:
    assert HELSINKI.add(HELSINKI.add(start, first), second) == HELSINKI.add(start, first + second)


@given(start=days, count=st.integers(1, 60))
def test_a_promise_is_never_sooner_than_the_calendar_allows(start: date, count: int) -> None:
    assert HELSINKI.add(start, count) >= start + timedelta(days=count)
