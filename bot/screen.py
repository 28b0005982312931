"""A screen: what a person sees in answer, before it becomes a message."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.buttons import Press
from bot.texts import Html


@dataclass(frozen=True, slots=True)
class Button:
    """A label and what a press means, or an address that it opens."""

    label: Html
    press: Press | None = None
    url: str | None = None


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A file that the bot has made; it lies in the outbox, sealed, until Telegram has it."""

    name: str
    text: str
    mime: str


@dataclass(frozen=True, slots=True)
class Screen:
    """A text with rows of buttons, a short notice to the presser, or both.

    In answer to a press the text takes the place of the pressed message, unless `fresh`.
    `asks` opens the reply field in the app (where there are no buttons); `about` is the item that it speaks of, `draft`
    the dialogue whose question it asks;
    of several waiting screens with one `key` only the newest is sent. With a file that the bot has `made`, the text
    is its caption (1,024 characters at most), and the screen must be `fresh`; so it is with a `picture`, a PNG.
    """

    text: Html | None = None
    rows: Rows = ()
    notice: Html | None = None
    fresh: bool = False
    asks: bool = False
    about: int | None = None
    key: str | None = None
    reply_to: int | None = None
    draft: int | None = None
    made: Made | None = None
    picture: bytes | None = None


def last_page(total: int, on_a_page: int) -> int:
    """The number of the last page, counted from 0."""
    return max(0, (total - 1) // on_a_page)


def page_of(page: int, total: int, on_a_page: int) -> int:
    """The page that was asked for, or the nearest there is: a list may have become shorter, and an app sends any number."""
    return min(max(page, 0), last_page(total, on_a_page))


def turn(page: int, last: int, to: Callable[[int], Press], back: Html, on: Html) -> Rows:
    """A row that leads to the page before and to the page after, as far as there are any; `last` is the last page."""
    before = (Button(back, to(page - 1)),) if page > 0 else ()
    after = (Button(on, to(page + 1)),) if page < last else ()
    return (before + after,) if before or after else ()


def column(*buttons: Button | None) -> Rows:
    """One button a row; what is None is left out."""
    return tuple((button,) for button in buttons if button is not None)
