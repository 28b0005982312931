"""Ideas: decisions and sums without side effects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Protocol

from bot import stems
from config.organisation import Organisation
from storage.records.item import Attachment, Identity, Kind

FEWEST_LETTERS = 2
MOST_FILES = 10
LONGEST_TEXT = 12_000
LARGEST_PICTURE = 20_000_000
"""Bytes up to which Telegram lets a bot fetch a file, to take out what a camera wrote into it."""

CLEANABLE = {"image/jpeg": (".jpg", ".jpeg"), "image/png": (".png",), "image/webp": (".webp",)}
"""Kinds of pictures from which that can be taken out, with the endings of their names."""

FORWARDED_TOGETHER = timedelta(seconds=10)
MOST_ALIKE = 3
ALIKE_WITHIN = timedelta(days=30)
"""How long after an item others with the very same words are looked at together with it."""

TOGETHER_WITHIN = timedelta(hours=1)
"""How long a photo without words still belongs to the message before it."""

EMPTY: Mapping[str, Any] = {
    "files": [],
    "more": "",
    "identity": Identity.NAMED,
    "change": "",
    "meant": "",
    "personal": "",
    "channel": "",
}
"""What a message begins with that has no words yet."""

STRENGTH = (Identity.NAMED, Identity.HIDDEN, Identity.NO_TRACE)
"""From the choice that tells most of an author to the one that tells least."""


class _Guessable(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def words(self) -> tuple[str, ...]: ...


def says_something(text: str) -> bool:
    """Whether a text is more than a greeting sign: at least two letters or digits."""
    return sum(sign.isalnum() for sign in text) >= FEWEST_LETTERS


def guess(text: str, choices: Iterable[_Guessable]) -> str | None:
    """The code whose words begin most words of the text; None when none does or two do alike."""
    said = stems.said(text)
    scores = [(stems.count(said, choice.words), choice.code) for choice in choices]
    ranked = sorted((score for score in scores if score[0]), reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][1]


def promised_on(organisation: Organisation, kind: Kind, said_on: date) -> date:
    """The day by which an answer is due, in working days."""
    days = organisation.promises.idea_days if kind is Kind.IDEA else organisation.promises.feedback_days
    return organisation.working_days.add(said_on, days)


def tightest(*identities: Identity) -> Identity:
    """Of several choices the one that tells least."""
    return max(identities, key=STRENGTH.index)


def unshowable(files: Iterable[Attachment]) -> Attachment | None:
    """A picture sent as a file from which nobody can take out where and by whom it was taken."""
    return next((file for file in files if file.is_picture_file and not _can_be_cleaned(file)), None)


def with_part_changed(parts: Sequence[tuple[int, str]], message_id: int, text: str) -> list[tuple[int, str]]:
    """The messages that make up a text, one of them in other words."""
    return [(known, text if known == message_id else said) for known, said in parts]


def as_text(parts: Iterable[tuple[int, str]]) -> str:
    """What several messages say together."""
    return "\n\n".join(said for _, said in parts if said)


def _can_be_cleaned(file: Attachment) -> bool:
    named = (file.name or "").lower().endswith(tuple(ending for endings in CLEANABLE.values() for ending in endings))
    return (file.mime in CLEANABLE or (file.mime is None and named)) and (file.size or 0) <= LARGEST_PICTURE
