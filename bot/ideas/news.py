"""Ideas: what the author hears of each step."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.ideas import screens
from bot.screen import Screen
from bot.telling import Teller
from bot.texts import Html, Texts
from bot.triage import rules as triage
from storage import items, people
from storage.records.facts import ItemFact
from storage.records.item import Item
from storage.records.outgoing import Call


def taken_to_author(teller: Teller, fact: ItemFact) -> Iterator[Call]:
    yield from _to_author(teller, fact, lambda t, item: screens.taken(t, _team(teller, t, item), item))


def question_to_author(teller: Teller, fact: ItemFact) -> Iterator[Call]:
    question = [remark for remark in items.remarks_of(teller.tx, fact.item_id) if remark.by_team][-1]
    yield from _to_author(teller, fact, lambda t, item: screens.asked(t, _team(teller, t, item), item, question.text))


def accepted_to_author(teller: Teller, fact: ItemFact) -> Iterator[Call]:
    yield from _to_author(teller, fact, screens.accepted)


def declined_to_author(teller: Teller, fact: ItemFact) -> Iterator[Call]:
    def said(t: Texts, item: Item) -> Screen:
        code, words = triage.reason_of(item)
        reason = t.name(teller.organisation.decline_reason(code).name) if code else None
        return screens.declined(t, item, reason, words)

    yield from _to_author(teller, fact, said)


def done_to_author(teller: Teller, fact: ItemFact) -> Iterator[Call]:
    yield from _to_author(teller, fact, screens.done)


def _to_author(teller: Teller, fact: ItemFact, screen: Callable[[Texts, Item], Screen]) -> Iterator[Call]:
    item = items.get(teller.tx, fact.item_id)
    author = people.get(teller.tx, item.author_id) if item.author_id is not None else None
    if author is not None:
        yield teller.to(author, screen(teller.speaks(author.language), item))


def _team(teller: Teller, t: Texts, item: Item) -> Html:
    return t.name(teller.organisation.team(item.team).name)
