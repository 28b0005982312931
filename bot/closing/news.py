"""Closing: who decides about a second look, and the question whether it helped."""

from __future__ import annotations

from collections.abc import Iterator

from bot import rendering, whole
from bot.closing import rules, screens
from bot.telling import Teller
from bot.triage import actions as triage
from storage import authors, items, people
from storage.records.facts import HelpAsked, LookedAtAgain
from storage.records.item import Identity, Item
from storage.records.outgoing import Call
from storage.records.person import Person, Role


def second_look_to_leaders(teller: Teller, fact: LookedAtAgain) -> Iterator[Call]:
    """Each leader of the unit, or of all, may decide; not whoever declined it, nor whoever sent it by name. Where there
    are none, the admins.
    """
    item = items.get(teller.tx, fact.item_id)
    said = [remark for remark in items.remarks_of(teller.tx, item.id) if not remark.by_team][-1]
    files = items.files(teller.tx, item.id, remark_id=said.id)
    decider = people.get(teller.tx, item.decider_id) if item.decider_id is not None else None
    for leader in _leaders(teller, item):
        t = teller.speaks(leader.language)
        name = decider.name if decider else None
        yield teller.to(leader, screens.for_leader(t, teller.organisation, item, said.text, decider=name))
        for text in (item.text, said.text):
            yield from whole.to(teller, leader, item, text, screens.FOR_LEADER)
        yield from rendering.files(leader.chat_id, files)


def question_to_author(teller: Teller, fact: HelpAsked) -> Iterator[Call]:
    item = items.get(teller.tx, fact.item_id)
    author = authors.of(teller.tx, item)
    if author is None:
        return
    until = rules.answer_until(item, teller.organisation)
    settled_by = items.get(teller.tx, item.merged_into) if item.merged_into is not None else item
    screen = screens.ask_whether_it_helped(teller.speaks(author.language), item, until, settled_by=settled_by)
    yield teller.to(author, screen)


def _leaders(teller: Teller, item: Item) -> list[Person]:
    leaders = triage.deciders(teller.tx, item, Role.LEADER, on=teller.today)
    # One leader alone may be the hidden author.
    if len(leaders) >= (2 if item.identity is Identity.HIDDEN else 1):
        return leaders
    admins = triage.deciders(teller.tx, item, Role.ADMIN, on=teller.today)
    return [*leaders, *(admin for admin in admins if admin not in leaders)]
