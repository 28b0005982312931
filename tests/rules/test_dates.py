"""Days are read as people write them, in every language, and as the bot writes them itself."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot import dates
from bot.texts import LANGUAGES, Texts

TODAY = date(2026, 11, 23)
ZONE = ZoneInfo("Europe/Helsinki")


@pytest.mark.parametrize(
    "text",
    [
        "18 December", "18 december 2026", "December 18, 2026", "18th of December", "Fri 18 Dec", "the 18th December",
        "18.12.", "18.12", "18. 12. 2026", "18/12/2026", "18/12/26", "18-12-2026", "2026-12-18",
        "fredag den 18 december", "fre 18 dec. 2026",
        "18. decembra", "petek, 18. december 2026", "pet., 18. dec.",
        "18 грудня", "18 грудня 2026 року", "18 груд. 2026 р.", "пт, 18 груд.", "п’ятниця, 18 грудня",
    ],
)  # fmt: skip
def test_one_day_in_many_words(text: str) -> None:
    assert dates.read(text, TODAY) == date(2026, 12, 18)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_bot_writes_it_reads(language: str) -> None:
    t = Texts(language, ZONE)
    for number in range(365):
        day = TODAY + timedelta(days=number)
        assert dates.read(t.day(day), TODAY) == day
        assert dates.read(t.date(day), TODAY) == day


def test_without_a_year_the_next_such_day_is_meant() -> None:
    assert dates.read("23.11.", TODAY) == TODAY
    assert dates.read("22 November", TODAY) == date(2027, 11, 22)


@pytest.mark.parametrize(
    "text",
    ["", " ", "soon", "in three weeks", "18", "December", "18 smarch", "next 18 December please", "12:30", "1.2.3.4",
     "18.12.226", "3.5 weeks", "18 Dec Jan", "+18.12.", "<b>18</b>", "١٨.١٢.", "🎄", "d. 18 december 2026 2027"],
)  # fmt: skip
def test_what_is_no_date_is_unclear(text: str) -> None:
    with pytest.raises(dates.Unclear):
        dates.read(text, TODAY)


@pytest.mark.parametrize(
    "text", ["31 February", "31.4.2027", "0.12.", "12/18/2026", "2026-13-01", "29.2.", f"{'9' * 99}.1."]
)
def test_a_day_that_no_calendar_has(text: str) -> None:
    with pytest.raises(dates.NoSuchDay):
        dates.read(text, TODAY)
