"""A mute: somebody may send nothing for some days, or nothing that is shown at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Mute:
    """Whom it concerns stands sealed in its row. `nameless`: it holds for what comes without a name, else for what comes
    with one. `until` is its last day; `quiet`: nobody is told, and what comes is set aside. `by_id`: who of the team.
    """

    id: int
    nameless: bool
    quiet: bool
    item_id: int | None
    by_id: int | None
    since: date
    until: date
    reason: str
    objection: str | None = None
    stands: bool = False

    @property
    def is_lifted(self) -> bool:
        """Whether it was ended before its time."""
        return self.until < self.since
