"""Refusals: something that cannot be done, said to the person or the operator in a sentence."""

from __future__ import annotations

from bot.texts import Html


class Refused(Exception):
    """Raised by rules and handlers; undoes what was done and shows the sentence.

    With `as_notice` a press is answered with it in place; the message stays as it is. Where what it asks is `over`, it
    loses its buttons.
    """

    def __init__(self, sentence: Html, *, as_notice: bool = True, over: bool = False) -> None:
        super().__init__(sentence)
        self.over = over
        self.sentence = sentence
        self.as_notice = as_notice


class Unplayable(Exception):
    """The demo cannot start or go on, and why; said to the operator."""


class Unprintable(Exception):
    """A poster cannot be made, and why; said to the operator."""
