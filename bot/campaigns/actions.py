"""Campaigns: what plans, opens and ends them; each is all or nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from bot import access
from bot.campaigns import rules
from bot.texts import first_line
from config.organisation import Campaign as Described
from config.organisation import Organisation
from storage import campaigns, facts, people
from storage.db import Tx
from storage.records.campaign import RUNNING, Asked, Campaign, NewCampaign, State, Worded
from storage.records.facts import CampaignEnded, CampaignOpened
from storage.records.item import Identity
from storage.records.person import Person, Role

ASKED_ROLES = frozenset(role for role, included in access.INCLUDES.items() if Role.EMPLOYEE in included)
"""Whom a campaign asks: everybody who works there."""

SHOWN = 150
"""Characters of a question that an idea for it repeats."""


def units_for(organisation: Organisation, person: Person, today: date) -> list[str]:
    """The units to which somebody may put a question."""
    return [unit.code for unit in organisation.units if may_ask(person, [unit.code], today)]


def may_ask(person: Person, units: Collection[str], today: date) -> bool:
    """Whether somebody has the role for all whom a campaign asks (no units: everybody)."""
    return access.holds_for_each(person, Role.QUALITY, units, today)


def asked(tx: Tx, units: Collection[str], today: date) -> list[Asked]:
    """Everybody who works in one of these units (none: in any), or in all of them."""
    return campaigns.asked(tx, units, ASKED_ROLES, today)


def count_asked(tx: Tx, units: Collection[str], today: date) -> int:
    return campaigns.count_asked(tx, units, ASKED_ROLES, today)


def asks_few(tx: Tx, campaign_id: int, today: date) -> bool:
    """Whether so few have the question that an idea for it may tell who sent it, even without a name."""
    return count_asked(tx, campaigns.get(tx, campaign_id).units, today) < rules.FEW


def tells(tx: Tx, campaign_id: int | None, identity: Identity, today: date) -> bool:
    """Whether the question alone nearly tells who answers it without a name."""
    return campaign_id is not None and identity is not Identity.NAMED and asks_few(tx, campaign_id, today)


def question(tx: Tx, campaign_id: int | None, language: str) -> str | None:
    """What a campaign asks, as an idea for it repeats it."""
    return None if campaign_id is None else first_line(campaigns.get(tx, campaign_id).question.say(language), SHOWN)


def replied_to(tx: Tx, text: str, today: date) -> int | None:
    """The campaign of which a message of the bot speaks, as long as it takes ideas.

    Told by its words: what remembered who got which message would join people to what they answer.
    """
    running = [campaign for campaign in campaigns.in_state(tx, *RUNNING) if campaign.takes_ideas(today)] if text else ()
    campaign = rules.spoken_of(text, running)
    return campaign.id if campaign else None


def reconcile(tx: Tx, organisation: Organisation, now: datetime) -> None:
    """Bring what is remembered in line with the organisation file.

    What is over when first seen stays unsaid. What runs follows the file's words and its end; whom it asks and when
    it began stand fast. What has left the file ends quietly if it has not begun.
    """
    today = now.astimezone(organisation.zone).date()
    known = {campaign.code: campaign for campaign in campaigns.described(tx)}
    for described in organisation.campaigns:
        campaign, new = known.pop(described.code, None), _new(organisation, described)
        if campaign is None:
            if new.ends_on >= today:
                campaigns.add(tx, new)
        elif campaign.state is State.PLANNED:
            campaigns.rewrite(tx, campaign, new)
        elif campaign.is_running:
            campaigns.rewrite(tx, campaign, replace(new, units=campaign.units, starts_on=campaign.starts_on))
    for campaign in known.values():
        campaigns.drop(tx, campaign)


def plan(tx: Tx, organisation: Organisation, new: NewCampaign, *, by: Person, now: datetime) -> Campaign:
    """Keep a campaign that somebody wants; opened at once when it is to begin and people may be written to."""
    maker = by if by.known else people.keep(tx, by)
    campaign = campaigns.add(tx, replace(new, maker_id=maker.id))
    today = now.astimezone(organisation.zone).date()
    if new.starts_on <= today and rules.may_write(organisation, now):
        open_now(tx, campaign, today=today, by=maker)
    return campaigns.get(tx, campaign.id)


def open_now(tx: Tx, campaign: Campaign, *, today: date, by: Person | None = None) -> bool:
    """Put the question to everybody whom it concerns; once, whoever asks for it."""
    state = State.REMINDED if rules.is_short(campaign, today) else State.OPEN
    if campaign.state is not State.PLANNED or not campaigns.move(tx, campaign, state):
        return False
    facts.record(tx, CampaignOpened(today, by.id if by else None, campaign_id=campaign.id))
    return True


def open_due(tx: Tx, today: date) -> None:
    """Open what begins by today; what is over before anybody heard of it ends quietly."""
    for campaign in campaigns.in_state(tx, State.PLANNED):
        if campaign.ends_on < today:
            campaigns.drop(tx, campaign)
        elif campaign.starts_on <= today:
            open_now(tx, campaign, today=today)


def remind_due(tx: Tx, today: date) -> list[Campaign]:
    """The campaigns of which everybody is to be reminded now; each comes once."""
    near = [campaign for campaign in campaigns.in_state(tx, State.OPEN) if rules.is_reminded(campaign, today)]
    return [campaign for campaign in near if campaigns.move(tx, campaign, State.REMINDED)]


def end_due(tx: Tx, today: date) -> None:
    """End what is over: everybody who was asked hears what came of it."""
    for campaign in campaigns.in_state(tx, *RUNNING, State.ENDING):
        if (campaign.state is State.ENDING or campaign.ends_on < today) and campaigns.move(tx, campaign, State.ENDED):
            facts.record(tx, CampaignEnded(today, campaign_id=campaign.id))


def end_early(tx: Tx, organisation: Organisation, campaign: Campaign, *, by: Person, now: datetime) -> bool:
    """Take no more ideas; the result goes out at once, or on the next working morning. False: it ran no longer."""
    at_once = rules.may_write(organisation, now)
    if not campaign.is_running or not campaigns.move(tx, campaign, State.ENDED if at_once else State.ENDING):
        return False
    if at_once:
        ended = CampaignEnded(now.astimezone(organisation.zone).date(), by.id, campaign_id=campaign.id)
        facts.record(tx, ended)
    return True


def call_off(tx: Tx, campaign: Campaign) -> bool:
    """Forget a campaign that has not begun; False when it has."""
    return campaigns.drop(tx, campaign)


def _new(organisation: Organisation, described: Described) -> NewCampaign:
    named = described.sponsor
    sponsor = Worded(dict(named.root)) if named else rules.sponsor(organisation, "", organisation.default_language)
    return NewCampaign(
        code=described.code,
        question=Worded(dict(described.question.root)),
        sponsor=sponsor,
        units=described.units,
        starts_on=described.start,
        ends_on=described.end,
    )
