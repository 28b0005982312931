"""The board: what colleagues do with an idea; each is all or nothing, and a second tap changes nothing."""

from __future__ import annotations

from datetime import date

from bot import own
from bot.board import rules, sentences
from bot.refusal import Refused
from bot.texts import Texts
from storage import facts, items, people, voices
from storage.db import Tx
from storage.records.facts import IdeaGainedVoice, IdeaLostVoice, IdeaThanked
from storage.records.item import Item
from storage.records.person import Person


def give_voice(tx: Tx, t: Texts, item: Item, *, by: Person, today: date) -> Item:
    """Count one voice for an open idea that does not bear the person's name; returns it as it stands now."""
    require_open(t, item)
    _require_not_by_name(item, by, Refused(sentences.own_idea(t, item)))
    person_id = people.known_id(tx, by)
    if voices.give(tx, item.id, person_id, voices.VOICE, on=today):
        facts.record(tx, IdeaGainedVoice(today, person_id, item_id=item.id))
    return items.get(tx, item.id)


def withdraw_voice(tx: Tx, t: Texts, item: Item, *, by: Person, today: date) -> Item:
    """Take one's voice back, as long as the idea is open."""
    require_open(t, item)
    if by.id is not None and voices.take_back(tx, item.id, by.id, voices.VOICE):
        facts.record(tx, IdeaLostVoice(today, by.id, item_id=item.id))
    return items.get(tx, item.id)


def follow(tx: Tx, t: Texts, item: Item, *, by: Person) -> None:
    """Hear what comes of an idea, without supporting it."""
    require_open(t, item)
    _require_not_by_name(item, by, Refused(sentences.own_is_followed(t, item)))
    voices.follow(tx, item.id, people.known_id(tx, by))


def unfollow(tx: Tx, item: Item, *, by: Person) -> None:
    if by.id is not None:
        voices.unfollow(tx, item.id, by.id)


def thank(tx: Tx, t: Texts, item: Item, *, by: Person, today: date) -> Item:
    """Say thanks for a done idea that does not bear the person's name; returns it as it stands now."""
    if not rules.takes_thanks(item):
        raise Refused(sentences.not_done_yet(t, item) if item.is_open else own.not_on_board(t))
    _require_not_by_name(item, by, Refused(sentences.own_idea(t, item)))
    person_id = people.known_id(tx, by)
    if voices.give(tx, item.id, person_id, voices.THANKS, on=today):
        facts.record(tx, IdeaThanked(today, person_id, item_id=item.id))
    return items.get(tx, item.id)


def require_open(t: Texts, item: Item) -> None:
    """Raise Refused where an idea is not supported, followed or talked over any longer."""
    if not rules.takes_voices(item):
        raise Refused(sentences.no_longer_open(t, item))


def _require_not_by_name(item: Item, by: Person, refusal: Refused) -> None:
    """A hidden author does as everybody does: whoever alone did not support it, when all were asked to, would be it."""
    if item.author_id is not None and item.author_id == by.id:
        raise refusal
