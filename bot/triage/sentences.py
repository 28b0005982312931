"""Triage: why something cannot be done, and what stages are called."""

from __future__ import annotations

from bot.texts import Html, Texts
from storage.records.item import Item, Stage


def stage(t: Texts, stage: Stage) -> Html:
    names = {
        Stage.RECEIVED: t.p("stage", "received"),
        Stage.IN_REVIEW: t.p("stage", "in review"),
        Stage.ACCEPTED: t.p("stage", "accepted"),
        Stage.TESTING: t.p("stage", "testing"),
        Stage.DONE: t.p("stage", "done"),
        Stage.DECLINED: t.p("stage", "declined"),
        Stage.MERGED: t.p("stage", "merged"),
        Stage.WITHDRAWN: t.p("stage", "withdrawn"),
    }
    return names[stage]


def stands_elsewhere(t: Texts, item: Item) -> Html:
    return t(
        "{label} stands at “{stage}” now, so this is no longer possible.",
        label=item.label,
        stage=stage(t, item.stage),
    )


def nobody_to_ask(t: Texts, item: Item) -> Html:
    return t("Nobody can be asked about {label}: its author is not known.", label=item.label)


def not_the_author(t: Texts) -> Html:
    return t("Only whoever sent it can answer.")


def other_team_to_bind(t: Texts) -> Html:
    return t("Only somebody of the quality team can bring another team here. The team's invitation link does it too.")


def other_team(t: Texts) -> Html:
    return t("This item belongs to another team.")
