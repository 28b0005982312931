"""Ideas: from what was said to what is seen."""

from __future__ import annotations

from bot import access, dialogue
from bot.doors import ShowItem, ShowMine
from bot.ideas import questions, rules, screens
from bot.refusal import Refused
from bot.request import Request
from bot.screen import Screen
from bot.triage import actions as triage
from storage import drafts, items
from storage.records.draft import Draft
from storage.records.item import LETTERS, Item
from storage.records.person import Role


def heard(request: Request) -> Screen:
    """One message, no command first: offered as an idea, as feedback, or to be dropped."""
    if request.said.other:
        raise Refused(screens.cannot_take(request.t, request.said.other))
    if not may_tell(request):
        raise Refused(screens.only_invited(request.t))
    if (draft := _continued(request)) is not None:
        return dialogue.put(request, draft, questions.joined_files(request, draft))
    if not request.said.attachments and not rules.says_something(request.said.text):
        raise Refused(screens.too_short(request.t))
    return dialogue.begin(request, "idea", questions.first_answers(request))


def tell(request: Request) -> Screen:
    """/idea, with or without the words behind it."""
    if not may_tell(request):
        raise Refused(screens.only_invited(request.t))
    answers = questions.words(request, request.payload) if rules.says_something(request.payload) else {}
    return dialogue.begin(request, "idea", {"files": [], "more": "", **answers})


def mine(request: Request, pressed: ShowMine | None = None) -> Screen:
    if request.person.id is None or not (total := items.count_by_author(request.tx, request.person.id)):
        return screens.nothing_yet(request.t)
    page = max(0, pressed.page if pressed else 0)
    shown = items.by_author(request.tx, request.person.id, limit=screens.PAGE, offset=page * screens.PAGE)
    return screens.mine(request.t, shown, page=page, total=total, today=request.today)


def one(request: Request, pressed: ShowItem) -> Screen:
    item = _own(request, pressed.item)
    talk = items.remarks_of(request.tx, item.id)
    return screens.one(
        request.t,
        request.organisation,
        item,
        talk,
        files=len(items.files(request.tx, item.id)),
        today=request.today,
        open_question=bool(talk) and talk[-1].by_team and item.is_open,
    )


def answer_question(request: Request, pressed: screens.AnswerQuestion) -> Screen:
    item = _own(request, pressed.item)
    return dialogue.begin(request, "answer", {"item": item.id})


def reply(request: Request, item_id: int) -> Screen:
    """Telegram's reply gesture on a message that speaks of an item: an answer to the team."""
    item = _own(request, item_id)
    said = request.said
    if not rules.says_something(said.text) and not said.attachments:
        raise Refused(screens.offer_reply(request.t))
    triage.answer(request.tx, request.t, item, said.text, said.attachments, by=request.person, today=request.today)
    drafts.stop_asking(request.tx, dialogue.owner(request))
    return screens.answered(request.t, item)


def may_tell(request: Request) -> bool:
    return request.organisation.about.citizens or access.permits(request, Role.EMPLOYEE)


def _continued(request: Request) -> Draft | None:
    """The draft that files without words belong to: the rest of its album, or the one that is open."""
    said = request.said
    if not said.attachments or said.text:
        return None
    draft = drafts.latest(request.tx, dialogue.owner(request), "idea")
    if draft is None or (said.album and said.album != draft.answers.get("album") and draft.answers.get("files")):
        return None
    return draft


def _own(request: Request, item_id: int) -> Item:
    try:
        item = items.get(request.tx, item_id)
    except items.NotFound:
        item = None
    if item is None or request.person.id is None or item.author_id != request.person.id:
        raise Refused(request.t("This is not among what you have sent."))
    return item


def open_link(request: Request) -> Screen:
    """`?start=o-I42` or `o-42`: one's own item."""
    letter, number = (
        (request.payload[:1], request.payload[1:]) if request.payload[:1].isalpha() else ("I", request.payload)
    )
    kinds = {mark: kind for kind, mark in LETTERS.items()}
    try:
        item = items.by_number(request.tx, kinds[letter.upper()], int(number))
    except (items.NotFound, KeyError, ValueError):
        raise Refused(request.t("This is not among what you have sent.")) from None
    return one(request, ShowItem(item.id))
