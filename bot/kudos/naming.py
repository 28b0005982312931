"""Kudos: whose name occurs in somebody's words, also inflected, and written in the other alphabet.

Compared are beginnings, with the endings that names have in Swedish, Slovenian and Ukrainian: “Elins”, “Maji”, «Марії».
Who is found so is offered, never taken for granted.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping

LETTERS = str.maketrans("абвгґдезийклмнопрстуфіыэw", "abvhgdezijklmnoprstufiiev")
SOUNDS = str.maketrans(
    {
        "є": "je",
        "ї": "ji",
        "ю": "ju",
        "я": "ja",
        "ж": "zh",
        "х": "kh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ь": "",
    }
)
"""Letters of the other alphabet, as passports have them but for the soft ones."""

ENDING = re.compile(r"[aeiou]?(?:j?[aeiou]{1,3})?(?:s|m|mi|kh|t[aeou]m?|vi|v[aeiou]?(?:m|mu|ga)?|n[aeiou]?)?")
"""What may stand behind the stem of a name."""

SHORT_ENDING = re.compile(r"[aeiou][sm]?")
SHORT_STEM = 2
SOFTENED = {"kh": "s", "h": "z", "g": "z", "k": "ts"}
"""«Ольга», «Ользі»; «Оленка», «Оленці»."""


Names = Mapping[str, Collection[str]]
"""What may be names in a text, by their first letters; so that thousands of colleagues are compared fast."""

BEGINS = 2


def in_words(said: str) -> Names:
    """What may be names: words that begin with a capital letter."""
    found: dict[str, set[str]] = {}
    for word in _words(said):
        if word[0].isupper():
            found.setdefault(_read(word)[:BEGINS], set()).add(_read(word))
    return found


def occurs(name: str, names: Names) -> int:
    """How many parts of somebody's name are among them, in any form."""
    return sum(any(_is_form(word, part) for word in names.get(part[:BEGINS], ())) for part in _parts(name))


def _parts(name: str) -> frozenset[str]:
    """First and last names; a short word between them (“af”, “de”) tells nothing."""
    words = [_read(word) for word in _words(name)]
    return frozenset(word for number, word in enumerate(words) if word and (number == 0 or len(word) > SHORT_STEM))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", re.sub(r"[’'ʼ]", "", unicodedata.normalize("NFC", text)))


def _read(word: str) -> str:
    """A word as it is compared: small Latin letters without marks, the same for “Mariia”, “Marija”, “Maria” and «Марія»."""
    latin = word.lower().translate(LETTERS).translate(SOUNDS)
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", latin) if not unicodedata.combining(letter))
    soft = re.sub(r"y(?=[aeiou])", "j", plain).replace("y", "i")
    return re.sub(r"i(?=[aeou])", "ij", re.sub(r"i{2,}", "i", soft))


def _is_form(word: str, part: str) -> bool:
    if word in (part, f"{part}s"):
        return True
    ends_open = part[-1] in "aeiou"
    stem = part[:-1] if ends_open else part
    if len(stem) <= SHORT_STEM:
        return len(stem) == SHORT_STEM and _stands(word, (stem,), SHORT_ENDING)
    return (len(word) > len(stem) or not ends_open) and _stands(word, _stems(stem), ENDING)


def _stems(stem: str) -> Iterator[str]:
    """A stem, and what becomes of it before some endings: “Peter”, “Petru”."""
    yield stem
    yield re.sub(r"(?<=[^aeiou])e(?=[rlnc]$)", "", stem)
    hard = next((end for end in SOFTENED if stem.endswith(end)), None)
    if hard is not None:
        yield stem.removesuffix(hard) + SOFTENED[hard]


def _stands(word: str, stems: Iterable[str], ending: re.Pattern[str]) -> bool:
    return any(word.startswith(stem) and ending.fullmatch(word[len(stem) :]) is not None for stem in stems)
