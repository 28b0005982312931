"""Privacy: sentences that stand in more than one place."""

from __future__ import annotations

from bot.texts import Html, Texts


def words_taken_back(t: Texts) -> Html:
    """What stands in place of somebody's words."""
    return t("The author took these words back.")


def no_trace(t: Texts) -> Html:
    return t("👣 What you sent without a trace cannot be listed here: nothing leads from it to you.")
