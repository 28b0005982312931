"""Misuse: what a team does about it; each is all or nothing, and a fact.

Nothing that is written here about a hidden item names its author: a mute is found by trying which tag is somebody's.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot import access
from bot.ideas import rules as ideas
from bot.misuse import rules, sentences
from bot.misuse.rules import Measure
from bot.refusal import Refused
from bot.request import Request
from bot.texts import Html, Texts
from bot.triage import actions as triage
from bot.triage import rules as triage_rules
from config.organisation import Organisation, ServicePoint
from storage import authors, bursts, facts, items, mutes, people, sent_today, similar, teams
from storage.db import Tx
from storage.records.facts import (
    AuthorMuted,
    BurstCounted,
    BurstSetAside,
    ItemBroughtBack,
    ItemSent,
    ItemSetAside,
    MuteLifted,
    MuteObjected,
    MuteStands,
    RatingsBurst,
)
from storage.records.item import Identity, Item, Kind, Stage
from storage.records.mute import Mute
from storage.records.person import Person, Role

# -- before something is sent ----------------------------------------------------------------------


def held_up(request: Request, identity: Identity) -> Html | None:
    """Why whoever asks cannot send like this today: muted for it, or enough is sent; None where nothing is in the way."""
    chat_id, t = request.person.chat_id, request.t
    loud = [mute for mute in _active(request.tx, chat_id, identity, request.today) if not mute.quiet]
    if loud:
        return sentences.muted(t, loud[0])
    most = request.organisation.misuse.messages_a_day
    enough = sent_today.count(request.tx, chat_id, request.today) >= most
    return sentences.enough_for_today(t, most) if enough else None


def require_welcome(request: Request, identity: Identity) -> None:
    """Raise Refused where something holds it up."""
    if sentence := held_up(request, identity):
        raise Refused(sentence)


def is_set_aside(tx: Tx, chat_id: int, identity: Identity, today: date) -> bool:
    """Whether what somebody sends like this is set aside quietly. Never what leaves no trace: that it is set aside would
    be one, as it would lead to the item because of which it is.
    """
    return identity is not Identity.NO_TRACE and any(mute.quiet for mute in _active(tx, chat_id, identity, today))


def count(tx: Tx, chat_id: int, today: date) -> None:
    """Somebody has sent one thing more today."""
    sent_today.add(tx, chat_id, today)


def _active(tx: Tx, chat_id: int, identity: Identity, today: date) -> list[Mute]:
    return mutes.active(tx, chat_id, nameless=rules.is_nameless(identity), on=today)


def responsible(tx: Tx, organisation: Organisation, item: Item | None) -> str:
    """The team that answers for a mute: the item's or, while that has no group, or the item is gone, the default team."""
    default = organisation.about.default_team
    return item.team if item is not None and teams.binding(tx, item.team) is not None else default


# -- muting ----------------------------------------------------------------------------------------


def measures(tx: Tx, item: Item) -> tuple[Measure, ...]:
    """What may be done about an item as it stands now."""
    joined = item.made_of is not None or items.count_joined(tx, item.id) > 0
    return rules.measures(item, answerable=authors.of(tx, item) is not None, joined=joined)


def mute(
    tx: Tx,
    t: Texts,
    item: Item,
    measure: Measure,
    reason: str,
    *,
    by: Person,
    organisation: Organisation,
    today: date,
) -> None:
    """Decline an item as misuse, and let its author send nothing for some days; or set it aside, and all that comes from
    there, without telling.
    """
    by, author = by if by.known else people.keep(tx, by), authors.of(tx, item)
    if measure not in measures(tx, item):
        raise Refused(sentences.not_now(t, item))
    if measure is Measure.QUIET:
        _set_aside(tx, t, item, by=by, today=today)
    else:
        words = triage_rules.in_own_words(reason)
        triage.hand_on(tx, item, today=today)  # of who says the same nobody has said that it is misuse
        triage.decline(tx, t, item, words, by=by, organisation=organisation, today=today)
    if author is None or measure is Measure.WORD:
        return
    made = mutes.add(
        tx,
        author,
        nameless=rules.is_nameless(item.identity),
        quiet=measure is Measure.QUIET,
        item_id=item.id,
        by_id=people.known_id(tx, by),
        since=today,
        until=rules.until(measure, today),
        reason=reason,
    )
    days = rules.DAYS[measure]
    facts.record(tx, AuthorMuted(today, made.by_id, item_id=item.id, mute_id=made.id, days=days, quiet=made.quiet))


def _set_aside(tx: Tx, t: Texts, item: Item, *, by: Person, today: date) -> None:
    """From now on nobody puts a name to it, also once it is brought back: all that was set aside with it would have one."""
    aside = {"closed_on": today, "claim_hash": None}
    if not triage_rules.may_become(item, Stage.ASIDE) or not items.move(tx, item, Stage.ASIDE, **aside):
        raise Refused(sentences.not_now(t, item))
    similar.drop(tx, item.id)
    triage.hand_on(tx, item, today=today)
    facts.record(tx, ItemSetAside(today, people.known_id(tx, by), item_id=item.id))


def bring_back(tx: Tx, t: Texts, item: Item, *, by: Person, organisation: Organisation, today: date) -> None:
    """The team lets what was set aside come like everything else."""
    if item.stage is not Stage.ASIDE or not let_come(tx, item, organisation=organisation, today=today):
        raise Refused(sentences.not_aside(t, item))
    facts.record(tx, ItemBroughtBack(today, people.known_id(tx, by), item_id=item.id))


def let_come(tx: Tx, item: Item, *, organisation: Organisation, today: date) -> bool:
    """What was set aside comes to the team, with a new date for the answer; False when somebody was faster."""
    stage, closed_on = (Stage.DONE, today) if item.already else (Stage.RECEIVED, None)
    promised_on = ideas.promised_on(organisation, item.kind, today)
    if not items.move(tx, item, stage, closed_on=closed_on, promised_on=promised_on):
        return False
    if item.kind is Kind.IDEA:
        similar.keep(tx, item.id, item.text)
    facts.pass_on(tx, ItemSent(today, item_id=item.id))
    return True


def lift(tx: Tx, t: Texts, mute: Mute, *, by: Person, today: date) -> None:
    """End a mute before its time; what is objected to is for others than whoever muted."""
    if rules.may_decide(mute, today):
        _require_other_eyes(tx, t, mute, by, today)
    if not mutes.lift(tx, mute, today):
        raise Refused(sentences.decided_already(t))
    facts.record(tx, MuteLifted(today, people.known_id(tx, by), mute_id=mute.id))


def let_stand(tx: Tx, t: Texts, mute: Mute, *, by: Person, today: date) -> None:
    """Somebody else has looked at the objection; the mute goes on."""
    if not rules.may_decide(mute, today):
        raise Refused(sentences.decided_already(t))
    _require_other_eyes(tx, t, mute, by, today)
    if not mutes.let_stand(tx, mute.id):
        raise Refused(sentences.decided_already(t))
    facts.record(tx, MuteStands(today, people.known_id(tx, by), mute_id=mute.id))


def object_to(tx: Tx, t: Texts, mute: Mute, words: str, *, today: date) -> None:
    """Whoever is muted says why it is not right, once; somebody else decides."""
    if not rules.may_object(mute, today) or not mutes.object_to(tx, mute.id, words):
        raise Refused(sentences.objected_already(t))
    facts.record(tx, MuteObjected(today, mute_id=mute.id))


def _require_other_eyes(tx: Tx, t: Texts, mute: Mute, by: Person, today: date) -> None:
    """Not whoever muted decides about the objection, where a role names anybody else."""
    if mute.by_id is None or mute.by_id != by.id:
        return
    item = items.find(tx, mute.item_id)
    unit, author_id = (item.unit, item.author_id) if item else (None, None)
    for role in (Role.QUALITY, Role.LEADER, Role.ADMIN):
        for other in people.holding(tx, role, today):
            if other.id not in (mute.by_id, author_id) and access.holds_for(other, role, unit, today):
                raise Refused(sentences.others_decide(t))


# -- bursts ----------------------------------------------------------------------------------------


def comes_in_burst(
    tx: Tx, point: ServicePoint, *, now: datetime, today: date, organisation: Organisation
) -> tuple[bool, bool]:
    """Count one first rating more of a point: whether it comes in a burst, and whether it counts all the same. The team
    hears of the first burst of a day.
    """
    number, least = bursts.pace(tx, point.code, now, today), organisation.misuse.burst
    if number < least:
        return False, True
    known = bursts.counts(tx, point.code, today)
    if known is None:
        if not rules.is_looked_at(number, least):
            return False, True
        usual = bursts.usual(tx, point.code, today - timedelta(days=rules.LOOKED_BACK), today - timedelta(days=1))
        if not rules.is_burst(number, usual, least):
            return False, True
        bursts.begin(tx, point.code, now, today)
        facts.record(tx, RatingsBurst(today, point=point.code, day=today.isoformat()))
        known = True
    return True, known


def recount(tx: Tx, t: Texts, point: str, day: date, *, counts: bool, by: Person, newest: date, today: date) -> None:
    """Let a day's bursts count or not, as long as the figures of its month are not out."""
    if not rules.may_be_recounted(day, newest):
        raise Refused(sentences.figures_are_out(t, day))
    if bursts.set_counts(tx, point, day, counts=counts):
        fact = BurstCounted if counts else BurstSetAside
        facts.record(tx, fact(today, people.known_id(tx, by), point=point, day=day.isoformat()))
