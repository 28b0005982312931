"""Merging: what the authors of feedback hear of the idea that theirs was joined with, each under his or her own number."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import SystemRandom

from bot import whole
from bot.merging import screens
from bot.screen import Screen
from bot.telling import Teller
from bot.texts import Texts
from bot.triage import rules as triage
from storage import authors, items
from storage.records.facts import Decision, FeedbackJoined, FeedbackSeparated, ItemFact
from storage.records.item import Item
from storage.records.outgoing import Call


def joined_to_author(teller: Teller, fact: FeedbackJoined) -> Iterator[Call]:
    idea = items.get(teller.tx, fact.idea_id)

    def said(t: Texts, item: Item) -> Screen:
        if idea.made_of == item.id:
            return screens.became_idea(t, item, idea)
        return screens.came_to_idea(t, teller.organisation, item, idea, teller.today)

    yield from _to_author(teller, items.get(teller.tx, fact.item_id), said)


def separated_to_author(teller: Teller, fact: FeedbackSeparated) -> Iterator[Call]:
    def said(t: Texts, item: Item) -> Screen:
        return screens.stands_by_itself(t, teller.organisation, item, teller.today)

    yield from _to_author(teller, items.get(teller.tx, fact.item_id), said)


def accepted_to_joined(teller: Teller, fact: Decision) -> Iterator[Call]:
    yield from _to_joined(teller, fact, screens.accepted)


def late_to_joined(teller: Teller, fact: ItemFact) -> Iterator[Call]:
    yield from _to_joined(teller, fact, screens.late)


def again_to_joined(teller: Teller, fact: ItemFact) -> Iterator[Call]:
    yield from _to_joined(teller, fact, screens.looked_at_again)


def declined_to_joined(teller: Teller, fact: Decision) -> Iterator[Call]:
    def said(t: Texts, item: Item, idea: Item) -> Screen:
        return screens.declined(t, teller.organisation, item, idea)

    yield from _to_joined(teller, fact, said, words=lambda idea: triage.reason_of(idea)[1])


def done_to_joined(teller: Teller, fact: Decision) -> Iterator[Call]:
    yield from _to_joined(teller, fact, screens.done, words=lambda idea: idea.outcome)


def _to_joined(
    teller: Teller,
    fact: ItemFact,
    screen: Callable[[Texts, Item, Item], Screen],
    *,
    words: Callable[[Item], str | None] = lambda _: None,
) -> Iterator[Call]:
    """Not under the number of what the idea was made of: its author hears it as the idea's. Whether others are the idea's
    authors, too, is not looked at, as what they do not hear would tell.
    """
    idea = items.get(teller.tx, fact.item_id)
    others = [item for item in items.joined_with(teller.tx, idea.id) if item.id != idea.made_of]
    # In the order of the items it could be read off which messages go to one author.
    SystemRandom().shuffle(others)
    for item in others:
        yield from _to_author(teller, item, lambda t, item: screen(t, item, idea), words=words(idea))


def _to_author(
    teller: Teller, item: Item, screen: Callable[[Texts, Item], Screen], *, words: str | None = None
) -> Iterator[Call]:
    """`words`: what the screen may have no room for; it follows whole."""
    author = authors.of(teller.tx, item)
    if author is not None:
        yield teller.to(author, screen(teller.speaks(author.language), item))
        yield from whole.to(teller, author, item, words, screens.WORDS)
