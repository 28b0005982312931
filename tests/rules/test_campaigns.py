"""Campaigns: which days, which hours, which teams."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from bot.campaigns import rules
from config.organisation import Organisation, load
from config.settings import SHIPPED_ORGANISATION
from storage.records.campaign import Campaign, State, Worded

TOWN = load(SHIPPED_ORGANISATION)
MONDAY = date(2026, 11, 23)
SAID = Worded({"en": "Which door is too heavy?"})
CAMPAIGN = Campaign("doors", SAID, SAID, (), MONDAY, date(2026, 12, 21), state=State.OPEN)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A local moment in November 2026, two hours ahead of UTC."""
    return datetime(2026, 11, day, hour - 2, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "may"),
    [(at(23, 7), True), (at(23, 19, 59), True), (at(23, 6, 59), False), (at(23, 20), False), (at(22, 12), False)],
)
def test_people_are_written_to_on_working_days_outside_quiet_hours(now: datetime, may: bool) -> None:
    assert rules.may_write(TOWN, now) is may


@pytest.mark.parametrize(
    ("starts_on", "now", "out"),
    [
        (MONDAY, at(23, 10), MONDAY),
        (MONDAY, at(23, 5), MONDAY),
        (MONDAY, at(23, 21), date(2026, 11, 24)),
        (date(2026, 11, 27), at(27, 21), date(2026, 11, 30)),
        (date(2026, 11, 28), at(23, 10), date(2026, 11, 30)),
        (date(2026, 12, 4), at(23, 10), date(2026, 12, 4)),
        (date(2026, 12, 24), at(23, 10), date(2026, 12, 28)),
        (date(2026, 11, 2), at(23, 10), MONDAY),
    ],
)
def test_a_campaign_goes_out_at_once_or_on_the_next_working_morning(starts_on: date, now: datetime, out: date) -> None:
    assert rules.goes_out_on(TOWN, starts_on, now) == out


def town_with(remind_at: time, quiet: tuple[time, time]) -> Organisation:
    working_time = TOWN.working_time.model_copy(update={"remind_at": remind_at})
    quiet_hours = TOWN.quiet_hours.model_copy(update={"start": quiet[0], "end": quiet[1]})
    return TOWN.model_copy(update={"working_time": working_time, "quiet_hours": quiet_hours})


def test_the_morning_is_never_quiet() -> None:
    assert rules.morning(TOWN) == time(9)
    assert rules.morning(town_with(time(6), (time(20), time(7, 30)))) == time(7, 30)


def test_days_offered_are_different_working_days() -> None:
    assert rules.starts_offered(TOWN, at(23, 10)) == [MONDAY, date(2026, 11, 24), date(2026, 11, 30)]
    assert rules.starts_offered(TOWN, at(27, 21)) == [date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 7)]
    assert rules.starts_offered(TOWN, at(29, 12)) == [date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 7)]
    assert len(rules.starts_offered(TOWN, at(27, 10))) == 2, "the day after Friday is next week's first"


def test_weeks_count_from_the_start() -> None:
    assert rules.ends_on("2w", MONDAY) == date(2026, 12, 7)
    assert rules.ends_on("2026-12-18", MONDAY) == date(2026, 12, 18)


def test_only_what_is_open_for_long_needs_a_reminder() -> None:
    assert not rules.is_short(CAMPAIGN, MONDAY)
    assert not rules.is_short(CAMPAIGN, date(2026, 12, 10))
    assert rules.is_short(CAMPAIGN, date(2026, 12, 11))
    assert [rules.is_reminded(CAMPAIGN, date(2026, 12, day)) for day in (17, 18, 21, 22)] == [False, True, True, False]


def test_the_teams_that_read_the_ideas_hear_of_it() -> None:
    assert rules.teams_concerned(TOWN, CAMPAIGN) == ["quality", "streets"]
    assert rules.teams_concerned(TOWN, replace(CAMPAIGN, units=("library",))) == ["quality"]
    assert rules.teams_concerned(TOWN, replace(CAMPAIGN, units=("parks-streets",))) == ["quality", "streets"]


def test_nobodys_name_means_the_default_teams() -> None:
    assert rules.sponsor(TOWN, "", "uk").say("sv") == "Kvalitetsgruppen"
    assert rules.sponsor(TOWN, "Мерія", "uk").say("sv") == "Мерія"


@pytest.mark.parametrize("state", State)
def test_ideas_are_taken_while_it_runs_up_to_its_last_day(state: State) -> None:
    campaign = replace(CAMPAIGN, state=state)
    running = state in (State.OPEN, State.REMINDED)
    assert campaign.takes_ideas(campaign.ends_on) is running
    assert not campaign.takes_ideas(date(2026, 12, 22))


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Hm", False),
        ("OK?", False),
        ("Why so slow?", False),
        ("Blankettbyråkratin?", False),
        ("Яка форма задовга?", True),
    ],
)
def test_a_question_has_some_words_and_letters(text: str, asks: bool) -> None:
    assert rules.asks_something(text) is asks
