"""Mine: what authors do to what they have sent; each is all or nothing.

Nothing that is written here about a hidden or traceless item names its author or can be joined to what does.
"""

from __future__ import annotations

from datetime import date

from bot.campaigns import actions as campaigns
from bot.feedback import actions as feedback
from bot.ideas import actions as ideas
from bot.merging import actions as merging
from bot.mine import rules, sentences
from bot.misuse import actions as misuse
from bot.refusal import Refused
from bot.texts import Texts
from bot.triage import actions as triage
from config.organisation import Organisation
from storage import authors, facts, items, mentions, people, sealing, similar, voices
from storage.db import Tx
from storage.records.facts import IdeaClaimed, IdentityTightened, ItemEdited
from storage.records.item import Identity, Item, Kind, Stage
from storage.records.person import Person


def edit(tx: Tx, t: Texts, item: Item, text: str, *, today: date) -> Item:
    """Put other words in place, as long as nobody has decided."""
    if not rules.is_changeable(item):
        raise Refused(sentences.too_late_to_edit(t, item))
    changed = items.change(tx, item.id, text=text)
    if item.same_as is not None:
        triage.stand_alone(tx, item, today=today)
    else:
        triage.hand_on(tx, item, today=today)
    if item.kind is Kind.IDEA and item.stage is not Stage.ASIDE:
        similar.keep(tx, item.id, text)
    facts.record(tx, ItemEdited(today, item.author_id, item_id=item.id))
    return changed


def withdraw(tx: Tx, t: Texts, item: Item, *, organisation: Organisation, today: date) -> Item:
    """Take an item back, before it is tried out; what was logged as done, at any time."""
    if not rules.is_withdrawable(item) or not merging.take_back(tx, item, today=today):
        raise Refused(sentences.too_late_to_withdraw(t, items.get(tx, item.id)))
    merging.let_go(tx, item, organisation=organisation, today=today)
    return items.get(tx, item.id)


def tighten(
    tx: Tx,
    t: Texts,
    item: Item,
    identity: Identity,
    *,
    by: Person,
    organisation: Organisation,
    today: date,
) -> Item:
    """From a name to hidden, or to no trace at all: whatever told who it was goes. Never the other way. With a feedback
    goes the idea that was made of it, and the other way round: everybody sees that one author said both.

    What the author did as anybody of the house might stays: that it was looked after or declined, and comments, which
    would all be seen to go.
    """
    if identity not in rules.tighter(item.identity):
        raise Refused(sentences.no_looser(t))
    changed = _tighten(tx, item, identity, by=by, organisation=organisation, today=today)
    for other in items.of_one_author(tx, item):
        if identity in rules.tighter(other.identity):
            _tighten(tx, other, identity, by=by, organisation=organisation, today=today)
    return changed


def claim(tx: Tx, token: str, *, by: Person, today: date) -> Item | None:
    """Put a name to a hidden item. None when the token is not good (any more).

    It is good as long as the seal tells who it was, and for the author alone: a link may have been passed on. Never of what
    was once set aside as misuse: a name would tell whose all the others are that were.
    """
    found = items.by_claim(tx, sealing.hashed(token))
    if found is None or found.stage is Stage.ASIDE:
        return None
    if not authors.is_author(tx, found, chat_id=by.chat_id, person_id=by.id):
        return None
    author = people.keep(tx, by)
    assert author.id is not None
    for kind in (voices.VOICE, voices.THANKS):  # they count when they come from others
        voices.take_back(tx, found.id, author.id, kind)
    voices.unfollow(tx, found.id, author.id)
    if found.seal_id is not None:
        authors.destroy(tx, [found.seal_id])
    changed = items.change(tx, found.id, identity=Identity.NAMED, author_id=author.id, seal_id=None, claim_hash=None)
    facts.record(tx, IdeaClaimed(today, author.id, item_id=found.id))
    return changed


def _tighten(tx: Tx, item: Item, identity: Identity, *, by: Person, organisation: Organisation, today: date) -> Item:
    if item.author_id is not None:
        facts.forget_author(tx, item.id, item.author_id)
        ideas.forget_place(tx, item, organisation)
    if item.seal_id is not None:
        authors.destroy(tx, [item.seal_id])
    hidden = identity is Identity.HIDDEN
    if not hidden:
        mentions.forget_item(tx, item.id)
        feedback.leave_no_trace(tx, item.id)
    seal_id = authors.seal(tx, by.chat_id, by.language) if hidden else None
    changed = items.change(
        tx,
        item.id,
        identity=identity,
        author_id=None,
        seal_id=seal_id,
        claim_hash=None,
        campaign_id=None if campaigns.tells(tx, item.campaign_id, identity, today) else item.campaign_id,
    )
    if item.author_id is not None:
        people.let_go(tx, [item.author_id])
    facts.record(tx, IdentityTightened(today, item_id=item.id))
    if changed.stage is Stage.ASIDE:  # beside what else is set aside it would tell whose it is
        misuse.let_come(tx, changed, organisation=organisation, today=today)
    return items.get(tx, item.id)
