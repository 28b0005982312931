"""Feedback: what the timetable calls."""

from __future__ import annotations

from datetime import datetime

from bot.feedback import actions, rules
from config.organisation import Organisation
from storage.db import Tx


def end_the_day(tx: Tx, organisation: Organisation, now: datetime) -> None:
    """Yesterday is over: nobody can tell any longer who rated what."""
    actions.end_days(tx, rules.days_to_look(now, organisation))
