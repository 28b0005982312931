"""Misuse: what whoever is muted hears, and the team."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot import rendering
from bot.misuse import actions, rules, screens
from bot.telling import Teller
from storage import bursts, items, mutes, teams
from storage.records.facts import AuthorMuted, MuteFact, MuteObjected, RatingsBurst, TeamBound
from storage.records.item import Item
from storage.records.mute import Mute
from storage.records.outgoing import Call, Class


def muted_to_author(teller: Teller, fact: AuthorMuted) -> Iterator[Call]:
    """Why, and until when; of a quiet one nobody is told."""
    mute = mutes.get(teller.tx, fact.mute_id)
    if mute is None or mute.quiet:
        return
    author = mutes.muted(teller.tx, mute.id)
    may_object = rules.may_object(mute, teller.today)
    yield teller.to(
        author, screens.muted(teller.speaks(author.language), mute, _item(teller, mute), may_object=may_object)
    )


def lifted_to_author(teller: Teller, fact: MuteFact) -> Iterator[Call]:
    mute = mutes.get(teller.tx, fact.mute_id)
    if mute is None or mute.quiet:
        return
    author = mutes.muted(teller.tx, mute.id)
    yield teller.to(author, screens.ended(teller.speaks(author.language), early=True))


def stands_to_author(teller: Teller, fact: MuteFact) -> Iterator[Call]:
    mute = mutes.get(teller.tx, fact.mute_id)
    if mute is None:
        return
    author = mutes.muted(teller.tx, mute.id)
    same = mute.by_id is not None and mute.by_id == fact.person_id
    yield teller.to(author, screens.it_stands(teller.speaks(author.language), mute, same=same))


def objection_to_group(teller: Teller, fact: MuteFact) -> Iterator[Call]:
    """To the team of the item; where that is gone, or has no group, to the default team. /misuse lists it, too."""
    mute = mutes.get(teller.tx, fact.mute_id)
    if mute is None:
        return
    item = _item(teller, mute)
    team = actions.responsible(teller.tx, teller.organisation, item)
    binding = teams.binding(teller.tx, team)
    if binding is not None:
        t = teller.speaks(teller.organisation.team(team).language)
        screen = screens.objection(t, mute, item)
        yield rendering.message(binding.chat_id, screen, thread_id=binding.thread_id, rank=Class.CARD)


def open_objections(teller: Teller, fact: TeamBound) -> Iterator[Call]:
    """A group is bound: objections that wait for a decision come there."""
    for mute in mutes.all_active(teller.tx, teller.today):
        team = actions.responsible(teller.tx, teller.organisation, _item(teller, mute))
        if rules.may_decide(mute, teller.today) and team == fact.team:
            yield from objection_to_group(teller, MuteObjected(teller.today, mute_id=mute.id))


def burst_to_team(teller: Teller, fact: RatingsBurst) -> Iterator[Call]:
    """To the team that answers for the point; while it has no group, /misuse lists it."""
    point = teller.organisation.service_point(fact.point)
    team = teller.organisation.team_for(point.unit or None)
    binding = teams.binding(teller.tx, team.code)
    if binding is None:
        return
    day = date.fromisoformat(fact.day)
    alike = rules.nearly_all_alike(bursts.levels(teller.tx, fact.point, day))
    least = teller.organisation.misuse.burst
    screen = screens.burst(teller.speaks(team.language), point, day, least, alike=alike)
    yield rendering.message(binding.chat_id, screen, thread_id=binding.thread_id, rank=Class.CARD)


def _item(teller: Teller, mute: Mute) -> Item | None:
    return items.find(teller.tx, mute.item_id)
