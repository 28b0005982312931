"""Mine: why something cannot be done (any more)."""

from __future__ import annotations

from bot.texts import Html, Texts
from storage.records.item import Item


def too_late_to_edit(t: Texts, item: Item) -> Html:
    return t(
        "{label} can no longer be changed. Reply to one of my messages about it to add something.", label=item.label
    )


def too_late_to_withdraw(t: Texts, item: Item) -> Html:
    return t("{label} can no longer be taken back: it is being tried out, or has been decided.", label=item.label)


def no_looser(t: Texts) -> Html:
    return t("You can only hide more of yourself here, never show more.")
