"""Campaigns: what the timetable calls."""

from __future__ import annotations

from datetime import datetime

from bot.campaigns import actions, news, rules
from bot.telling import Teller
from config.organisation import Organisation
from storage import outbox
from storage.db import Tx


def look_after(tx: Tx, organisation: Organisation, now: datetime) -> None:
    """Follow the organisation file; end what is over, open what begins, remind of what ends soon."""
    actions.reconcile(tx, organisation, now)
    if not rules.may_write(organisation, now):
        return  # made up for too late in the day; the next morning does it
    today = now.astimezone(organisation.zone).date()
    actions.end_due(tx, today)
    actions.open_due(tx, today)
    teller = Teller(tx, organisation, now)
    for campaign in actions.remind_due(tx, today):
        outbox.put_all(tx, news.reminders(teller, campaign))
