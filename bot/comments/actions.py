"""Comments: what colleagues and the team do with them; each is all or nothing."""

from __future__ import annotations

from datetime import date

from bot.board import actions as board
from bot.comments import sentences
from bot.refusal import Refused
from bot.texts import Texts
from storage import authors, comments, facts, people
from storage.db import Tx
from storage.records.comment import Comment, CommentState
from storage.records.facts import CommentNotShown, CommentShown, CommentTakenBack, CommentWaits, IdeaCommented
from storage.records.item import Identity, Item
from storage.records.person import Person


def require_taken(tx: Tx, t: Texts, item: Item, *, by: Person) -> None:
    """Raise Refused where somebody may not comment: a hidden author would be named by it."""
    board.require_open(t, item)
    hidden = item.identity is not Identity.NAMED
    if hidden and authors.is_author(tx, item, chat_id=by.chat_id, person_id=by.id):
        raise Refused(sentences.own_but_hidden(t, item))


def add(tx: Tx, t: Texts, item: Item, words: str, *, by: Person, checked: bool, today: date) -> Comment:
    """Say something about an open idea, by name; where it is `checked`, the team looks at it before others do."""
    require_taken(tx, t, item, by=by)
    person_id = people.known_id(tx, by)
    state = CommentState.WAITING if checked else CommentState.SHOWN
    made = comments.add(tx, item.id, author_id=person_id, text=words, on=today, state=state)
    fact = CommentWaits if checked else IdeaCommented
    facts.record(tx, fact(today, person_id, item_id=item.id))
    return made


def show(tx: Tx, t: Texts, comment_id: int, *, today: date) -> Comment:
    """The team lets everybody read a comment."""
    shown = comments.show(tx, comment_id)
    if shown is None:
        raise Refused(sentences.looked_at_already(t))
    facts.record(tx, CommentShown(today, shown.author_id, item_id=shown.item_id))
    facts.record(tx, IdeaCommented(today, shown.author_id, item_id=shown.item_id))
    return shown


def refuse(tx: Tx, t: Texts, comment: Comment, *, today: date) -> None:
    """The team does not let others read a comment; its author hears so."""
    if not comments.refuse(tx, comment.id):
        raise Refused(sentences.looked_at_already(t))
    facts.record(tx, CommentNotShown(today, comment.author_id, item_id=comment.item_id))


def remove(tx: Tx, t: Texts, comment_id: int, *, by: Person, today: date) -> Comment:
    """Take one's own comment back; returns what it was."""
    gone = comments.get(tx, comment_id)
    if gone is None or by.id is None or not comments.remove(tx, comment_id, by.id, on=today):
        raise Refused(sentences.is_gone(t))
    facts.record(tx, CommentTakenBack(today, by.id, item_id=gone.item_id))
    return gone
