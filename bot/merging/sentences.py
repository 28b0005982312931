"""Merging: why something cannot be done (any more)."""

from __future__ import annotations

from bot import stages
from bot.texts import Html, Texts
from storage.records.item import Item


def stays_feedback(t: Texts, item: Item) -> Html:
    return t(
        "{label} stands at “{stage}” now, so no idea can be made of it.",
        label=item.label,
        stage=stages.name(t, item.stage),
    )


def idea_is_gone(t: Texts, idea: Item) -> Html:
    return t("{label} was taken back meanwhile. Please choose another idea.", label=idea.label)


def stands_alone(t: Texts, item: Item) -> Html:
    return t("{label} stands by itself already.", label=item.label)


def too_few_words(t: Texts) -> Html:
    return t("Please reply with a few words; all colleagues read them.")


def too_long(t: Texts, most: int) -> Html:
    return t.n("That is more than {n} character.", "That is more than {n} characters.", most)
