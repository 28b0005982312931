"""Long texts: what a screen has no room for follows in messages of its own, or is read page by page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.doors import LookAt, ReadWhole, ShowItem
from bot.screen import Button, Screen, column, page_of, turn
from bot.telling import Teller
from bot.texts import Html, Texts, escaped, lines
from storage.records.author import Author
from storage.records.item import Item
from storage.records.outgoing import Call
from storage.records.person import Person

PART = 3500
"""Characters of a long text in one message."""

TEXT, WORDS = 1500, 600
"""Characters of an item's text, and of the words of a decision, on a screen of its own."""


def parts(text: str) -> list[str]:
    return [text[start : start + PART] for start in range(0, len(text), PART)]


def rest_of(text: str, shown: int) -> list[str]:
    """A text in parts that fit into messages; empty where all of it was shown."""
    return parts(text) if len(text) > shown else []


def follows(t: Texts, text: str | None, shown: int) -> Html | None:
    """That the whole text comes after a screen which shows so many characters of it."""
    return t("✂️ The whole text follows below.") if text and len(text) > shown else None


def continued(item: Item, part: str) -> Screen:
    """One part of a long text about an item."""
    return Screen(Html(f"<b>{item.label}</b>\n") + escaped(part), about=item.id)


def to(teller: Teller, person: Person | Author, item: Item, text: str | None, shown: int) -> Iterator[Call]:
    """What a message to somebody had no room for, in the messages after it."""
    for part in rest_of(text or "", shown):
        yield replace(teller.to(person, continued(item, part)), about=item.id)


def button(t: Texts, item: Item) -> Button | None:
    """The way to all of it, where an item has more words than a screen of its own shows."""
    is_long = len(item.text) > TEXT or any(len(said or "") > WORDS for said in (item.reason, item.outcome))
    return Button(t("📄 The whole text"), ReadWhole(item.id, 0)) if is_long else None


def page(t: Texts, item: Item, text: str, *, number: int, own: bool) -> Screen:
    """A page of a long text; the last one where there are not so many."""
    said = parts(text) or [""]
    number = page_of(number, len(said), 1)
    back = Button(t("📋 How it stands"), ShowItem(item.id)) if own else Button(t("👁 Look at it"), LookAt(item.id))
    turned = turn(number, len(said) - 1, lambda page: ReadWhole(item.id, page), t("◀ Back"), t("More ▶"))
    return Screen(lines(Html(f"<b>{item.label}</b>"), escaped(said[number])), (*turned, *column(back)), about=item.id)
