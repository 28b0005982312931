"""The board: what colleagues do with an idea; each is all or nothing, and a second tap changes nothing."""

from __future__ import annotations

from datetime import date

from bot.board import rules, sentences
from bot.refusal import Refused
from bot.texts import Texts
from storage import authors, facts, items, people, voices
from storage.db import Tx
from storage.records.facts import IdeaGainedVoice, IdeaLostVoice, IdeaThanked
from storage.records.item import Item
from storage.records.person import Person


def give_voice(tx: Tx, t: Texts, item: Item, *, by: Person, today: date) -> Item:
    """Count one voice for an open idea of somebody else; returns it as it stands now."""
    _require_open(t, item)
    _require_not_own(tx, item, by, Refused(sentences.own_idea(t, item)))
    person_id = _known(tx, by)
    if voices.give(tx, item.id, person_id, voices.VOICE, on=today):
        facts.record(tx, IdeaGainedVoice(today, person_id, item_id=item.id))
    return items.get(tx, item.id)


def withdraw_voice(tx: Tx, t: Texts, item: Item, *, by: Person, today: date) -> Item:
    """Take one's voice back, as long as the idea is open."""
    _require_open(t, item)
    if by.id is not None and voices.take_back(tx, item.id, by.id, voices.VOICE):
        facts.record(tx, IdeaLostVoice(today, by.id, item_id=item.id))
    return items.get(tx, item.id)


def follow(tx: Tx, t: Texts, item: Item, *, by: Person) -> None:
    """Hear what comes of an idea, without supporting it."""
    _require_open(t, item)
    _require_not_own(tx, item, by, Refused(sentences.own_is_followed(t, item)))
    voices.follow(tx, item.id, _known(tx, by))


def unfollow(tx: Tx, item: Item, *, by: Person) -> None:
    if by.id is not None:
        voices.unfollow(tx, item.id, by.id)


def thank(tx: Tx, t: Texts, item: Item, *, by: Person, today: date) -> Item:
    """Say thanks for an idea of somebody else that is done; returns it as it stands now."""
    if not rules.takes_thanks(item):
        raise Refused(sentences.not_done_yet(t, item) if item.is_open else sentences.not_on_board(t))
    _require_not_own(tx, item, by, Refused(sentences.own_idea(t, item)))
    person_id = _known(tx, by)
    if voices.give(tx, item.id, person_id, voices.THANKS, on=today):
        facts.record(tx, IdeaThanked(today, person_id, item_id=item.id))
    return items.get(tx, item.id)


def _require_open(t: Texts, item: Item) -> None:
    if not rules.takes_voices(item):
        raise Refused(sentences.no_longer_open(t, item))


def _require_not_own(tx: Tx, item: Item, by: Person, refusal: Refused) -> None:
    """Also a hidden author is known here: to the bot alone, for this one look."""
    if authors.is_author(tx, item, chat_id=by.chat_id, person_id=by.id):
        raise refusal


def _known(tx: Tx, by: Person) -> int:
    known = by if by.known else people.keep(tx, by)
    assert known.id is not None
    return known.id
