"""People: what the timetable calls."""

from __future__ import annotations

from datetime import datetime, timedelta

from config.organisation import Organisation
from storage import updates
from storage.db import Tx

UPDATES_KEPT = timedelta(days=7)


def tidy_up(tx: Tx, organisation: Organisation, now: datetime) -> None:
    """Forget which updates had their effects long ago."""
    today = now.astimezone(organisation.zone).date()
    updates.forget_before(tx, today - UPDATES_KEPT)
