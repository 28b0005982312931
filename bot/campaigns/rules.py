"""Campaigns: decisions about words, days and units, without side effects."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from bot import figures
from bot.texts import shortened
from config.organisation import Organisation
from storage.records.campaign import Campaign, Worded

LONGEST_QUESTION = 300
FEWEST_WORDS = 2
FEWEST_LETTERS = 10
LONGEST_SPONSOR = 80
LONGEST_DAYS = 366

WEEKS_OFFERED = (2, 4, 8)
REMINDED_DAYS = 3
"""Days before the end when everybody is reminded, once. Everybody: to spare those who have sent an idea already,
the bot would have to look at who did, also under a hidden name."""

SHORT_DAYS = 10
"""What is open for so many days at most needs no reminder."""

FEW = figures.FEWEST
"""Where fewer are asked, an author may be guessed even without a name."""

SHOWN_BEST = 3
SHOWN = 700
"""Characters of a question that a message repeats."""


def morning(organisation: Organisation) -> time:
    """When what concerns many is sent: with the reminders, never in quiet hours."""
    at, quiet = organisation.working_time.remind_at, organisation.quiet_hours
    return quiet.end if quiet.cover(at) else at


def may_write(organisation: Organisation, now: datetime) -> bool:
    """Whether people may be written to unasked at this moment."""
    local = now.astimezone(organisation.zone)
    return organisation.working_days.is_working_day(local.date()) and not organisation.quiet_hours.cover(local.time())


def goes_out_on(organisation: Organisation, starts_on: date, now: datetime) -> date:
    """The day on which a campaign is announced: at once if it may be, else on the first working morning."""
    local = now.astimezone(organisation.zone)
    if starts_on <= local.date() and may_write(organisation, now):
        return local.date()
    day = max(starts_on, local.date())
    if day == local.date() and local.time() >= morning(organisation):
        day += timedelta(days=1)
    while not organisation.working_days.is_working_day(day):
        day += timedelta(days=1)
    return day


def starts_offered(organisation: Organisation, now: datetime) -> list[date]:
    """Days on which a campaign may well begin: as soon as possible, the working day after, the week after."""
    first = goes_out_on(organisation, now.astimezone(organisation.zone).date(), now)
    second = organisation.working_days.add(first, 1)
    week = organisation.working_days.add(first + timedelta(days=6 - first.weekday()), 1)
    return list(dict.fromkeys((first, second, week)))


def asks_something(text: str) -> bool:
    """Whether it can be a question to many: a slip of the thumb goes out to nobody."""
    return len(text.split()) >= FEWEST_WORDS and sum(sign.isalpha() for sign in text) >= FEWEST_LETTERS


def ends_on(until: str, starts_on: date) -> date:
    """What was chosen as the end, "2w" or a day, with a start to count from."""
    if until.endswith("w"):
        return starts_on + timedelta(weeks=int(until.removesuffix("w")))
    return date.fromisoformat(until)


def is_short(campaign: Campaign, opened_on: date) -> bool:
    """Whether a campaign is over so soon that nobody need be reminded."""
    return (campaign.ends_on - opened_on).days <= SHORT_DAYS


def is_reminded(campaign: Campaign, today: date) -> bool:
    """Whether the end is so near that a reminder is due."""
    return 0 <= (campaign.ends_on - today).days <= REMINDED_DAYS


def spoken_of(text: str, campaigns: Iterable[Campaign]) -> Campaign | None:
    """The campaign whose question stands in a text, in any language; of several the one that says most."""
    said = ((len(each), campaign) for campaign in campaigns for each in _as_shown(campaign) if each in text)
    return max(said, key=lambda found: found[0], default=(0, None))[1]


def teams_concerned(organisation: Organisation, campaign: Campaign) -> list[str]:
    """The teams that will read the ideas: those of the units, and the default team for what is not theirs."""
    units = campaign.units or tuple(unit.code for unit in organisation.units)
    teams = [organisation.about.default_team, *(organisation.team_for(unit).code for unit in units)]
    return list(dict.fromkeys(teams))


def sponsor(organisation: Organisation, words: str, language: str) -> Worded:
    """Who wants to know, as somebody said it; the default team for no words."""
    if words:
        return Worded({language: words})
    return Worded(dict(organisation.team(organisation.about.default_team).name.root))


def _as_shown(campaign: Campaign) -> list[str]:
    return [shortened(said.strip(), SHOWN) for said in campaign.question.texts.values() if said.strip()]
