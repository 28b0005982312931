"""Comments: what the timetable calls."""

from __future__ import annotations

from datetime import datetime

from bot.comments import news
from bot.telling import Teller
from config.organisation import Organisation
from storage import outbox
from storage.db import Tx


def tell_of_comments(tx: Tx, organisation: Organisation, now: datetime) -> None:
    """Authors and followers hear of comments that came since the last message about them."""
    outbox.put_all(tx, news.gathered(Teller(tx, organisation, now)))
