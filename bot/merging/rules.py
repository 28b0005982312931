"""Merging: what may become an idea, and what may go with it when it comes apart again."""

from __future__ import annotations

from bot.triage import rules as triage
from storage.records.item import FeedbackKind, Item, Kind, Stage

MOST_ALIKE = 5
"""So many ideas are offered to join a feedback with."""

IDEAS_IN_SHORT = (None, FeedbackKind.SUGGESTION)
"""What a feedback is that may become an idea; of some nobody said what is meant."""


def may_become_idea(item: Item) -> bool:
    """Whether the team may make an idea of it; in a second look somebody else decides first."""
    of_kind = item.kind is Kind.FEEDBACK and item.feedback_kind in IDEAS_IN_SHORT
    return of_kind and triage.may_become(item, Stage.MERGED) and not triage.on_second_look(item)


def is_joined(item: Item) -> bool:
    """Whether it can come apart again: the idea is still there."""
    return item.stage is Stage.MERGED and item.merged_into is not None


def is_untouched(idea: Item, *, talked_about: bool, joined: int) -> bool:
    """Whether nobody but its author has said or decided anything about an idea that was made of a feedback.

    `joined`: how many others were joined with it.
    """
    return idea.stage is Stage.IN_REVIEW and not (idea.voices or talked_about or joined)


def in_order(alike: list[Item]) -> list[Item]:
    """Open ideas first; the most alike first among them, and among the others."""
    return sorted(alike, key=lambda idea: not idea.is_open)[:MOST_ALIKE]
