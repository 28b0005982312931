"""Privacy: decisions without side effects."""

from __future__ import annotations

from collections.abc import Mapping

from config.organisation import Organisation


def days_kept(organisation: Organisation) -> Mapping[str, int]:
    """After how many days each kind of data goes; 0: never."""
    days: dict[str, int] = organisation.retention.model_dump()
    return days
