"""How much support, thanks and talk an idea has, in a sentence; and how many people a figure about people needs."""

from __future__ import annotations

from bot.texts import Html, Texts, joined
from storage.records.item import Item

FEWEST = 5
"""There is no figure about a group of fewer people: somebody might be guessed."""

FEWEST_FOR_WORDS = 10
"""Nor is shown what people of a smaller group wrote along with such figures."""


def of(t: Texts, item: Item, comments: int) -> Html | None:
    """Only counts, never names; None where nobody has said anything yet."""
    parts = [
        t.n("🙌 {n} supports it", "🙌 {n} support it", item.voices) if item.voices else None,
        t.n("🙏 {n} says thanks", "🙏 {n} say thanks", item.thanks) if item.thanks else None,
        t.n("💬 {n} comment", "💬 {n} comments", comments) if comments else None,
    ]
    said = [part for part in parts if part is not None]
    return joined(" · ", said) if said else None
