"""Misuse: from what team or person pressed to what is seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from bot import access, dialogue, own
from bot.doors import ReportMisuse
from bot.feedback import rules as feedback
from bot.misuse import actions, rules, screens, sentences
from bot.misuse.screens import Burst, Listed, Muted
from bot.refusal import Refused
from bot.request import Request
from bot.screen import Screen, page_of
from bot.triage import rules as triage
from config.organisation import ServicePoint
from storage import bursts, items, mutes, people
from storage.records.item import Item
from storage.records.mute import Mute
from storage.records.person import Role


def report(request: Request, pressed: ReportMisuse) -> Screen:
    """From the reasons for declining: what shall happen."""
    item = own.team_item(request, pressed.item)
    return dialogue.begin(request, "misuse", {"item": item.id, "again": triage.on_second_look(item)})


def overview(request: Request, pressed: screens.ShowMisuse | None = None) -> Screen:
    """/misuse: who is muted because of this team's items, what is set aside, where many ratings came at once."""
    muted = [Muted(mute, item, _name(request, mute)) for mute, item in _of_team(request)]
    aside = [item for item in items.set_aside(request.tx) if _is_for(request, item)]
    listed: list[Listed] = [*sorted(muted, key=lambda each: not each.objects), *aside, *_bursts(request)]
    page = page_of(pressed.page if pressed else 0, len(listed), screens.PAGE)
    shown = listed[page * screens.PAGE : (page + 1) * screens.PAGE]
    return screens.overview(request.t, shown, page=page, total=len(listed))


def show_objection(request: Request, pressed: screens.ShowObjection) -> Screen:
    mute = _team_mute(request, pressed.mute)
    return screens.objection(request.t, mute, _item(request, mute))


def lift(request: Request, pressed: screens.LiftMute) -> Screen:
    mute = _team_mute(request, pressed.mute)
    actions.lift(request.tx, request.t, mute, by=request.person, today=request.today)
    return screens.lifted(request.t)


def let_stand(request: Request, pressed: screens.LetMuteStand) -> Screen:
    mute = _team_mute(request, pressed.mute)
    actions.let_stand(request.tx, request.t, mute, by=request.person, today=request.today)
    return screens.stands(request.t)


def bring_back(request: Request, pressed: screens.BringBack) -> Screen:
    item = own.team_item(request, pressed.item)
    actions.bring_back(
        request.tx, request.t, item, by=request.person, organisation=request.organisation, today=request.today
    )
    return screens.brought_back(request.t, item)


def leave_out(request: Request, pressed: screens.LeaveOut) -> Screen:
    point, day = _recounted(request, pressed.point, pressed.day, counts=False)
    return screens.left_out(request.t, point, day)


def let_count(request: Request, pressed: screens.LetCount) -> Screen:
    point, day = _recounted(request, pressed.point, pressed.day, counts=True)
    return screens.counted(request.t, point, day)


def _recounted(request: Request, code: str, number: int, *, counts: bool) -> tuple[ServicePoint, date]:
    """Let a day's bursts count or not, for whoever is of the team that answers for the point."""
    point, day = request.organisation.service_point(code), _day(request, number)
    if not _answers_for(request, point):
        raise Refused(sentences.other_team(request.t))
    newest = feedback.last_closed_month(request.today)
    actions.recount(
        request.tx, request.t, point.code, day, counts=counts, by=request.person, newest=newest, today=request.today
    )
    return point, day


# -- whoever is muted ------------------------------------------------------------------------------


def about(request: Request) -> Screen:
    """/object: why one is muted, until when, and what one can do."""
    mine = [
        mute for mute in mutes.of(request.tx, request.person.chat_id) if not mute.quiet and mute.until >= request.today
    ]
    if not mine:
        raise Refused(sentences.not_muted(request.t))
    mute = next((each for each in mine if rules.may_object(each, request.today)), mine[0])
    may_object = rules.may_object(mute, request.today)
    return screens.muted(request.t, mute, _item(request, mute), may_object=may_object)


def object_to(request: Request, pressed: screens.Object) -> Screen:
    mute = mutes.get(request.tx, pressed.mute)
    if mute is None or not mutes.is_of(request.tx, mute.id, request.person.chat_id):
        raise Refused(sentences.not_muted(request.t))
    if not rules.may_object(mute, request.today):
        raise Refused(sentences.objected_already(request.t))
    return replace(dialogue.begin(request, "objection", {"mute": mute.id}), fresh=True)


# -- whose it is -----------------------------------------------------------------------------------


def _of_team(request: Request) -> list[tuple[Mute, Item | None]]:
    found = [(mute, _item(request, mute)) for mute in mutes.all_active(request.tx, request.today)]
    return [(mute, item) for mute, item in found if _is_for(request, item)]


def _bursts(request: Request) -> list[Burst]:
    """Those of the team's points of which the figures are not out."""
    since = feedback.month_after(feedback.last_closed_month(request.today))
    found = [
        Burst(request.organisation.service_point(point), day, counts)
        for point, day, counts in bursts.since(request.tx, since)
    ]
    return [burst for burst in found if _answers_for(request, burst.point)]


def _team_mute(request: Request, mute_id: int) -> Mute:
    """The mute, if it is this team's to end."""
    mute = mutes.get(request.tx, mute_id)
    if mute is None or mute.until < request.today:
        raise Refused(sentences.decided_already(request.t))
    if not _is_for(request, _item(request, mute)):
        raise Refused(sentences.other_team(request.t))
    return mute


def _is_for(request: Request, item: Item | None) -> bool:
    """Whether this group's team answers for it, or the person's role is for the item's unit."""
    unit = item.unit if item else None
    team = actions.responsible(request.tx, request.organisation, item)
    return team in request.place.teams or access.holds_for(request.person, Role.QUALITY, unit, request.today)


def _answers_for(request: Request, point: ServicePoint) -> bool:
    team = request.organisation.team_for(point.unit or None).code
    return team in request.place.teams or access.holds_for(request.person, Role.QUALITY, point.unit, request.today)


def _item(request: Request, mute: Mute) -> Item | None:
    return items.find(request.tx, mute.item_id)


def _name(request: Request, mute: Mute) -> str | None:
    by = people.get(request.tx, mute.by_id) if mute.by_id is not None else None
    return by.name if by else None


def _day(request: Request, number: int) -> date:
    try:
        return datetime.strptime(str(number), "%Y%m%d").date()  # noqa: DTZ007  # a day, no moment
    except ValueError:
        raise Refused(sentences.other_team(request.t)) from None
