"""What the levels of a rating are called: a face for the eye, words for everybody."""

from __future__ import annotations

from collections.abc import Mapping

from bot.texts import Html, Texts

FACES: Mapping[int, str] = {5: "😀", 4: "🙂", 3: "😐", 2: "🙁", 1: "😡"}


def name(t: Texts, level: int) -> Html:
    """The level in words, as an answer to "How was it?"."""
    names = {
        5: t.p("rating", "Very good"),
        4: t.p("rating", "Good"),
        3: t.p("rating", "So-so"),
        2: t.p("rating", "Bad"),
        1: t.p("rating", "Very bad"),
    }
    return names[level]


def face(t: Texts, level: int) -> Html:
    """The face with its words."""
    return Html(f"{FACES[level]} ") + name(t, level)
