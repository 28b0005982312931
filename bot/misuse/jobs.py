"""Misuse: what the timetable calls."""

from __future__ import annotations

from datetime import datetime
from random import SystemRandom

from bot.misuse import screens
from bot.telling import Teller
from config.organisation import Organisation
from storage import mutes, outbox
from storage.db import Tx


def end_mutes(tx: Tx, organisation: Organisation, now: datetime) -> None:
    """Whose mute is over hears so, if he or she had heard of it; nothing is left of it but that it was."""
    teller = Teller(tx, organisation, now)
    over = mutes.over(tx, teller.today)
    SystemRandom().shuffle(over)
    for mute in over:
        if not mute.quiet and not mute.is_lifted:
            author = mutes.muted(tx, mute.id)
            unheard = mute.objection is not None and not mute.stands
            screen = screens.ended(teller.speaks(author.language), early=False, unheard=unheard)
            outbox.put(tx, teller.to(author, screen))
    mutes.end(tx, [mute.id for mute in over])
