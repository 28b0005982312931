"""A rating: one tap at a service point, of nobody in particular."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

LEVELS = (5, 4, 3, 2, 1)
"""From very good to very bad."""

SATISFIED = (5, 4)


@dataclass(frozen=True, slots=True)
class Rating:
    """What somebody thought of a point on a day. `counted`: it stands in the figures, as the first one of a person, point
    and day; later ones are kept apart. `item_id`: the feedback with the words to it. `in_burst`: it came with unusually
    many others, and would count.
    """

    id: int
    point: str
    unit: str | None
    level: int
    given_on: date
    counted: bool
    reason: str | None = None
    item_id: int | None = None
    in_burst: bool = False
