"""The board: what colleagues do with an idea; each is all or nothing, and a second tap changes nothing."""

from __future__ import annotations

from datetime import date

from bot.board import rules, sentences
from bot.refusal import Refused
from bot.texts import Texts
from storage import authors, comments, facts, items, people, voices
from storage.db import Tx
from storage.records.comment import Comment, CommentState
from storage.records.facts import (
    CommentNotShown,
    CommentShown,
    CommentTakenBack,
    CommentWaits,
    IdeaCommented,
    IdeaGainedVoice,
    IdeaLostVoice,
    IdeaThanked,
)
from storage.records.item import Identity, Item
from storage.records.person import Person


def give_voice(tx: Tx, t: Texts, item: Item, *, by: Person, today: date) -> Item:
    """Count one voice for an open idea that does not bear the person's name; returns it as it stands now."""
    _require_open(t, item)
    _require_not_by_name(item, by, Refused(sentences.own_idea(t, item)))
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
    _require_not_by_name(item, by, Refused(sentences.own_is_followed(t, item)))
    voices.follow(tx, item.id, _known(tx, by))


def unfollow(tx: Tx, item: Item, *, by: Person) -> None:
    if by.id is not None:
        voices.unfollow(tx, item.id, by.id)


def thank(tx: Tx, t: Texts, item: Item, *, by: Person, today: date) -> Item:
    """Say thanks for a done idea that does not bear the person's name; returns it as it stands now."""
    if not rules.takes_thanks(item):
        raise Refused(sentences.not_done_yet(t, item) if item.is_open else sentences.not_on_board(t))
    _require_not_by_name(item, by, Refused(sentences.own_idea(t, item)))
    person_id = _known(tx, by)
    if voices.give(tx, item.id, person_id, voices.THANKS, on=today):
        facts.record(tx, IdeaThanked(today, person_id, item_id=item.id))
    return items.get(tx, item.id)


def require_commentable(tx: Tx, t: Texts, item: Item, *, by: Person) -> None:
    """Raise Refused where somebody may not comment: a hidden author would be named by it."""
    _require_open(t, item)
    hidden = item.identity is not Identity.NAMED
    if hidden and authors.is_author(tx, item, chat_id=by.chat_id, person_id=by.id):
        raise Refused(sentences.own_but_hidden(t, item))


def comment(tx: Tx, t: Texts, item: Item, words: str, *, by: Person, checked: bool, today: date) -> Comment:
    """Say something about an open idea, by name; where it is `checked`, the team looks at it before others do."""
    require_commentable(tx, t, item, by=by)
    person_id = _known(tx, by)
    state = CommentState.WAITING if checked else CommentState.SHOWN
    made = comments.add(tx, item.id, author_id=person_id, text=words, on=today, state=state)
    fact = CommentWaits if checked else IdeaCommented
    facts.record(tx, fact(today, person_id, item_id=item.id))
    return made


def show_comment(tx: Tx, t: Texts, comment_id: int, *, today: date) -> Comment:
    """The team lets everybody read a comment."""
    shown = comments.show(tx, comment_id)
    if shown is None:
        raise Refused(sentences.looked_at_already(t))
    facts.record(tx, CommentShown(today, shown.author_id, item_id=shown.item_id))
    facts.record(tx, IdeaCommented(today, shown.author_id, item_id=shown.item_id))
    return shown


def refuse_comment(tx: Tx, t: Texts, comment: Comment, *, today: date) -> None:
    """The team does not let others read a comment; its author hears so."""
    if not comments.refuse(tx, comment.id):
        raise Refused(sentences.looked_at_already(t))
    facts.record(tx, CommentNotShown(today, comment.author_id, item_id=comment.item_id))


def remove_comment(tx: Tx, t: Texts, comment_id: int, *, by: Person, today: date) -> Comment:
    """Take one's own comment back; returns what it was."""
    gone = comments.get(tx, comment_id)
    if gone is None or by.id is None or not comments.remove(tx, comment_id, by.id, on=today):
        raise Refused(sentences.comment_is_gone(t))
    facts.record(tx, CommentTakenBack(today, by.id, item_id=gone.item_id))
    return gone


def _require_open(t: Texts, item: Item) -> None:
    if not rules.takes_voices(item):
        raise Refused(sentences.no_longer_open(t, item))


def _require_not_by_name(item: Item, by: Person, refusal: Refused) -> None:
    """A hidden author does as everybody does: whoever alone did not support it, when all were asked to, would be it."""
    if item.author_id is not None and item.author_id == by.id:
        raise refusal


def _known(tx: Tx, by: Person) -> int:
    known = by if by.known else people.keep(tx, by)
    assert known.id is not None
    return known.id
