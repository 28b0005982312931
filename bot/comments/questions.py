"""Comments: the dialogue in which one is written."""

from __future__ import annotations

from bot import dialogue
from bot.board.rules import Place
from bot.comments import actions, rules, screens, sentences
from bot.dialogue import Answers, Dialogue, Question
from bot.ideas import rules as ideas
from bot.misuse import actions as misuse
from bot.refusal import Refused
from bot.request import Request
from bot.screen import Screen
from storage import items
from storage.records.draft import Draft
from storage.records.item import Identity, Item


def begin(request: Request, item: Item, place: Place) -> Screen:
    """Ask for the comment, if somebody may write one."""
    if rules.are_off(request.organisation):
        raise Refused(sentences.are_off(request.t))
    actions.require_taken(request.tx, request.t, item, by=request.person)
    misuse.require_welcome(request, Identity.NAMED)
    return dialogue.begin(request, COMMENT.kind, {"item": item.id, "place": place.packed})


def _ask(request: Request, draft: Draft) -> Screen:
    item = items.get(request.tx, draft.answers["item"])
    return screens.ask(request.t, item, request.person.name, checked=rules.are_checked(request.organisation))


def _hear(request: Request, draft: Draft) -> Answers:
    said = request.said
    if said.attachments or not ideas.says_something(said.text):
        raise Refused(sentences.too_few_words(request.t))
    if len(said.text) > rules.LONGEST:
        raise Refused(sentences.too_many_words(request.t, rules.LONGEST))
    return {"words": said.text}


def _commented(request: Request, draft: Draft) -> Screen:
    if rules.are_off(request.organisation):
        raise Refused(sentences.are_off(request.t))
    misuse.require_welcome(request, Identity.NAMED)
    item, checked = items.get(request.tx, draft.answers["item"]), rules.are_checked(request.organisation)
    aside = misuse.is_set_aside(request.tx, request.person.chat_id, Identity.NAMED, request.today)
    made = actions.add(
        request.tx,
        request.t,
        item,
        draft.answers["words"],
        by=request.person,
        checked=checked or aside,
        today=request.today,
    )
    misuse.count(request.tx, request.person.chat_id, request.today)
    return screens.commented(request.t, item, made, Place.read(draft.answers["place"]), checked=checked)


COMMENT = Dialogue("comment", (Question("words", _ask, hear=_hear),), _commented)
