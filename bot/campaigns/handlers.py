"""Campaigns: from what was pressed to what is seen."""

from __future__ import annotations

from dataclasses import replace

from bot import dialogue
from bot.campaigns import actions, rules, screens, sentences
from bot.doors import TellFor
from bot.ideas import rules as ideas
from bot.refusal import Refused
from bot.request import Request
from bot.screen import Screen, page_of
from storage import campaigns
from storage.records.campaign import Campaign, State


def show(request: Request, pressed: screens.ShowCampaigns | None = None) -> Screen:
    """/campaign, and a page of the list."""
    total = campaigns.count(request.tx)
    page = page_of(pressed.page if pressed else 0, total, screens.PAGE)
    shown = campaigns.newest(request.tx, limit=screens.PAGE, offset=page * screens.PAGE)
    counted = [(each, campaigns.figures(request.tx, each.id).came) for each in shown]
    return screens.listed(request.t, counted, page=page, total=total)


def one(request: Request, pressed: screens.ShowCampaign) -> Screen:
    campaign = _campaign(request, pressed.campaign)
    return screens.one(
        request.t,
        request.organisation,
        campaign,
        campaigns.figures(request.tx, campaign.id),
        campaigns.most_supported(request.tx, campaign.id, limit=rules.SHOWN_BEST),
        people=actions.count_asked(request.tx, campaign.units, request.today),
        may_call_off=_may_call_off(campaign),
        private=request.place.private,
    )


def begin(request: Request, _pressed: screens.BeginCampaign) -> Screen:
    if not actions.units_for(request.organisation, request.person, request.today):
        raise Refused(sentences.other_units(request.t))
    return dialogue.begin(request, "campaign", {})


def end(request: Request, pressed: screens.EndCampaign) -> Screen:
    campaign = _endable(request, pressed.campaign)
    return screens.confirm_end(request.t, campaign, at_once=rules.may_write(request.organisation, request.now))


def really_end(request: Request, pressed: screens.ReallyEnd) -> Screen:
    campaign = _endable(request, pressed.campaign)
    if campaign.state is State.PLANNED:
        if not actions.call_off(request.tx, campaign):
            raise Refused(sentences.has_begun(request.t))
        return screens.called_off(request.t)
    if not actions.end_early(request.tx, request.organisation, campaign, by=request.person, now=request.now):
        raise Refused(sentences.not_running(request.t))
    return screens.ended(request.t, campaign, at_once=rules.may_write(request.organisation, request.now))


def tell(request: Request, pressed: TellFor) -> Screen:
    """Somebody who was asked has an idea; the question stays where it is."""
    try:
        campaign = campaigns.get(request.tx, pressed.campaign)
    except campaigns.NotFound:
        raise Refused(sentences.over(request.t, None)) from None
    if not campaign.takes_ideas(request.today):
        raise Refused(sentences.over(request.t, campaign))
    screen = dialogue.begin(request, "idea", {**ideas.EMPTY, "campaign": campaign.id})
    return replace(screen, fresh=True)


def _campaign(request: Request, campaign_id: int) -> Campaign:
    try:
        return campaigns.get(request.tx, campaign_id)
    except campaigns.NotFound:
        raise Refused(sentences.gone(request.t)) from None


def _endable(request: Request, campaign_id: int) -> Campaign:
    campaign = _campaign(request, campaign_id)
    if not actions.may_ask(request.person, campaign.units, request.today):
        raise Refused(sentences.other_units(request.t))
    if campaign.state is State.PLANNED and not _may_call_off(campaign):
        raise Refused(sentences.stands_in_file(request.t))
    if campaign.state is not State.PLANNED and not campaign.is_running:
        raise Refused(sentences.not_running(request.t))
    return campaign


def _may_call_off(campaign: Campaign) -> bool:
    """What stands in the organisation's file would come back from there."""
    return campaign.state is State.PLANNED and campaign.code.startswith(campaigns.FROM_CHAT)
