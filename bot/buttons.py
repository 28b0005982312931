"""Typed buttons: what a press means, packed into the 64 bytes that Telegram carries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from enum import StrEnum
from typing import Any, ClassVar, get_type_hints

LONGEST = 64
LARGEST = 2**63 - 1

FieldType = type[int] | type[str] | type[StrEnum]


class Press:
    """What a press means: a frozen dataclass with fields of int, str or StrEnum.

    `code` names the class and its version ("take1"): a class that changes its fields gets a new code,
    so that buttons of old messages are told apart.
    """

    code: ClassVar[str]


def pack(press: Press) -> str:
    """The payload of a button; raises ValueError over 64 bytes."""
    values = [str(getattr(press, field.name)) for field in fields(press)]  # type: ignore[arg-type]
    if any(":" in value for value in values):
        raise ValueError(f"{press} holds a colon")
    payload = ":".join([press.code, *values])
    if len(payload.encode()) > LONGEST:
        raise ValueError(f"{payload} has over {LONGEST} bytes")
    return payload


class Presses:
    """The kinds of presses that are known, by code."""

    def __init__(self, kinds: Iterable[type[Press]]) -> None:
        self._kinds: dict[str, tuple[type[Press], list[FieldType]]] = {}
        for kind in kinds:
            if kind.code in self._kinds:
                raise ValueError(f"two kinds of buttons have the code {kind.code}")
            self._kinds[kind.code] = (kind, field_types(kind))

    def unpack(self, payload: str) -> Press | None:
        """What was pressed; None when it is of no known kind."""
        code, *values = payload.split(":")
        kind, types = self._kinds.get(code, (None, []))
        if kind is None or len(types) != len(values):
            return None
        try:
            read = [convert(value) for convert, value in zip(types, values, strict=True)]
        except ValueError:
            return None
        # Anybody can make an app that sends any number; no id is as large as this.
        return None if any(isinstance(one, int) and abs(one) > LARGEST for one in read) else kind(*read)


def field_types(kind: type[Press]) -> list[FieldType]:
    hints: dict[str, Any] = get_type_hints(kind)
    return [hints[field.name] for field in fields(kind)]  # type: ignore[arg-type]
