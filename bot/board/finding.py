"""The board: ideas found by words. The words do not fit into buttons, so they wait, sealed, in a draft."""

from __future__ import annotations

from bot import dialogue
from bot.board import rules, screens, sentences
from bot.board.rules import Place, Shelf
from bot.refusal import Refused
from bot.request import Request
from bot.screen import Screen, page_of
from storage import board, drafts, items, similar
from storage.records.item import Item


def begin(request: Request, words: str) -> Screen:
    """Look for words; the pages of what is found can be turned for as long as drafts are kept."""
    words = " ".join(words.split())[: rules.LONGEST_SEARCH]
    kept = request.organisation.retention.kept("drafts")
    owner = dialogue.owner(request)
    draft = drafts.begin(request.tx, owner, drafts.FOUND, {"words": words}, asks=False, on=request.today, kept=kept)
    return page(request, Place(Shelf.FOUND, str(draft.id)))


def page(request: Request, place: Place) -> Screen:
    """A page of what was found; raises Refused when the search is not one's own, or too old."""
    draft = drafts.get(request.tx, dialogue.owner(request), place.number)
    if draft is None or draft.kind != drafts.FOUND:
        raise Refused(sentences.search_is_over(request.t))
    words = draft.answers["words"]
    ids, total = similar.search(request.tx, words, limit=similar.MOST_FOUND)
    named = numbered(request, words)
    if named is not None and rules.is_on_board(named) and named.id not in ids:
        ids, total = [named.id, *ids], total + 1
    place = place.turned(page_of(place.page, total, rules.PAGE))
    shown = board.in_order(request.tx, ids[place.page * rules.PAGE : (place.page + 1) * rules.PAGE])
    return screens.found(request.t, place, words, shown, total=total, today=request.today)


def numbered(request: Request, text: str) -> Item | None:
    """What a number names; None where it names nothing, or the text is none."""
    named = rules.read_label(text)
    try:
        return items.by_number(request.tx, *named) if named else None
    except items.NotFound:
        return None
