"""Comments: why something cannot be done."""

from __future__ import annotations

from bot.texts import Html, Texts
from storage.records.item import Item


def are_off(t: Texts) -> Html:
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


def is_gone(t: Texts) -> Html:
    return t(
        "This comment is not there any longer. If the team has shown it meanwhile, take it back under “Read comments”."
    )
