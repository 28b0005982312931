"""A TOML file read into a model, with mistakes named by line, key and reason."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from config.problems import ConfigurationError, Problem, did_you_mean, key_path, reason

Location = tuple[int | str, ...]
Model = TypeVar("Model", bound=BaseModel)
Relations = Callable[[Model, frozenset[str]], Iterable[tuple[Location, str]]]
"""What does not fit together in a model; the tables in which something is wrong in itself are named."""


class TomlFile:
    """The text of a file, and where in it a key stands."""

    def __init__(self, text: str, where: str) -> None:
        self._lines = text.splitlines()
        self.where = where
        try:
            self.content: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise ConfigurationError([self._not_toml(str(error))]) from None

    @classmethod
    def read(cls, path: Path) -> TomlFile:
        try:
            return cls(path.read_text(encoding="utf-8"), str(path))
        except UnicodeDecodeError:
            raise ConfigurationError([Problem(str(path), "", "is not a text in UTF-8")]) from None
        except OSError as error:
            raise ConfigurationError([Problem(str(path), "", f"cannot be read ({error.strerror})")]) from None

    def into(self, model: type[Model], context: dict[str, Any], relations: Relations[Model]) -> Model:
        """The content as this model; raises `ConfigurationError` with everything that does not fit.

        `relations` tells what does not fit together. Keys that are wrong in themselves are left out for it.
        """
        found, wrong = _tried(model, self.content, context)
        doubted = frozenset(str(detail["loc"][0]) for detail in wrong if detail["loc"])
        if wrong:
            found, _ = _tried(model, _without(self.content, [detail["loc"] for detail in wrong]), context)
        problems = [
            self.problem(
                detail["loc"],
                _unknown_key(model, detail["loc"]) if detail["type"] == "extra_forbidden" else reason(detail),
            )
            for detail in wrong
        ]
        problems += [self.problem(place, why) for place, why in (relations(found, doubted) if found else ())]
        if found is None or problems:
            raise ConfigurationError(problems)
        return found

    def problem(self, location: Location, why: str) -> Problem:
        return Problem(self.where, key_path(location), why, self.line_of(location))

    def line_of(self, location: Location) -> int | None:
        """The line of a key such as `("units", 2, "team")`, or of the table it should stand in; from 1."""
        table, index = str(location[0]) if location else "", location[1] if len(location) > 1 else None
        header = f"[[{table}]]" if isinstance(index, int) else f"[{table}]"
        starts = [number for number, line in enumerate(self._lines) if _code(line) == header]
        nth = index if isinstance(index, int) else 0
        if nth >= len(starts):
            return None
        key = next((step for step in location[1:] if isinstance(step, str)), None)
        return 1 + next(self._keys_named(key, starts[nth] + 1), starts[nth])

    def _not_toml(self, words: str) -> Problem:
        """What the reader of TOML says, with the key that stands there."""
        place = re.search(r" ?\(at line (\d+), column (\d+)\)$", words)
        if not place or (line := int(place[1])) > len(self._lines):
            return Problem(self.where, "", f"is not valid TOML: {_lowered(words)}")
        said = _lowered(words[: place.start()])
        why = f"is not valid TOML: {said}, at column {place[2]}"
        if said == "invalid date or datetime":
            why = "is no day of the calendar, or no time of day"
        return Problem(self.where, key_path(self._location(line)), why, line)

    def _location(self, number: int) -> Location:
        """The path of the key that stands on this line, or nearest above it in the same table; from 1."""
        key: list[str] = []
        if self._lines[number - 1].lstrip().startswith("["):
            return ()
        for at in range(number - 1, -1, -1):
            if header := re.fullmatch(r"\[(\[)?([\w.-]+)\]\]?", _code(self._lines[at])):
                index = sum(_code(line) == header[0] for line in self._lines[:at])
                return (header[2], *([index] if header[1] else []), *key)
            if not key and (named := re.match(r"\s*[\"']?([\w-]+)[\"']?\s*[=.]", self._lines[at])):
                key = [named[1]]
        return tuple(key)

    def _keys_named(self, key: str | None, start: int) -> Iterator[int]:
        for number, line in enumerate(self._lines[start:], start):
            if line.lstrip().startswith("["):
                return
            if key and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[=.]", line):
                yield number


def _code(line: str) -> str:
    return re.sub(r"\s", "", line.partition("#")[0])


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _tried(
    model: type[Model], content: dict[str, Any], context: dict[str, Any]
) -> tuple[Model | None, list[ErrorDetails]]:
    """The content as this model, or what is wrong with it."""
    try:
        return model.model_validate(content, context=context), []
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
    # A list whose entries are wrong is also called too short: only the entries are worth a line.
    places = [detail["loc"] for detail in details]
    return None, [
        detail
        for detail in details
        if not any(place != detail["loc"] and place[: len(detail["loc"])] == detail["loc"] for place in places)
    ]


def _without(content: dict[str, Any], locations: Iterable[Location]) -> dict[str, Any]:
    """The content without the keys of tables that these paths lead to, or into."""
    left = deepcopy(content)
    for location in locations:
        way: list[Any] = [*location[: 3 if len(location) > 1 and isinstance(location[1], int) else 2]]
        key = way.pop()
        table: Any = left
        for step in way:
            table = table[step] if isinstance(table, list) or step in table else {}
        if isinstance(table, dict):
            table.pop(key, None)
    return left


def _unknown_key(model: type[BaseModel], location: Sequence[int | str]) -> str:
    """Why the last key of this path will not do, with the one that was probably meant."""
    for step in location[:-1]:
        if isinstance(step, str):
            field = next(field for name, field in model.model_fields.items() if step in (field.alias, name))
            inner = [kind for kind in (field.annotation, *get_args(field.annotation)) if _is_model(kind)]
            model = inner[0]
    known = [field.alias or name for name, field in model.model_fields.items()]
    return f"is not a known key; {did_you_mean(str(location[-1]), known)}"


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)
