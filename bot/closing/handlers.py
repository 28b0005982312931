"""Closing: from what author or leader pressed to what is seen."""

from __future__ import annotations

from bot import access, dialogue, own
from bot.closing import actions, rules, screens, sentences
from bot.doors import AskSecondLook, ItDidNotHelp
from bot.refusal import Refused
from bot.request import Request
from bot.screen import Screen
from bot.triage import actions as triage
from bot.triage import rules as triage_rules
from storage import items
from storage.records.item import Item
from storage.records.person import Role


def ask_second_look(request: Request, pressed: AskSecondLook) -> Screen:
    item = own.item(request, pressed.item)
    actions.require_second_look(request.t, item, organisation=request.organisation, today=request.today)
    return dialogue.begin(request, "second look", {"item": item.id})


def it_helped(request: Request, pressed: screens.ItHelped) -> Screen:
    item = own.item(request, pressed.item)
    if not rules.may_say(item, request.organisation, request.today):
        return screens.question_over(request.t, item)
    actions.say_it_helped(request.tx, item, today=request.today)
    return screens.it_helped(request.t, item)


def nobody_knows(request: Request, pressed: screens.NobodyKnows) -> Screen:
    item = own.item(request, pressed.item)
    if not rules.may_say(item, request.organisation, request.today):
        return screens.question_over(request.t, item)
    actions.say_nobody_knows(request.tx, item, today=request.today)
    return screens.nobody_knows(request.t, item)


def it_did_not_help(request: Request, pressed: ItDidNotHelp) -> Screen:
    item = own.item(request, pressed.item)
    if not rules.may_object(item, request.organisation, request.today):
        return screens.question_over(request.t, item)
    return dialogue.begin(request, "not helped", {"item": item.id})


def accept_after_all(request: Request, pressed: screens.AcceptAfterAll) -> Screen:
    item = _led(request, pressed.item)
    if not triage_rules.on_second_look(item):
        return screens.over(request.t, item, own=rules.has_decided(item, request.person.id))
    triage.accept(
        request.tx, request.t, item, by=request.person, organisation=request.organisation, today=request.today
    )
    return screens.decided(request.t, items.get(request.tx, item.id))


def let_stand(request: Request, pressed: screens.LetStand) -> Screen:
    item = _led(request, pressed.item)
    if not triage_rules.on_second_look(item):
        return screens.over(request.t, item, own=rules.has_decided(item, request.person.id))
    triage.require_other_eyes(
        request.tx, request.t, item, request.person, organisation=request.organisation, today=request.today
    )
    return dialogue.begin(request, "let stand", {"item": item.id})


def _led(request: Request, item_id: int) -> Item:
    """The item, if whoever asks is a leader of its unit, or of all."""
    try:
        item = items.get(request.tx, item_id)
    except items.NotFound:
        raise Refused(sentences.not_your_unit(request.t)) from None
    if not access.holds_for(request.person, Role.LEADER, item.unit, request.today):
        raise Refused(sentences.not_your_unit(request.t))
    return item
