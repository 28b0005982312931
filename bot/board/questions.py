"""The board: the dialogue that asks for words to look for."""

from __future__ import annotations

from bot import dialogue
from bot.board import finding, rules, screens, sentences
from bot.dialogue import Answers, Dialogue, Question
from bot.ideas import rules as ideas
from bot.refusal import Refused
from bot.request import Request
from bot.screen import Screen
from storage.records.draft import Draft


def _ask_search(request: Request, draft: Draft) -> Screen:
    return screens.ask_search(request.t)


def _hear_search(request: Request, draft: Draft) -> Answers:
    if not ideas.says_something(request.said.text) and not rules.read_label(request.said.text):
        raise Refused(sentences.search_for_something(request.t))
    return {"words": request.said.text}


SEARCH = Dialogue(
    "search",
    (Question("words", _ask_search, hear=_hear_search),),
    lambda request, draft: finding.begin(request, draft.answers["words"]),
)


def begin_search(request: Request) -> Screen:
    return dialogue.begin(request, SEARCH.kind, {})
