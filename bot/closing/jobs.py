"""Closing: what the timetable calls."""

from __future__ import annotations

from datetime import datetime
from random import SystemRandom

from bot.closing import actions, rules
from config.organisation import Organisation
from storage import authors, items
from storage.db import Tx
from storage.records.item import Kind


def ask_whether_it_helped(tx: Tx, organisation: Organisation, now: datetime) -> None:
    """Authors of what was done some time ago are asked, once, outside quiet hours."""
    local = now.astimezone(organisation.zone)
    if organisation.quiet_hours.cover(local.time()):
        return  # the next occurrence finds them
    done = [
        item
        for kind in Kind
        for item in items.done_unasked(tx, kind, *rules.closed_when_asked(organisation, kind, local.date()))
    ]
    # In the order of the items it could be read off which messages go to one author.
    SystemRandom().shuffle(done)
    for item in done:
        if rules.is_asked_about(item) and authors.of(tx, item) is not None:
            actions.ask_whether_it_helped(tx, item, today=local.date())
