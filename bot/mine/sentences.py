"""Mine: why something cannot be done (any more)."""

from __future__ import annotations

from bot.texts import Html, Texts
from storage.records.item import Item


def too_late_to_edit(t: Texts, item: Item) -> Html:
    return t(
        "{label} can no longer be changed. Reply to one of my messages about it to add something.", label=item.label
    )


def other_words_by_now(t: Texts, item: Item) -> Html:
    return t(
        "{label} has other words by now, so this change is not taken over. Change your newest message about it instead.",
        label=item.label,
    )


def words_only(t: Texts, item: Item) -> Html:
    return t(
        "Only the words of {label} can be changed. To add a photo or a file, reply to one of my messages about it.",
        label=item.label,
    )


def too_late_to_withdraw(t: Texts, item: Item) -> Html:
    return t("{label} can no longer be taken back: it is being tried out, or has been decided.", label=item.label)


def no_looser(t: Texts) -> Html:
    return t("You can only hide more of yourself here, never show more.")
