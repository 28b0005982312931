"""Closing: the dialogues of an author who is heard again, and of a leader who lets a refusal stand."""

from __future__ import annotations

from bot import hearing, own
from bot.closing import actions, rules, screens, sentences
from bot.dialogue import Answers, Dialogue, Question
from bot.ideas import rules as ideas
from bot.refusal import Refused
from bot.request import Request
from bot.screen import Screen
from bot.triage import actions as triage
from bot.triage import rules as triage_rules
from storage import items
from storage.records.draft import Draft
from storage.records.item import Attachment, Identity, Item


def _item(request: Request, draft: Draft) -> Item:
    return items.get(request.tx, draft.answers["item"])


def _is_hidden(item: Item) -> bool:
    return item.identity is Identity.HIDDEN


def _hear(request: Request, draft: Draft) -> Answers:
    """What the author says, in words or files, after what was said before."""
    said = request.said
    if not ideas.says_something(said.text) and not said.attachments:
        raise Refused(sentences.too_few_words(request.t))
    files = hearing.with_files(request, draft)
    text = "\n\n".join(part for part in (draft.answers.get("words"), said.text) if part)
    if len(text) > ideas.LONGEST_TEXT:
        raise Refused(sentences.too_long(request.t, ideas.LONGEST_TEXT))
    said_in = [*draft.answers.get("said_in", ()), *said.parts]
    return {"words": text, "files": files, "said_in": said_in}


def _hear_words(request: Request, draft: Draft) -> Answers:
    if not ideas.says_something(request.said.text):
        raise Refused(sentences.too_few_words(request.t))
    return {"words": request.said.text}


def _choose_sure(request: Request, draft: Draft, value: str) -> Answers:
    return {"words": None, "files": [], "said_in": []} if value == "words" else {"sure": value}


def _said(draft: Draft) -> tuple[str, tuple[Attachment, ...]]:
    return draft.answers["words"], hearing.attachments(draft)


# -- a second look ---------------------------------------------------------------------------------


def _ask_what_again(request: Request, draft: Draft) -> Screen:
    item = _item(request, draft)
    return screens.ask_what_again(request.t, item, hidden=_is_hidden(item))


def _preview_again(request: Request, draft: Draft) -> Screen:
    item = _item(request, draft)
    promised_on = ideas.promised_on(request.organisation, item.kind, request.today)
    others = triage.others_may_decide(request.tx, item, on=request.today)
    return screens.preview_again(request.t, item, draft, promised_on, others=others)


def _asked_again(request: Request, draft: Draft) -> Screen:
    words, files = _said(draft)
    item = actions.ask_second_look(
        request.tx,
        request.t,
        _item(request, draft),
        words,
        files,
        organisation=request.organisation,
        today=request.today,
    )
    own.remember_said(request, item, draft.answers["said_in"])
    others = triage.others_may_decide(request.tx, item, on=request.today)
    return screens.asked_again(request.t, request.organisation, item, request.today, others=others)


SECOND_LOOK = Dialogue(
    "second look",
    (
        Question("words", _ask_what_again, hear=_hear),
        Question("sure", _preview_again, hear=_hear, choose=_choose_sure),
    ),
    _asked_again,
)

# -- it did not help -------------------------------------------------------------------------------


def _ask_what_is_missing(request: Request, draft: Draft) -> Screen:
    item = _item(request, draft)
    return screens.ask_what_is_missing(request.t, item, hidden=_is_hidden(item))


def _reopened(request: Request, draft: Draft) -> Screen:
    item = own.item(request, draft.answers["item"])
    if not rules.may_object(item, request.organisation, request.today):
        return screens.question_over(request.t, item)
    words, files = _said(draft)
    open_again = actions.reopen(
        request.tx, request.t, item, words, files, organisation=request.organisation, today=request.today
    )
    own.remember_said(request, open_again, draft.answers["said_in"])
    return screens.reopened(request.t, request.organisation, open_again, request.today)


NOT_HELPED = Dialogue("not helped", (Question("words", _ask_what_is_missing, hear=_hear),), _reopened)

# -- a leader's no ---------------------------------------------------------------------------------


def _ask_why_it_stands(request: Request, draft: Draft) -> Screen:
    return screens.ask_why_it_stands(request.t, _item(request, draft))


def _confirm_it_stands(request: Request, draft: Draft) -> Screen:
    return screens.confirm_it_stands(request.t, _item(request, draft), draft)


def _let_stand(request: Request, draft: Draft) -> Screen:
    item = _item(request, draft)
    if not triage_rules.on_second_look(item):
        return screens.over(request.t, item, own=rules.has_decided(item, request.person.id))
    reason = triage_rules.in_own_words(draft.answers["words"])
    triage.decline(
        request.tx, request.t, item, reason, by=request.person, organisation=request.organisation, today=request.today
    )
    return screens.decided(request.t, _item(request, draft))


LET_STAND = Dialogue(
    "let stand",
    (
        Question("words", _ask_why_it_stands, hear=_hear_words),
        Question("sure", _confirm_it_stands, hear=_hear_words, choose=_choose_sure),
    ),
    _let_stand,
)
