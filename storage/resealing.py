"""The night after somebody was forgotten: all seals, mentions and mutes are sealed anew, and his or hers are empty then.

They stay in their places and keep their lengths, so that nobody without the key sees which ones have changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from storage import authors, forgotten, items, mentions, mutes
from storage.db import Tx
from storage.records.item import Identity

SLICE = 500
"""Rows that one transaction seals anew, so that nobody waits long."""

ErasedOn = Callable[[date | None], date]
"""On which day the words of a hidden item go, from when it was closed; drawn, for each item anew."""


def planned(tx: Tx, erased_on: ErasedOn) -> Iterator[Callable[[Tx], object]]:
    """All that is to be done, in slices that each fit into a short transaction; nothing if nobody was forgotten.

    A note goes last, so that an end of the process before leaves it to the next night.
    """
    known = [note.id for note in forgotten.notes(tx)]
    if not known:
        return
    yield from _sliced(authors.seals_there_are(tx), lambda tx, ids: authors.seal_anew(tx, ids, erased_on))
    yield from _sliced(mentions.keys(tx), _mentions_anew)
    yield mutes.seal_anew
    yield lambda tx: forgotten.drop(tx, known)


def _sliced(keys: list[bytes], does: Callable[[Tx, list[bytes]], None]) -> Iterator[Callable[[Tx], object]]:
    for first in range(0, len(keys), SLICE):
        yield lambda tx, some=keys[first : first + SLICE]: does(tx, some)  # type: ignore[misc]


def _mentions_anew(tx: Tx, keys: list[bytes]) -> None:
    chats = {note.chat_id for note in forgotten.notes(tx)}
    mentions.seal_anew(tx, keys, lambda chat, item_id: chat in chats and not _is_of(tx, item_id, chat))


def _is_of(tx: Tx, item_id: int, chat_id: int) -> bool:
    """Whether messages of this chat may still lead to an item: unless it is hidden and not (or no longer) his or hers."""
    try:
        item = items.get(tx, item_id)
    except items.NotFound:
        return False
    return item.identity is not Identity.HIDDEN or authors.is_author(tx, item, chat_id=chat_id, person_id=None)
