"""Misuse: decisions without side effects."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from storage.records.item import Identity, Item, Stage
from storage.records.mute import Mute


class Measure(StrEnum):
    """What a team does about misuse, the mildest first."""

    WORD = "word"
    DAY = "day"
    WEEK = "week"
    FOUR_WEEKS = "month"
    QUIET = "quiet"


DAYS = {Measure.DAY: 1, Measure.WEEK: 7, Measure.FOUR_WEEKS: 28, Measure.QUIET: 28}
"""How long each lasts. Never longer: a second look, which a mute leaves open, may be asked for longer than that."""

LOOKED_BACK = 28
"""Days that tell how many ratings a day a point usually has."""

LOOKED_AT_EACH = 10
"""Whether it is a burst is looked at with each tenth rating."""

ALIKE = 0.9
"""From which share on nearly all of a burst gave the same."""

LONGEST_WORDS = 1000


def is_nameless(identity: Identity) -> bool:
    """A mute for what comes without a name leaves alone what comes with one, and the other way round: whoever fell silent
    everywhere would be the hidden author.
    """
    return identity is not Identity.NAMED


def until(measure: Measure, today: date) -> date:
    """The last day on which it holds; a day's mute holds tomorrow, too, as today is half over."""
    return today + timedelta(days=DAYS[measure])


def measures(item: Item, *, answerable: bool, joined: bool = False) -> tuple[Measure, ...]:
    """What may be done about an open item; whoever left no trace can only be told no. Not in silence: what was decided
    before, or is `joined` with what others said.
    """
    if not answerable:
        return (Measure.WORD,)
    quiet = item.stage in (Stage.RECEIVED, Stage.IN_REVIEW) and item.appealed_on is None and not joined
    return tuple(measure for measure in Measure if quiet or measure is not Measure.QUIET)


def may_object(mute: Mute, today: date) -> bool:
    """Whether whoever is muted may still say something against it, once."""
    return not mute.quiet and mute.objection is None and today <= mute.until


def may_decide(mute: Mute, today: date) -> bool:
    """Whether an objection waits for somebody's decision."""
    return mute.objection is not None and not mute.stands and today <= mute.until


def is_burst(number: int, usual: float, least: int) -> bool:
    """Whether so many first ratings in ten minutes are unusual, where a day usually has `usual` of them."""
    return number >= least and number > usual / 2


def is_looked_at(number: int, least: int) -> bool:
    return number >= least and (number - least) % LOOKED_AT_EACH == 0


def nearly_all_alike(levels: Mapping[int, int]) -> bool:
    """Whether nearly all gave the same; which it was is not told."""
    return max(levels.values(), default=0) >= ALIKE * sum(levels.values())


def may_be_recounted(day: date, newest_closed: date) -> bool:
    """Whether figures of that day's month are not out yet; `newest_closed`: the first day of the newest that are."""
    return day.replace(day=1) > newest_closed
