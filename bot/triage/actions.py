"""Triage: what a quality team and the author do with an item; each is all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from random import SystemRandom

from bot import access, hearing
from bot.refusal import Refused
from bot.texts import Texts
from bot.triage import rules, sentences
from config.organisation import Organisation
from storage import authors, facts, invitations, items, outbox, people, teams
from storage.db import Tx
from storage.records.facts import (
    AlikeChanged,
    AuthorAnswered,
    AuthorAsked,
    ItemAccepted,
    ItemDeclined,
    ItemDone,
    ItemSent,
    ItemTaken,
    PromiseMissed,
    TeamBound,
    TeamUnbound,
)
from storage.records.invitation import Invitation
from storage.records.item import Attachment, Item, Stage
from storage.records.person import Person, Role
from storage.records.team import Binding


def take(tx: Tx, t: Texts, item: Item, *, by: Person, today: date) -> None:
    """Look after an item; it is in review from now on."""
    taker = by if by.known else people.keep(tx, by)
    for each in _together(tx, item, Stage.IN_REVIEW):
        _move(tx, t, each, Stage.IN_REVIEW, taker_id=taker.id)
        facts.record(tx, ItemTaken(today, taker.id, item_id=each.id))


def ask(
    tx: Tx, t: Texts, item: Item, question: str, files: Sequence[Attachment] = (), *, by: Person, today: date
) -> None:
    """Ask the author something, named or hidden; no stage changes."""
    hearing.require_showable(t, files)
    require_askable(tx, t, item)
    items.add_remark(tx, item.id, by_team=True, text=question, on=today, files=files)
    facts.record(tx, AuthorAsked(today, by.id, item_id=item.id))


def require_askable(tx: Tx, t: Texts, item: Item) -> None:
    """Raise Refused where nobody can be asked, or nothing is to be asked any longer."""
    if not rules.may_be_asked_about(item):
        raise Refused(sentences.stands_elsewhere(t, item))
    if authors.of(tx, item) is None:
        raise Refused(sentences.nobody_to_ask(t, item))


def answer(
    tx: Tx,
    t: Texts,
    item: Item,
    words: str,
    files: Sequence[Attachment],
    *,
    by: Person,
    today: date,
    aside: bool = False,
) -> None:
    """The author says something about an item, with or without files, also when it is closed; what is set `aside` stands
    with it, and nobody is told.
    """
    if not authors.is_author(tx, item, chat_id=by.chat_id, person_id=by.id):
        raise Refused(sentences.not_the_author(t))
    hearing.require_showable(t, files)
    items.add_remark(tx, item.id, by_team=False, text=words, on=today, files=files)
    if item.same_as is not None and not aside:
        stand_alone(tx, item, today=today)
    if not aside:
        facts.record(tx, AuthorAnswered(today, item.author_id, item_id=item.id))


def accept(tx: Tx, t: Texts, item: Item, *, by: Person, organisation: Organisation, today: date) -> None:
    """It will be done. A yes in a second look takes the place of the refusal."""
    again = rules.on_second_look(item)
    decider_id = _decider(tx, t, item, by, organisation, today) if again else None
    same = rules.same_eyes(item, by.id)
    for each in _together(tx, item, Stage.ACCEPTED):
        _move(tx, t, each, Stage.ACCEPTED, reason=None, decider_id=decider_id)
        facts.record(tx, ItemAccepted(today, by.id, item_id=each.id, again=again, same=same))


def decline(tx: Tx, t: Texts, item: Item, reason: str, *, by: Person, organisation: Organisation, today: date) -> None:
    """Say no, with a reason: a code of the organisation's list (or nothing) in the first line, then own words."""
    decider_id = _decider(tx, t, item, by, organisation, today)
    again, same = rules.on_second_look(item), rules.same_eyes(item, by.id)
    for each in _together(tx, item, Stage.DECLINED):
        _move(tx, t, each, Stage.DECLINED, reason=reason, closed_on=today, decider_id=decider_id)
        facts.record(tx, ItemDeclined(today, decider_id, item_id=each.id, again=again, same=same))


def finish(tx: Tx, t: Texts, item: Item, outcome: str, *, by: Person, organisation: Organisation, today: date) -> None:
    """It is done, with what was done."""
    again, same = rules.on_second_look(item), rules.same_eyes(item, by.id)
    decider_id = _decider(tx, t, item, by, organisation, today) if again else item.decider_id
    for each in _together(tx, item, Stage.DONE):
        _move(tx, t, each, Stage.DONE, outcome=outcome, closed_on=today, reason=None, decider_id=decider_id)
        facts.record(tx, ItemDone(today, by.id, item_id=each.id, again=again, same=same))


def require_other_eyes(tx: Tx, t: Texts, item: Item, by: Person, *, organisation: Organisation, today: date) -> None:
    """In a second look neither whoever declined decides nor whoever sent it; the sentence does not tell which.

    Where no role names anybody else, the group may hold colleagues without one: they go first. From the working day
    before the promised one on whoever declined may decide, so that the author gets the answer by then.
    """
    if not rules.on_second_look(item):
        return
    if rules.same_eyes(item, by.id):
        if others_may_decide(tx, item, on=today):
            raise Refused(sentences.others_decide(t, item))
        first = organisation.working_days.before(item.promised_on)
        if today < first and item.apologised_on is None:
            raise Refused(sentences.others_first(t, item, first))
    elif authors.is_author(tx, item, chat_id=by.chat_id, person_id=by.id):
        raise Refused(sentences.others_decide(t, item))


def others_may_decide(tx: Tx, item: Item, *, on: date) -> bool:
    """Whether a role names somebody who may decide in a second look."""
    return any(deciders(tx, item, role, on=on) for role in (Role.QUALITY, Role.LEADER, Role.ADMIN))


def deciders(tx: Tx, item: Item, role: Role, *, on: date) -> list[Person]:
    """Who holds a role for the item's unit, without whoever declined it and whoever sent it by name.

    A hidden author stays among them, though deciding is refused: to be left out would tell who it is.
    """
    return [
        person
        for person in people.holding(tx, role, on)
        if person.id not in (item.decider_id, item.author_id) and access.holds_for(person, role, item.unit, on)
    ]


def back_to_review(
    tx: Tx, t: Texts, item: Item, words: str, files: Sequence[Attachment], *, today: date, **values: object
) -> None:
    """What was decided is open again because of what its author says."""
    if not rules.may_go_back(item) or not items.move(
        tx,
        item,
        Stage.IN_REVIEW,
        closed_on=None,
        apologised_on=None,
        same_as=None,
        merged_into=None,
        stage_before=None,
        **values,
    ):
        raise Refused(sentences.stands_elsewhere(t, items.get(tx, item.id)))
    items.add_remark(tx, item.id, by_team=False, text=words, on=today, files=files)


def apologise(tx: Tx, item: Item, *, organisation: Organisation, today: date) -> None:
    """The answer is late: its author hears so, with a new date."""
    promised_on = rules.promised_anew(organisation, item.kind, today)
    items.change(tx, item.id, promised_on=promised_on, apologised_on=today)
    facts.record(tx, PromiseMissed(today, item_id=item.id))


def stand_alone(tx: Tx, item: Item, *, today: date) -> None:
    """What came with the same words as another item is looked at by itself: it gets a card of its own."""
    assert item.same_as is not None
    items.change(tx, item.id, same_as=None)
    facts.pass_on(tx, ItemSent(today, item_id=item.id))
    facts.pass_on(tx, AlikeChanged(today, item_id=item.same_as))


def hand_on(tx: Tx, item: Item, *, today: date) -> None:
    """An item leaves those with the same words: where it stood for them, the next takes its place and gets a card."""
    if item.same_as is not None:
        facts.pass_on(tx, AlikeChanged(today, item_id=item.same_as))
    elif (following := items.hand_on(tx, item.id)) is not None:
        facts.pass_on(tx, ItemSent(today, item_id=following.id))


def _together(tx: Tx, item: Item, stage: Stage) -> list[Item]:
    """An item, and what came with the same words and may come to the same stage; not in a second look, for which nobody
    else has asked. In the order of the items it could be
    read off which messages go to one author.
    """
    if rules.on_second_look(item):
        return [item]
    alike = [each for each in items.alike(tx, item.id) if rules.may_become(each, stage)]
    SystemRandom().shuffle(alike)
    return [item, *alike]


def bind(tx: Tx, binding: Binding, *, by: Person, today: date) -> bool:
    """The team meets in this group from now on; its open items come there. False when it met there already."""
    if teams.binding(tx, binding.team) == binding:
        return False
    teams.bind(tx, binding)
    facts.record(tx, TeamBound(today, by.id, team=binding.team))
    return True


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


def _decider(tx: Tx, t: Texts, item: Item, by: Person, organisation: Organisation, today: date) -> int | None:
    """Whoever decides, remembered: should the author ask for a second look, it is for somebody else."""
    require_other_eyes(tx, t, item, by, organisation=organisation, today=today)
    return by.id if by.known else people.keep(tx, by).id


def _move(tx: Tx, t: Texts, item: Item, stage: Stage, **values: object) -> None:
    if not rules.may_become(item, stage) or not items.move(tx, item, stage, **values):
        raise Refused(sentences.stands_elsewhere(t, items.get(tx, item.id)))
