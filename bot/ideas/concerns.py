"""Ideas: what a text asks to be looked at before it is sent: it holds personal data, or belongs elsewhere."""

from __future__ import annotations

from typing import Any

from bot import masking, personal
from bot.channels import channel_for
from bot.dialogue import Answers, Question
from bot.ideas import rules, screens
from bot.request import Request
from bot.screen import Screen
from storage.records.draft import Draft

PERSONAL, CHANNEL = "personal", "channel"
MASK, KEEP = "mask", "keep"
MASKED = "masked"
"""Among the answers: its author has wanted no personal data in it, whatever is added or changed later."""

NONE = ""


def raised(request: Request, text: str) -> dict[str, Any]:
    """The questions that a text raises: open (None) where it holds such a thing."""
    holds_data = bool(personal.find(text, request.organisation.about.country))
    elsewhere = channel_for(text, request.organisation) is not None
    return {PERSONAL: None if holds_data else NONE, CHANNEL: None if elsewhere else NONE}


def _ask_personal(request: Request, draft: Draft) -> Screen:
    text = draft.answers["words"]
    found = personal.find(text, request.organisation.about.country)
    return screens.ask_personal(request.t, draft, [(one.kind, text[one.start : one.end]) for one in found])


def _choose_personal(request: Request, draft: Draft, value: str) -> Answers:
    if value == KEEP:
        return {PERSONAL: KEEP}
    parts = [(number, masking.masked(request, said)) for number, said in draft.answers["parts"]]
    return {PERSONAL: MASK, MASKED: True, "parts": parts, "words": rules.as_text(parts)}


def _ask_channel(request: Request, draft: Draft) -> Screen:
    """The one that the words name; all of them for somebody who says himself that it is for elsewhere."""
    recognised = channel_for(draft.answers["words"], request.organisation)
    channels = [recognised] if recognised else list(request.organisation.channels)
    return screens.ask_channel(request.t, draft, channels, recognised=recognised is not None)


def _choose_channel(request: Request, draft: Draft, value: str) -> Answers:
    return {CHANNEL: KEEP}


QUESTIONS = (
    Question(CHANNEL, _ask_channel, choose=_choose_channel),
    Question(PERSONAL, _ask_personal, choose=_choose_personal),
)
