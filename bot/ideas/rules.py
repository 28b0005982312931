"""Ideas: decisions and sums without side effects."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Protocol

from config.organisation import Organisation
from storage.records.item import Kind

FEWEST_LETTERS = 2
MOST_FILES = 10
LONGEST_TEXT = 12_000


class _Guessable(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def words(self) -> tuple[str, ...]: ...


def says_something(text: str) -> bool:
    """Whether a text is more than a greeting sign: at least two letters or digits."""
    return sum(sign.isalnum() for sign in text) >= FEWEST_LETTERS


def guess(text: str, choices: Iterable[_Guessable]) -> str | None:
    """The code whose words begin most words of the text; None when none does or two do alike."""
    said = text.lower()
    scores = [(len(_beginnings(choice.words).findall(said)), choice.code) for choice in choices if choice.words]
    ranked = sorted((score for score in scores if score[0]), reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][1]


def promised_on(organisation: Organisation, kind: Kind, said_on: date) -> date:
    """The day by which an answer is due, in working days."""
    days = organisation.promises.idea_days if kind is Kind.IDEA else organisation.promises.feedback_days
    return organisation.working_days.add(said_on, days)


@lru_cache(maxsize=200)
def _beginnings(stems: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, stems))})")
