"""What somebody means by feedback: how it is called, and how a button says it."""

from __future__ import annotations

from bot.texts import Html, Texts
from storage.records.item import FeedbackKind


def name(t: Texts, kind: FeedbackKind) -> Html:
    """The kind in a word, as a heading has it."""
    names = {
        FeedbackKind.COMPLIMENT: t.p("feedback", "Compliment"),
        FeedbackKind.SUGGESTION: t.p("feedback", "Suggestion"),
        FeedbackKind.COMPLAINT: t.p("feedback", "Complaint"),
    }
    return names[kind]


def send(t: Texts, kind: FeedbackKind) -> Html:
    """A button that sends it."""
    buttons = {
        FeedbackKind.COMPLIMENT: t("🌷 Send as a compliment"),
        FeedbackKind.SUGGESTION: t("💭 Send as a suggestion"),
        FeedbackKind.COMPLAINT: t("😟 Send as a complaint"),
    }
    return buttons[kind]
