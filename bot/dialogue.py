"""Dialogues: a list of questions, whose answers live in the database; the position is the first one without an answer.

They survive restarts and work on any replica. Whoever opens something else is no longer asked for words; the buttons
of what was begun go on working.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from math import inf
from typing import Any, ClassVar

from bot import rendering
from bot.buttons import Press
from bot.refusal import Refused
from bot.request import Request
from bot.screen import Screen
from bot.texts import Texts
from storage import drafts, outbox
from storage.db import savepoint
from storage.records.draft import Draft
from storage.records.outgoing import Class
from storage.tags import Owner

Answers = Mapping[str, Any]

ASKED_AT = "asked at"
PATIENCE_SECONDS = 3600
"""How long words in a private chat are taken for the answer to an open question."""


@dataclass(frozen=True, slots=True)
class Question:
    """How to ask, and how an answer is read from words (`hear`) or from a press (`choose`).

    Both return the answers to put in place; None takes an answer back, so that its question is asked again.
    They raise Refused, in the person's words, when it is no answer.
    """

    key: str
    ask: Callable[[Request, Draft], Screen]
    hear: Callable[[Request, Draft], Answers] | None = None
    choose: Callable[[Request, Draft, str], Answers] | None = None
    takes: Callable[[Request, str], bool] | None = None
    """Whether a value can be chosen, where drawing the buttons only to see that would cost too much."""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Questions in order, and what happens when the last one is answered."""

    kind: str
    questions: tuple[Question, ...]
    finish: Callable[[Request, Draft], Screen]
    first: Callable[[Request], dict[str, Any]] | None = None
    """What a message answers already that somebody begins with; raises Refused."""
    kept: timedelta | None = None
    """How long it waits for the rest, where that is not for the organisation to say."""
    amend: Callable[[Request, Draft], Answers] | None = None
    """The answers after one of the messages that make up the draft, its `answers["parts"]`, was changed in Telegram."""


@dataclass(frozen=True, slots=True)
class Choose(Press):
    """An answer by a press, for the version of the draft that was seen."""

    code: ClassVar[str] = "q1"
    draft: int
    version: int
    question: str
    value: str


@dataclass(frozen=True, slots=True)
class Drop(Press):
    """Throw a draft away."""

    code: ClassVar[str] = "qx1"
    draft: int


def choice(draft: Draft, question: str, value: str) -> Choose:
    return Choose(draft.id, draft.version, question, value)


def begin(request: Request, kind: str, answers: dict[str, Any], *, kept: timedelta | None = None) -> Screen:
    """Start a dialogue with what is known already; `kept`: how long it waits, where that is not as for others of its kind."""
    dialogue = request.routes.dialogue(kind)
    question = _open(dialogue, answers)
    asks = question is not None and question.hear is not None
    kept = next(
        (each for each in (kept, dialogue.kept) if each is not None), request.organisation.retention.kept("drafts")
    )
    answers = {**answers, ASKED_AT: request.now.timestamp()}
    draft = drafts.begin(request.tx, owner(request), kind, answers, asks=asks, on=request.today, kept=kept)
    return _go_on(request, dialogue, draft)


def first_answers(request: Request, kind: str) -> dict[str, Any]:
    """What this message answers already in another dialogue; to begin that one with."""
    first = request.routes.dialogue(kind).first
    assert first is not None
    return first(request)


def hear(request: Request, draft: Draft) -> Screen:
    """Words or files that answer the open question."""
    dialogue = request.routes.dialogue(draft.kind)
    question = _open(dialogue, draft.answers)
    if question is None or question.hear is None:
        raise Refused(_moved_on(request.t))
    return put(request, draft, question.hear(request, draft), by_words=True)


def asking(request: Request) -> Draft | None:
    """The dialogue whose question these words answer: the one that a reply is to; else the one begun last.

    In a private chat that one waits an hour: whoever has gone on to other things and writes tomorrow means something
    new. In a group only a reply answers; where it is to none of several questions, nobody knows which is meant.
    """
    private, replied = request.place.private, request.said.reply_to
    if not private and replied is None:
        return None
    if replied is not None and (draft := drafts.asked_by(request.tx, owner(request), replied)) is not None:
        return draft
    waiting = drafts.asking(request.tx, owner(request))
    if not private and len(waiting) > 1:
        raise Refused(request.t("Several questions to you are open here. Please reply to the one that you answer."))
    patience = PATIENCE_SECONDS if private else inf
    return next((draft for draft in waiting[:1] if _waited(request, draft) <= patience), None)


def _waited(request: Request, draft: Draft) -> float:
    seconds: float = request.now.timestamp() - draft.answers.get(ASKED_AT, 0)
    return seconds


def chosen(request: Request, pressed: Choose) -> Screen:
    """A press that answers a question."""
    draft = _own(request, pressed.draft)
    dialogue = request.routes.dialogue(draft.kind)
    question = _open(dialogue, draft.answers)
    if draft.version != pressed.version or question is None or question.key != pressed.question:
        return _shown_anew(request, dialogue, draft)
    if question.choose is None or not _is_offered(request, draft, question, pressed):
        return _shown_anew(request, dialogue, draft)  # the choice is gone, or never was: an app may send anything
    return put(request, draft, question.choose(request, draft, pressed.value))


def dropped(request: Request, pressed: Drop) -> Screen:
    """The draft is thrown away; nothing was sent."""
    end(request, _own(request, pressed.draft))
    return Screen(request.t("Dropped. Nothing was sent, and nothing is kept."))


def put(request: Request, draft: Draft, answers: Answers, *, by_words: bool = False) -> Screen:
    """Put answers in place and go on with the next question."""
    dialogue = request.routes.dialogue(draft.kind)
    merged = {**draft.answers, **answers, ASKED_AT: request.now.timestamp()}
    question = _open(dialogue, merged)
    changed = drafts.change(request.tx, draft, merged, asks=question is not None and question.hear is not None)
    if changed is None:
        raise Refused(_moved_on(request.t))
    return _go_on(request, dialogue, changed, by_words=by_words)


def amended(request: Request) -> Screen | None:
    """A message was changed in Telegram: the draft that holds it follows. None where no draft does."""
    for dialogue in request.routes.dialogues.values():
        if dialogue.amend is None:
            continue
        for draft in drafts.all_of(request.tx, owner(request), dialogue.kind):
            if any(message_id == request.said.message_id for message_id, _ in draft.answers.get("parts", ())):
                return put(request, draft, dialogue.amend(request, draft))
    return None


def unsent(request: Request) -> Screen | None:
    """The screen of what was begun last and can be dropped by a press on it."""
    mine = (draft for draft, _ in drafts.held(request.tx, owner(request)) if draft.kind in request.routes.dialogues)
    screens = (_waiting_for_press(request, draft) for draft in mine)
    return next((screen for screen in screens if screen and _has_drop(screen)), None)


def end(request: Request, draft: Draft) -> bool:
    """The draft is over, and with it the buttons that speak of it; False when somebody was faster.

    The message that was pressed is left to the answer, which takes its place.
    """
    for message_id in drafts.carried_by(draft):
        if message_id != request.said.message_id:
            outbox.put(
                request.tx, replace(rendering.without_buttons(request.place.chat_id, message_id), rank=Class.CARD)
            )
    return drafts.end(request.tx, draft)


def owner(request: Request) -> Owner:
    return drafts.owner(request.tx, request.place.chat_id, request.person.chat_id)


def _go_on(request: Request, dialogue: Dialogue, draft: Draft, *, by_words: bool = False) -> Screen:
    question = _open(dialogue, draft.answers)
    if question is not None:
        return replace(question.ask(request, draft), draft=draft.id)
    end(request, draft)
    if not by_words:
        return dialogue.finish(request, draft)
    try:
        with savepoint(request.tx):
            return dialogue.finish(request, draft)
    except Refused as refusal:
        return Screen(refusal.sentence)  # the dialogue is over, else it would take all that is written from now on


def _waiting_for_press(request: Request, draft: Draft) -> Screen | None:
    question = _open(request.routes.dialogue(draft.kind), draft.answers)
    return question.ask(request, draft) if question and question.hear is None else None


def _has_drop(screen: Screen) -> bool:
    return any(isinstance(button.press, Drop) for row in screen.rows for button in row)


def _is_offered(request: Request, draft: Draft, question: Question, pressed: Choose) -> bool:
    if question.takes is not None:
        return question.takes(request, pressed.value)
    return any(button.press == pressed for row in question.ask(request, draft).rows for button in row)


def _open(dialogue: Dialogue, answers: Answers) -> Question | None:
    return next((question for question in dialogue.questions if answers.get(question.key) is None), None)


def _own(request: Request, draft_id: int) -> Draft:
    """The draft, if it is still there and belongs to whoever presses."""
    draft = drafts.get(request.tx, owner(request), draft_id)
    if draft is None:
        over = not drafts.is_there(request.tx, draft_id)
        raise Refused(request.t("This has been sent or dropped already, or somebody else is writing it."), over=over)
    return draft


def _shown_anew(request: Request, dialogue: Dialogue, draft: Draft) -> Screen:
    """An old button: show how things stand now."""
    screen = _go_on(request, dialogue, draft)
    return replace(screen, notice=_moved_on(request.t))


def _moved_on(t: Texts) -> Any:
    return t("This has changed in the meantime. Here is how it stands now.")
