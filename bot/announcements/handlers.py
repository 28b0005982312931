"""Announcements: from what the team pressed to what is seen."""

from __future__ import annotations

from dataclasses import replace

from bot import access, dialogue, own
from bot.announcements import actions, questions, rules, screens, sentences
from bot.doors import Announce, AskTakeBack
from bot.refusal import Refused
from bot.request import Request
from bot.screen import Screen
from storage import announcements
from storage.records.announcement import Announcement
from storage.records.person import Role


def announce(request: Request, pressed: Announce) -> Screen:
    item = own.team_item(request, pressed.item)
    actions.require_untold(request.tx, request.t, item)
    alike = actions.alike(request.tx, item, request.today)
    first = questions.first_answers(item, alike)
    # It stands below the card; the card stays.
    return replace(
        dialogue.begin(request, questions.ANNOUNCE.kind, first), fresh=True, reply_to=request.said.message_id
    )


def ask_take_back(request: Request, pressed: AskTakeBack) -> Screen:
    told = _of_team(request, pressed.announcement)
    if not rules.is_told(told):
        raise Refused(sentences.settled(request.t))
    screen = screens.ask_take_back(request.t, told)
    return replace(screen, fresh=True, reply_to=request.said.message_id)


def take_back(request: Request, pressed: screens.TakeBack) -> Screen:
    told = _of_team(request, pressed.announcement)
    actions.take_back(request.tx, request.t, told, today=request.today)
    return screens.took_back(request.t, told)


def leave_it(request: Request, pressed: screens.LeaveIt) -> Screen:
    return screens.left(request.t, _of_team(request, pressed.announcement))


def it_is_there(request: Request, pressed: screens.ItIsThere) -> Screen:
    told = _of_team(request, pressed.announcement)
    actions.say_it_is_there(request.tx, request.t, told, today=request.today)
    return screens.is_there(request.t, told)


def send_again(request: Request, pressed: screens.SendAgain) -> Screen:
    told = _of_team(request, pressed.announcement)
    actions.send_again(request.tx, request.t, told)
    return screens.sent_again(request.t, told)


def _of_team(request: Request, announcement_id: int) -> Announcement:
    """The announcement, if this group's team told it, or the person is of the quality team for its unit."""
    try:
        told = announcements.get(request.tx, announcement_id)
    except announcements.NotFound:
        raise Refused(sentences.settled(request.t)) from None
    teams = (told.team, request.organisation.about.default_team)
    of_team = access.holds_for(request.person, Role.QUALITY, told.unit, request.today)
    if not of_team and not any(team in request.place.teams for team in teams):
        raise Refused(sentences.other_team(request.t))
    return told
