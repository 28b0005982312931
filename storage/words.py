"""What a text says, in forms that can be compared: its words, the pieces of its words, how its words begin.

Pieces of five letters, within words, find the same thing said in another case or compound, in any language that writes
letters and without a dictionary. The beginning of a word counts twice, because endings vary and beginnings mean; so does
the title; so do names, because what is wanted *there* is more alike than what is wanted somewhere.
"""

from __future__ import annotations

import math
import re
import sys
import unicodedata
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

TWICE = 2.0
"""For the beginning of a word, the title and names."""

SHORT, LITTLE = 3, 0.25
"""Letters of words that say little by themselves, and how much they count."""

PIECE = 5
"""Letters in a piece; the space before and after a word is one of them."""

KINDS = 1 << 16
"""Kinds of pieces that are told apart; of those that begin a word the highest bit is set."""

GRAIN = 16
"""How much a text has of a piece is kept in sixteenths."""

BEGINNING = 5
"""Letters by which a word is listed."""

MOST_WORDS = 2_000
LONGEST_WORD = 40
LONGEST_TITLE = 120
MOST_ASKED = 8

_WORD = re.compile(r"[^\W_]+")
_TITLE = re.compile(r"\s*[^\n]+?(?:[.!?…](?=\s)|\n|$)")
_WITHIN_A_SENTENCE = re.compile(r"[ ,;&/()'’-]*")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it stands in a text, in small letters."""

    letters: str
    is_name: bool
    in_title: bool


def words(text: str) -> Iterator[Word]:
    """The words of a text, in order; of an endless text only its beginning."""
    text = composed(text)
    title_end, end = len(title(text)), 0
    for count, found in enumerate(_WORD.finditer(text)):
        if count == MOST_WORDS:
            return
        goes_on = count > 0 and _WITHIN_A_SENTENCE.fullmatch(text, end, found.start())
        end, word = found.end(), found.group()[:LONGEST_WORD]
        # In most languages a capital within a sentence makes a name; a word all in capitals is only loud.
        is_name = bool(goes_on) and word[0].isupper() and not word[1:].isupper()
        yield Word(word.lower(), is_name, found.start() < title_end)


def composed(text: str) -> str:
    """The same letters written in the same way, whichever keyboard wrote them."""
    return unicodedata.normalize("NFC", text)


def title(text: str) -> str:
    """How a text begins: its first line or sentence; nothing where that is long."""
    found = _TITLE.match(text)
    return found.group() if found and found.end() <= LONGEST_TITLE else ""


# -- pieces ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sketch:
    """The kinds of pieces that a text has, each once, and in the same order how much of each."""

    pieces: Sequence[int]
    amounts: Sequence[int]

    def pack(self) -> bytes:
        """Three bytes for each piece."""
        return numbers(self.pieces) + bytes(self.amounts)

    @classmethod
    def unpack(cls, packed: bytes) -> Sketch:
        count = len(packed) // 3
        return cls(as_numbers(packed[: 2 * count]), packed[2 * count :])


def sketch(said: Iterable[Word]) -> Sketch:
    """The pieces of words. What is said four times counts twice as much as what is said once."""
    spoken: dict[str, float] = {}
    for word in said:
        counts = (TWICE if word.is_name else 1) * (TWICE if word.in_title else 1)
        if len(word.letters) <= SHORT:
            counts *= LITTLE
        spoken[word.letters] = spoken.get(word.letters, 0) + counts
    amounts: dict[int, float] = {}
    for letters, counts in spoken.items():
        for piece in pieces(letters):
            amounts[piece] = amounts.get(piece, 0) + counts
    return Sketch(list(amounts), [min(255, round(GRAIN * math.sqrt(amount))) for amount in amounts.values()])


def pieces(word: str) -> Iterator[int]:
    """The kinds of the pieces of one word."""
    spaced = f" {word} "
    begins = KINDS >> 1
    for start in range(max(1, len(spaced) - PIECE + 1)):
        yield zlib.crc32(spaced[start : start + PIECE].encode()) % (KINDS >> 1) | begins
        begins = 0


# -- beginnings ------------------------------------------------------------------------------------

WORD, TITLE, WITHIN = "=", "^", "-"
"""Where a beginning was seen: of a word, of a word in the title, of what may be a word within a compound."""


def listed(said: Iterable[Word]) -> set[str]:
    """Under which beginnings a text is listed."""
    found = set()
    for word in said:
        beginning = word.letters[:BEGINNING]
        found.add(WORD + beginning)
        if word.in_title:
            found.add(TITLE + beginning)
        found.update(WITHIN + word.letters[at : at + BEGINNING] for at in range(3, len(word.letters) - BEGINNING + 1))
    return found


def pack(said: Iterable[Word]) -> bytes:
    """Words as `listed` needs them, small: those of the title, and the others."""
    found = {(not word.in_title, word.letters) for word in said}
    parts = (sorted(letters for other, letters in found if other is part) for part in (False, True))
    return zlib.compress("\n".join(" ".join(part) for part in parts).encode())


def unpack(packed: bytes) -> list[Word]:
    """What `pack` made small; whether a word is a name is forgotten."""
    of_title, others = zlib.decompress(packed).decode().split("\n")
    return [
        Word(letters, False, in_title)
        for part, in_title in ((of_title, True), (others, False))
        for letters in part.split()
    ]


def asked(question: str, *, loosely: bool = False) -> dict[str, str]:
    """The words that somebody searches for, each with the part of it that its other forms begin with as well."""
    sought = list(dict.fromkeys(word.letters for word in words(question)))[:MOST_ASKED]
    return {word: _stem(word, at_least=3 if loosely else 4) for word in sought}


def _stem(word: str, *, at_least: int) -> str:
    """Without the letters that an ending would change: longer words have longer endings."""
    return word if len(word) <= at_least else word[: max(at_least, len(word) - 3)]


# -- packed ----------------------------------------------------------------------------------------


def numbers(those: Iterable[float], kind: str = "H") -> bytes:
    """Numbers, by default below 65,536, in two or four bytes each, the same on every machine."""
    packed = array(kind, those)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def as_numbers(packed: bytes, kind: str = "H") -> array[Any]:
    """What `numbers` packed."""
    found = array(kind, packed)
    if sys.byteorder == "big":
        found.byteswap()
    return found
