"""Merging: a feedback becomes part of an idea, and comes apart again; each is all or nothing.

Nothing that is written here about a hidden or traceless item names its author: its seal is made anew for the idea.
"""

from __future__ import annotations

from datetime import date

from bot.board import rules as board
from bot.ideas import rules as ideas
from bot.merging import rules, sentences
from bot.refusal import Refused
from bot.texts import Texts
from bot.triage import rules as triage
from bot.triage.actions import hand_on
from config.organisation import Organisation
from storage import authors, comments, facts, items, people, similar, voices
from storage.db import Tx
from storage.records.facts import FeedbackJoined, FeedbackSeparated, ItemSent, ItemWithdrawn, JoinedLeft
from storage.records.item import Item, Kind, NewItem, Stage
from storage.records.person import Person


def require_mergeable(t: Texts, item: Item) -> None:
    """Raise Refused where no idea can be made of it (any longer)."""
    if not rules.may_become_idea(item):
        raise Refused(sentences.stays_feedback(t, item))


def join(tx: Tx, t: Texts, item: Item, idea: Item, *, by: Person, today: date) -> Item:
    """Join a feedback with an idea that there is; from now on its author hears what comes of that."""
    if not board.is_on_board(idea):
        raise Refused(sentences.idea_is_gone(t, idea))
    return _put_into(tx, t, item, idea, by=by, today=today)


def make_idea(tx: Tx, t: Texts, item: Item, words: str, *, by: Person, organisation: Organisation, today: date) -> Item:
    """Make an idea of a feedback, in these words and of the same author, named or hidden as before. Whoever makes it
    looks after it, and its answer is promised anew. Returns the idea.
    """
    taker = by if by.known else people.keep(tx, by)
    idea = items.add(
        tx,
        NewItem(
            kind=Kind.IDEA,
            text=words,
            unit=item.unit,
            topic=item.topic,
            team=item.team,
            identity=item.identity,
            author_id=item.author_id,
            seal_id=authors.seal_again(tx, item),
            said_on=today,
            promised_on=ideas.promised_on(organisation, Kind.IDEA, today),
            stage=Stage.IN_REVIEW,
            on_behalf=item.on_behalf,
            taker_id=taker.id,
            made_of=item.id,
        ),
    )
    similar.keep(tx, idea.id, idea.text)
    facts.record(tx, ItemSent(today, idea.author_id, item_id=idea.id))
    _put_into(tx, t, item, idea, by=taker, today=today)
    return idea


def separate(tx: Tx, t: Texts, item: Item, *, by: Person, organisation: Organisation, today: date) -> Item:
    """A feedback stands by itself again, where it stood before; an idea that was made of it and that nobody has touched
    since is taken back with it.
    """
    if not rules.is_joined(item) or not _part(tx, item, organisation=organisation, today=today, by=by):
        raise Refused(sentences.stands_alone(t, items.get(tx, item.id)))
    _drop_untouched(tx, item, today=today)
    return items.get(tx, item.id)


def let_go(tx: Tx, item: Item, *, organisation: Organisation, today: date) -> None:
    """What hangs on an item that was just taken back: what others' feedback was joined with it stands by itself again,
    the author's own goes with it.
    """
    for joined in items.joined_with(tx, item.id):
        if joined.id == item.made_of:
            take_back(tx, joined, today=today)
        else:
            _part(tx, joined, organisation=organisation, today=today)
    _drop_untouched(tx, item, today=today)


def take_back(tx: Tx, item: Item, *, today: date) -> bool:
    """An item is withdrawn, from where it stands; False when it is no longer there."""
    if not items.move(tx, item, Stage.WITHDRAWN, closed_on=today, merged_into=None, stage_before=None):
        return False
    similar.drop(tx, item.id)
    hand_on(tx, item, today=today)
    facts.record(tx, ItemWithdrawn(today, item.author_id, item_id=item.id))
    left_idea(tx, item, today=today)
    return True


def left_idea(tx: Tx, item: Item, *, today: date) -> None:
    """A feedback has left, by its author's will, the idea that it was joined with until now, if it was: the idea's card
    counts it no longer.
    """
    if item.merged_into is not None:
        facts.pass_on(tx, JoinedLeft(today, item_id=item.merged_into))


def _put_into(tx: Tx, t: Texts, item: Item, idea: Item, *, by: Person, today: date) -> Item:
    """With an idea that is decided already it is closed from today on, so that its author has time to answer."""
    require_mergeable(t, item)
    closed_on = None if idea.is_open else today
    values = {"merged_into": idea.id, "stage_before": item.stage, "closed_on": closed_on}
    if not items.move(tx, item, Stage.MERGED, **values):
        raise Refused(sentences.stays_feedback(t, items.get(tx, item.id)))
    hand_on(tx, item, today=today)
    facts.record(tx, FeedbackJoined(today, by.id, item_id=item.id, idea_id=idea.id))
    return items.get(tx, item.id)


def _part(tx: Tx, item: Item, *, organisation: Organisation, today: date, by: Person | None = None) -> bool:
    """Back to where it stood; a promised day that has passed meanwhile is promised anew."""
    assert item.merged_into is not None
    promised_on = max(item.promised_on, today)
    if promised_on != item.promised_on:
        promised_on = triage.promised_anew(organisation, item.kind, today)
    values = {"merged_into": None, "stage_before": None, "closed_on": None, "promised_on": promised_on}
    if not items.move(tx, item, item.stage_before or Stage.IN_REVIEW, **values):
        return False
    person_id = by.id if by else None
    facts.record(tx, FeedbackSeparated(today, person_id, item_id=item.id, idea_id=item.merged_into))
    return True


def _drop_untouched(tx: Tx, item: Item, *, today: date) -> None:
    """The ideas that were made of a feedback, where nobody else has said or decided anything about them."""
    for idea in items.of_one_author(tx, item):
        if idea.made_of != item.id:
            continue
        talked_about = bool(
            items.remarks_of(tx, idea.id) or comments.count(tx, idea.id) or voices.listeners(tx, idea.id)
        )
        if rules.is_untouched(idea, talked_about=talked_about, joined=items.count_joined(tx, idea.id)):
            take_back(tx, idea, today=today)
