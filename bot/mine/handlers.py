"""Mine: from what an author did to what is seen."""

from __future__ import annotations

from dataclasses import replace

from bot import access, dialogue, hearing, masking, own, rendering, whole
from bot.board import rules as board
from bot.campaigns import actions as campaigns
from bot.doors import EditItem, ReadWhole, ShowItem, ShowMine
from bot.ideas import rules as ideas
from bot.mine import actions, rules, screens, sentences
from bot.misuse import actions as misuse
from bot.refusal import Refused
from bot.request import Request
from bot.screen import Screen, page_of
from bot.texts import parted
from storage import authors, comments, drafts, items, mentions, outbox, sealing
from storage.records.item import Identity, Item
from storage.records.person import Role


def mine(request: Request, pressed: ShowMine | None = None) -> Screen:
    ids = authors.all_items(request.tx, chat_id=request.person.chat_id, person_id=request.person.id)
    if not ids:
        return screens.nothing_yet(request.t)
    page = page_of(pressed.page if pressed else 0, len(ids), screens.PAGE)
    shown = items.of_ids(request.tx, ids[page * screens.PAGE : (page + 1) * screens.PAGE])
    seen = [rules.as_its_author_sees(item) for item in shown[::-1]]
    return screens.mine(request.t, seen, page=page, total=len(ids), today=request.today)


def status(request: Request) -> Screen:
    """/status, alone or with a number: how it stands with what one has sent."""
    if not request.payload:
        return mine(request)
    named = board.read_label(request.payload)
    try:
        item = items.by_number(request.tx, *named) if named else None
    except items.NotFound:
        item = None
    if item is None or not own.is_own(request, item):
        raise Refused(own.not_yours(request.t))
    return _one(request, item)


def one(request: Request, pressed: ShowItem) -> Screen:
    return _one(request, own.item(request, pressed.item))


def _one(request: Request, item: Item) -> Screen:
    item = rules.as_its_author_sees(item)
    talk = items.remarks_of(request.tx, item.id)
    return screens.one(
        request.t,
        request.organisation,
        item,
        talk,
        items.files_of_remarks(request.tx, item.id),
        asked=campaigns.question(request.tx, item.campaign_id, request.t.language),
        files=len(items.files(request.tx, item.id)),
        today=request.today,
        open_question=rules.open_question(item, talk) is not None,
        withdrawable=rules.is_withdrawable(item),
        colleague=access.permits(request, Role.EMPLOYEE),
        editable=_is_editable(request, item),
        idea=rules.as_its_author_sees(items.get(request.tx, item.merged_into))
        if item.merged_into is not None
        else None,
    )


def show_talk(request: Request, pressed: screens.ShowTalk) -> Screen:
    """All that team and author said to each other, a page at a time."""
    item = own.item(request, pressed.item)
    talk = items.remarks_of(request.tx, item.id)
    enclosed = items.files_of_remarks(request.tx, item.id)
    return screens.talk(request.t, item, talk, enclosed, page=pressed.page)


def get_files(request: Request, pressed: screens.GetFiles) -> Screen:
    """The files of what the team asked, in order, once more."""
    item = own.item(request, pressed.item)
    enclosed = items.files_of_remarks(request.tx, item.id)
    for remark in items.remarks_of(request.tx, item.id):
        if remark.by_team:
            for call in rendering.files(request.place.chat_id, enclosed.get(remark.id, ())):
                outbox.put(request.tx, replace(call, about=item.id, hidden=True))
    return Screen(notice=request.t("📎 Here they come."))


def answer_question(request: Request, pressed: screens.AnswerQuestion) -> Screen:
    item = own.item(request, pressed.item)
    return dialogue.begin(request, "answer", {"item": item.id})


def reply(request: Request, item_id: int) -> Screen:
    """Telegram's reply gesture on a message that speaks of an item: an answer to the team."""
    item, said = own.item(request, item_id), request.said
    if not ideas.says_something(said.text) and not said.attachments:
        raise Refused(screens.offer_reply(request.t))
    screen = own.answer(request, item, said.text, hearing.taken(request), said.parts)
    drafts.stop_asking(request.tx, dialogue.owner(request))
    return screen


def read_whole(request: Request, pressed: ReadWhole) -> Screen:
    """All the words of one's own item, or of an idea on the board for whoever works here."""
    item = own.there(request, pressed.item)
    mine = own.is_own(request, item)
    if not mine and not (board.is_on_board(item) and access.permits(request, Role.EMPLOYEE)):
        raise Refused(own.not_yours(request.t))
    words = screens.all_words(request.t, request.organisation, item)
    return whole.page(request.t, item, words, number=pressed.page, own=mine)


# -- changing, taking back, hiding, claiming -------------------------------------------------------


def edited(request: Request) -> Screen | None:
    """A message was changed in Telegram: what it became follows for a quarter of an hour."""
    said = request.said
    if said.text.startswith("/"):  # `/idea` or `/done` with words behind
        request = replace(request, said=replace(said, text=parted(said.text)[1]))
    if not request.said.text:
        return None
    return dialogue.amended(request) or _item_edited(request)


def begin_edit(request: Request, pressed: EditItem) -> Screen:
    item = own.item(request, pressed.item)
    if not _is_editable(request, item):
        raise Refused(sentences.too_late_to_edit(request.t, item))
    misuse.require_welcome(request, item.identity)
    return replace(dialogue.begin(request, "edit", {"item": item.id}), fresh=True)


def ask_withdraw(request: Request, pressed: screens.AskWithdraw) -> Screen:
    item = own.item(request, pressed.item)
    if not rules.is_withdrawable(item):
        raise Refused(sentences.too_late_to_withdraw(request.t, item))
    return screens.ask_withdraw(request.t, item)


def withdraw(request: Request, pressed: screens.Withdraw) -> Screen:
    own_item = own.item(request, pressed.item)
    item = actions.withdraw(request.tx, request.t, own_item, organisation=request.organisation, today=request.today)
    return screens.withdrawn(request.t, item)


def ask_tighten(request: Request, pressed: screens.AskTighten) -> Screen:
    item = own.item(request, pressed.item)
    if item.identity is not Identity.NAMED:
        return screens.ask_no_trace(request.t, item)
    said = item.author_id is not None and comments.any_by(request.tx, item.id, item.author_id)
    return screens.ask_tighten(request.t, item, commented=said)


def ask_no_trace(request: Request, pressed: screens.AskNoTrace) -> Screen:
    return screens.ask_no_trace(request.t, own.item(request, pressed.item))


def tighten(request: Request, pressed: screens.Tighten) -> Screen:
    item, identity = own.item(request, pressed.item), Identity(pressed.identity)
    changed = actions.tighten(
        request.tx,
        request.t,
        item,
        identity,
        by=request.person,
        organisation=request.organisation,
        today=request.today,
    )
    return screens.tightened(request.t, changed)


def ask_claim(request: Request) -> Screen:
    """The link that the author of a hidden item got: once more asked, because it cannot be unsaid."""
    item = items.by_claim(request.tx, sealing.hashed(request.payload))
    mine = item if item is not None and own.is_own(request, item) else None
    return screens.ask_claim(request.t, request.payload, request.person.name, mine)


def stay_hidden(request: Request, _pressed: screens.StayHidden) -> Screen:
    return screens.stays_hidden(request.t)


def claim(request: Request, pressed: screens.Claim) -> Screen:
    item = actions.claim(request.tx, pressed.token, by=request.person, today=request.today)
    if item is None:
        raise Refused(screens.claim_is_over(request.t))
    return screens.claimed(request.t, item)


def _item_edited(request: Request) -> Screen | None:
    said = request.said
    original = mentions.original(request.tx, request.place.chat_id, said.message_id)
    if original is None:
        raise Refused(screens.edit_unknown(request.t))
    words = masking.masked(request, said.text) if original.masked else said.text
    if original.said == words:
        return None  # a link got its preview, or a picture was exchanged
    item = own.item(request, original.item_id)
    if original.remark:
        raise Refused(screens.answer_stands(request.t, item))
    text = rules.with_words_changed(item.text, original.said, original.begins, words)
    if not rules.may_be_edited(original.at, request.now):
        raise Refused(sentences.too_late_to_edit(request.t, item))
    if text is None:
        raise Refused(sentences.other_words_by_now(request.t, item))
    if not ideas.says_something(said.text):
        raise Refused(hearing.too_short(request.t))
    misuse.require_welcome(request, item.identity)
    changed = actions.edit(request.tx, request.t, item, text, today=request.today)
    misuse.count(request.tx, request.person.chat_id, request.today)
    mentions.remember_original(
        request.tx,
        request.place.chat_id,
        said.message_id,
        item.id,
        said=words,
        begins=original.begins,
        at=original.at,
        masked=original.masked,
    )
    return screens.edited(request.t, changed)


def _is_editable(request: Request, item: Item) -> bool:
    sent_at = mentions.sent_at(request.tx, item.id)
    return sent_at is not None and rules.may_be_edited(sent_at, request.now) and rules.is_changeable(item)
