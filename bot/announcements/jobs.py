"""Announcements: what the timetable calls."""

from __future__ import annotations

from datetime import datetime

from bot.announcements import actions
from config.organisation import Organisation
from storage.db import Tx


def tell_the_month(tx: Tx, organisation: Organisation, now: datetime) -> None:
    """On the first working day of a month one post tells what the last one brought; nothing in the quiet hours."""
    local = now.astimezone(organisation.zone)
    if not organisation.quiet_hours.cover(local.time()):
        actions.publish_month(tx, organisation, local.date())
