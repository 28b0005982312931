"""Ideas: sending, all or nothing.

Nothing that is written here about a hidden or traceless item names its author or can be joined to what does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.campaigns import actions as campaigns
from bot.feedback import actions as feedback
from bot.ideas import rules
from bot.misuse import actions as misuse
from bot.triage import actions as triage
from config.organisation import Organisation
from storage import authors, facts, items, people, sealing, similar
from storage.db import Tx
from storage.records.facts import ItemSent
from storage.records.item import Attachment, FeedbackKind, Identity, Item, Kind, NewItem, Stage
from storage.records.person import Person


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody is about to send."""

    kind: Kind
    text: str
    attachments: tuple[Attachment, ...] = ()
    unit: str | None = None
    topic: str | None = None
    identity: Identity = Identity.NAMED
    already: bool = False
    campaign_id: int | None = None
    feedback_kind: FeedbackKind | None = None
    point: str | None = None
    rating_id: int | None = None
    on_behalf: bool = False


def send(tx: Tx, message: Message, *, by: Person, organisation: Organisation, today: date) -> tuple[Item, str | None]:
    """Store what somebody says, with its promised date, for the team that answers for the unit; or set it aside, where
    the team wants that of what comes from there.

    Returns the item and, for a hidden idea, the token with which its author may put a name to it later.
    """
    named, hidden = message.identity is Identity.NAMED, message.identity is Identity.HIDDEN
    aside = misuse.is_set_aside(tx, by.chat_id, message.identity, today)
    author = people.keep(tx, by) if named else None
    token = sealing.new_token() if hidden and message.kind is Kind.IDEA else None
    new = NewItem(
        kind=message.kind,
        text=message.text,
        unit=message.unit,
        topic=message.topic,
        team=organisation.team_for(message.unit).code,
        identity=message.identity,
        author_id=author.id if author else None,
        seal_id=authors.seal(tx, by.chat_id, by.language) if hidden else None,
        claim_hash=sealing.hashed(token) if token and not aside else None,
        said_on=today,
        promised_on=rules.promised_on(organisation, message.kind, today),
        attachments=message.attachments,
        stage=Stage.ASIDE if aside else Stage.DONE if message.already else Stage.RECEIVED,
        closed_on=today if aside or message.already else None,
        already=message.already,
        campaign_id=None if campaigns.tells(tx, message.campaign_id, message.identity, today) else message.campaign_id,
        point=message.point,
        feedback_kind=message.feedback_kind,
        on_behalf=message.on_behalf,
    )
    first = None if aside or message.already else items.first_alike(tx, new, today - rules.ALIKE_WITHIN)
    item = items.add(tx, replace(new, same_as=first.id if first else None))
    if message.rating_id is not None:
        feedback.belongs_to(tx, message.rating_id, item.id)
        if message.identity is Identity.NO_TRACE:
            feedback.leave_no_trace(tx, item.id)
    misuse.count(tx, by.chat_id, today)
    if item.kind is Kind.IDEA and not aside:
        similar.keep(tx, item.id, item.text)
    facts.record(tx, ItemSent(today, item.author_id, item_id=item.id))
    return item, token


def forget_place(tx: Tx, item: Item, organisation: Organisation) -> None:
    """An item loses its name, and with it the department, unless the words themselves name it, or the service point: the
    author's role may have told it, of now or of then. So goes the team that the department led to, and whoever of it worked on the item.
    """
    told_by_point = item.point is not None and item.unit == organisation.service_point(item.point).unit
    if item.unit is None or told_by_point or item.unit == rules.guess(item.text, organisation.units):
        return
    values: dict[str, Any] = {"unit": None}
    team = organisation.team_for(None).code
    if team != item.team:
        values |= {"team": team, "taker_id": None, "decider_id": None}
        facts.forget_team(tx, item.id)
        _leave_alike(tx, item)
    items.change(tx, item.id, **values)


def _leave_alike(tx: Tx, item: Item) -> None:
    """What goes to another team is no longer looked at together with what has the same words; of what is closed long ago no
    card comes.
    """
    if not item.is_open:
        items.change(tx, item.id, same_as=None)
    elif item.same_as is not None:
        triage.stand_alone(tx, item, today=item.said_on)
    else:
        triage.hand_on(tx, item, today=item.said_on)
