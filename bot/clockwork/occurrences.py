"""Which occurrences of the timetable are due: sums about days and zones, no clock and no database."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from bot.clockwork.timetable import Job
from config.organisation import Organisation

LOOKED_BACK = LOOKED_AHEAD = 10
"""Days over which an occurrence is looked for: longer than any row of holidays."""


def latest(job: Job, organisation: Organisation, now: datetime) -> tuple[str, datetime] | None:
    """The newest planned occurrence that is not in the future: its name, and when it was.

    A time of day is named by the local clock; what comes every so often by UTC, which has no doubled hour.
    """
    if isinstance(job.at, timedelta):
        moment = now - (now.astimezone(UTC) - datetime.min.replace(tzinfo=UTC)) % job.at
        return often_named(moment), moment
    at, today = job.at(organisation), now.astimezone(organisation.zone).date()
    for back in range(LOOKED_BACK):
        day = today - timedelta(days=back)
        if job.working_days_only and not organisation.working_days.is_working_day(day):
            continue
        planned = instant(day, at, organisation)
        if planned <= now:
            return f"{day.isoformat()} {at.isoformat('minutes')}", planned
    return None


def following(job: Job, organisation: Organisation, now: datetime) -> datetime | None:
    """When a job with a time of day is planned next; None for what comes every so often."""
    if isinstance(job.at, timedelta):
        return None
    at, today = job.at(organisation), now.astimezone(organisation.zone).date()
    for ahead in range(LOOKED_AHEAD):
        day = today + timedelta(days=ahead)
        if job.working_days_only and not organisation.working_days.is_working_day(day):
            continue
        if (planned := instant(day, at, organisation)) > now:
            return planned
    return None


def often_named(moment: datetime) -> str:
    """What an occurrence of a job that comes every so often is called; in the order of time."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M")


def instant(day: date, at: time, organisation: Organisation) -> datetime:
    """When a local time is: the first of a doubled hour; for a missing hour the next valid moment."""
    local = datetime.combine(day, at, tzinfo=organisation.zone)
    while local.astimezone(UTC).astimezone(organisation.zone) != local:
        local += timedelta(minutes=1)
    return local.astimezone(UTC)
