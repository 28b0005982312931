"""Feedback: what a team hears of its points."""

from __future__ import annotations

from collections.abc import Iterator

from bot import rendering
from bot.charts.drawing import Bar
from bot.feedback import charts, reports, screens
from bot.telling import Teller
from bot.texts import Texts
from config.organisation import ServicePoint
from storage import teams
from storage.records.facts import RatingsFell
from storage.records.outgoing import Call, Class


def fall_to_team(teller: Teller, fact: RatingsFell) -> Iterator[Call]:
    """A picture with words for the group of the team that answers for the point; nothing while it has none."""
    point = teller.organisation.service_point(fact.point)
    team = teller.organisation.team_for(point.unit or None)
    binding = teams.binding(teller.tx, team.code)
    if binding is None:
        return
    t = teller.speaks(team.language)
    picture = _chart(teller, t, point, fact)
    screen = screens.fall(t, point, fact.days, fact.now, fact.before, picture=picture)
    yield rendering.message(binding.chat_id, screen, thread_id=binding.thread_id, rank=Class.CARD)


def _chart(teller: Teller, t: Texts, point: ServicePoint, fact: RatingsFell) -> bytes:
    last = t.n("last {n} day", "last {n} days", fact.days)
    now = Bar(last.plain, fact.now / 100, f"≈ {t.percent(fact.now / 100)}", marked=True)
    months = reports.months_of(teller.tx, teller.organisation, point.code, teller.today)
    return charts.of_point(t, point, months, now)
