"""Merging: from what the team pressed to what is seen."""

from __future__ import annotations

from dataclasses import replace

from bot import dialogue, own
from bot.doors import MakeIdea, Separate
from bot.merging import actions, questions, screens
from bot.request import Request
from bot.screen import Screen


def make_idea(request: Request, pressed: MakeIdea) -> Screen:
    """The dialogue stands below the card; the card stays."""
    item = own.team_item(request, pressed.item)
    actions.require_mergeable(request.t, item)
    begun = dialogue.begin(request, questions.IDEA.kind, questions.first_answers(request, item))
    return replace(begun, fresh=True, reply_to=request.said.message_id)


def separate(request: Request, pressed: Separate) -> Screen:
    item = actions.separate(
        request.tx,
        request.t,
        own.team_item(request, pressed.item),
        by=request.person,
        organisation=request.organisation,
        today=request.today,
    )
    return screens.separated_for_team(request.t, item)
