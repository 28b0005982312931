"""Ideas: from what was said to what is seen."""

from __future__ import annotations

from bot import access, dialogue, hearing
from bot.campaigns import actions as campaigns
from bot.ideas import questions, rules, screens
from bot.refusal import Refused
from bot.request import Request
from bot.screen import Screen
from storage import drafts
from storage.records.draft import Draft
from storage.records.person import Role

KIND = questions.TELL.kind


def heard(request: Request) -> Screen:
    """One message, no command first: offered as an idea, as feedback, or to be dropped."""
    questions.require_readable(request)
    if not may_tell(request):
        raise Refused(screens.only_invited(request.t))
    if (campaign := _campaign_replied_to(request)) is not None:
        return dialogue.begin(request, KIND, {**questions.first_answers(request), "campaign": campaign})
    if (draft := _continued(request)) is not None:
        return dialogue.put(request, draft, questions.joined_files(request, draft))
    if (draft := _forwarded_together(request)) is not None:
        more = {**questions.joined_files(request, draft), **questions.added_words(request, draft)}
        return dialogue.put(request, draft, more)
    return dialogue.begin(request, KIND, questions.first_answers(request))


def tell(request: Request) -> Screen:
    """/idea, with or without the words behind it."""
    return _begun(request, {})


def log_done(request: Request) -> Screen:
    """/done: a small improvement that is made already, in one message."""
    return _begun(request, {"already": True})


# -- who may ---------------------------------------------------------------------------------------


def may_tell(request: Request) -> bool:
    return request.organisation.about.citizens or access.permits(request, Role.EMPLOYEE)


def _begun(request: Request, known: dict[str, object]) -> Screen:
    if not may_tell(request):
        raise Refused(screens.only_invited(request.t))
    words = request.payload
    answers = questions.words(request, [(request.said.message_id, words)]) if rules.says_something(words) else {}
    files = hearing.with_files(request, None)
    return dialogue.begin(request, KIND, {**questions.empty(request), **known, **answers, "files": files})


def _campaign_replied_to(request: Request) -> int | None:
    """The campaign whose question this answers, by Telegram's reply gesture."""
    if not access.permits(request, Role.EMPLOYEE):
        return None
    return campaigns.replied_to(request.tx, request.said.replied_text, request.today)


def _continued(request: Request) -> Draft | None:
    """The draft that files without words belong to: the rest of its album, or the one that is open."""
    said = request.said
    if not said.attachments or said.text:
        return None
    draft = drafts.latest(request.tx, dialogue.owner(request), KIND)
    since = draft.answers.get(dialogue.ASKED_AT, 0) if draft else 0
    if request.now.timestamp() - since > rules.TOGETHER_WITHIN.total_seconds():
        return None
    if draft is None or (said.album and said.album != draft.answers.get("album") and draft.answers.get("files")):
        return None
    return draft


def _forwarded_together(request: Request) -> Draft | None:
    """The draft that other messages began which were forwarded with this one, if there is still room in it."""
    if not request.said.forwarded:
        return None
    draft = drafts.latest(request.tx, dialogue.owner(request), KIND)
    begun = draft.answers.get("forwarded_at") if draft else None
    if draft is None or begun is None or request.now.timestamp() - begun > rules.FORWARDED_TOGETHER.total_seconds():
        return None
    room = rules.LONGEST_TEXT - len(draft.answers.get("words") or "") - 2
    fits = len(draft.answers["files"]) + len(request.said.attachments) <= rules.MOST_FILES
    return draft if fits and len(request.said.text) <= room else None
