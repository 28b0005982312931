"""Which occurrences of the timetable are due: sums about days and zones, no clock and no database."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from bot.clockwork.timetable import Job
from config.organisation import Organisation

LOOKED_BACK = 10
"""Days over which a missed occurrence is looked for: longer than any row of holidays."""


def latest(job: Job, organisation: Organisation, now: datetime) -> tuple[str, datetime] | None:
    """The newest planned occurrence that is not in the future: its local name, and when it was."""
    at, today = job.at(organisation), now.astimezone(organisation.zone).date()
    for back in range(LOOKED_BACK):
        day = today - timedelta(days=back)
        if job.working_days_only and not organisation.working_days.is_working_day(day):
            continue
        planned = instant(day, at, organisation)
        if planned <= now:
            return f"{day.isoformat()} {at.isoformat('minutes')}", planned
    return None


def instant(day: date, at: time, organisation: Organisation) -> datetime:
    """When a local time is: the first of a doubled hour; for a missing hour the next valid moment."""
    local = datetime.combine(day, at, tzinfo=organisation.zone)
    while local.astimezone(UTC).astimezone(organisation.zone) != local:
        local += timedelta(minutes=1)
    return local.astimezone(UTC)
