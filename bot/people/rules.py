"""People: decisions without side effects."""

from __future__ import annotations

from datetime import datetime

from storage.records.invitation import Invitation
from storage.records.person import Role

# Roles that an invitation may give.
INVITED = (Role.CITIZEN, Role.EMPLOYEE, Role.QUALITY, Role.LEADER, Role.ADMIN)


def is_valid(invitation: Invitation, at: datetime) -> bool:
    """Whether an invitation may still be accepted."""
    return invitation.uses_left > 0 and invitation.expires_at > at
