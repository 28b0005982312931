"""What can be wrong with settings or the organisation's description, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from pydantic_core import ErrorDetails


class Problem(NamedTuple):
    """One thing to put right: where it stands, under which key, and why it will not do."""

    where: str
    """"environment", or the path of a file."""
    key: str
    """A setting's name, or a path such as `units[2].team`; empty for a file as a whole."""
    reason: str
    line: int | None = None

    def __str__(self) -> str:
        place = self.where if self.line is None else f"{self.where}, line {self.line}"
        return ": ".join(part for part in (place, self.key, self.reason) if part)


class ConfigurationError(Exception):
    """Kaiwa cannot start as it is set up; `problems` holds everything found, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant."""
    found = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return found[0] if found else None


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """An ending for a sentence about an unknown word: the nearest known one, else all of them."""
    if meant := nearest(word, known):
        return f"did you mean “{meant}”?"
    return "known are: " + ", ".join(known) if known else "there are none"


def key_path(location: Sequence[int | str]) -> str:
    """`("units", 2, "team")` as people write it: `units[2].team`."""
    path = ""
    for step in location:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    return path


_WORDED = {
    "missing": "is missing",
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false, without quotes",
    "int_type": "must be a whole number, without quotes",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "finite_number": "must be a number",
    "string_type": "must be a text in quotes",
    "string_too_short": "must not be empty",
    "tuple_type": "must be a list",
    "too_short": "must not be empty",
    "dict_type": "must be a table",
    "model_type": "must be a table",
    "model_attributes_type": "must be a table",
    "time_parsing": "must be a time of day such as “09:00”",
    "time_type": "must be a time of day such as “09:00”",
    "date_parsing": "must be a date such as 2026-12-24",
    "date_type": "must be a date such as 2026-12-24",
    "date_from_datetime_parsing": "must be a date such as 2026-12-24",
    "date_from_datetime_inexact": "must be a date such as 2026-12-24",
}


def reason(error: ErrorDetails) -> str:
    """One error of pydantic's as the end of a sentence that begins with the key; never holds the value."""
    context = error.get("ctx", {})
    match error["type"]:
        case "value_error":
            return str(context["error"])
        case "literal_error":
            return f"must be {context['expected']}"
        case "greater_than_equal":
            return f"must be {context['ge']:g} or more"
        case "less_than_equal":
            return f"must be {context['le']:g} or less"
        case kind:
            return _WORDED.get(kind, error["msg"][:1].lower() + error["msg"][1:])
