"""Items that are one's own, one's team's or on the board: who may open them, and what their author answers the team."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot import access
from bot.board import rules as board
from bot.mine import rules as mine
from bot.misuse import actions as misuse
from bot.refusal import Refused
from bot.request import Request
from bot.screen import Screen
from bot.texts import Html, Texts, lines
from bot.triage import actions as triage
from storage import authors, items, mentions
from storage.records.item import Attachment, Item, Stage
from storage.records.person import Role

Parts = Iterable[tuple[int, str]]
"""Messages by their numbers, with the words that stand in them."""


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


def seen(request: Request, item_id: int) -> Item:
    """An idea on the board, or anything of one's own."""
    try:
        found = items.get(request.tx, item_id)
    except items.NotFound:
        raise Refused(not_on_board(request.t)) from None
    if not board.is_on_board(found) and not is_own(request, found):
        raise Refused(not_on_board(request.t))
    return found


def team_item(request: Request, item_id: int) -> Item:
    """The item, if this group's team answers for it, or the person is of the quality team for its unit."""
    try:
        found = items.get(request.tx, item_id)
    except items.NotFound:
        raise Refused(gone(request.t)) from None
    of_team = access.holds_for(request.person, Role.QUALITY, found.unit, request.today)
    if found.team not in request.place.teams and not of_team:
        raise Refused(other_team(request.t))
    return found


def answer(request: Request, item: Item, words: str, files: Sequence[Attachment], parts: Parts) -> Screen:
    """What the author says about it, in these messages, goes to the team; nobody else may say anything.

    Whoever is asked may answer, also while muted, and about what is closed: silence would tell the team which hidden items
    are one person's. So would words that are set aside because of another item; what is said about one that is set aside
    itself stands with it.
    """
    asked = mine.is_asked(items.remarks_of(request.tx, item.id))
    if not asked:
        misuse.require_welcome(request, item.identity)
    aside = item.stage is Stage.ASIDE
    triage.answer(request.tx, request.t, item, words, files, by=request.person, today=request.today, aside=aside)
    misuse.count(request.tx, request.person.chat_id, request.today)
    remember_said(request, item, parts)
    return answered(request.t, item, files=len(files), asked=asked)


def remember_said(request: Request, item: Item, parts: Parts) -> None:
    """So that whoever changes one of these messages later hears that the team has it as it was."""
    for message_id, said in parts:
        mentions.remember_original(
            request.tx, request.place.chat_id, message_id, item.id, said=said, at=request.now, remark=True
        )


def not_yours(t: Texts) -> Html:
    return t("This is not among what you have sent, or it was sent without a trace.")


def not_on_board(t: Texts) -> Html:
    return t("This idea is not here any longer: perhaps its author took it back.")


def other_team(t: Texts) -> Html:
    return t("This item belongs to another team.")


def gone(t: Texts) -> Html:
    return t("This item is no longer there.")


def answered(t: Texts, item: Item, *, files: int, asked: bool) -> Screen:
    said = (
        t("✅ Your answer to {label} is with the team. Thank you!", label=item.label)
        if asked
        else t("✅ What you say about {label} is with the team. Thank you!", label=item.label)
    )
    return Screen(lines(said, t.n("📎 with {n} file", "📎 with {n} files", files) if files else None), about=item.id)
