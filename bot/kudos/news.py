"""Kudos: what the author of a compliment and whoever is thanked hear."""

from __future__ import annotations

from collections.abc import Iterator

from bot.kudos import actions, screens
from bot.telling import Teller
from storage import authors, items, kudos, people
from storage.records.campaign import Asked
from storage.records.facts import ThanksPassedOn
from storage.records.outgoing import Call


def passed_on_to_author(teller: Teller, fact: ThanksPassedOn) -> Iterator[Call]:
    item, given = items.get(teller.tx, fact.item_id), kudos.of_item(teller.tx, fact.item_id)
    author = authors.of(teller.tx, item)
    if author is None or given is None:
        return
    receiver = people.get(teller.tx, given.receiver_id) if given.receiver_id is not None else None
    t, name = teller.speaks(author.language), receiver.name if receiver else None
    yield teller.to(author, screens.passed_on_for_author(t, teller.organisation, item, given, name))


def thanks_to_receivers(teller: Teller, fact: ThanksPassedOn) -> Iterator[Call]:
    """Nothing in it leads to the compliment, or to who sent it."""
    given = kudos.of_item(teller.tx, fact.item_id)
    if given is None:
        return
    those = [Asked(each.chat_id, each.language) for each in actions.receivers(teller.tx, given, teller.today)]
    yield from teller.to_many(those, lambda t: screens.thanks_came(t, teller.organisation, given))
