"""Announcements: why something cannot be done."""

from __future__ import annotations

from datetime import date

from bot import stages
from bot.texts import Html, Texts
from storage.records.item import Item


def nothing_to_tell(t: Texts, item: Item) -> Html:
    return t(
        "{label} stands at “{stage}” now: there is nothing to tell everybody yet.",
        label=item.label,
        stage=stages.name(t, item.stage),
    )


def passed_on(t: Texts, item: Item) -> Html:
    return t(
        "The thanks of {label} were passed on: they are for whoever was thanked, not for everybody.", label=item.label
    )


def came_otherwise(t: Texts, item: Item) -> Html:
    return t(
        "{label} stands at “{stage}” now, which is not what these words tell. Please begin anew from its card.",
        label=item.label,
        stage=stages.name(t, item.stage),
    )


def told_already(t: Texts, item: Item, day: date) -> Html:
    return t("{label} was told in public on {day} already.", label=item.label, day=t.day(day))


def too_few_words(t: Texts) -> Html:
    return t("Please reply with a few words; everybody can read them.")


def too_long(t: Texts, most: int) -> Html:
    return t.n(
        "That is more than {n} character. A post that is read is short.",
        "That is more than {n} characters. A post that is read is short.",
        most,
    )


def settled(t: Texts) -> Html:
    return t("This is settled already.")


def other_team(t: Texts) -> Html:
    return t("This post is another team's.")
