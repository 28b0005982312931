"""Beginnings of words and phrases, as the organisation file has them, in what somebody wrote."""

from __future__ import annotations

import re
from functools import lru_cache


def said(text: str) -> str:
    """A text as stems are written: lower case, one blank between words."""
    return " ".join(text.lower().split())


def count(words_said: str, stems: tuple[str, ...]) -> int:
    """How many words of what was `said` begin with one of these."""
    return len(_beginnings(stems).findall(words_said)) if stems else 0


@lru_cache(maxsize=200)
def _beginnings(stems: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, stems))})")
