"""People: what the timetable calls."""

from __future__ import annotations

from datetime import datetime, timedelta

from config.organisation import Organisation
from storage import drafts, mentions, updates
from storage.db import Tx

UPDATES_KEPT = timedelta(days=7)


def tidy_up(tx: Tx, organisation: Organisation, now: datetime) -> None:
    """Forget what has served its purpose: old drafts, old look-ups, ids of updates."""
    today = now.astimezone(organisation.zone).date()
    drafts.forget_old(tx, today)
    mentions.forget_old(tx, today)
    updates.forget_before(tx, today - UPDATES_KEPT)
