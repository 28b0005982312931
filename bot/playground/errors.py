"""How the playground says no: to the bot with Telegram's codes and words, to people with a sentence."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """What Telegram answers to a call that it does not carry out."""

    def __init__(self, code: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """The JSON object that goes back to the bot."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


class AnswerLost(Exception):
    """The call took effect, but its answer is to be lost on the way."""


class NotPossible(ValueError):
    """A person asked for something that a Telegram app would not let her do; the text says why."""


def bad_request(reason: str) -> Refusal:
    """A 400 in Telegram's form."""
    return Refusal(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> Refusal:
    """A 403 in Telegram's form."""
    return Refusal(403, f"Forbidden: {reason}")


def too_many_requests(seconds: int) -> Refusal:
    """A 429 in Telegram's form, with the seconds to wait."""
    description = f"Too Many Requests: retry after {seconds}"
    return Refusal(429, description, {"retry_after": seconds})
