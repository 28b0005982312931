"""Kudos: from what was pressed to what is seen."""

from __future__ import annotations

from dataclasses import replace

from bot import dialogue, own
from bot.doors import PassThanks
from bot.kudos import actions, questions, rules, screens, sentences
from bot.refusal import Refused
from bot.request import Request
from bot.screen import Screen, page_of
from storage import kudos


def pass_on(request: Request, pressed: PassThanks) -> Screen:
    """The dialogue stands below the card; the card stays."""
    item = own.team_item(request, pressed.item)
    actions.require_compliment(request.t, item)
    begun = dialogue.begin(request, questions.THANKS.kind, questions.first_answers(request, item))
    return replace(begun, fresh=True, reply_to=request.said.message_id)


def received(request: Request, pressed: screens.ShowKudos | None = None) -> Screen:
    """/kudos: what one was thanked for, alone or with one's team."""
    person = request.person
    units = [grant.unit for grant in person.grants if grant.unit and grant.holds(request.today)]
    total = kudos.count_received(request.tx, person.id, units)
    if not total:
        return screens.nothing_yet(request.t)
    page = page_of(pressed.page if pressed else 0, total, rules.PAGE)
    shown = kudos.received(request.tx, person.id, units, limit=rules.PAGE, offset=page * rules.PAGE)
    return screens.received(request.t, request.organisation, shown, page=page, total=total)


def ask_remove(request: Request, pressed: screens.AskRemove) -> Screen:
    given = kudos.get(request.tx, pressed.kudos)
    if given is None or given.receiver_id is None or given.receiver_id != request.person.id:
        raise Refused(sentences.not_your_thanks(request.t))
    return screens.ask_remove(request.t, given, pressed.page)


def remove(request: Request, pressed: screens.Remove) -> Screen:
    actions.remove(request.tx, request.t, pressed.kudos, by=request.person)
    return screens.removed(request.t)
