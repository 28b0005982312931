"""Checks: calls held against the official description of the Bot API, a JSON file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

SCALARS: dict[str, type | tuple[type, ...]] = {
    "Integer": int,
    "String": str,
    "Boolean": bool,
    "True": bool,
    "Float": (int, float),
    "InputFile": str,
}
ARRAY = "Array of "
ATTACHED = "attach://"
_CHARACTERS = re.compile(r"([\d,]+)-([\d,]+) (characters|bytes)", re.IGNORECASE)


class Description:
    """Methods and types as the official page lists them."""

    def __init__(self, methods: dict[str, Any], types: dict[str, Any]) -> None:
        self.methods = methods
        self.types = types

    def problems(self, method: str, params: Mapping[str, Any], files: Mapping[str, Any]) -> list[str]:
        """What is wrong with a call, in words; nothing if it satisfies the description."""
        if method not in self.methods:
            return ["no such method"]
        named = {words.removeprefix(ATTACHED) for words in _strings(params) if words.startswith(ATTACHED)}
        given = {**{name: ATTACHED for name in files if name not in named}, **params}
        return list(self._object(given, self.methods[method].get("fields", []), ""))

    def misfits(self, kind: str, value: Any) -> list[str]:
        """What is wrong with a value of a type, such as "Update" or "Array of Message"."""
        return list(self._typed(value, kind, kind))

    def _object(self, value: Mapping[str, Any], fields: list[dict[str, Any]], path: str) -> Iterator[str]:
        known = {field["name"]: field for field in fields}
        for name in value.keys() - known.keys():
            yield f"{path}{name} is unknown"
        for name, field in known.items():
            if name in value:
                yield from self._field(value[name], field, path + name)
            elif field["required"]:
                yield f"{path}{name} is missing"

    def _field(self, value: Any, field: dict[str, Any], path: str) -> Iterator[str]:
        attempts = [list(self._typed(value, kind, path)) for kind in field["types"]]
        if not any(not problems for problems in attempts):
            yield from min(attempts, key=len)
            return
        yield from _length(value, field["description"], path)

    def _typed(self, value: Any, kind: str, path: str) -> Iterator[str]:
        if kind.startswith(ARRAY):
            if not isinstance(value, list | tuple):
                yield f"{path} is not an array"
                return
            for index, item in enumerate(value):
                yield from self._typed(item, kind.removeprefix(ARRAY), f"{path}[{index}]")
        elif kind in SCALARS:
            if not isinstance(value, SCALARS[kind]) or (kind in ("Integer", "Float") and isinstance(value, bool)):
                yield f"{path} is not {kind}"
        elif not isinstance(value, dict):
            if not (isinstance(value, str) and kind == "KeyboardButton"):
                yield f"{path} is not {kind}"
        else:
            yield from self._structure(value, kind, path)

    def _structure(self, value: dict[str, Any], kind: str, path: str) -> Iterator[str]:
        described = self.types.get(kind, {})
        if described.get("subtypes"):
            attempts = [list(self._structure(value, sub, path)) for sub in described["subtypes"]]
            yield from min(attempts, key=len)
            return
        if (fixed := _fixed_type(described)) and value.get("type") != fixed:
            yield f"{path}.type is not {fixed}"
            yield from ("",) * 3  # the other kinds of the union are nearer to what was meant
        yield from self._object(value, described.get("fields", []), f"{path}.")


def _fixed_type(described: Mapping[str, Any]) -> str | None:
    for field in described.get("fields", []):
        if field["name"] == "type":
            match = re.search(r"must be \*?\"?([a-z_]+)\"?\*?$", field["description"])
            return match.group(1) if match else None
    return None


def _length(value: Any, description: str, path: str) -> Iterator[str]:
    match = _CHARACTERS.search(description)
    if not isinstance(value, str) or match is None or "after entit" in description:
        return
    least, most = (int(number.replace(",", "")) for number in match.groups()[:2])
    size = len(value.encode()) if match.group(3).lower() == "bytes" else len(value)
    if not least <= size <= most:
        yield f"{path} has {size} {match.group(3).lower()} instead of {least}-{most}"


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item)


@lru_cache(maxsize=4)
def load(path: Path) -> Description:
    """Read the description from its file."""
    described = json.loads(path.read_text(encoding="utf-8"))
    return Description(described["methods"], described["types"])
