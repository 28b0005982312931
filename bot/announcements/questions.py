"""Announcements: the dialogue from a closed item to what everybody reads, in a team's group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot import masking
from bot.announcements import actions, rules, screens, sentences
from bot.announcements.actions import Words
from bot.dialogue import Answers, Dialogue, Question
from bot.ideas import rules as ideas
from bot.refusal import Refused
from bot.request import Request
from bot.screen import Screen
from bot.texts import Texts
from storage import items
from storage.records.announcement import Announcement, Matter
from storage.records.draft import Draft
from storage.records.item import Item


def first_answers(item: Item, alike: Sequence[int]) -> dict[str, Any]:
    """What came of it is kept: the words are about that, whatever becomes of it until they are published."""
    first = {"item": item.id, "matter": rules.MATTERS[item.stage], "alike": list(alike)}
    return first | ({} if alike else {"others": []})


def _item(request: Request, draft: Draft) -> Item:
    return items.get(request.tx, draft.answers["item"])


def _matter(draft: Draft) -> Matter:
    return Matter(draft.answers["matter"])


def _heard(request: Request, longest: int) -> str:
    text = request.said.text.strip()
    if not ideas.says_something(text):
        raise Refused(sentences.too_few_words(request.t))
    if len(text) > longest:
        raise Refused(sentences.too_long(request.t, longest))
    return text


# -- the words -------------------------------------------------------------------------------------


def _ask_said(request: Request, draft: Draft) -> Screen:
    return screens.ask_said(request.t, request.organisation, _item(request, draft), request.person)


def _hear_said(request: Request, draft: Draft) -> Answers:
    return {"said": _heard(request, rules.LONGEST_SAID)}


def _ask_did(request: Request, draft: Draft) -> Screen:
    item = _item(request, draft)
    return screens.ask_did(request.t, _matter(draft), draft, _read_by_author(request, item))


def _hear_did(request: Request, draft: Draft) -> Answers:
    return _with_did(request, draft, _heard(request, rules.LONGEST_DID))


def _choose_did(request: Request, draft: Draft, value: str) -> Answers:
    return _with_did(request, draft, _read_by_author(request, _item(request, draft)) or "")


def _with_did(request: Request, draft: Draft, did: str) -> Answers:
    """What was done; personal data in any of the words is asked about next."""
    return {"did": did, **masking.raised(request, draft.answers["said"], did)}


def _read_by_author(request: Request, item: Item) -> str | None:
    """What its author read about it; a reason of the list in the language of the channel."""
    t = Texts(request.organisation.channel_language, request.organisation.zone)
    return screens.read_by_author(t, request.organisation, item, rules.LONGEST_DID)


# -- who else said it, and what must not be read ---------------------------------------------------


def _ask_others(request: Request, draft: Draft) -> Screen:
    there = {each.id: each for each in items.of_ids(request.tx, draft.answers["alike"])}
    alike = [there[item_id] for item_id in draft.answers["alike"] if item_id in there]
    return screens.ask_others(request.t, _item(request, draft), draft, alike, draft.answers.get("ticked", ()))


def _choose_others(request: Request, draft: Draft, value: str) -> Answers:
    ticked = list(draft.answers.get("ticked", ()))
    if value == screens.GO_ON:
        return {"others": ticked}
    one = int(value)
    return {"ticked": [each for each in ticked if each != one] if one in ticked else [*ticked, one]}


# -- everything once more --------------------------------------------------------------------------


def _preview(request: Request, draft: Draft) -> Screen:
    item, organisation = _item(request, draft), request.organisation
    channel = organisation.public_channel
    new = Announcement(
        _matter(draft),
        draft.answers["said"],
        draft.answers["did"],
        item.unit,
        item.team,
        request.today,
        channel.address if channel else None,
    )
    t = Texts(organisation.channel_language, organisation.zone)
    shown = screens.post(t, organisation, new)
    return screens.preview(request.t, item, draft, shown, new.channel, others=len(draft.answers["others"]))


def _choose_sure(request: Request, draft: Draft, value: str) -> Answers:
    return {"said": None, "did": None, masking.PERSONAL: None} if value == screens.ANEW else {"sure": value}


def _published(request: Request, draft: Draft) -> Screen:
    item, said = _item(request, draft), draft.answers
    made = actions.publish(
        request.tx,
        request.t,
        item,
        said["others"],
        Words(_matter(draft), said["said"], said["did"]),
        by=request.person,
        organisation=request.organisation,
        today=request.today,
    )
    return screens.published(request.t, item, made)


ANNOUNCE = Dialogue(
    "announce",
    (
        Question("said", _ask_said, hear=_hear_said),
        Question("did", _ask_did, hear=_hear_did, choose=_choose_did),
        Question("others", _ask_others, choose=_choose_others),
        masking.question("said", "did"),
        Question("sure", _preview, choose=_choose_sure),
    ),
    _published,
)
