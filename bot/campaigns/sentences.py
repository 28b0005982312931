"""Campaigns: why something cannot be done."""

from __future__ import annotations

from datetime import date

from bot.texts import Html, Texts
from storage.records.campaign import Campaign


def over(t: Texts, campaign: Campaign | None) -> Html:
    """Somebody wants to answer a question that is no longer asked."""
    if campaign is None:
        return t("This question is no longer asked. Your idea is welcome all the same: just write it.")
    return t(
        "This question was open until {day}. Your idea is welcome all the same: just write it.",
        day=t.day(campaign.ends_on),
    )


def gone(t: Texts) -> Html:
    return t("This campaign is no longer there. /campaign shows the others.")


def not_running(t: Texts) -> Html:
    return t("This campaign is over already. /campaign shows how it stands.")


def has_begun(t: Texts) -> Html:
    return t("This campaign has begun already. /campaign shows how it stands.")


def stands_in_file(t: Texts) -> Html:
    return t("This campaign stands in the organisation's file, and is taken out there.")


def other_units(t: Texts) -> Html:
    return t("Your role here is for another department: you can ask and end only its questions.")


def too_short(t: Texts) -> Html:
    return t("That is very short. Please write the question in a sentence.")


def too_short_name(t: Texts) -> Html:
    return t("Please write the name or the title of whoever asks.")


def too_long(t: Texts, most: int) -> Html:
    return t.n(
        "Please put it more briefly: at most {n} character, so that everybody reads it.",
        "Please put it more briefly: at most {n} characters, so that everybody reads it.",
        most,
    )


def unclear_day(t: Texts, example: date) -> Html:
    return t("I cannot read this as a date. Please write it like this: {example}", example=t.date(example))


def no_such_day(t: Texts) -> Html:
    return t("There is no such day in the calendar. Please look at the number and the month.")


def day_is_over(t: Texts, day: date) -> Html:
    return t("{day} is over already. Please name a day that is still to come.", day=t.date(day))


def ends_before_start(t: Texts, starts_on: date, ends_on: date) -> Html:
    return t(
        "It would end on {end}, before it begins on {start}. Please choose the beginning or the end anew.",
        end=t.date(ends_on),
        start=t.date(starts_on),
    )


def lasts_too_long(t: Texts, most: int) -> Html:
    return t.n(
        "A campaign lasts at most {n} day: a question that is always open is soon overlooked.",
        "A campaign lasts at most {n} days: a question that is always open is soon overlooked.",
        most,
    )


def no_morning(t: Texts, goes_out_on: date) -> Html:
    return t(
        "Nobody would read it in time: the next working morning is on {day}. Please begin or end it differently.",
        day=t.day(goes_out_on),
    )
