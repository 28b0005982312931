"""Campaigns: what those hear who are asked, and the teams that read the ideas."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot import access, rendering
from bot.campaigns import actions, rules, screens
from bot.screen import Screen
from bot.telling import Teller
from bot.texts import Texts
from storage import campaigns, people, teams
from storage.records.campaign import Asked, Campaign
from storage.records.facts import CampaignFact
from storage.records.outgoing import Call, Class
from storage.records.person import Role


def announced(teller: Teller, fact: CampaignFact) -> Iterator[Call]:
    """The question, once to everybody whom it asks and to the teams concerned."""
    campaign = campaigns.get(teller.tx, fact.campaign_id)
    asked = actions.asked(teller.tx, campaign.units, teller.today)
    few = len(asked) < rules.FEW
    yield from teller.to_many(asked, lambda t: screens.announcement(t, campaign, few=few))
    yield from _to_groups(
        teller, campaign, lambda t: screens.opened_in_group(t, teller.organisation, campaign, len(asked))
    )


def results(teller: Teller, fact: CampaignFact) -> Iterator[Call]:
    """What came of it, to whom it asked, to whoever asked and to the teams."""
    campaign = campaigns.get(teller.tx, fact.campaign_id)
    figures = campaigns.figures(teller.tx, campaign.id)
    best = campaigns.most_supported(teller.tx, campaign.id, limit=rules.SHOWN_BEST)
    yield from teller.to_many(_those_who_care(teller, campaign), lambda t: screens.results(t, campaign, figures, best))
    yield from _to_groups(teller, campaign, lambda t: screens.results(t, campaign, figures, best, private=False))


def reminders(teller: Teller, campaign: Campaign) -> Iterator[Call]:
    """The end is near: to everybody, whoever has sent an idea or not."""
    came = campaigns.figures(teller.tx, campaign.id).came
    asked = actions.asked(teller.tx, campaign.units, teller.today)
    yield from teller.to_many(asked, lambda t: screens.reminder(t, campaign, came))


def _those_who_care(teller: Teller, campaign: Campaign) -> list[Asked]:
    """Everybody who was asked, and whoever asked from the chat and still works here, each once."""
    asked = actions.asked(teller.tx, campaign.units, teller.today)
    maker = people.get(teller.tx, campaign.maker_id) if campaign.maker_id is not None else None
    if maker is None or not maker.reachable or not access.holds(maker, Role.EMPLOYEE, teller.today):
        return asked
    return [*(one for one in asked if one.chat_id != maker.chat_id), Asked(maker.chat_id, maker.language)]


def _to_groups(teller: Teller, campaign: Campaign, screen: Callable[[Texts], Screen]) -> Iterator[Call]:
    """Each place once, in the language of the first of its teams."""
    places = set()
    for team in rules.teams_concerned(teller.organisation, campaign):
        bound = teams.binding(teller.tx, team)
        if bound is not None and (place := (bound.chat_id, bound.thread_id)) not in places:
            places.add(place)
            t = teller.speaks(teller.organisation.team(team).language)
            yield rendering.message(bound.chat_id, screen(t), thread_id=bound.thread_id, rank=Class.ROUND)
