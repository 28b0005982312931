"""Triage: why something cannot be done."""

from __future__ import annotations

from datetime import date

from bot import stages
from bot.texts import Html, Texts
from storage.records.item import Item


def stands_elsewhere(t: Texts, item: Item) -> Html:
    return t(
        "{label} stands at “{stage}” now, so this is no longer possible.",
        label=item.label,
        stage=stages.name(t, item.stage),
    )


def others_decide(t: Texts, item: Item) -> Html:
    return t(
        "This is a second look at {label}: somebody else decides, neither whoever declined it nor whoever sent it.",
        label=item.label,
    )


def others_first(t: Texts, item: Item, first: date) -> Html:
    return t(
        "This is a second look at {label}: somebody else of the team decides. From {day} on you can, if nobody has until then.",
        label=item.label,
        day=t.day(first),
    )


def nobody_to_ask(t: Texts, item: Item) -> Html:
    return t("Nobody can be asked about {label}: its author is not known.", label=item.label)


def not_the_author(t: Texts) -> Html:
    return t("Only whoever sent it can answer.")


def other_team_to_bind(t: Texts) -> Html:
    return t("Only somebody of the quality team can bring another team here. The team's invitation link does it too.")
