"""Triage: from what the team pressed or wrote to what is seen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot import access, dialogue, hearing, own
from bot.refusal import Refused
from bot.request import Request
from bot.screen import Screen
from bot.texts import Texts
from bot.triage import actions, cards, rules, screens, sentences
from bot.triage import news as triage
from bot.triage.questions import YES
from storage import authors, items, outbox, teams
from storage.records.item import OPEN_STAGES, Item, Stage
from storage.records.person import Role
from storage.records.team import Binding


def take(request: Request, pressed: cards.Take) -> Screen:
    item = own.team_item(request, pressed.item)
    actions.take(request.tx, request.t, item, by=request.person, today=request.today)
    return Screen(notice=request.t("{label} is yours now. The author hears of it.", label=item.label))


def accept(request: Request, pressed: cards.Accept) -> Screen:
    item = own.team_item(request, pressed.item)
    actions.accept(
        request.tx, request.t, item, by=request.person, organisation=request.organisation, today=request.today
    )
    return Screen(notice=request.t("{label} is accepted. The author hears of it.", label=item.label))


def ask(request: Request, pressed: cards.Ask) -> Screen:
    item = own.team_item(request, pressed.item)
    actions.require_askable(request.tx, request.t, item)
    return _begin(request, "ask", {"item": item.id, "sure": YES})


def decline(request: Request, pressed: cards.Decline) -> Screen:
    item = own.team_item(request, pressed.item)
    _require(request, item, Stage.DECLINED)
    return _begin(request, "decline", {"item": item.id, "again": rules.on_second_look(item)})


def finish(request: Request, pressed: cards.Finish) -> Screen:
    item = own.team_item(request, pressed.item)
    _require(request, item, Stage.DONE)
    return _begin(request, "done", {"item": item.id, "again": rules.on_second_look(item)})


def card_reply(request: Request, item_id: int) -> Screen | None:
    """A reply to a card, or to what the author said: perhaps meant for the author, so the team is asked."""
    item, said = own.team_item(request, item_id), request.said
    if not (said.text or said.attachments):
        return None
    if authors.of(request.tx, item) is None:
        raise Refused(sentences.nobody_to_ask(request.t, item))
    if not rules.may_be_asked_about(item):
        return None  # the team talks among itself
    files = hearing.with_files(request, None)
    return dialogue.begin(request, "ask", {"item": item.id, "words": said.text, "files": files})


def waiting(request: Request, pressed: screens.ShowWaiting) -> Screen:
    return triage.waiting_screen(request.tx, request.t, request.place.chat_id, request.place.teams, pressed.page)


def open_card(request: Request, pressed: screens.OpenCard) -> Screen:
    """Bring an item's card to the end of the chat."""
    item = own.team_item(request, pressed.item)
    if item.same_as is not None:
        actions.stand_alone(request.tx, item, today=request.today)
        return Screen(notice=request.t("Here is {label}.", label=item.label))
    for call in triage.anew_calls(request.tx, request.organisation, item, crowded=False):
        outbox.put(request.tx, call)
    return Screen(notice=request.t("Here is {label}.", label=item.label))


def show_alike(request: Request, pressed: cards.ShowAlike) -> Screen:
    item = own.team_item(request, pressed.item)
    alike = [each for each in items.alike(request.tx, item.id) if each.is_open or not item.is_open]
    return screens.same_words(request.t, item, alike[: screens.LIST_PAGE], len(alike))


def bind_by_link(request: Request) -> Screen:
    invitation = actions.accept_team_invitation(request.tx, request.payload, at=request.now)
    if invitation is None or invitation.team is None:
        raise Refused(screens.link_is_over(request.t))
    return _bind(request, invitation.team)


def bind_by_command(request: Request) -> Screen:
    """/team CODE in the group."""
    if request.payload not in {team.code for team in request.organisation.teams}:
        return screens.which_team(request.t, request.organisation)
    # Being in one team's group makes nobody the master of another team.
    if request.payload not in request.place.teams and not _is_of(request, request.payload):
        raise Refused(sentences.other_team_to_bind(request.t))
    return _bind(request, request.payload)


def added(request: Request) -> Screen | None:
    return None if request.place.teams else screens.hello_group(request.t)


def removed(request: Request) -> None:
    actions.unbind(request.tx, request.place.chat_id, today=request.today)


def moved(request: Request, new_chat_id: int) -> None:
    """The group became a supergroup: everything that knew its address learns the new one."""
    teams.move(request.tx, request.place.chat_id, new_chat_id)
    outbox.readdress(request.tx, request.place.chat_id, new_chat_id)


def _bind(request: Request, code: str) -> Screen:
    place = request.place
    binding = Binding(code, place.chat_id, place.thread_id)
    new = actions.bind(request.tx, binding, by=request.person, today=request.today)
    team = request.organisation.team(code)
    t = Texts(team.language, request.organisation.zone)
    waiting = teams.without_card(request.tx, code, place.chat_id, OPEN_STAGES)
    if waiting and not new:
        return triage.waiting_screen(request.tx, t, place.chat_id, [code], 0)
    return screens.bound(t, t.name(team.name), len(waiting))


def _is_of(request: Request, code: str) -> bool:
    """Whether the person is of the quality team for all units, or for one that this team answers for."""
    organisation = request.organisation
    units = [None, *(unit.code for unit in organisation.units if organisation.team_for(unit.code).code == code)]
    return any(access.holds_for(request.person, Role.QUALITY, unit, request.today) for unit in units)


def _begin(request: Request, kind: str, answers: dict[str, Any]) -> Screen:
    """A dialogue about a card stands below it; the card stays."""
    return replace(dialogue.begin(request, kind, answers), fresh=True, reply_to=request.said.message_id)


def _require(request: Request, item: Item, stage: Stage) -> None:
    if not rules.may_become(item, stage):
        raise Refused(sentences.stands_elsewhere(request.t, item))
    actions.require_other_eyes(
        request.tx, request.t, item, request.person, organisation=request.organisation, today=request.today
    )


def waiting_command(request: Request) -> Screen:
    """/waiting: the team's open items that no card shows yet, else a word that all is well."""
    return triage.waiting_screen(request.tx, request.t, request.place.chat_id, request.place.teams, 0)
