"""What happens by itself, and when: local times of the organisation, or every so often."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.announcements import jobs as announcements
from bot.board import jobs as board
from bot.campaigns import jobs as campaigns
from bot.campaigns import rules as campaigns_rules
from bot.closing import jobs as closing
from bot.comments import jobs as comments
from bot.feedback import jobs as feedback
from bot.feedback import rules as feedback_rules
from bot.misuse import jobs as misuse
from bot.people import jobs as people
from bot.privacy import jobs as privacy
from bot.privacy import rules as privacy_rules
from bot.triage import jobs as triage
from config.organisation import Organisation
from storage.db import Tx


@dataclass(frozen=True, slots=True)
class Job:
    """One line of the timetable: at a time of the organisation's day, or every so often.

    A missed occurrence of a day is made up for within `useful`, else skipped with a fact; of those that come every so
    often the latest is made up for.

    `slices`: long work, looked up once the occurrence is claimed; each slice is a transaction of its own, so that
    others have their turn between two. What an end of the process leaves undone is found again by the next occurrence.

    `sweeps`: after it no rows are left in the database's tables that were deleted or changed (`Database.sweep`).
    """

    name: str
    at: Callable[[Organisation], time] | timedelta
    does: Callable[[Tx, Organisation, datetime], None] | None = None
    working_days_only: bool = True
    useful: timedelta = timedelta(hours=6)
    slices: Callable[[Tx, Organisation, datetime], Sequence[Callable[[Tx], object]]] | None = None
    sweeps: bool = False


def awake(organisation: Organisation, at: time) -> time:
    """The same time of day, or where it is quiet the end of the quiet hours."""
    return organisation.quiet_hours.end if organisation.quiet_hours.cover(at) else at


TIMETABLE = (
    Job("apologise", campaigns_rules.morning, triage.apologise),
    Job(
        "remind of promises",
        lambda organisation: organisation.working_time.remind_at,
        triage.remind_of_promises,
    ),
    Job("ask whether it helped", lambda organisation: awake(organisation, time(10)), closing.ask_whether_it_helped),
    Job("look after campaigns", campaigns_rules.morning, campaigns.look_after, useful=timedelta(hours=10)),
    Job("tell the month", lambda organisation: awake(organisation, time(10)), announcements.tell_the_month),
    Job("tell of comments", timedelta(minutes=5), comments.tell_of_comments),
    Job("tell of thanks", timedelta(minutes=5), board.tell_of_thanks),
    Job("look for falls", campaigns_rules.morning, feedback.look_for_falls),
    Job(
        "end mutes",
        campaigns_rules.morning,
        misuse.end_mutes,
        working_days_only=False,
        useful=timedelta(hours=10),
    ),
    Job(
        "end the day",
        lambda _: feedback_rules.DAY_ENDS_AT,
        feedback.end_the_day,
        working_days_only=False,
        useful=timedelta(hours=23),
    ),
    Job("list ideas", timedelta(minutes=10), slices=board.list_ideas, working_days_only=False),
    Job("tidy up", lambda _: time(3, 30), people.tidy_up, working_days_only=False, useful=timedelta(hours=20)),
    Job(
        "forget for good",
        lambda _: privacy_rules.FORGOTTEN_AT,
        slices=privacy.forget_for_good,
        working_days_only=False,
        useful=timedelta(hours=20),
    ),
    Job(
        "let data go",
        lambda _: privacy_rules.LET_GO_AT,
        slices=privacy.what_is_due,
        working_days_only=False,
        useful=timedelta(hours=20),
    ),
    # After all that changes rows at night.
    Job(
        "blur",
        lambda _: time(3, 50),
        privacy.blur_order,
        working_days_only=False,
        useful=timedelta(hours=20),
        sweeps=True,
    ),
)
