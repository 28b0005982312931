"""What a poster says, in each of the point's languages."""

from __future__ import annotations

from dataclasses import dataclass

from bot.texts import Html, Texts, shortened
from config.organisation import Names, Organisation, ServicePoint

LONGEST_NAME, LONGEST_QUESTION = 70, 50
"""Characters; what is longer is cut at a word, because nobody reads it at a counter."""


@dataclass(frozen=True, slots=True)
class Line:
    """Words and the language they are in: not always the one asked for, because names may stand in one alone."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """All that a poster says in one language."""

    language: str
    name: Line
    question: Line
    how: Line
    where: Line
    otherwise: Line


def words(organisation: Organisation, point: ServicePoint) -> tuple[Words, ...]:
    """In all languages of the point, or of the organisation where it has none of its own; the first shall be largest."""
    languages = dict.fromkeys(point.languages or organisation.languages)
    return tuple(_words(Texts(language, organisation.zone), organisation, point) for language in languages)


def named(names: Names, language: str, longest: int = LONGEST_NAME) -> Line:
    """A text out of the organisation's description, in one line."""
    spoken = language if language in names.root else next(iter(names.root))
    return Line(spoken, shortened(" ".join(names.say(language).split()), longest))


def beside_the_code(t: Texts, link: str) -> str:
    """What a screen reader says in place of the QR code."""
    return t("QR code that opens {link}", link=link).plain


def beside_the_faces(t: Texts) -> str:
    """What a screen reader says in place of the faces."""
    return t("Five faces, from very happy to very unhappy").plain


def _words(t: Texts, organisation: Organisation, point: ServicePoint) -> Words:
    def line(sentence: Html) -> Line:
        return Line(t.language, sentence.plain)

    asked = organisation.question_set(point).question
    open_to_all = organisation.about.citizens and not point.internal
    return Words(
        language=t.language,
        name=named(point.name, t.language),
        question=named(asked, t.language, LONGEST_QUESTION) if asked else line(t("How was it?")),
        how=line(t("Scan, tap a face, done.")),
        where=line(t("Opens in Telegram, no registration.") if open_to_all else t("Opens in Telegram.")),
        otherwise=line(t("No camera? Open this address:")),
    )
