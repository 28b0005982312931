"""Kudos: why something cannot be done (any more)."""

from __future__ import annotations

from bot import stages
from bot.texts import Html, Texts
from storage.records.item import Item


def nothing_to_pass_on(t: Texts, item: Item) -> Html:
    return t(
        "{label} stands at “{stage}” now, so there are no thanks to pass on.",
        label=item.label,
        stage=stages.name(t, item.stage),
    )


def nobody_there(t: Texts) -> Html:
    return t("This colleague cannot be reached here any longer. Please choose again.")


def no_team_any_more(t: Texts, item: Item) -> Html:
    return t(
        "{label} is about no department any longer, so there is no whole team to thank. Please choose again.",
        label=item.label,
    )


def not_your_thanks(t: Texts) -> Html:
    return t("These thanks are not there any longer, or they are not yours alone.")


def too_few_words(t: Texts) -> Html:
    return t("Please reply with a few words; whoever is thanked reads them.")


def too_long(t: Texts, most: int) -> Html:
    return t.n("That is more than {n} character.", "That is more than {n} characters.", most)
