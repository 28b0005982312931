"""Sentences: the one place where a text gets its language, its values and its escaping.

A sentence stands in English where it is said, as `t("…")`, `t.n("one …", "many …", count)` or `t.p("context", "…")`.
"""

from __future__ import annotations

import gettext
import html
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, tzinfo
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any, Protocol

from babel.dates import format_date, format_skeleton
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

LANGUAGES = ("en", "sv", "sl", "uk")
OWN_NAMES = {"en": "English", "sv": "Svenska", "sl": "Slovenščina", "uk": "Українська"}
DOMAIN = "kaiwa"
NO_BREAK = "\N{NO-BREAK SPACE}"
LOCALES = {"en": "en_GB"}
"""Whose way to write dates and numbers is meant, where a language has several: "Fri 27 Nov"."""

IN_DATES = {"sl": ("maj", "maja")}
"""The one month that a calendar does not shorten, in the case in which a date has it; Babel knows it in the other alone."""


class Html(str):
    """Text that is marked up and escaped already."""

    __slots__ = ()

    def __add__(self, other: str) -> Html:
        return Html(str(self) + str(escaped(other)))

    @property
    def plain(self) -> str:
        """Without markup: for buttons, notices and Telegram's second try."""
        return html.unescape(re.sub(r"<[^>]+>", "", self))


class _HasNames(Protocol):
    def say(self, language: str) -> str: ...


def escaped(value: object) -> Html:
    """The one function that makes a value fit into a sentence."""
    return value if isinstance(value, Html) else Html(html.escape(str(value), quote=False))


def mention(name: str, chat_id: int) -> Html:
    """A name that calls the person, so that the reply field opens for him or her alone."""
    return Html(f'<a href="tg://user?id={chat_id}">{html.escape(name)}</a>')


def shortened(text: str, longest: int) -> str:
    """At most so many characters, cut at a word where there is one, with an ellipsis."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    word = cut.rfind(" ")
    return (cut[:word] if word > longest * 2 // 3 else cut).rstrip() + "…"


def first_line(text: str, longest: int = 60) -> str:
    """What an item is called in lists."""
    lines = text.strip().splitlines()
    return shortened(lines[0].strip(), longest) if lines else ""


def parted(command: str) -> tuple[str, str]:
    """A command and what stands behind it, be it in the same line or the next."""
    word, *rest = command.split(maxsplit=1)
    return word, rest[0].strip() if rest else ""


def lines(*parts: Html | None) -> Html:
    """Parts under each other; what is None is left out, what is empty is an empty line."""
    return Html("\n".join(part for part in parts if part is not None))


def joined(separator: str, parts: Iterable[Html]) -> Html:
    """Parts in a row, with a separator between them."""
    return Html(separator.join(parts))


def first_name(name: str) -> str:
    """What somebody is called in a friendly sentence."""
    return name.split(maxsplit=1)[0] if name.split() else name


def quoted(text: str, longest: int) -> Html:
    """Somebody's own words, as a quotation of at most so many characters."""
    return Html("<blockquote>") + shortened(text, longest) + Html("</blockquote>")


def marked(sentence: str) -> str:
    """Marks a sentence for translation that is said elsewhere (menus)."""
    return sentence


class Texts:
    """Says sentences in one language; dates are the organisation's."""

    def __init__(self, language: str, zone: tzinfo) -> None:
        self.language = language
        self.zone = zone
        self._locale = LOCALES.get(language, language)
        self._catalogue = _catalogue(language)

    def __call__(self, sentence: str, **values: object) -> Html:
        return _filled(self._catalogue.gettext(sentence), values)

    def n(self, one: str, many: str, count: int, **values: object) -> Html:
        """A sentence that holds a number, `{n}`, in the plural form that the number asks for."""
        said = self._catalogue.ngettext(one, many, count)
        return _filled(said, {"n": self.number(count), **values})

    def p(self, context: str, sentence: str, **values: object) -> Html:
        """A short word whose meaning depends on where it stands."""
        return _filled(self._catalogue.pgettext(context, sentence), values)

    def name(self, names: _HasNames) -> Html:
        """A name out of the organisation's description."""
        return escaped(names.say(self.language))

    def day(self, day: date) -> Html:
        """A date as people write it, with the weekday: "Fri 27 Nov"; on one line."""
        return _unbroken(self._inflected(format_skeleton("MMMEd", day, locale=self._locale)))

    def month(self, day: date) -> Html:
        """A month with its year."""
        return escaped(format_skeleton("yMMMM", day, locale=self._locale))

    def month_alone(self, day: date) -> Html:
        """A month without its year, short."""
        return escaped(format_date(day, "LLL", locale=self._locale))

    def date(self, day: date) -> Html:
        """A date with its year; on one line."""
        return _unbroken(self._inflected(format_date(day, "medium", locale=self._locale)))

    def _inflected(self, day: str) -> str:
        called, inside = IN_DATES.get(self.language, ("", ""))
        return re.sub(rf"\b{called}\b", inside, day) if called else day

    def percent(self, share: float) -> Html:
        """A share (0 to 1) in whole percent."""
        return escaped(format_percent(round(share, 2), locale=self._locale))

    def tenths(self, number: float) -> Html:
        """A number with one decimal."""
        return escaped(format_decimal(number, "0.0", locale=self._locale))

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def number(self, number: float) -> Html:
        return escaped(format_decimal(number, locale=self._locale))


def _unbroken(text: str) -> Html:
    """With spaces at which no line ends."""
    return escaped(text.replace(" ", NO_BREAK))


def _filled(sentence: str, values: Mapping[str, object]) -> Html:
    """Where a value ends with a full stop, as "27 nov." does, the sentence needs none of its own behind it."""
    if not values:
        return Html(sentence)
    said = {name: escaped(value) for name, value in values.items()}
    for name, value in said.items():
        if value.endswith("."):
            sentence = re.sub(rf"(\{{{name}\}}(?:</\w+>)*)\.(?=\s|$)", r"\1", sentence)
    return Html(sentence.format_map(said))


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    """The translations of one language; read from the catalogue itself, so that nothing has to be built."""
    if language == "en":
        return _English()
    source = files("bot.locales").joinpath(f"{language}.po")
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(source.read_bytes()), locale=language, domain=DOMAIN))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


class _English(gettext.NullTranslations):
    """English says what stands in the code."""


def nearest_language(code: str | None, spoken: tuple[str, ...], default: str) -> str:
    """The organisation's language that fits what Telegram tells of a person ("sv-FI" is "sv")."""
    short: Any = (code or "").split("-")[0].lower()
    return short if short in spoken else default
