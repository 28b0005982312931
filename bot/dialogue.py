"""Dialogues: a list of questions, whose answers live in the database; the position is the first one without an answer.

They survive restarts, may be interrupted by any command and taken up again, and work on any replica.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.buttons import Press
from bot.refusal import Refused
from bot.request import Request
from bot.screen import Screen
from bot.texts import Texts
from storage import drafts
from storage.records.draft import Draft

Answers = Mapping[str, Any]


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


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Questions in order, and what happens when the last one is answered."""

    kind: str
    questions: tuple[Question, ...]
    finish: Callable[[Request, Draft], Screen]


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


def begin(request: Request, kind: str, answers: dict[str, Any]) -> Screen:
    """Start a dialogue with what is known already."""
    dialogue = request.routes.dialogue(kind)
    question = _open(dialogue, answers)
    asks = question is not None and question.hear is not None
    kept = request.organisation.retention.kept("drafts")
    draft = drafts.begin(request.tx, owners(request), kind, answers, asks=asks, on=request.today, kept=kept)
    return _go_on(request, dialogue, draft)


def hear(request: Request, draft: Draft) -> Screen:
    """Words or files that answer the open question."""
    dialogue = request.routes.dialogue(draft.kind)
    question = _open(dialogue, draft.answers)
    if question is None or question.hear is None:
        raise Refused(_moved_on(request.t))
    return put(request, draft, question.hear(request, draft))


def chosen(request: Request, pressed: Choose) -> Screen:
    """A press that answers a question."""
    draft = _own(request, pressed.draft)
    dialogue = request.routes.dialogue(draft.kind)
    question = _open(dialogue, draft.answers)
    if draft.version != pressed.version or question is None or question.key != pressed.question:
        return _shown_anew(request, dialogue, draft)
    shown = question.ask(request, draft)
    if question.choose is None or all(button.press != pressed for row in shown.rows for button in row):
        return _shown_anew(request, dialogue, draft)  # the choice is gone, or never was: an app may send anything
    return put(request, draft, question.choose(request, draft, pressed.value))


def dropped(request: Request, pressed: Drop) -> Screen:
    """The draft is thrown away; nothing was sent."""
    drafts.end(request.tx, _own(request, pressed.draft))
    return Screen(request.t("Dropped. Nothing was sent, and nothing is kept."))


def put(request: Request, draft: Draft, answers: Answers) -> Screen:
    """Put answers in place and go on with the next question."""
    dialogue = request.routes.dialogue(draft.kind)
    merged = {**draft.answers, **answers}
    question = _open(dialogue, merged)
    changed = drafts.change(request.tx, draft, merged, asks=question is not None and question.hear is not None)
    if changed is None:
        raise Refused(_moved_on(request.t))
    return _go_on(request, dialogue, changed)


def owners(request: Request) -> drafts.Owners:
    kept = request.organisation.retention.kept("drafts")
    return drafts.owners(request.tx, request.place.chat_id, request.person.chat_id, request.today, kept)


def _go_on(request: Request, dialogue: Dialogue, draft: Draft) -> Screen:
    question = _open(dialogue, draft.answers)
    if question is not None:
        return question.ask(request, draft)
    drafts.end(request.tx, draft)
    return dialogue.finish(request, draft)


def _open(dialogue: Dialogue, answers: Answers) -> Question | None:
    return next((question for question in dialogue.questions if answers.get(question.key) is None), None)


def _own(request: Request, draft_id: int) -> Draft:
    """The draft, if it is still there and belongs to whoever presses."""
    draft = drafts.get(request.tx, owners(request), draft_id)
    if draft is None:
        raise Refused(request.t("This has been sent or dropped already, or somebody else is writing it."))
    return draft


def _shown_anew(request: Request, dialogue: Dialogue, draft: Draft) -> Screen:
    """An old button: show how things stand now."""
    screen = _go_on(request, dialogue, draft)
    return Screen(screen.text, screen.rows, notice=_moved_on(request.t), asks=screen.asks)


def _moved_on(t: Texts) -> Any:
    return t("This has changed in the meantime. Here is how it stands now.")
