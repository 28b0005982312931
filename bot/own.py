"""One's own items: who may open them, and what their author answers the team."""

from __future__ import annotations

from collections.abc import Sequence

from bot.refusal import Refused
from bot.request import Request
from bot.screen import Screen
from bot.texts import Html, Texts
from bot.triage import actions as triage
from storage import authors, items
from storage.records.item import Attachment, Item


def there(request: Request, item_id: int) -> Item:
    """The item that a button named; an app may name any number."""
    try:
        return items.get(request.tx, item_id)
    except items.NotFound:
        raise Refused(not_yours(request.t)) from None


def item(request: Request, item_id: int) -> Item:
    """The item, if whoever asks has said it, by name or hidden."""
    found = there(request, item_id)
    if not is_own(request, found):
        raise Refused(not_yours(request.t))
    return found


def is_own(request: Request, item: Item) -> bool:
    person = request.person
    return authors.is_author(request.tx, item, chat_id=person.chat_id, person_id=person.id)


def answer(request: Request, item: Item, words: str, files: Sequence[Attachment]) -> Screen:
    """What the author says about it goes to the team; nobody else may say anything."""
    triage.answer(request.tx, request.t, item, words, files, by=request.person, today=request.today)
    return answered(request.t, item)


def not_yours(t: Texts) -> Html:
    return t("This is not among what you have sent, or it was sent without a trace.")


def answered(t: Texts, item: Item) -> Screen:
    return Screen(t("✅ Your answer to {label} is with the team. Thank you!", label=item.label), about=item.id)
