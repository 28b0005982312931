"""Feedback: what the timetable calls."""

from __future__ import annotations

from datetime import datetime

from bot.feedback import actions, rules
from config.organisation import Organisation
from storage import teams
from storage.db import Tx


def look_for_falls(tx: Tx, organisation: Organisation, now: datetime) -> None:
    """Teams hear of points that are rated much worse than before, once."""
    points = [
        point
        for point in organisation.service_points
        if not point.retired and teams.binding(tx, organisation.team_for(point.unit).code) is not None
    ]
    actions.look_for_falls(tx, organisation, points, now.astimezone(organisation.zone).date())


def end_the_day(tx: Tx, organisation: Organisation, now: datetime) -> None:
    """Yesterday is over: nobody can tell any longer who rated what."""
    actions.end_days(tx, rules.days_to_look(now, organisation))
