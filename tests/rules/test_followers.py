"""Followers: hours in which nobody is written to."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot import followers
from config.organisation import load
from config.settings import SHIPPED_ORGANISATION

ORGANISATION = load(SHIPPED_ORGANISATION)


@pytest.mark.parametrize(
    ("hour", "minute", "quiet"), [(17, 59, False), (18, 0, True), (23, 0, True), (4, 59, True), (5, 0, False)]
)
def test_quiet_hours_are_the_organisations(hour: int, minute: int, quiet: bool) -> None:
    """From eight in the evening to seven in the morning in Helsinki, two hours ahead of UTC."""
    assert followers.is_quiet(ORGANISATION, datetime(2026, 11, 23, hour, minute, tzinfo=UTC)) is quiet
