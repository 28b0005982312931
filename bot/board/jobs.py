"""The board: what the timetable calls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from bot.board import news
from bot.telling import Teller
from config.organisation import Organisation
from storage import outbox, similar
from storage.db import Tx


def tell_of_thanks(tx: Tx, organisation: Organisation, now: datetime) -> None:
    """Authors hear of thanks that came since the last message about them."""
    outbox.put_all(tx, news.thanks_gathered(Teller(tx, organisation, now)))


def list_ideas(tx: Tx, organisation: Organisation, now: datetime) -> Sequence[Callable[[Tx], object]]:
    """Ideas that were sent or edited are listed, so that finding them among many stays fast; those that are missing first."""
    missing, size = similar.missing(tx), similar.KEPT_AT_ONCE
    parts = [missing[first : first + size] for first in range(0, len(missing), size)]
    return [
        *(partial(similar.keep_missing, ids=part) for part in parts),
        *[similar.tidy] * similar.turns(tx, more=len(missing)),
    ]
