"""Misuse: why something cannot be done."""

from __future__ import annotations

from datetime import date

from bot.texts import Html, Texts
from storage.records.item import Item
from storage.records.mute import Mute


def muted(t: Texts, mute: Mute) -> Html:
    """Short enough to be shown over a button. That the other way is open is said: nobody is silenced wholly."""
    day = t.day(mute.until)
    if mute.nameless:
        return t(
            "🔇 Until {day} you cannot send anything without your name; with your name you can. /object says why, and what you can do.",
            day=day,
        )
    return t(
        "🔇 Until {day} you cannot send anything with your name; hidden you can. /object says why, and what you can do.",
        day=day,
    )


def enough_for_today(t: Texts, most: int) -> Html:
    return t.n(
        "🌙 You have sent {n} message today, thank you! So that we can read each one well, please send this one tomorrow.",
        "🌙 You have sent {n} messages today, thank you! So that we can read each one well, please send this one tomorrow.",
        most,
    )


def not_now(t: Texts, item: Item) -> Html:
    return t("This cannot be done with {label} as it stands now.", label=item.label)


def not_aside(t: Texts, item: Item) -> Html:
    return t("{label} is not set aside any more.", label=item.label)


def others_decide(t: Texts) -> Html:
    return t("Somebody else decides about the objection, not whoever muted.")


def decided_already(t: Texts) -> Html:
    return t("This is decided already, or the mute is over.")


def objected_already(t: Texts) -> Html:
    return t("You have said what you think of it, or it is over by now. There is one objection to each mute.")


def not_muted(t: Texts) -> Html:
    return t("You are not muted; you can write to us as always.")


def other_team(t: Texts) -> Html:
    return t("This belongs to another team.")


def figures_are_out(t: Texts, day: date) -> Html:
    return t("The figures of that month are out, so the ratings of {day} stay as they are.", day=t.day(day))


def too_few_words(t: Texts) -> Html:
    return t("Please say it in a few words.")


def too_long(t: Texts, most: int) -> Html:
    return t.n("That is more than {n} character.", "That is more than {n} characters.", most)
