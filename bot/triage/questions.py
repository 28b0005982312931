"""Triage: the dialogues in a team's group."""

from __future__ import annotations

from bot import hearing
from bot.dialogue import Answers, Dialogue, Question
from bot.ideas import rules as ideas
from bot.refusal import Refused
from bot.request import Request
from bot.screen import Screen
from bot.triage import actions, rules, screens, sentences
from config.organisation import OWN_WORDS
from storage import items
from storage.records.draft import Draft
from storage.records.item import Attachment, Item

YES = "yes"


def _item(request: Request, draft: Draft) -> Item:
    return items.get(request.tx, draft.answers["item"])


def _undecided(request: Request, draft: Draft) -> Item:
    """The item, unless a second look began or ended while this was being written: whoever is first decides."""
    item = _item(request, draft)
    if rules.on_second_look(item) != draft.answers.get("again", False):
        raise Refused(sentences.stands_elsewhere(request.t, item))
    return item


def _hear_words(request: Request, draft: Draft) -> Answers:
    if not ideas.says_something(request.said.text):
        raise Refused(screens.too_few_words(request.t))
    return {"words": request.said.text}


def _choose_sure(request: Request, draft: Draft, value: str) -> Answers:
    return {"reason": None} if value == "reason" else {"sure": value}


# -- asking the author -----------------------------------------------------------------------------


def _ask(request: Request, draft: Draft) -> Screen:
    return screens.ask_question(request.t, _item(request, draft), request.person)


def _confirm_question(request: Request, draft: Draft) -> Screen:
    return screens.confirm_question(request.t, _item(request, draft), draft)


def _hear_question(request: Request, draft: Draft) -> Answers:
    """Words, or a photo or a voice message that asks by itself."""
    said = request.said
    if not said.attachments:
        return _hear_words(request, draft)
    return {"words": said.text, "files": hearing.with_files(request, None)}


def _asked(request: Request, draft: Draft) -> Screen:
    item, words = _item(request, draft), draft.answers["words"]
    files = [Attachment(**file) for file in draft.answers.get("files", ())]
    actions.ask(request.tx, request.t, item, words, files, by=request.person, today=request.today)
    return screens.question_sent(request.t, item)


ASK = Dialogue(
    "ask",
    (
        Question("words", _ask, hear=_hear_question),
        Question("sure", _confirm_question, choose=_choose_sure),
    ),
    _asked,
)

# -- declining -------------------------------------------------------------------------------------


def _ask_reason(request: Request, draft: Draft) -> Screen:
    return screens.ask_reason(request.t, request.organisation, _item(request, draft), draft)


def _choose_reason(request: Request, draft: Draft, value: str) -> Answers:
    return {
        "reason": value,
        "words": None if value == OWN_WORDS else draft.answers.get("words") or "",
    }


def _ask_own_words(request: Request, draft: Draft) -> Screen:
    return screens.ask_own_words(request.t, _item(request, draft), request.person)


def _confirm_decline(request: Request, draft: Draft) -> Screen:
    return screens.confirm_decline(request.t, request.organisation, _item(request, draft), draft)


def _declined(request: Request, draft: Draft) -> Screen:
    item, code = _undecided(request, draft), draft.answers["reason"]
    reason = f"{'' if code == OWN_WORDS else code}\n{draft.answers['words']}"
    actions.decline(
        request.tx, request.t, item, reason, by=request.person, organisation=request.organisation, today=request.today
    )
    return screens.declined(request.t, item)


DECLINE = Dialogue(
    "decline",
    (
        Question("reason", _ask_reason, choose=_choose_reason),
        Question("words", _ask_own_words, hear=_hear_words),
        Question("sure", _confirm_decline, hear=_hear_words, choose=_choose_sure),
    ),
    _declined,
)

# -- done ------------------------------------------------------------------------------------------


def _ask_outcome(request: Request, draft: Draft) -> Screen:
    return screens.ask_outcome(request.t, _item(request, draft), request.person)


def _done(request: Request, draft: Draft) -> Screen:
    item = _undecided(request, draft)
    actions.finish(
        request.tx,
        request.t,
        item,
        draft.answers["words"],
        by=request.person,
        organisation=request.organisation,
        today=request.today,
    )
    return screens.done(request.t, item)


DONE = Dialogue("done", (Question("words", _ask_outcome, hear=_hear_words),), _done)
