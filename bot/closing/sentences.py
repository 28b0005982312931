"""Closing: why something cannot be done (any more)."""

from __future__ import annotations

from datetime import date

from bot.texts import Html, Texts
from storage.records.item import Item


def looked_at_again_already(t: Texts, item: Item) -> Html:
    return t("A second look at {label} has been asked for already; there is one for each message.", label=item.label)


def not_declined(t: Texts, item: Item) -> Html:
    return t("{label} is not declined, so there is nothing to look at again.", label=item.label)


def too_late_to_ask_again(t: Texts, item: Item, until: date) -> Html:
    return t(
        "A second look at {label} was possible until {day}. If something has changed since, just write it anew.",
        label=item.label,
        day=t.day(until),
    )


def not_your_unit(t: Texts) -> Html:
    return t("This is for the leader of another department.")


def too_few_words(t: Texts) -> Html:
    return t("Please say it in a few words, so that others understand what you mean.")


def too_long(t: Texts, most: int) -> Html:
    return t.n("That is more than {n} character.", "That is more than {n} characters.", most)
