"""A TOML file read into a model, with mistakes named by line, key and reason."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from config.problems import ConfigurationError, Problem, did_you_mean, key_path, reason

Location = tuple[int | str, ...]
Model = TypeVar("Model", bound=BaseModel)


class TomlFile:
    """The text of a file, and where in it a key stands."""

    def __init__(self, text: str, where: str) -> None:
        self._lines = text.splitlines()
        self.where = where
        try:
            self.content: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise ConfigurationError([Problem(where, "", f"is not valid TOML: {_plain(error)}")]) from None

    @classmethod
    def read(cls, path: Path) -> TomlFile:
        try:
            return cls(path.read_text(encoding="utf-8"), str(path))
        except UnicodeDecodeError:
            raise ConfigurationError([Problem(str(path), "", "is not a text in UTF-8")]) from None
        except OSError as error:
            raise ConfigurationError([Problem(str(path), "", f"cannot be read ({error.strerror})")]) from None

    def into(self, model: type[Model], context: dict[str, Any]) -> Model:
        """The content as this model; raises `ConfigurationError` with everything that does not fit."""
        try:
            return model.model_validate(self.content, context=context)
        except ValidationError as error:
            details = error.errors(include_url=False, include_input=False)
        # A list whose entries are wrong is also called too short: only the entries are worth a line.
        places = [detail["loc"] for detail in details]
        raise ConfigurationError(
            self.problem(
                detail["loc"],
                _unknown_key(model, detail["loc"]) if detail["type"] == "extra_forbidden" else reason(detail),
            )
            for detail in details
            if not any(place != detail["loc"] and place[: len(detail["loc"])] == detail["loc"] for place in places)
        )

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

    def _keys_named(self, key: str | None, start: int) -> Iterator[int]:
        for number, line in enumerate(self._lines[start:], start):
            if line.lstrip().startswith("["):
                return
            if key and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[=.]", line):
                yield number


def _code(line: str) -> str:
    return re.sub(r"\s", "", line.partition("#")[0])


def _plain(error: Exception) -> str:
    text = str(error)
    return text[:1].lower() + text[1:]


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
