"""An invitation: a link that gives a role or binds a team's group."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.records.person import Role


@dataclass(frozen=True, slots=True)
class Invitation:
    """`role` for people, or `team` for a group; never both. Its token is stored only as a hash."""

    role: Role | None
    unit: str | None
    team: str | None
    uses_left: int
    expires_at: datetime
