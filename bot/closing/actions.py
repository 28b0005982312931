"""Closing: what the author does after the decision; each is all or nothing, and for hidden authors names nobody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.closing import rules, sentences
from bot.ideas import rules as ideas
from bot.merging import actions as merging
from bot.refusal import Refused
from bot.texts import Texts
from bot.triage import actions as triage
from config.organisation import Organisation
from storage import facts, items
from storage.db import Tx
from storage.records.facts import HelpAsked, HelpUnknown, ItemHelped, ItemReopened, LookedAtAgain
from storage.records.item import Attachment, Item


def require_second_look(t: Texts, item: Item, *, organisation: Organisation, today: date) -> None:
    """Raise Refused, with the reason, where the author cannot ask for a second look."""
    if rules.may_ask_again(item, organisation, today):
        return
    until = rules.second_look_until(item, organisation)
    if item.appealed_on is not None:
        raise Refused(sentences.looked_at_again_already(t, item))
    raise Refused(sentences.too_late_to_ask_again(t, item, until) if until else sentences.not_declined(t, item))


def ask_second_look(
    tx: Tx, t: Texts, item: Item, words: str, files: Sequence[Attachment], *, organisation: Organisation, today: date
) -> Item:
    """The author asks, once, that somebody else looks at a refusal; the answer is promised anew."""
    require_second_look(t, item, organisation=organisation, today=today)
    promised_on = ideas.promised_on(organisation, item.kind, today)
    # Who said no is not the one who looks after it now.
    taker_id = None if item.taker_id == item.decider_id else item.taker_id
    values = {"promised_on": promised_on, "appealed_on": today, "taker_id": taker_id}
    triage.back_to_review(tx, t, item, words, files, today=today, **values)
    facts.record(tx, LookedAtAgain(today, item.author_id, item_id=item.id))
    return items.get(tx, item.id)


def ask_whether_it_helped(tx: Tx, item: Item, *, today: date) -> None:
    """The author is asked, once."""
    items.change(tx, item.id, helped=rules.ASKED)
    facts.record(tx, HelpAsked(today, item_id=item.id))


def say_nobody_knows(tx: Tx, item: Item, *, today: date) -> None:
    """The author cannot tell whether it is solved."""
    items.change(tx, item.id, helped=rules.UNSURE)
    facts.record(tx, HelpUnknown(today, item.author_id, item_id=item.id))


def say_it_helped(tx: Tx, item: Item, *, today: date) -> None:
    items.change(tx, item.id, helped=rules.YES)
    facts.record(tx, ItemHelped(today, item.author_id, item_id=item.id))


def reopen(
    tx: Tx, t: Texts, item: Item, words: str, files: Sequence[Attachment], *, organisation: Organisation, today: date
) -> Item:
    """It did not help: the team takes it up again with the reason, and whoever once declined it may decide again."""
    promised_on = ideas.promised_on(organisation, item.kind, today)
    values = {"promised_on": promised_on, "helped": rules.NO, "decider_id": None}
    triage.back_to_review(tx, t, item, words, files, today=today, **values)
    facts.record(tx, ItemReopened(today, item.author_id, item_id=item.id))
    merging.left_idea(tx, item, today=today)
    return items.get(tx, item.id)
