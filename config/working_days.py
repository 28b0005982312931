"""Working days of an organisation: weekdays, the country's public holidays and its own closed days."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from holidays import country_holidays

_DAY = timedelta(days=1)


class WorkingDays:
    """Counts in working days; `weekdays` are 0 (Monday) to 6 (Sunday)."""

    def __init__(
        self,
        country: str,
        subdivision: str | None = None,
        *,
        weekdays: Collection[int] = range(5),
        closed: Collection[date] = (),
    ) -> None:
        if not weekdays:
            raise ValueError("a week needs at least one working day")
        self._weekdays = frozenset(weekdays)
        self._closed = frozenset(closed)
        self._holidays = country_holidays(country, subdiv=subdivision)

    def is_working_day(self, day: date) -> bool:
        return day.weekday() in self._weekdays and day not in self._closed and day not in self._holidays

    def add(self, day: date, working_days: int) -> date:
        """The day that is so many working days after `day`; `day` itself is not counted."""
        if working_days < 0:
            raise ValueError("working days are counted forwards")
        while working_days:
            day += _DAY
            working_days -= self.is_working_day(day)
        return day

    def before(self, day: date) -> date:
        """The last working day before `day`."""
        day -= _DAY
        while not self.is_working_day(day):
            day -= _DAY
        return day

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`; negative when `end` comes first."""
        if end < start:
            return -self.between(end, start)
        days = (start + _DAY * n for n in range(1, (end - start).days + 1))
        return sum(self.is_working_day(day) for day in days)
