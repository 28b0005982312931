"""How much support, thanks and talk an idea has, in a sentence."""

from __future__ import annotations

from bot.texts import Html, Texts, joined
from storage.records.item import Item


def of(t: Texts, item: Item, comments: int) -> Html | None:
    """Only counts, never names; None where nobody has said anything yet."""
    parts = [
        t.n("🙌 {n} supports it", "🙌 {n} support it", item.voices) if item.voices else None,
        t.n("🙏 {n} says thanks", "🙏 {n} say thanks", item.thanks) if item.thanks else None,
        t.n("💬 {n} comment", "💬 {n} comments", comments) if comments else None,
    ]
    said = [part for part in parts if part is not None]
    return joined(" · ", said) if said else None
