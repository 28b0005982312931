"""Ideas: the dialogue from one message to something sent."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bot import access
from bot.dialogue import Answers, Dialogue, Question
from bot.ideas import actions, rules, screens
from bot.refusal import Refused
from bot.request import Request
from bot.screen import Screen
from bot.triage import actions as triage
from storage import drafts, items
from storage.records.draft import Draft
from storage.records.item import Attachment, Kind
from storage.records.person import Role

UNDECIDED = "-"
"""A unit or topic that the team shall find."""


def first_answers(request: Request) -> dict[str, Any]:
    """What a message answers already: its words and files, and what can be guessed."""
    said = request.said
    answers: dict[str, Any] = {"files": [asdict(file) for file in said.attachments], "more": ""}
    if said.album:
        answers["album"] = said.album
    return {**answers, **words(request, said.text)} if rules.says_something(said.text) else answers


def words(request: Request, text: str) -> dict[str, Any]:
    """What words answer: themselves, and the unit and topic that they point to."""
    own = access.unit_of(request.person, request.today)
    unit = rules.guess(text, request.organisation.units) or own
    return {
        "words": text,
        "unit": unit or UNDECIDED,
        "topic": rules.guess(text, request.organisation.topics) or UNDECIDED,
    }


def _ask_words(request: Request, draft: Draft) -> Screen:
    return screens.ask_words(request.t, draft)


def _hear_words(request: Request, draft: Draft) -> Answers:
    """The words, or files that belong to them."""
    said = request.said
    files = _with_files(request, draft)
    if not said.text and said.attachments:
        return {"files": files}
    if not rules.says_something(said.text):
        raise Refused(screens.too_short(request.t))
    return {"files": files, "more": "", **words(request, said.text)}


def _ask_unit(request: Request, draft: Draft) -> Screen:
    return screens.ask_unit(request.t, request.organisation, draft)


def _choose_unit(request: Request, draft: Draft, value: str) -> Answers:
    return {"unit": value}


def _ask_topic(request: Request, draft: Draft) -> Screen:
    return screens.ask_topic(request.t, request.organisation, draft)


def _choose_topic(request: Request, draft: Draft, value: str) -> Answers:
    return {"topic": value}


def _ask_more(request: Request, draft: Draft) -> Screen:
    return screens.ask_more(request.t)


def _hear_more(request: Request, draft: Draft) -> Answers:
    said = request.said
    text = f"{draft.answers['words']}\n\n{said.text}" if said.text else draft.answers["words"]
    if len(text) > rules.LONGEST_TEXT:
        raise Refused(screens.too_long(request.t, rules.LONGEST_TEXT))
    return {"words": text, "files": _with_files(request, draft), "more": ""}


def _preview(request: Request, draft: Draft) -> Screen:
    unit = _code(draft, "unit")
    waiting = items.waiting_for(request.tx, request.person.id) if request.person.id else []
    before = drafts.before(request.tx, drafts.owner(request.tx, request.place.chat_id, request.person.chat_id), draft)
    return screens.preview(
        request.t,
        request.organisation,
        draft,
        name=request.person.name,
        unit=unit,
        topic=_code(draft, "topic"),
        promised_on=rules.promised_on(request.organisation, Kind.IDEA, request.today),
        answerable=waiting[:2],
        joinable=before is not None,
        employee=access.permits(request, Role.EMPLOYEE),
    )


def _choose_what(request: Request, draft: Draft, value: str) -> Answers:
    """What to do with the message: send it, change something about it, or answer a question with it."""
    if value in ("unit", "topic", "more"):
        return {value: None}
    if value == "join":
        return _joined(request, draft)
    return {"what": value}


def _joined(request: Request, draft: Draft) -> Answers:
    """The message continues the one before: one draft of both."""
    owner = drafts.owner(request.tx, request.place.chat_id, request.person.chat_id)
    before = drafts.before(request.tx, owner, draft)
    if before is None or not drafts.end(request.tx, before):
        raise Refused(request.t("The message before has been sent already."))
    text = "\n\n".join(part for part in (before.answers.get("words"), draft.answers["words"]) if part)
    files = [*before.answers.get("files", ()), *draft.answers.get("files", ())]
    return {**words(request, text), "files": files[: rules.MOST_FILES]}


def _finish(request: Request, draft: Draft) -> Screen:
    what, text = draft.answers["what"], draft.answers["words"]
    if what.startswith("answer"):
        return _answered(request, int(what.removeprefix("answer")), text, _attachments(draft))
    kind = Kind(what)
    item = actions.send(
        request.tx,
        kind,
        text,
        _attachments(draft),
        unit=_code(draft, "unit"),
        topic=_code(draft, "topic"),
        by=request.person,
        organisation=request.organisation,
        today=request.today,
    )
    return screens.receipt(request.t, request.organisation, item, request.person.name)


def _answered(request: Request, item_id: int, text: str, files: tuple[Attachment, ...]) -> Screen:
    item = items.get(request.tx, item_id)
    triage.answer(request.tx, request.t, item, text, files, by=request.person, today=request.today)
    return screens.answered(request.t, item)


def _attachments(draft: Draft) -> tuple[Attachment, ...]:
    return tuple(Attachment(**file) for file in draft.answers.get("files", ()))


def joined_files(request: Request, draft: Draft) -> dict[str, Any]:
    """Files without words of their own, put to a draft."""
    return {"files": _with_files(request, draft)}


def _with_files(request: Request, draft: Draft) -> list[dict[str, Any]]:
    files = [*draft.answers.get("files", ()), *(asdict(file) for file in request.said.attachments)]
    if len(files) > rules.MOST_FILES:
        raise Refused(screens.too_many_files(request.t, rules.MOST_FILES))
    return files


def _code(draft: Draft, key: str) -> str | None:
    code: str = draft.answers[key]
    return None if code == UNDECIDED else code


def _ask_answer(request: Request, draft: Draft) -> Screen:
    item = items.get(request.tx, draft.answers["item"])
    asked = [remark.text for remark in items.remarks_of(request.tx, item.id) if remark.by_team]
    return screens.ask_answer(request.t, item, asked[-1] if asked else None)


def _hear_answer(request: Request, draft: Draft) -> Answers:
    if not rules.says_something(request.said.text) and not request.said.attachments:
        raise Refused(screens.offer_reply(request.t))
    return {"words": request.said.text, "files": _with_files(request, draft)}


TELL = Dialogue(
    "idea",
    (
        Question("words", _ask_words, hear=_hear_words),
        Question("unit", _ask_unit, choose=_choose_unit),
        Question("topic", _ask_topic, choose=_choose_topic),
        Question("more", _ask_more, hear=_hear_more),
        Question("what", _preview, choose=_choose_what),
    ),
    _finish,
)

ANSWER = Dialogue(
    "answer",
    (Question("words", _ask_answer, hear=_hear_answer),),
    lambda request, draft: _answered(request, draft.answers["item"], draft.answers["words"], _attachments(draft)),
)
