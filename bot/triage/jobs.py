"""Triage: what the timetable calls."""

from __future__ import annotations

from datetime import datetime
from random import SystemRandom

from bot import rendering
from bot.texts import Texts
from bot.triage import actions, rules, screens
from config.organisation import Organisation
from storage import authors, items, outbox, teams
from storage.db import Tx
from storage.records.outgoing import Class


def apologise(tx: Tx, organisation: Organisation, now: datetime) -> None:
    """Whoever was promised an answer by a day that has passed hears that we are sorry, and a new day."""
    today = now.astimezone(organisation.zone).date()
    late = items.missed(tx, today)
    # In the order of the items it could be read off which messages go to one author.
    SystemRandom().shuffle(late)
    for item in late:
        if authors.of(tx, item) is not None or items.count_joined(tx, item.id):
            actions.apologise(tx, item, organisation=organisation, today=today)


def remind_of_promises(tx: Tx, organisation: Organisation, now: datetime) -> None:
    """Each team with answers due by today, or on the next working day, is told in its group which ones."""
    today = now.astimezone(organisation.zone).date()
    next_day = organisation.working_days.add(today, 1)
    for team in organisation.teams:
        late, binding = items.overdue(tx, team.code, next_day), teams.binding(tx, team.code)
        late.sort(key=rules.on_second_look, reverse=True)  # who has waited twice comes first, then who waits longest
        if not late or binding is None:
            continue
        screen = screens.overdue(Texts(team.language, organisation.zone), late, today, next_day)
        outbox.put(tx, rendering.message(binding.chat_id, screen, thread_id=binding.thread_id, rank=Class.CARD))
