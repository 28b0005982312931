"""Misuse: the dialogue of a team that mutes, and of whoever objects."""

from __future__ import annotations

from datetime import date

from bot import own
from bot.dialogue import Answers, Dialogue, Question
from bot.ideas import rules as ideas
from bot.misuse import actions, rules, screens, sentences
from bot.misuse.rules import Measure
from bot.refusal import Refused
from bot.request import Request
from bot.screen import Screen
from bot.triage import rules as triage
from storage import mutes
from storage.records.draft import Draft
from storage.records.item import Item


def _item(request: Request, draft: Draft) -> Item:
    return own.team_item(request, draft.answers["item"])


def _undecided(request: Request, draft: Draft) -> Item:
    """The item, unless a second look began or ended while this was being written: whoever is first decides."""
    item = _item(request, draft)
    if triage.on_second_look(item) != draft.answers.get("again", False):
        raise Refused(sentences.not_now(request.t, item))
    return item


def _until(request: Request, draft: Draft) -> date | None:
    measure = Measure(draft.answers["measure"])
    return None if measure is Measure.WORD else rules.until(measure, request.today)


def _ask_measure(request: Request, draft: Draft) -> Screen:
    item = _item(request, draft)
    nameless = rules.is_nameless(item.identity)
    return screens.ask_measure(request.t, item, draft, actions.measures(request.tx, item), nameless=nameless)


def _choose_measure(request: Request, draft: Draft, value: str) -> Answers:
    return {"measure": value}


def _ask_words(request: Request, draft: Draft) -> Screen:
    return screens.ask_words(request.t, _item(request, draft), Measure(draft.answers["measure"]), request.person)


def _hear_words(request: Request, draft: Draft) -> Answers:
    text = request.said.text.strip()
    if not ideas.says_something(text):
        raise Refused(sentences.too_few_words(request.t))
    if len(text) > rules.LONGEST_WORDS:
        raise Refused(sentences.too_long(request.t, rules.LONGEST_WORDS))
    return {"words": text}


def _confirm(request: Request, draft: Draft) -> Screen:
    measure = Measure(draft.answers["measure"])
    return screens.confirm(request.t, _item(request, draft), draft, measure, _until(request, draft))


def _choose_sure(request: Request, draft: Draft, value: str) -> Answers:
    return {"words": None} if value == "words" else {"sure": value}


def _muted(request: Request, draft: Draft) -> Screen:
    item, measure = _undecided(request, draft), Measure(draft.answers["measure"])
    actions.mute(
        request.tx,
        request.t,
        item,
        measure,
        draft.answers["words"],
        by=request.person,
        organisation=request.organisation,
        today=request.today,
    )
    return screens.done(request.t, item, measure, _until(request, draft))


MISUSE = Dialogue(
    "misuse",
    (
        Question("measure", _ask_measure, choose=_choose_measure),
        Question("words", _ask_words, hear=_hear_words),
        Question("sure", _confirm, hear=_hear_words, choose=_choose_sure),
    ),
    _muted,
)

# -- an objection ----------------------------------------------------------------------------------


def _ask_objection(request: Request, draft: Draft) -> Screen:
    return screens.ask_objection(request.t)


def _objected(request: Request, draft: Draft) -> Screen:
    mute = mutes.get(request.tx, draft.answers["mute"])
    if mute is None:
        raise Refused(sentences.not_muted(request.t))
    actions.object_to(request.tx, request.t, mute, draft.answers["words"], today=request.today)
    return screens.objected(request.t)


OBJECTION = Dialogue("objection", (Question("words", _ask_objection, hear=_hear_words),), _objected)
