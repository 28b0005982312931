"""Feedback: from a scan or a tap to what is seen."""

from __future__ import annotations

from bot import access, dialogue, doors
from bot.feedback import actions, charts, questions, reports, rules, screens
from bot.refusal import Refused
from bot.request import Request
from bot.screen import Screen, page_of
from config.organisation import ServicePoint
from storage.records.person import Role


def welcome(request: Request) -> Screen:
    """The link of a poster: straight to the faces."""
    return _faces(request, request.payload)


def open_point(request: Request, pressed: screens.OpenPoint) -> Screen:
    return _faces(request, pressed.point)


def points(request: Request, pressed: doors.ShowPoints | None = None) -> Screen:
    """/feedback: what can be rated."""
    all_of_them = _offered(request)
    page = page_of(pressed.page if pressed else 0, len(all_of_them), screens.PAGE)
    shown = all_of_them[page * screens.PAGE : (page + 1) * screens.PAGE]
    return screens.points(request.t, shown, page=page, total=len(all_of_them))


def rate(request: Request, pressed: screens.Rate) -> Screen:
    """The tap: stored at once; what may be added is asked then."""
    point = request.organisation.find_service_point(pressed.point)
    if point is None or point not in _offered(request) or not rules.is_level(pressed.level):
        return _faces(request, pressed.point)
    rating, at = actions.rate(
        request.tx,
        request.organisation,
        point,
        pressed.level,
        chat_id=request.person.chat_id,
        now=request.now,
        today=request.today,
    )
    return dialogue.begin(request, "rating", questions.answers(request, rating, at))


def figures(request: Request, pressed: screens.ShowFigures | None = None) -> Screen:
    """/figures: what the ratings of the last closed month say, or of the month and department that are asked for."""
    organisation = request.organisation
    employee = access.permits(request, Role.EMPLOYEE)
    if not organisation.about.citizens and not employee:
        raise Refused(screens.for_colleagues(request.t))
    newest = rules.last_closed_month(request.today)
    month = rules.asked_month(pressed.month, request.today) if pressed else newest
    found = reports.of_month(request.tx, organisation, month)
    points = [
        report
        for place, report in found.items()
        if pressed
        and pressed.unit
        and place.point
        and _shows(organisation.service_point(place.point), pressed.unit, employee)
    ]
    if pressed and points:
        drawn = _is_of_team(request, pressed.unit)
        return screens.unit_figures(request.t, organisation, month, pressed.unit, points, drawn=drawn)
    return screens.figures(request.t, organisation, month, found, newest=month == newest)


def chart(request: Request, pressed: screens.ShowChart) -> Screen:
    """The last months of a point, for its own team."""
    point = request.organisation.service_point(pressed.point)
    if not _is_of_team(request, point.unit):
        raise Refused(screens.of_another_team(request.t))
    months = reports.months_of(request.tx, request.organisation, point.code, request.today)
    if not months:
        raise Refused(screens.nothing_to_draw(request.t))
    return screens.chart(request.t, point, months, picture=charts.of_point(request.t, point, months))


def _is_of_team(request: Request, unit: str) -> bool:
    """Whether this group's team answers for a unit, or the person is of the quality team for it."""
    of_team = access.holds_for(request.person, Role.QUALITY, unit, request.today)
    return of_team or request.organisation.team_for(unit or None).code in request.place.teams


def _shows(point: ServicePoint, unit: str, employee: bool) -> bool:  # who looks
    return point.unit == unit and (employee or not point.internal)


def _faces(request: Request, code: str) -> Screen:
    point, offered = request.organisation.find_service_point(code.lower()), _offered(request)
    if point is None:
        return screens.unknown(request.t, rules.nearest(code, offered))
    if point.retired:
        return screens.retired(request.t, point)
    if point not in offered:
        raise Refused(screens.for_colleagues(request.t))
    return screens.faces(request.t, request.organisation, point)


def _offered(request: Request) -> list[ServicePoint]:
    return rules.offered(request.organisation, employee=access.permits(request, Role.EMPLOYEE))
