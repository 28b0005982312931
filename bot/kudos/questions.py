"""Kudos: the dialogue in which the team passes a compliment on."""

from __future__ import annotations

from typing import Any

from bot import masking
from bot.dialogue import Answers, Dialogue, Question
from bot.ideas import rules as ideas
from bot.kudos import actions, rules, screens, sentences
from bot.refusal import Refused
from bot.request import Request
from bot.screen import Screen
from storage import items, kudos, people
from storage.records.draft import Draft
from storage.records.item import Item
from storage.records.kudos import Colleague, NewKudos


def first_answers(request: Request, item: Item) -> dict[str, Any]:
    """The author's words stand as they are, where they are words and short enough."""
    return {"item": item.id} | (_in_words(request, item.text) if rules.is_fit(item.text) else {})


def _item(request: Request, draft: Draft) -> Item:
    return items.get(request.tx, draft.answers["item"])


def _ask_whom(request: Request, draft: Draft) -> Screen:
    item, typed = _item(request, draft), draft.answers.get("typed")
    meant = _meant(request, typed or item.text, item)
    return screens.ask_whom(request.t, request.organisation, item, meant, draft, typed=typed)


def _hear_whom(request: Request, draft: Draft) -> Answers:
    """A name; whoever it may be is offered, and where it can be nobody who is known it stands as it is."""
    name = rules.with_capitals(request.said.text)[: rules.LONGEST_NAME]
    if not ideas.says_something(name):
        raise Refused(sentences.too_few_words(request.t))
    return {"typed": name, "whom": None if _meant(request, name, _item(request, draft)) else screens.NAME}


def _meant(request: Request, said: str, item: Item) -> list[Colleague]:
    everybody = kudos.colleagues(request.tx, rules.EMPLOYED, request.today)
    return rules.meant(said, everybody, item.unit)[: rules.MOST_OFFERED]


def _choose_whom(request: Request, draft: Draft, value: str) -> Answers:
    return {"whom": value}


def _ask_words(request: Request, draft: Draft) -> Screen:
    return screens.ask_words(request.t, _item(request, draft), request.person)


def _hear_words(request: Request, draft: Draft) -> Answers:
    if not ideas.says_something(request.said.text):
        raise Refused(sentences.too_few_words(request.t))
    if not rules.is_fit(request.said.text):
        raise Refused(sentences.too_long(request.t, rules.LONGEST))
    return _in_words(request, request.said.text)


def _in_words(request: Request, words: str) -> dict[str, Any]:
    return {"words": words, **masking.raised(request, words)}


def _confirm(request: Request, draft: Draft) -> Screen:
    item, receiver_id = _item(request, draft), _receiver_id(draft)
    given = NewKudos(
        draft.answers["words"], request.today, receiver_id, _receiver_name(draft), item.unit, item.point, item.id
    )
    name = _name_of(request, receiver_id)
    return screens.confirm(request.t, request.organisation, given, name, draft)


def _choose_sure(request: Request, draft: Draft, value: str) -> Answers:
    return {"words": None} if value == "words" else {"sure": value}


def _finish(request: Request, draft: Draft) -> Screen:
    item, receiver_id = _item(request, draft), _receiver_id(draft)
    given = actions.pass_on(
        request.tx,
        request.t,
        item,
        draft.answers["words"],
        receiver_id=receiver_id,
        receiver_name=_receiver_name(draft),
        by=request.person,
        today=request.today,
    )
    reached = len(actions.receivers(request.tx, given, request.today))
    name = _name_of(request, receiver_id)
    return screens.passed_on(request.t, request.organisation, item, given, name, reached=reached)


def _receiver_id(draft: Draft) -> int | None:
    whom: str = draft.answers["whom"]
    return int(whom) if whom not in (screens.ALL, screens.NAME) else None


def _receiver_name(draft: Draft) -> str | None:
    return draft.answers["typed"] if draft.answers["whom"] == screens.NAME else None


def _name_of(request: Request, person_id: int | None) -> str | None:
    person = people.get(request.tx, person_id) if person_id is not None else None
    return person.name if person else None


THANKS = Dialogue(
    "thanks",
    (
        Question("whom", _ask_whom, hear=_hear_whom, choose=_choose_whom),
        Question("words", _ask_words, hear=_hear_words),
        masking.question("words"),
        Question("sure", _confirm, hear=_hear_words, choose=_choose_sure),
    ),
    _finish,
)
