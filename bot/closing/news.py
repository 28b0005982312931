"""Closing: who decides about a second look, and the question whether it helped."""

from __future__ import annotations

from collections.abc import Iterator

from bot import access, rendering
from bot.closing import rules, screens
from bot.telling import Teller
from storage import authors, items, people
from storage.records.facts import HelpAsked, LookedAtAgain
from storage.records.item import Item
from storage.records.outgoing import Call
from storage.records.person import Person, Role


def second_look_to_leaders(teller: Teller, fact: LookedAtAgain) -> Iterator[Call]:
    """Each leader of the unit, or of all, may decide; not whoever declined it, nor whoever sent it by name."""
    item = items.get(teller.tx, fact.item_id)
    said = [remark for remark in items.remarks_of(teller.tx, item.id) if not remark.by_team][-1]
    files = items.files(teller.tx, item.id, remark_id=said.id)
    decider = people.get(teller.tx, item.decider_id) if item.decider_id is not None else None
    for leader in _leaders(teller, item):
        t = teller.speaks(leader.language)
        name = decider.name if decider else None
        yield teller.to(leader, screens.for_leader(t, teller.organisation, item, said.text, decider=name))
        yield from rendering.files(leader.chat_id, files)


def question_to_author(teller: Teller, fact: HelpAsked) -> Iterator[Call]:
    item = items.get(teller.tx, fact.item_id)
    author = authors.of(teller.tx, item)
    if author is None:
        return
    until = rules.answer_until(item, teller.organisation)
    screen = screens.ask_whether_it_helped(teller.speaks(author.language), item, until)
    yield rendering.message(author.chat_id, screen)


def _leaders(teller: Teller, item: Item) -> Iterator[Person]:
    # A hidden author who leads the unit is asked as well: a message less would tell who it is. Deciding is refused.
    for leader in people.holding(teller.tx, Role.LEADER, teller.today):
        if leader.id not in (item.decider_id, item.author_id) and access.holds_for(
            leader, Role.LEADER, item.unit, teller.today
        ):
            yield leader
