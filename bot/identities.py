"""What the choices are called of who may know the author."""

from __future__ import annotations

from bot.texts import Html, Texts
from storage.records.item import Identity


def name(t: Texts, identity: Identity) -> Html:
    """The choice, as a button says it."""
    names = {
        Identity.NAMED: t("👤 With my name"),
        Identity.HIDDEN: t("🕶 Hidden"),
        Identity.NO_TRACE: t("👣 No trace"),
    }
    return names[identity]
