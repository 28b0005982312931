"""What the choices are called of who may know the author, and what may tell who a hidden one is."""

from __future__ import annotations

from bot.texts import Html, Texts
from storage.records.item import Identity


def may_be_told(t: Texts) -> Html:
    """For a hidden author who is about to answer."""
    return t("🕶 The team does not see who you are. A voice, a face or a file's name may tell it.")


def name(t: Texts, identity: Identity) -> Html:
    """The choice, as a button says it."""
    names = {
        Identity.NAMED: t("👤 With my name"),
        Identity.HIDDEN: t("🕶 Hidden"),
        Identity.NO_TRACE: t("👣 No trace"),
    }
    return names[identity]
