"""Kudos: which compliments become thanks, and who may be meant by them."""

from __future__ import annotations

from collections.abc import Iterable

from bot.ideas import rules as ideas
from bot.kudos import naming
from bot.triage import rules as triage
from storage.records.item import FeedbackKind, Item, Stage
from storage.records.kudos import Colleague
from storage.records.person import Role

LONGEST = 1500
"""Characters of thanks; what is longer the team shortens."""

LONGEST_NAME = 80
MOST_ON_CARD = 3
MOST_OFFERED = 6
PAGE = 4
EMPLOYED = (Role.EMPLOYEE, Role.QUALITY, Role.LEADER, Role.ADMIN)
"""Roles of those who work here."""


def may_pass_on(item: Item) -> bool:
    """Whether it may become thanks; in a second look somebody else decides first."""
    is_compliment = item.feedback_kind is FeedbackKind.COMPLIMENT
    return is_compliment and triage.may_become(item, Stage.DONE) and not triage.on_second_look(item)


def meant(said: str, colleagues: Iterable[Colleague], unit: str | None) -> list[Colleague]:
    """Whose name seems to occur: first whoever is named more fully, then whoever works in the unit that it is about."""
    names = naming.in_words(said)
    found = [(naming.occurs(each.name, names), each) for each in colleagues]
    ranked = sorted((-parts, unit not in each.units, each.name, each.person_id, each) for parts, each in found if parts)
    return [each for *_, each in ranked]


def is_fit(words: str) -> bool:
    """Whether words can be passed on as they are."""
    return ideas.says_something(words) and len(words) <= LONGEST


def with_capitals(name: str) -> str:
    """A name that somebody typed, as names are written."""
    return " ".join(word[:1].upper() + word[1:] for word in name.split())
