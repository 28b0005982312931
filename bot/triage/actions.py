"""Triage: what a quality team and the author do with an item; each is all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bot.refusal import Refused
from bot.texts import Texts
from bot.triage import rules, sentences
from storage import facts, invitations, items, outbox, people, teams
from storage.db import Tx
from storage.records.facts import (
    AuthorAnswered,
    AuthorAsked,
    ItemAccepted,
    ItemDeclined,
    ItemDone,
    ItemTaken,
    TeamBound,
    TeamUnbound,
)
from storage.records.invitation import Invitation
from storage.records.item import Attachment, Item, Stage
from storage.records.person import Person
from storage.records.team import Binding


def take(tx: Tx, t: Texts, item: Item, *, by: Person, today: date) -> None:
    """Look after an item; it is in review from now on."""
    taker = by if by.known else people.keep(tx, by)
    _move(tx, t, item, Stage.IN_REVIEW, taker_id=taker.id)
    facts.record(tx, ItemTaken(today, taker.id, item_id=item.id))


def ask(tx: Tx, t: Texts, item: Item, question: str, *, by: Person, today: date) -> None:
    """Ask the author something; no stage changes."""
    if item.author_id is None:
        raise Refused(sentences.nobody_to_ask(t, item))
    items.add_remark(tx, item.id, by_team=True, text=question, on=today)
    facts.record(tx, AuthorAsked(today, by.id, item_id=item.id))


def answer(tx: Tx, t: Texts, item: Item, words: str, files: Sequence[Attachment], *, by: Person, today: date) -> None:
    """The author says something about an item, with or without files, also when it is closed."""
    if by.id is None or item.author_id != by.id:
        raise Refused(sentences.not_the_author(t))
    items.add_remark(tx, item.id, by_team=False, text=words, on=today)
    items.add_files(tx, item.id, files)
    facts.record(tx, AuthorAnswered(today, by.id, item_id=item.id, files=len(files)))


def accept(tx: Tx, t: Texts, item: Item, *, by: Person, today: date) -> None:
    _move(tx, t, item, Stage.ACCEPTED)
    facts.record(tx, ItemAccepted(today, by.id, item_id=item.id))


def decline(tx: Tx, t: Texts, item: Item, reason: str, *, by: Person, today: date) -> None:
    """Say no, with a reason: a code of the organisation's list (or nothing) in the first line, then own words."""
    _move(tx, t, item, Stage.DECLINED, reason=reason, closed_on=today)
    facts.record(tx, ItemDeclined(today, by.id, item_id=item.id))


def finish(tx: Tx, t: Texts, item: Item, outcome: str, *, by: Person, today: date) -> None:
    """It is done, with what was done."""
    _move(tx, t, item, Stage.DONE, outcome=outcome, closed_on=today)
    facts.record(tx, ItemDone(today, by.id, item_id=item.id))


def bind(tx: Tx, binding: Binding, *, by: Person, today: date) -> None:
    """The team meets in this group from now on; its open items come there."""
    before = teams.binding(tx, binding.team)
    if before is not None and before.chat_id != binding.chat_id:
        for item_id in teams.forget_cards(tx, binding.team, before.chat_id):
            outbox.drop_for_card(tx, before.chat_id, item_id)
    teams.bind(tx, binding)
    facts.record(tx, TeamBound(today, by.id, team=binding.team))


def accept_team_invitation(tx: Tx, token: str, *, at: datetime) -> Invitation | None:
    """Use the link that binds a group; None when it is not good (any more)."""
    found = invitations.find(tx, token)
    if found is None or found.team is None or not invitations.use(tx, token, at):
        return None
    return found


def unbind(tx: Tx, chat_id: int, *, today: date) -> None:
    """The group is gone: its items wait until the team has a group again."""
    outbox.drop(tx, chat_id)
    for team in teams.unbind(tx, chat_id):
        facts.record(tx, TeamUnbound(today, team=team))


def _move(tx: Tx, t: Texts, item: Item, stage: Stage, **values: object) -> None:
    if not rules.may_become(item, stage) or not items.move(tx, item, stage, **values):
        raise Refused(sentences.stands_elsewhere(t, items.get(tx, item.id)))
