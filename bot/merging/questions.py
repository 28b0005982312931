"""Merging: the dialogue in which the team makes an idea of a feedback, or joins it with one that there is."""

from __future__ import annotations

from typing import Any

from bot import masking
from bot.dialogue import Answers, Dialogue, Question
from bot.ideas import rules as ideas
from bot.merging import actions, rules, screens, sentences
from bot.refusal import Refused
from bot.request import Request
from bot.screen import Screen
from storage import items, similar
from storage.records.draft import Draft
from storage.records.item import Item


def first_answers(request: Request, item: Item) -> dict[str, Any]:
    """Where nothing like it is known it can only be a new idea."""
    return {"item": item.id} | ({} if _alike(request, item) else {"idea": screens.NEW})


def _item(request: Request, draft: Draft) -> Item:
    return items.get(request.tx, draft.answers["item"])


def _alike(request: Request, item: Item) -> list[Item]:
    found = similar.find(request.tx, item.text, limit=2 * rules.MOST_ALIKE)
    known = {idea.id: idea for idea in items.of_ids(request.tx, [each.item_id for each in found])}
    return rules.in_order([known[each.item_id] for each in found if each.item_id in known])


def _ask_which(request: Request, draft: Draft) -> Screen:
    item = _item(request, draft)
    return screens.ask_which(request.t, item, _alike(request, item), draft)


def _choose_which(request: Request, draft: Draft, value: str) -> Answers:
    """The words of an idea that there is stand already."""
    return {"idea": value} | ({} if value == screens.NEW else {"words": "", masking.PERSONAL: masking.NONE})


def _ask_words(request: Request, draft: Draft) -> Screen:
    return screens.ask_words(request.t, _item(request, draft), draft)


def _hear_words(request: Request, draft: Draft) -> Answers:
    if not ideas.says_something(request.said.text):
        raise Refused(sentences.too_few_words(request.t))
    if len(request.said.text) > ideas.LONGEST_TEXT:
        raise Refused(sentences.too_long(request.t, ideas.LONGEST_TEXT))
    return _in_words(request, request.said.text)


def _choose_words(request: Request, draft: Draft, value: str) -> Answers:
    return _in_words(request, _item(request, draft).text)


def _in_words(request: Request, words: str) -> Answers:
    return {"words": words, **masking.raised(request, words)}


def _confirm(request: Request, draft: Draft) -> Screen:
    item, answers = _item(request, draft), draft.answers
    if answers["idea"] == screens.NEW:
        return screens.confirm_new(request.t, item, answers["words"], draft)
    return screens.confirm_join(request.t, item, items.get(request.tx, int(answers["idea"])), draft)


def _choose_sure(request: Request, draft: Draft, value: str) -> Answers:
    return {"words": None} if value == "words" else {"sure": value}


def _finish(request: Request, draft: Draft) -> Screen:
    item, answers = _item(request, draft), draft.answers
    if answers["idea"] != screens.NEW:
        idea = items.get(request.tx, int(answers["idea"]))
        actions.join(request.tx, request.t, item, idea, by=request.person, today=request.today)
        return screens.joined_with(request.t, item, idea)
    idea = actions.make_idea(
        request.tx,
        request.t,
        item,
        answers["words"],
        by=request.person,
        organisation=request.organisation,
        today=request.today,
    )
    return screens.made(request.t, item, idea)


IDEA = Dialogue(
    "make idea",
    (
        Question("idea", _ask_which, choose=_choose_which),
        Question("words", _ask_words, hear=_hear_words, choose=_choose_words),
        masking.question("words"),
        Question("sure", _confirm, choose=_choose_sure),
    ),
    _finish,
)
