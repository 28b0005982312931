"""Invitations: made by the operator or an administrator, taken by whoever has the link."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, select, update

from storage.db import Tx
from storage.records.invitation import Invitation
from storage.records.person import Role
from storage.sealing import hashed, new_token
from storage.tables import invitations


def make(tx: Tx, invitation: Invitation) -> str:
    """Remember an invitation; returns its token, which is kept nowhere."""
    token = new_token()
    tx.execute(
        insert(invitations).values(
            token_hash=hashed(token),
            role=invitation.role,
            unit=invitation.unit,
            team=invitation.team,
            uses_left=invitation.uses_left,
            expires_at=invitation.expires_at,
        )
    )
    return token


def find(tx: Tx, token: str) -> Invitation | None:
    """The invitation of a token, used up and expired ones included."""
    row = tx.execute(select(invitations).where(invitations.c.token_hash == hashed(token))).one_or_none()
    if row is None:
        return None
    return Invitation(Role(row.role) if row.role else None, row.unit, row.team, row.uses_left, row.expires_at)


def use(tx: Tx, token: str, at: datetime) -> bool:
    """Count one use; False when none was left or the time is over."""
    used = tx.execute(
        update(invitations)
        .where(
            invitations.c.token_hash == hashed(token),
            invitations.c.uses_left > 0,
            invitations.c.expires_at > at,
        )
        .values(uses_left=invitations.c.uses_left - 1)
    )
    return used.rowcount == 1
