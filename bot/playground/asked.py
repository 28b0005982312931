"""Asked: the fields of a request from the page, read with a sentence for whatever does not fit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.playground.errors import NotPossible


class Asked:
    """What the page sent."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self._fields = fields

    def has(self, name: str) -> bool:
        """Whether the field is there and not empty."""
        return self._fields.get(name) not in (None, "")

    def number(self, name: str) -> int:
        """A whole number."""
        try:
            return int(self._fields[name])
        except (KeyError, TypeError, ValueError):
            raise NotPossible(f"{name} must be a whole number.") from None

    def numbers(self, name: str) -> list[int]:
        """Whole numbers, at least one."""
        values = self._fields.get(name)
        if not isinstance(values, list) or not values or not all(type(value) is int for value in values):
            raise NotPossible(f"{name} must be a list of whole numbers.")
        return values

    def text(self, name: str) -> str:
        """Words."""
        value = self._fields.get(name)
        if not isinstance(value, str):
            raise NotPossible(f"{name} must be text.")
        return value

    def flag(self, name: str) -> bool:
        """Yes or no."""
        value = self._fields.get(name)
        if not isinstance(value, bool):
            raise NotPossible(f"{name} must be true or false.")
        return value
