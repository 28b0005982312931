"""The board: the dialogues that ask for words."""

from __future__ import annotations

from bot import dialogue
from bot.board import actions, finding, rules, screens, sentences
from bot.board.rules import Place
from bot.dialogue import Answers, Dialogue, Question
from bot.ideas import rules as ideas
from bot.misuse import actions as misuse
from bot.refusal import Refused
from bot.request import Request
from bot.screen import Screen
from storage import items
from storage.records.draft import Draft
from storage.records.item import Identity, Item


def is_checked(request: Request) -> bool:
    """Whether the team looks at comments before others do."""
    return request.organisation.ideas.comments == "checked"


# -- a comment -------------------------------------------------------------------------------------


def begin_comment(request: Request, item: Item, place: Place) -> Screen:
    """Ask for the comment, if somebody may write one."""
    if request.organisation.ideas.comments == "off":
        raise Refused(sentences.comments_are_off(request.t))
    actions.require_commentable(request.tx, request.t, item, by=request.person)
    misuse.require_welcome(request, Identity.NAMED)
    return dialogue.begin(request, COMMENT.kind, {"item": item.id, "place": place.packed})


def _ask_comment(request: Request, draft: Draft) -> Screen:
    item = items.get(request.tx, draft.answers["item"])
    return screens.ask_comment(request.t, item, request.person.name, checked=is_checked(request))


def _hear_comment(request: Request, draft: Draft) -> Answers:
    said = request.said
    if said.attachments or not ideas.says_something(said.text):
        raise Refused(sentences.too_few_words(request.t))
    if len(said.text) > rules.LONGEST_COMMENT:
        raise Refused(sentences.too_many_words(request.t, rules.LONGEST_COMMENT))
    return {"words": said.text}


def _commented(request: Request, draft: Draft) -> Screen:
    if request.organisation.ideas.comments == "off":
        raise Refused(sentences.comments_are_off(request.t))
    misuse.require_welcome(request, Identity.NAMED)
    item, checked = items.get(request.tx, draft.answers["item"]), is_checked(request)
    aside = misuse.is_set_aside(request.tx, request.person.chat_id, Identity.NAMED, request.today)
    made = actions.comment(
        request.tx,
        request.t,
        item,
        draft.answers["words"],
        by=request.person,
        checked=checked or aside,
        today=request.today,
    )
    misuse.count(request.tx, request.person.chat_id, request.today)
    return screens.commented(request.t, item, made, Place.read(draft.answers["place"]), checked=checked)


COMMENT = Dialogue("comment", (Question("words", _ask_comment, hear=_hear_comment),), _commented)

# -- a search --------------------------------------------------------------------------------------


def _ask_search(request: Request, draft: Draft) -> Screen:
    return screens.ask_search(request.t)


def _hear_search(request: Request, draft: Draft) -> Answers:
    if not ideas.says_something(request.said.text) and not rules.read_label(request.said.text):
        raise Refused(sentences.search_for_something(request.t))
    return {"words": request.said.text}


SEARCH = Dialogue(
    "search",
    (Question("words", _ask_search, hear=_hear_search),),
    lambda request, draft: finding.begin(request, draft.answers["words"]),
)


def begin_search(request: Request) -> Screen:
    return dialogue.begin(request, SEARCH.kind, {})
