"""The board: why something cannot be done."""

from __future__ import annotations

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
    return not_on_board(t)


def not_done_yet(t: Texts, item: Item) -> Html:
    return t("{label} is not done yet. Thanks come when it is; until then you can support it.", label=item.label)


def not_on_board(t: Texts) -> Html:
    return t("This idea is not here any longer: perhaps its author took it back.")


def comments_are_off(t: Texts) -> Html:
    return t("Comments are switched off here. You can support an idea, or follow it.")


def own_but_hidden(t: Texts, item: Item) -> Html:
    return t(
        "{label} is yours and hidden. A comment would show your name. Open it under /mine to write to the team hidden.",
        label=item.label,
    )


def too_few_words(t: Texts) -> Html:
    return t("Please write your comment in a few words; photos and files are not shown here.")


def too_many_words(t: Texts, most: int) -> Html:
    return t.n("A comment has at most {n} character.", "A comment has at most {n} characters.", most)


def looked_at_already(t: Texts) -> Html:
    return t("Somebody has decided about this comment already, or it was taken back.")


def comment_is_gone(t: Texts) -> Html:
    return t(
        "This comment is not there any longer. If the team has shown it meanwhile, take it back under “Read comments”."
    )


def search_for_something(t: Texts) -> Html:
    return t("Please write one or two words that should be in the idea.")


def search_is_over(t: Texts) -> Html:
    return t("This search is too old. /ideas and a few words begin a new one.")


def for_colleagues(t: Texts) -> Html:
    return t("The board of ideas is for those who work here.")
