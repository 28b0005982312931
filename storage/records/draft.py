"""An unfinished dialogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Draft:
    """Answers so far; the open question is the first one without an answer.

    `version` grows with each change: a button names the version that it was drawn for.
    """

    id: int
    kind: str
    version: int
    answers: dict[str, Any]
