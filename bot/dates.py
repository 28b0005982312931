"""Days as people write them, in any of the languages: "18 December", "18.12.", "fre 18 dec 2026", "18 грудня 2026 р."."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from itertools import takewhile

from babel.dates import get_day_names, get_month_names

from bot.texts import LANGUAGES

WRITTEN = re.compile(r"[\w\s.,/-]+")
ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
PARTS = re.compile(r"[0-9]+|[^\W\d_]+")
ALSO_SAID = frozenset({"st", "nd", "rd", "th", "the", "of", "den", "р", "року"})
"""Words of a date that are neither its day nor its month."""

FEWEST_LETTERS = 3
ENDING = 2
"""Letters in which an inflected name may differ from the one that calendars print."""


class Unclear(ValueError):
    """No date can be read out of it."""


class NoSuchDay(ValueError):
    """It reads as a date, but no calendar has it."""


def read(text: str, today: date) -> date:
    """The day that is meant; without a year the next such day. Raises Unclear and NoSuchDay."""
    said = re.sub("[’'ʼ]", "", text.strip().lower())
    if found := ISO.fullmatch(said):
        return _day(*(int(number) for number in found.groups()))
    if not WRITTEN.fullmatch(said):
        raise Unclear(text)
    numbers, month = _numbers_and_month(said)
    if month is not None:
        numbers.insert(1, month)
    match numbers:
        case [day, month, year] if year < 100 or year >= 1000:
            return _day(year + 2000 if year < 100 else year, month, day)
        case [day, month]:
            return _next(month, day, today)
    raise Unclear(text)


def _numbers_and_month(said: str) -> tuple[list[int], int | None]:
    numbers: list[int] = []
    months: list[int] = []
    for part in PARTS.findall(said):
        if part.isdigit():
            numbers.append(int(part))
        elif month := _named(part, _months()):
            months.append(month)
        elif part not in ALSO_SAID and _named(part, _weekdays()) is None:
            raise Unclear(said)
    if len(months) > 1 or not numbers:
        raise Unclear(said)
    return numbers, months[0] if months else None


def _next(month: int, day: int, today: date) -> date:
    this_year = _day(today.year, month, day)
    return this_year if this_year >= today else _day(today.year + 1, month, day)


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        raise NoSuchDay(f"{year}-{month}-{day}") from None


def _named(word: str, names: Mapping[str, int]) -> int | None:
    """What a word stands for: a name as it is, shortened, or with another ending."""
    if word in names:
        return names[word]
    for name, meant in names.items():
        alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, name, strict=False)))
        if alike >= FEWEST_LETTERS and alike >= min(len(word), len(name)) - ENDING:
            return meant
    return None


@cache
def _months() -> Mapping[str, int]:
    return {
        name.lower(): number
        for language in LANGUAGES
        for context in ("format", "stand-alone")
        for number, name in get_month_names("wide", context, locale=language).items()
    }


@cache
def _weekdays() -> Mapping[str, int]:
    """Full names and the short ones that the bot itself writes."""
    return {
        re.sub("[.’'ʼ]", "", name.lower()): number
        for language in LANGUAGES
        for width in ("wide", "abbreviated")
        for number, name in get_day_names(width, "format", locale=language).items()
    }
