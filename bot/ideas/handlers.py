"""Ideas: from what was said to what is seen."""

from __future__ import annotations

from dataclasses import replace

from bot import access, dialogue
from bot.doors import ShowItem, ShowMine
from bot.ideas import actions, questions, rules, screens, sentences
from bot.refusal import Refused
from bot.request import Request
from bot.screen import Screen
from bot.texts import parted
from bot.triage import actions as triage
from storage import authors, drafts, items, mentions
from storage.records.draft import Draft
from storage.records.item import Identity, Item
from storage.records.person import Role

KIND = questions.TELL.kind


def heard(request: Request) -> Screen:
    """One message, no command first: offered as an idea, as feedback, or to be dropped."""
    if request.said.other:
        raise Refused(screens.cannot_take(request.t, request.said.other))
    if not may_tell(request):
        raise Refused(screens.only_invited(request.t))
    if (draft := _continued(request)) is not None:
        return dialogue.put(request, draft, questions.joined_files(request, draft))
    if (draft := _forwarded_together(request)) is not None:
        more = {**questions.joined_files(request, draft), **questions.added_words(request, draft)}
        return dialogue.put(request, draft, more)
    if not request.said.attachments and not rules.says_something(request.said.text):
        raise Refused(screens.too_short(request.t))
    return dialogue.begin(request, KIND, questions.first_answers(request))


def tell(request: Request) -> Screen:
    """/idea, with or without the words behind it."""
    return _begun(request, {})


def log_done(request: Request) -> Screen:
    """/done: a small improvement that is made already, in one message."""
    return _begun(request, {"already": True})


def mine(request: Request, pressed: ShowMine | None = None) -> Screen:
    ids = authors.all_items(request.tx, chat_id=request.person.chat_id, person_id=request.person.id)
    if not ids:
        return screens.nothing_yet(request.t)
    page = min(max(0, pressed.page if pressed else 0), (len(ids) - 1) // screens.PAGE)
    shown = items.of_ids(request.tx, ids[page * screens.PAGE : (page + 1) * screens.PAGE])
    return screens.mine(request.t, shown[::-1], page=page, total=len(ids), today=request.today)


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
        withdrawable=item.stage in rules.WITHDRAWABLE,
        colleague=access.permits(request, Role.EMPLOYEE),
        editable=_is_editable(request, item),
    )


def show_talk(request: Request, pressed: screens.ShowTalk) -> Screen:
    """All that team and author said to each other, a page at a time."""
    item = _own(request, pressed.item)
    talk = items.remarks_of(request.tx, item.id)
    return screens.talk(request.t, item, talk, page=pressed.page)


def answer_question(request: Request, pressed: screens.AnswerQuestion) -> Screen:
    item = _own(request, pressed.item)
    return dialogue.begin(request, "answer", {"item": item.id})


def reply(request: Request, item_id: int) -> Screen:
    """Telegram's reply gesture on a message that speaks of an item: an answer to the team."""
    item, said = _own(request, item_id), request.said
    if not rules.says_something(said.text) and not said.attachments:
        raise Refused(screens.offer_reply(request.t))
    triage.answer(request.tx, request.t, item, said.text, said.attachments, by=request.person, today=request.today)
    questions.remember_answer(request, item)
    drafts.stop_asking(request.tx, dialogue.owner(request))
    return screens.answered(request.t, item)


# -- after sending ---------------------------------------------------------------------------------


def edited(request: Request) -> Screen | None:
    """A message was changed in Telegram: what it became follows for a quarter of an hour."""
    said = request.said
    if said.text.startswith("/"):  # `/idea` or `/done` with words behind
        request = replace(request, said=replace(said, text=parted(said.text)[1]))
    if not request.said.text:
        return None
    return dialogue.amended(request) or _item_edited(request)


def begin_edit(request: Request, pressed: screens.EditItem) -> Screen:
    item = _own(request, pressed.item)
    if not _is_editable(request, item):
        raise Refused(sentences.too_late_to_edit(request.t, item))
    return replace(dialogue.begin(request, "edit", {"item": item.id}), fresh=True)


def ask_withdraw(request: Request, pressed: screens.AskWithdraw) -> Screen:
    item = _own(request, pressed.item)
    if item.stage not in rules.WITHDRAWABLE:
        raise Refused(sentences.too_late_to_withdraw(request.t, item))
    return screens.ask_withdraw(request.t, item)


def withdraw(request: Request, pressed: screens.Withdraw) -> Screen:
    item = actions.withdraw(request.tx, request.t, _own(request, pressed.item), today=request.today)
    return screens.withdrawn(request.t, item)


def ask_tighten(request: Request, pressed: screens.AskTighten) -> Screen:
    item = _own(request, pressed.item)
    return screens.ask_tighten(request.t, item, rules.tighter(item.identity))


def tighten(request: Request, pressed: screens.Tighten) -> Screen:
    item, identity = _own(request, pressed.item), Identity(pressed.identity)
    changed = actions.tighten(
        request.tx,
        request.t,
        item,
        identity,
        by=request.person,
        own_unit=access.unit_of(request.person, request.today),
        organisation=request.organisation,
        today=request.today,
    )
    return screens.tightened(request.t, changed)


def ask_claim(request: Request) -> Screen:
    """The link that the author of a hidden item got: once more asked, because it cannot be unsaid."""
    return screens.ask_claim(request.t, request.payload, request.person.name)


def claim(request: Request, pressed: screens.Claim) -> Screen:
    item = actions.claim(request.tx, pressed.token, by=request.person, today=request.today)
    if item is None:
        raise Refused(screens.claim_is_over(request.t))
    return screens.claimed(request.t, item)


# -- who may ---------------------------------------------------------------------------------------


def may_tell(request: Request) -> bool:
    return request.organisation.about.citizens or access.permits(request, Role.EMPLOYEE)


def _begun(request: Request, known: dict[str, object]) -> Screen:
    if not may_tell(request):
        raise Refused(screens.only_invited(request.t))
    words = request.payload
    answers = questions.words(request, [(request.said.message_id, words)]) if rules.says_something(words) else {}
    files = questions.with_files(request, None)
    return dialogue.begin(request, KIND, {**rules.EMPTY, **known, **answers, "files": files})


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
    room = rules.LONGEST_TEXT - len(draft.answers.get("words", "")) - 2
    fits = len(draft.answers["files"]) + len(request.said.attachments) <= rules.MOST_FILES
    return draft if fits and len(request.said.text) <= room else None


def _item_edited(request: Request) -> Screen | None:
    said = request.said
    original = mentions.original(request.tx, request.place.chat_id, said.message_id)
    if original is None:
        raise Refused(screens.edit_unknown(request.t))
    if original.said == said.text:
        return None  # a link got its preview, or a picture was exchanged
    item = _own(request, original.item_id)
    if original.remark:
        raise Refused(screens.answer_stands(request.t, item))
    text = rules.with_words_changed(item.text, original.said, original.begins, said.text)
    if not rules.may_be_edited(original.at, request.now) or text is None:
        raise Refused(sentences.too_late_to_edit(request.t, item))
    if not rules.says_something(said.text):
        raise Refused(screens.too_short(request.t))
    changed = actions.edit(request.tx, request.t, item, text, today=request.today)
    mentions.remember_original(
        request.tx,
        request.place.chat_id,
        said.message_id,
        item.id,
        said=said.text,
        begins=original.begins,
        at=original.at,
    )
    return screens.edited(request.t, changed)


def _is_editable(request: Request, item: Item) -> bool:
    sent_at = mentions.sent_at(request.tx, item.id)
    return sent_at is not None and rules.may_be_edited(sent_at, request.now) and item.stage in rules.CHANGEABLE


def _own(request: Request, item_id: int) -> Item:
    person = request.person
    try:
        item = items.get(request.tx, item_id)
    except items.NotFound:
        raise Refused(sentences.not_yours(request.t)) from None
    if not authors.is_author(request.tx, item, chat_id=person.chat_id, person_id=person.id):
        raise Refused(sentences.not_yours(request.t))
    return item
