"""Campaigns: the dialogue from a question to a campaign, in a private chat or in a team's group."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot import dates
from bot.campaigns import actions, rules, screens, sentences
from bot.dialogue import Answers, Dialogue, Question
from bot.ideas import rules as ideas
from bot.refusal import Refused
from bot.request import Request
from bot.screen import Screen
from storage import campaigns
from storage.records.campaign import NewCampaign, Worded
from storage.records.draft import Draft


def _ask_question(request: Request, draft: Draft) -> Screen:
    return screens.ask_question(request.t, request.person)


def _hear_question(request: Request, draft: Draft) -> Answers:
    text = " ".join(request.said.text.split())
    if not rules.asks_something(text):
        raise Refused(sentences.too_short(request.t))
    if len(text) > rules.LONGEST_QUESTION:
        raise Refused(sentences.too_long(request.t, rules.LONGEST_QUESTION))
    return {"question": text}


# -- days ------------------------------------------------------------------------------------------


def _ask_until(request: Request, draft: Draft) -> Screen:
    example = rules.ends_on(f"{rules.WEEKS_OFFERED[0]}w", date.fromisoformat(draft.answers["start"]))
    return screens.ask_until(request.t, draft, rules.WEEKS_OFFERED, example, private=request.place.private)


def _hear_until(request: Request, draft: Draft) -> Answers:
    return _choose_until(request, draft, _day(request).isoformat())


def _choose_until(request: Request, draft: Draft, value: str) -> Answers:
    _require_days(request, date.fromisoformat(draft.answers["start"]), value)
    return {"until": value}


def _ask_start(request: Request, draft: Draft) -> Screen:
    offered = rules.starts_offered(request.organisation, request.now)
    return screens.ask_start(request.t, draft, offered, request.today, private=request.place.private)


def _hear_start(request: Request, draft: Draft) -> Answers:
    return {"start": _day(request).isoformat()}


def _choose_start(request: Request, draft: Draft, value: str) -> Answers:
    return {"start": value}


def _day(request: Request) -> date:
    """The day that somebody wrote; not one that is over."""
    example = rules.ends_on(f"{rules.WEEKS_OFFERED[0]}w", request.today)
    try:
        day = dates.read(request.said.text, request.today)
    except dates.Unclear:
        raise Refused(sentences.unclear_day(request.t, example)) from None
    except dates.NoSuchDay:
        raise Refused(sentences.no_such_day(request.t)) from None
    if day < request.today:
        raise Refused(sentences.day_is_over(request.t, day))
    if (day - request.today).days > rules.LONGEST_DAYS:
        raise Refused(sentences.lasts_too_long(request.t, rules.LONGEST_DAYS))
    return day


def _require_days(request: Request, start: date, until: str) -> None:
    """Between these days there is at least one morning on which people may be written to."""
    end = rules.ends_on(until, start)
    if end < start:
        raise Refused(sentences.ends_before_start(request.t, start, end))
    goes_out = rules.goes_out_on(request.organisation, start, request.now)
    if end < goes_out:
        raise Refused(sentences.no_morning(request.t, goes_out))


# -- whom, and in whose name -----------------------------------------------------------------------


def _ask_units(request: Request, draft: Draft) -> Screen:
    picked = draft.answers.get("picked", ())
    people = actions.count_asked(request.tx, picked, request.today)
    offered = actions.units_for(request.organisation, request.person, request.today)
    everybody = actions.may_ask(request.person, (), request.today)
    return screens.ask_units(
        request.t, request.organisation, draft, picked, people, offered=offered, everybody=everybody
    )


def _choose_units(request: Request, draft: Draft, value: str) -> Answers:
    picked = list(draft.answers.get("picked", ()))
    if value == screens.ALL:
        return {"units": [], "picked": []}
    if value == screens.GO_ON:
        return {"units": picked}
    return {"picked": [code for code in picked if code != value] if value in picked else [*picked, value]}


def _ask_sponsor(request: Request, draft: Draft) -> Screen:
    organisation = request.organisation
    team = organisation.team(organisation.about.default_team)
    return screens.ask_sponsor(request.t, draft, request.t.name(team.name), private=request.place.private)


def _hear_sponsor(request: Request, draft: Draft) -> Answers:
    text = " ".join(request.said.text.split())
    if not ideas.says_something(text):
        raise Refused(sentences.too_short_name(request.t))
    if len(text) > rules.LONGEST_SPONSOR:
        raise Refused(sentences.too_long(request.t, rules.LONGEST_SPONSOR))
    return {"sponsor": text}


def _choose_sponsor(request: Request, draft: Draft, value: str) -> Answers:
    return {"sponsor": ""}


# -- everything once more --------------------------------------------------------------------------


def _preview(request: Request, draft: Draft) -> Screen:
    new = _described(request, draft)
    people = actions.count_asked(request.tx, new.units, request.today)
    return screens.preview(
        request.t,
        request.organisation,
        draft,
        new,
        people=people,
        few=people < rules.FEW,
        goes_out_on=rules.goes_out_on(request.organisation, new.starts_on, request.now),
        today=request.today,
    )


def _choose_sure(request: Request, draft: Draft, value: str) -> Answers:
    if value == screens.OPEN:
        return {"sure": value}
    # The days hang together, so both are asked again.
    return {value: None, **({"start": None} if value == "until" else {})}


def _finish(request: Request, draft: Draft) -> Screen:
    new = _described(request, draft)
    _require_days(request, new.starts_on, draft.answers["until"])
    if not actions.may_ask(request.person, new.units, request.today):
        raise Refused(sentences.other_units(request.t))
    campaign = actions.plan(request.tx, request.organisation, new, by=request.person, now=request.now)
    return screens.planned(
        request.t,
        campaign,
        people=actions.count_asked(request.tx, campaign.units, request.today),
        goes_out_on=rules.goes_out_on(request.organisation, campaign.starts_on, request.now),
    )


def _described(request: Request, draft: Draft) -> NewCampaign:
    said: dict[str, Any] = draft.answers
    starts_on = max(date.fromisoformat(said["start"]), request.today)
    return NewCampaign(
        code=campaigns.new_code(),
        question=Worded({request.t.language: said["question"]}),
        sponsor=rules.sponsor(request.organisation, said["sponsor"], request.t.language),
        units=tuple(said["units"]),
        starts_on=starts_on,
        ends_on=rules.ends_on(said["until"], starts_on),
    )


CAMPAIGN = Dialogue(
    "campaign",
    (
        Question("question", _ask_question, hear=_hear_question),
        Question("start", _ask_start, hear=_hear_start, choose=_choose_start),
        Question("until", _ask_until, hear=_hear_until, choose=_choose_until),
        Question("units", _ask_units, choose=_choose_units),
        Question("sponsor", _ask_sponsor, hear=_hear_sponsor, choose=_choose_sponsor),
        Question("sure", _preview, choose=_choose_sure),
    ),
    _finish,
)
