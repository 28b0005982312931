"""Mine: the dialogues for other words, and for the answer to the team's question."""

from __future__ import annotations

from datetime import datetime

from bot import hearing, own
from bot.dialogue import Answers, Dialogue, Question
from bot.ideas import rules as ideas
from bot.mine import actions, rules, screens, sentences
from bot.misuse import actions as misuse
from bot.refusal import Refused
from bot.request import Request
from bot.screen import Screen
from storage import items, mentions
from storage.records.draft import Draft
from storage.records.item import Item

# -- an answer to the team -------------------------------------------------------------------------


def _ask_answer(request: Request, draft: Draft) -> Screen:
    item = items.get(request.tx, draft.answers["item"])
    return screens.ask_answer(request.t, item, rules.open_question(item, items.remarks_of(request.tx, item.id)))


def _hear_answer(request: Request, draft: Draft) -> Answers:
    if not ideas.says_something(request.said.text) and not request.said.attachments:
        raise Refused(screens.offer_reply(request.t))
    return {"words": request.said.text, "files": hearing.with_files(request, draft)}


def _answered(request: Request, draft: Draft) -> Screen:
    item = own.there(request, draft.answers["item"])
    return own.answer(request, item, draft.answers["words"], hearing.attachments(draft), request.said.parts)


ANSWER = Dialogue("answer", (Question("words", _ask_answer, hear=_hear_answer),), _answered)


# -- other words -----------------------------------------------------------------------------------


def _ask_edit(request: Request, draft: Draft) -> Screen:
    return screens.ask_edit(request.t, items.get(request.tx, draft.answers["item"]))


def _hear_edit(request: Request, draft: Draft) -> Answers:
    if request.said.attachments:
        raise Refused(sentences.words_only(request.t, items.get(request.tx, draft.answers["item"])))
    if not ideas.says_something(request.said.text):
        raise Refused(hearing.too_short(request.t))
    return {"words": request.said.text}


def _edited(request: Request, draft: Draft) -> Screen:
    item = items.get(request.tx, draft.answers["item"])
    sent_at = mentions.sent_at(request.tx, item.id)
    if sent_at is None or not rules.may_be_edited(sent_at, request.now):
        raise Refused(sentences.too_late_to_edit(request.t, item))
    misuse.require_welcome(request, item.identity)
    changed = actions.edit(request.tx, request.t, item, draft.answers["words"], today=request.today)
    misuse.count(request.tx, request.person.chat_id, request.today)
    _remember_words(request, item, sent_at)
    return screens.edited(request.t, changed)


def _remember_words(request: Request, item: Item, sent_at: datetime) -> None:
    """From now on the item follows changes of this message, for as long as it would have followed the first one."""
    for message_id, said in request.said.parts:
        mentions.remember_original(request.tx, request.place.chat_id, message_id, item.id, said=said, at=sent_at)


EDIT = Dialogue("edit", (Question("words", _ask_edit, hear=_hear_edit),), _edited)
