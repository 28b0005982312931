"""Mine: what the author hears of each step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from bot import rendering, whole
from bot.closing import rules as closing
from bot.mine import rules, steps
from bot.screen import Screen
from bot.telling import Teller
from bot.texts import Html, Texts
from bot.triage import rules as triage
from storage import authors, items
from storage.records.facts import Decision, ItemFact
from storage.records.item import Item
from storage.records.outgoing import Call


def taken_to_author(teller: Teller, fact: ItemFact) -> Iterator[Call]:
    yield from _to_author(teller, fact, lambda t, item: steps.taken(t, _team(teller, t, item), item))


def question_to_author(teller: Teller, fact: ItemFact) -> Iterator[Call]:
    question = [remark for remark in items.remarks_of(teller.tx, fact.item_id) if remark.by_team][-1]
    yield from _to_author(teller, fact, lambda t, item: steps.asked(t, _team(teller, t, item), item, question.text))
    item = items.get(teller.tx, fact.item_id)
    author, files = authors.of(teller.tx, item), items.files(teller.tx, item.id, remark_id=question.id)
    if author is not None:
        yield from whole.to(teller, author, item, question.text, steps.WORDS)
        yield from (replace(call, about=item.id) for call in rendering.files(author.chat_id, files))


def apology_to_author(teller: Teller, fact: ItemFact) -> Iterator[Call]:
    """Not to whoever is asked: then the team waits, and only others who were joined with it hear that it is late."""
    item = items.get(teller.tx, fact.item_id)
    if rules.open_question(item, items.remarks_of(teller.tx, item.id)) is None:
        yield from _to_author(teller, fact, steps.late)


def accepted_to_author(teller: Teller, fact: Decision) -> Iterator[Call]:
    yield from _to_author(teller, fact, lambda t, item: steps.accepted(t, item, again=fact.again, same=fact.same))


def declined_to_author(teller: Teller, fact: Decision) -> Iterator[Call]:
    def said(t: Texts, item: Item) -> Screen:
        code, words = triage.reason_of(item)
        reason = t.name(teller.organisation.decline_reason(code).name) if code else None
        until = closing.second_look_until(item, teller.organisation)
        return steps.declined(t, item, reason, words, again=fact.again, same=fact.same, until=until)

    yield from _to_author(teller, fact, said, words=lambda item: triage.reason_of(item)[1])


def done_to_author(teller: Teller, fact: Decision) -> Iterator[Call]:
    def said(t: Texts, item: Item) -> Screen:
        return steps.done(t, item, again=fact.again, same=fact.same)

    yield from _to_author(teller, fact, said, words=lambda item: item.outcome)


def _to_author(
    teller: Teller,
    fact: ItemFact,
    screen: Callable[[Texts, Item], Screen],
    *,
    words: Callable[[Item], str | None] = lambda _: None,
) -> Iterator[Call]:
    """`words`: what the screen may have no room for; it follows whole."""
    item = items.get(teller.tx, fact.item_id)
    author = authors.of(teller.tx, item)
    if author is not None:
        yield teller.to(author, screen(teller.speaks(author.language), item))
        yield from whole.to(teller, author, item, words(item), steps.WORDS)


def _team(teller: Teller, t: Texts, item: Item) -> Html:
    return t.name(teller.organisation.team(item.team).name)
