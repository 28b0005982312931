"""Sentences: every value safe, every number in the right form, every language complete in use."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from string import Formatter
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from babel.messages.catalog import Message
from hypothesis import given
from hypothesis import strategies as st

from bot.locales.__main__ import extracted, read
from bot.playground.markup import parse_html
from bot.rendering import LONGEST_LABEL, keyboard
from bot.screen import Button, column
from bot.texts import (
    LANGUAGES,
    OWN_NAMES,
    Html,
    Texts,
    escaped,
    first_line,
    first_name,
    joined,
    lines,
    nearest_language,
    quoted,
    shortened,
)
from config.organisation import LANGUAGES as ORGANISATIONS_LANGUAGES
from config.organisation import load
from config.settings import SHIPPED_ORGANISATION

ZONE = load(SHIPPED_ORGANISATION).zone
TEXTS = {language: Texts(language, ZONE) for language in LANGUAGES}
CATALOGUES = {language: read(language) for language in LANGUAGES[1:]}
MESSAGES: list[Message] = [message for message in extracted() if message.id]

values = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=60)
nasty = st.sampled_from(
    ["<b>", "</b>", "&lt;", "&", "{name}", "{0}", "{", "%s", "<script>", "</blockquote>", "a<b&c>d"]
)


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def said(language: str, message: Message, filled: dict[str, Any], number: int = 3) -> Html:
    """A sentence as the bot would say it."""
    t = TEXTS[language]
    if isinstance(message.id, tuple | list):
        return t.n(message.id[0], message.id[1], number, **filled)
    if message.context:
        return t.p(message.context, message.id, **filled)
    return t(message.id, **filled)


def forms(message: Message) -> Iterator[str]:
    yield from message.id if isinstance(message.id, tuple | list) else [message.id]


def translated(language: str, message: Message) -> tuple[str, ...]:
    """A sentence's forms in a language."""
    if language == "en":
        return tuple(forms(message))
    found = CATALOGUES[language].get(next(forms(message)), message.context)
    assert found is not None
    return (found.string,) if isinstance(found.string, str) else tuple(found.string or ())


def plain(text: str) -> str:
    """What a person reads, parsed as strictly as Telegram does."""
    return parse_html(text)[0]


# -- values ----------------------------------------------------------------------------------------


@given(st.sampled_from(LANGUAGES), st.sampled_from(MESSAGES), values | nasty, st.integers(0, 10**6))
def test_no_value_ever_breaks_a_sentence(language: str, message: Message, value: str, number: int) -> None:
    """Whatever somebody is called or says, Telegram can read the markup, and it stands there as it was said."""
    names = set().union(*(fields(form) for form in forms(message))) - {"n"}
    text = said(language, message, dict.fromkeys(names, value), number)
    assert isinstance(text, Html)
    read = plain(text)
    if names - {"name"}:
        assert value.strip() in read


@given(st.sampled_from(MESSAGES))
def test_every_sentence_is_good_markup_in_every_language(message: Message) -> None:
    """With its values marked up themselves, as names of stages are."""
    names = set().union(*(fields(form) for form in forms(message))) - {"n"}
    for language in LANGUAGES:
        for number in (0, 1, 2, 3, 5, 11, 21, 101, 102):
            text = said(language, message, dict.fromkeys(names, Html("<i>x</i>")), number)
            assert "{" not in text
            assert plain(text).strip()


@given(values | nasty)
def test_an_escaped_value_reads_as_it_was(value: str) -> None:
    assert parse_html(escaped(value))[0] == value
    assert escaped(value).plain == value
    assert escaped(escaped(value)) == escaped(value)
    assert escaped(Html("<b>") + value + Html("</b>")) == Html("<b>") + value + Html("</b>")


@given(values | nasty, values | nasty)
def test_joining_escapes_what_is_not_marked_up_yet(one: str, other: str) -> None:
    assert plain(Html("<b>x</b>") + one + other) == f"x{one}{other}"


def test_html_never_comes_out_of_ordinary_operations_by_mistake() -> None:
    """What forgets its markup is escaped again: ugly, but safe."""
    value = Html("<b>")
    assert not isinstance(f"{value}", Html)
    assert not isinstance(value.upper(), Html)
    assert not isinstance("<i>" + value, Html)


def test_a_value_with_braces_is_not_filled_in_again() -> None:
    t = TEXTS["en"]
    assert t("Stay, {name}", name="{name} {x!r} {0}") == "Stay, {name} {x!r} {0}"


# -- shortening ------------------------------------------------------------------------------------


@given(st.text(max_size=300), st.integers(2, 200))
def test_shortened_never_exceeds_its_length_and_says_that_it_cut(text: str, longest: int) -> None:
    short = shortened(text, longest)
    assert len(short) <= longest
    if len(text) <= longest:
        assert short == text
    else:
        assert short.endswith("…")
        assert text.startswith(short[:-1])


def test_shortened_cuts_at_a_word() -> None:
    assert shortened("The reading room needs chairs", 20) == "The reading room…"
    assert shortened("A" * 50, 20) == "A" * 19 + "…"


@given(st.text(max_size=300), st.integers(2, 200))
def test_a_quotation_holds_the_words_and_no_more_than_meant(text: str, longest: int) -> None:
    marked = quoted(text, longest)
    assert marked.startswith("<blockquote>")
    assert marked.endswith("</blockquote>")
    assert marked.count("<") == 2
    assert marked.plain == shortened(text, longest)


@given(st.text(max_size=300))
def test_a_first_line_is_one_line(text: str) -> None:
    line = first_line(text)
    assert len(line) <= 60
    assert len(line.splitlines()) <= 1
    assert bool(line) == bool(text.strip())


@given(st.text(max_size=50))
def test_a_first_name_is_a_part_of_the_name(name: str) -> None:
    assert first_name(name) in name
    assert bool(first_name(name).strip()) == bool(name.strip())


def test_lines_leave_out_what_is_none_and_keep_what_is_empty() -> None:
    assert lines(Html("a"), None, Html(""), Html("b")) == "a\n\nb"
    assert isinstance(joined(", ", [Html("a"), Html("b")]), Html)


@given(st.text(max_size=200))
def test_a_label_fits_a_button_and_knows_no_markup(label: str) -> None:
    (((button,),),) = (
        keyboard(column(Button(Html("<b>") + label + Html("</b>"), url="https://example.org")))["inline_keyboard"],
    )
    assert len(button["text"]) <= LONGEST_LABEL
    assert button["text"].rstrip("…") in label


# -- numbers and dates -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "numbers", "form"),
    [
        ("en", (1,), 0),
        ("en", (0, 2, 5, 11, 21, 100), 1),
        ("sv", (1,), 0),
        ("sv", (0, 2, 21), 1),
        ("sl", (1, 101, 201), 0),
        ("sl", (2, 102, 202), 1),
        ("sl", (3, 4, 103, 104), 2),
        ("sl", (0, 5, 11, 12, 13, 14, 20, 100, 111), 3),
        ("uk", (1, 21, 101, 1001), 0),
        ("uk", (2, 3, 4, 22, 34, 102), 1),
        ("uk", (0, 5, 11, 12, 13, 14, 20, 25, 111), 2),
    ],
)
def test_every_number_takes_its_form(language: str, numbers: tuple[int, ...], form: int) -> None:
    for message in MESSAGES:
        if not isinstance(message.id, tuple | list):
            continue
        sentence = translated(language, message)[form]
        for number in numbers:
            filled = dict.fromkeys(fields(sentence) - {"n"}, "x")
            expected = sentence.format_map({**filled, "n": TEXTS[language].number(number)})
            assert said(language, message, dict.fromkeys(fields(message.id[1]) - {"n"}, "x"), number) == expected


def test_dates_and_numbers_are_written_as_each_language_does() -> None:
    day = date(2026, 11, 27)
    written = {language: (t.day(day), t.date(day), t.number(12345.5)) for language, t in TEXTS.items()}
    assert written["sv"][0] == "fre\xa027\xa0nov."
    assert "27" in written["sl"][0]
    assert "лист" in written["uk"][0]
    assert written["en"][1] == "27\xa0Nov\xa02026"
    assert not any(" " in part for days in written.values() for part in days[:2]), "no line ends within a date"
    assert [parts[2].replace("\xa0", " ") for parts in written.values()] == [
        "12,345.5",
        "12 345,5",
        "12.345,5",
        "12 345,5",
    ]
    assert all(isinstance(part, Html) for parts in written.values() for part in parts)


# -- languages -------------------------------------------------------------------------------------


def test_a_month_stands_in_the_case_of_a_date() -> None:
    day = date(2026, 5, 4)
    plain = {language: (str(t.day(day)), str(t.date(day))) for language, t in TEXTS.items()}
    written = {language: tuple(said.replace("\xa0", " ") for said in days) for language, days in plain.items()}
    assert written["sl"] == ("pon., 4. maja", "4. maja 2026")
    assert written["sv"] == ("mån 4 maj", "4 maj 2026")
    assert "трав." in written["uk"][0], "an abbreviation has no case"


def test_the_organisation_may_speak_what_the_bot_speaks() -> None:
    assert set(ORGANISATIONS_LANGUAGES) == set(LANGUAGES) == set(OWN_NAMES)


@pytest.mark.parametrize(
    ("code", "language"),
    [("sv", "sv"), ("sv-FI", "sv"), ("SL", "sl"), ("uk-UA", "uk"), ("de", "en"), ("", "en"), (None, "en"), ("s", "en")],
)
def test_a_person_is_spoken_to_in_the_nearest_language(code: str | None, language: str) -> None:
    assert nearest_language(code, LANGUAGES, "en") == language


def test_a_language_that_the_organisation_does_not_speak_is_not_chosen() -> None:
    assert nearest_language("uk", ("sv", "en"), "sv") == "sv"


def test_no_sentence_stands_in_english_in_another_language() -> None:
    """A few words are alike by chance; a sentence never is."""
    alike = [
        (language, message.id)
        for language in LANGUAGES[1:]
        for message in MESSAGES
        if not isinstance(message.id, tuple | list)
        and translated(language, message) == (message.id,)
        and len(message.id.split()) > 3
    ]
    assert not alike


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_ends_with_two_full_stops(language: str) -> None:
    t = Texts(language, ZoneInfo("Europe/Helsinki"))
    for month in range(1, 13):
        told = t("Told in public on {day}.", day=t.day(date(2026, month, 3)))
        bold = t("Until <b>{day}</b>. Then it ends.", day=t.day(date(2026, month, 3)))
        assert ".." not in told.plain
        assert ".." not in bold.plain
        assert told.plain.endswith(".")


def test_a_full_stop_inside_a_value_stays() -> None:
    t = Texts("en", ZoneInfo("Europe/Helsinki"))
    assert t("You said: {words}. Thank you.", words="Well...").plain == "You said: Well... Thank you."
    assert t("{a}.5 of {b}", a="1.", b="2.").plain == "1..5 of 2."
