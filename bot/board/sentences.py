"""The board: why something cannot be done."""

from __future__ import annotations

from bot import own
from bot.texts import Html, Texts
from storage.records.item import Item, Stage


def own_idea(t: Texts, item: Item) -> Html:
    return t("{label} is your own idea. Support and thanks count when they come from others.", label=item.label)


def own_is_followed(t: Texts, item: Item) -> Html:
    return t("{label} is your own idea: you hear of each step anyway.", label=item.label)


def no_longer_open(t: Texts, item: Item) -> Html:
    """A closed idea is not supported, followed or talked over any longer."""
    if item.stage is Stage.DONE:
        return t("{label} is done already. You can say thanks for it.", label=item.label)
    if item.stage is Stage.DECLINED:
        return t("{label} has been declined, so it is not open any longer.", label=item.label)
    return own.not_on_board(t)


def not_done_yet(t: Texts, item: Item) -> Html:
    return t("{label} is not done yet. Thanks come when it is; until then you can support it.", label=item.label)


def search_for_something(t: Texts) -> Html:
    return t("Please write one or two words that should be in the idea.")


def search_is_over(t: Texts) -> Html:
    return t("This search is too old. /ideas and a few words begin a new one.")


def for_colleagues(t: Texts) -> Html:
    return t("The board of ideas is for those who work here.")
