"""Privacy: the dialogue that ends with nothing being held."""

from __future__ import annotations

from typing import Any

from bot.dialogue import Answers, Dialogue, Question
from bot.privacy import actions, rules, screens
from bot.privacy.rules import Words
from bot.request import Request
from bot.screen import Screen
from storage import kudos, mutes, people
from storage.records.draft import Draft
from storage.records.person import Role

KIND, YES, NO = "forget", "yes", "no"


def first_answers(request: Request) -> dict[str, Any]:
    """Whoever has said nothing is not asked about words."""
    of = actions.whose(request.tx, request.person.chat_id)
    return {} if of.said else {"words": Words.NONE}


def _ask_words(request: Request, draft: Draft) -> Screen:
    of = actions.whose(request.tx, request.person.chat_id)
    return screens.ask_words(request.t, draft, sent=len(of.said), hidden=bool(of.hidden))


def _choose_words(request: Request, draft: Draft, value: str) -> Answers:
    return {"words": Words.NONE, "sure": NO} if value == NO else {"words": Words(value)}


def _ask_sure(request: Request, draft: Draft) -> Screen:
    admins = list(people.holding(request.tx, Role.ADMIN, request.today))
    last = rules.is_last_admin(request.person, admins)
    of, words = actions.whose(request.tx, request.person.chat_id), Words(draft.answers["words"])
    thanked = kudos.any_of_items(request.tx, of.said)
    return screens.ask_sure(request.t, draft, words, last_admin=last, thanked=thanked)


def _choose_sure(request: Request, draft: Draft, value: str) -> Answers:
    return {"sure": value}


def _finish(request: Request, draft: Draft) -> Screen:
    if draft.answers["sure"] != YES:
        return screens.nothing_erased(request.t)
    of = actions.whose(request.tx, request.person.chat_id)
    words = Words(draft.answers["words"])
    actions.forget(request.tx, of, words, organisation=request.organisation, today=request.today)
    still = [mute.until for mute in mutes.of(request.tx, of.chat_id) if mute.until >= request.today]
    return screens.forgotten(request.t, muted_until=max(still, default=None))


FORGET = Dialogue(
    KIND,
    (Question("words", _ask_words, choose=_choose_words), Question("sure", _ask_sure, choose=_choose_sure)),
    _finish,
)
