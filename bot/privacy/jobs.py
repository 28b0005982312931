"""Privacy: what the timetable calls."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.privacy import rules
from config.organisation import Organisation
from storage import blur, retention
from storage.db import Tx


def what_is_due(tx: Tx, organisation: Organisation, now: datetime) -> Sequence[retention.Slice]:
    """All that goes tonight, in slices."""
    today = now.astimezone(organisation.zone).date()
    return list(retention.planned(tx, rules.days_kept(organisation), today))


def blur_order(tx: Tx, organisation: Organisation, now: datetime) -> None:
    """No column of the database tells any longer in which order things came today."""
    blur.blur(tx)
