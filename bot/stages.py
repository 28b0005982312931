"""What the stages of an item are called."""

from __future__ import annotations

from bot.texts import Html, Texts
from storage.records.item import Stage


def name(t: Texts, stage: Stage) -> Html:
    """A stage in a word, as it stands inside a sentence."""
    names = {
        Stage.RECEIVED: t.p("stage", "received"),
        Stage.IN_REVIEW: t.p("stage", "in review"),
        Stage.ACCEPTED: t.p("stage", "accepted"),
        Stage.TESTING: t.p("stage", "testing"),
        Stage.DONE: t.p("stage", "done"),
        Stage.DECLINED: t.p("stage", "declined"),
        Stage.MERGED: t.p("stage", "merged"),
        Stage.WITHDRAWN: t.p("stage", "withdrawn"),
    }
    return names[stage]
