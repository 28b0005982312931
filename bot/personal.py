"""Personal data in a text: where an address or a number stands that leads to somebody, and the text without it.

What a number is, is decided by its check digits (python-stdnum) or by the numbering plan (phonenumbers). Both are loaded
when a text first holds something that may be one. Where two kinds fit, the more specific one counts.
Not looked for, because nothing tells them from other numbers: passport and identity card numbers. Not personal, and left
alone: free, shared-cost and company-wide telephone numbers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

MASK = "███"
"""What stands instead of personal data: needs no language, and is shorter than anything it replaces."""


class PersonalKind(StrEnum):
    """What leads to somebody."""

    EMAIL = "email"
    ACCOUNT = "account"
    """A bank account: IBAN."""
    CARD = "card"
    """A payment card."""
    IDENTITY = "identity"
    """A national number: personnummer, henkilötunnus, EMŠO, davčna številka, РНОКПП."""
    PHONE = "phone"


class Found(NamedTuple):
    """One place in a text, as Python counts characters."""

    kind: PersonalKind
    start: int
    end: int


Span: TypeAlias = tuple[int, int]
Look: TypeAlias = Callable[[str, str], list[Span]]


def find(text: str, country: str) -> tuple[Found, ...]:
    """Everything personal, in the order of the text; numbers without a country code are read as this country's ("FI")."""
    signs, places = _plain(text)
    found: list[Found] = []
    while new := list(_looked_through(signs, country)):
        found += new
        signs = _blackened(signs, ((start, end) for _, start, end in new))
    return tuple(
        Found(kind, places[start], _with_marks(text, places[end - 1] + 1))
        for kind, start, end in sorted(found, key=_place)
    )


def masked(text: str, found: Iterable[Found]) -> str:
    """The text with a mask in each of these places."""
    parts: list[str] = []
    done = 0
    for _, start, end in sorted(found, key=_place):
        parts += (text[done:start], MASK)
        done = end
    return "".join([*parts, text[done:]])


def _place(found: Found) -> Span:
    return found.start, found.end


def _looked_through(signs: str, country: str) -> Iterator[Found]:
    for kind, look in _LOOKS:
        spans = look(signs, country)
        yield from (Found(kind, start, end) for start, end in spans)
        signs = _blackened(signs, spans)


# --- The text as it is read: one sign for all blanks, hyphens and digits of one sort; what has no width is left out.


def _plain(text: str) -> tuple[str, list[int] | range]:
    """The signs that count, and where in the text each stands."""
    if text.isascii():
        return text.replace("\t", " "), range(len(text))
    read = [(sign, place) for place, sign in enumerate(map(_read, text)) if sign]
    return "".join(sign for sign, _ in read), [place for _, place in read]


@lru_cache(maxsize=4096)
def _read(sign: str) -> str:
    category = unicodedata.category(sign)
    if category in ("Cf", "Mn", "Me"):
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    if category == "Pd" or sign == "\N{MINUS SIGN}":
        return "-"
    if category == "Zs" or sign == "\t":
        return " "
    if "！" <= sign <= "～":
        return chr(ord(sign) - ord("！") + ord("!"))
    return sign


def _with_marks(text: str, end: int) -> int:
    """The end of a place with the marks that sit on its last sign."""
    while end < len(text) and unicodedata.category(text[end]) in ("Mn", "Me"):
        end += 1
    return end


_BLACK = MASK[0]


def _blackened(signs: str, spans: Iterable[Span], ink: str = _BLACK) -> str:
    """The signs with others in these places, as many as before."""
    parts: list[str] = []
    done = 0
    for start, end in sorted(spans):
        parts += (signs[done:start], ink * (end - start))
        done = end
    return "".join([*parts, signs[done:]])


# --- Where a number may begin and end. What is masked stops a number just as a letter or a digit does: so nothing is found
# in a masked text that was not found before.

_BEGINS = rf"(?<![\w{_BLACK}+])(?<![\d{_BLACK}][-.])"
_ENDS = rf"(?![\w{_BLACK}])(?![-.][\d{_BLACK}])"


def _shape(pattern: str, begins: str = _BEGINS, ends: str = _ENDS) -> re.Pattern[str]:
    """A shape that is tried at every place, also inside a place where it fits but the check digit does not."""
    return re.compile(rf"(?={begins}(?P<number>{pattern}){ends})")


def _checked(signs: str, shapes: Iterable[tuple[re.Pattern[str], Callable[[str], bool]]]) -> list[Span]:
    """Places with one of these shapes that stand the check; of two that overlap the earlier, then the longer."""
    fitting = [
        match.span("number")
        for shape, holds in shapes
        for match in shape.finditer(signs)
        if holds(match["number"])
    ]  # fmt: skip
    return _apart(fitting)


def _apart(spans: Iterable[Span]) -> list[Span]:
    apart: list[Span] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not apart or start >= apart[-1][1]:
            apart.append((start, end))
    return apart


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)


# --- E-mail

_LOCAL = r"\w.+%'~\-"
_AT = r"(?:@| ?[(\[{] ?(?i:at|ät|@|snabel-a|miukumauku|afna|собака|равлик) ?[)\]}] ?)"
_DOT = r"(?:\.| ?[(\[{] ?(?i:dot|piste|punkt|pika|крапка|\.) ?[)\]}] ?)"
_EMAIL = re.compile(
    rf"(?<![{_LOCAL}{_BLACK}])[.'~-]*+(?P<address>[{_LOCAL}]++{_AT}(?:[^\W_][\w-]{{0,62}}{_DOT}){{1,9}}"
    rf"(?:xn--[\w-]{{2,59}}|[^\W\d_]{{2,63}}))(?![\w{_BLACK}])"
)


def _emails(signs: str, country: str) -> list[Span]:
    return [match.span("address") for match in _EMAIL.finditer(signs)]


# --- Bank accounts

_ACCOUNT_BEGINS = re.compile(rf"(?<![\w{_BLACK}])[A-Za-z]{{2}}(?=[ -]?\d{{2}}[ .-]{{0,2}}[A-Za-z0-9])")


def _accounts(signs: str, country: str) -> list[Span]:
    spans = []
    for begins in _ACCOUNT_BEGINS.finditer(signs):
        length = _account_length(begins[0].upper())
        number = _so_many(length).match(signs, begins.start()) if length else None
        if number and _is_account(number[0]):
            spans.append(number.span())
    return _apart(spans)


def _is_account(number: str) -> bool:
    from stdnum import iban

    return iban.is_valid(number)


@cache
def _account_length(country: str) -> int:
    """How many letters and digits an account number of this country has; 0 where there are none."""
    from stdnum import numdb

    ((_, known), *_) = numdb.get("iban").info(country)
    return 4 + sum(map(int, re.findall(r"\d+", known["bban"]))) if "bban" in known else 0


@cache
def _so_many(length: int) -> re.Pattern[str]:
    return re.compile(rf"[A-Za-z0-9](?:[ .-]{{0,2}}[A-Za-z0-9]){{{length - 1}}}(?![\w{_BLACK}])")


# --- Payment cards. Who issues them, by their first digits, and how long they are then; python-stdnum has no list of it.

_ISSUED = re.compile(
    r"""4\d{12}(?:\d{3}|\d{6})?                                                     # Visa
    | (?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}              # Mastercard
    | 3[47]\d{13}                                                                   # American Express
    | 3(?:0[0-5]|[689]\d)\d{11}                                                     # Diners Club
    | (?:6011|64[4-9]\d|65\d\d)\d{12,15}                                            # Discover
    | 35(?:2[89]|[3-8]\d)\d{12,15}                                                  # JCB
    | (?:62|81)\d{14,17}                                                            # UnionPay
    | (?:5018|5020|5038|5893|6304|6759|676[1-3])\d{9,15}                            # Maestro
    | 220[0-4]\d{12,15}                                                             # Mir
    | 9804\d{12}                                                                    # Prostir""",
    re.VERBOSE,
)
_GAP = r"(?: ?- ?| {1,2}|\.)?"
_OPEN_END = rf"(?![\w{_BLACK}])"
_CARD_SHAPES = tuple(
    _shape(_GAP.join(groups), ends=_OPEN_END)
    for groups in (
        (r"\d{4}", r"\d{4}", r"\d{4}", r"\d{4}", r"\d{1,3}"),
        (r"\d{4}", r"\d{4}", r"\d{4}", r"\d{4}"),
        (r"\d{4}", r"\d{6}", r"\d{4,5}"),
        (r"\d{13,19}",),
    )
)


def _cards(signs: str, country: str) -> list[Span]:
    return _checked(signs, ((shape, _is_card) for shape in _CARD_SHAPES))


def _is_card(number: str) -> bool:
    from stdnum import luhn

    digits = _digits(number)
    return bool(_ISSUED.fullmatch(digits)) and luhn.is_valid(digits)


# --- National numbers

_LATIN = str.maketrans("АВЕСНКМРТХУавесрху", "ABECHKMPTXYABECPXY")
"""Signs of a Finnish number that a Ukrainian keyboard has too."""


def _is_swedish(number: str) -> bool:
    """A personnummer, or a coordination number: the same with 60 added to the day."""
    from stdnum import luhn
    from stdnum.exceptions import ValidationError
    from stdnum.se import personnummer

    digits, sign = _digits(number), "+" if "+" in number else "-"
    century, day = digits[:-10], int(digits[-6:-4])
    if century not in ("", "18", "19", "20") or not luhn.is_valid(digits[-10:]):
        return False
    try:
        return bool(personnummer.get_birth_date(f"{digits[:-6]}{day - 60 if day > 60 else day:02}{sign}{digits[-4:]}"))
    except ValidationError:
        return False


def _is_finnish(number: str) -> bool:
    """A henkilötunnus, also of those given for a while, and with the signs for a century that came in 2023."""
    from stdnum.fi import hetu

    return hetu.is_valid(number.replace(" ", "").translate(_LATIN), allow_temporary=True)


def _is_slovenian(number: str) -> bool:
    """An EMŠO of somebody born since 1900."""
    from stdnum.si import emso

    digits = _digits(number)
    return digits[4] in "90" and emso.is_valid(digits)


def _is_slovenian_tax(number: str) -> bool:
    """A davčna številka."""
    from stdnum.si import ddv

    return ddv.is_valid(_digits(number))


def _is_ukrainian(number: str) -> bool:
    """A РНОКПП."""
    from stdnum.ua import rntrc

    return rntrc.is_valid(_digits(number))


def _is_tax_number(number: str) -> bool:
    """One that only a word before it tells from any other number."""
    digits = _digits(number)
    return (len(digits) == 8 and _is_slovenian_tax(digits)) or (len(digits) == 10 and _is_ukrainian(digits))


def _is_ten_digits(number: str) -> bool:
    """A Swedish or Ukrainian number in one piece; the latter of somebody born since 1927, as telephones begin with 0."""
    if number.endswith("0000"):
        return False  # a count
    return _is_swedish(number) or (_BORN[0] <= number[:5] < _BORN[1] and _is_ukrainian(number))


_BORN = ("10000", "51136")
"""From 1927 to 2039, in days since 1899, with which a РНОКПП begins."""

_IDENTITY_SHAPES = (
    (_shape(r"\d{6}(?:\d{2})?(?: ?[-+] ?| )\d{4}|\d{12}"), _is_swedish),
    (
        _shape(
            r"\d{6}(?: ?[-+] ?|[A-FU-Ya-fu-yАВЕСХУавесху])\d{3}[0-9A-FHJ-NPR-Ya-fhj-npr-yАВЕСНКМРТХУавесрху]",
        ),
        _is_finnish,
    ),
    (_shape(r"\d{2}[ .-]?\d{2}[ .-]?\d{3}(?:[ .-]?\d){6}"), _is_slovenian),
    (_shape(r"[Ss][Ii][ -]?(?:\d{8}|\d{4} \d{4}|\d{2} \d{3} \d{3})"), _is_slovenian_tax),
)

_SAID_TO_BE_A_TAX_NUMBER = re.compile(
    r"(?<!\w)(?:davčn|dš(?!\w)|id za ddv|tax (?:no|num|id|payer)|taxpayer|skattenum|verotunnis"
    rf"|податк|рнокпп|rnokpp|rntrc|іпн(?!\w)|ідентифікаційн|код(?!\w))[^\d\n{_BLACK}]{{0,40}}"
    rf"(?P<number>\d(?:[ -]?\d){{7,9}}){_ENDS}",
    re.IGNORECASE,
)


def _identities(signs: str, country: str) -> list[Span]:
    return _checked(signs, (*_IDENTITY_SHAPES, (_SAID_TO_BE_A_TAX_NUMBER, _is_tax_number)))


_TEN_DIGITS = ((_shape(r"\d{10}"), _is_ten_digits),)


def _ten_digits(signs: str, country: str) -> list[Span]:
    return _checked(signs, _TEN_DIGITS)


# --- Telephone numbers

_DATE = (
    r"(?:(?:0?[1-9]|[12]\d|3[01])[./-] ?(?:0?[1-9]|1[0-2])[./-] ?(?:(?:19|20)\d\d|\d\d)"
    r"|(?:19|20)\d\d[./-](?:0?[1-9]|1[0-2])[./-](?:0?[1-9]|[12]\d|3[01]))"
)
_MONTH = r"(?:0?[1-9]|1[0-2])/(?:(?:19|20)\d\d|\d\d)"
_TIME = r"(?:[01]?\d|2[0-4])[.:][0-5]\d"
_NO_PHONE = re.compile(
    rf"(?<![\d{_BLACK}+])(?<![\d{_BLACK}][.-])(?:"
    rf"(?:\d{{1,2}}\.(?: ?\d{{1,2}}\.?)? ?- ?)?{_DATE}(?: ?- ?{_DATE})?"  # days: 1.6.-31.8.2026, 2026-11-28
    rf"|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"  # 20261128
    r"|(?:19|20)\d\d ?- ?(?:19|20)\d\d"  # years: 2017-2026
    rf"|{_MONTH}(?: ?- ?{_MONTH})?"  # 05/25-06/26
    rf"|{_TIME} ?- ?{_TIME}|(?:[01]?\d|2[0-4]):[0-5]\d"  # opening hours: 08.00-16.00
    r"|-?(?:0|[1-9]\d{0,2})\.\d{4,}"  # coordinates: 60.16995
    r"|\d{7}-\d"  # a Finnish company: 0201256-6
    r"|\d{1,3}(?:[ .]\d{3})+(?:,\d\d)?(?= ?(?:€|eur|kr|sek|usd|uah|грн))"  # money: 12 000 000 €
    rf")(?![\d{_BLACK}])(?![.-][\d{_BLACK}])",
    re.IGNORECASE,
)
_ENOUGH_DIGITS = re.compile(r"\d(?:[^\w\n]{0,4}\d){6}")
_FEWEST_DIGITS = 7
_MOST_DIGITS = 16
_PHONE_BEGINS = re.compile(
    rf"(?<![\w{_BLACK}+./-])(?=(?P<window>(?:\((?=\+?\d{{1,5}}\)))?(?:\+ ?\d|0\d)[\d ()./-]{{4,28}}))"
)


def _phones(signs: str, country: str) -> list[Span]:
    """Numbers of people; first as the library reads a text, then singly what it overlooks beside other numbers."""
    apart = _NO_PHONE.sub(lambda match: "\n" * len(match[0]), signs).replace(_BLACK, "ö")
    if not _ENOUGH_DIGITS.search(apart):
        return []
    numbers = list(_matched(apart, country))
    spans = [span for span, personal in numbers if personal]
    left = _blackened(_blackened(apart, (span for span, _ in numbers), "\n"), spans)
    for begins in _PHONE_BEGINS.finditer(left):
        start = begins.start()
        if not (spans and spans[-1][0] <= start < spans[-1][1]) and (length := _phone_in(begins["window"], country)):
            spans.append((start, start + length))
    return _apart(spans)


def _phone_in(window: str, country: str) -> int:
    """How long the number is with which this begins: groups of digits, as many as make a number of somebody; 0 for none."""
    from phonenumbers import NumberParseException, is_valid_number, parse

    for end in reversed([group.end() for group in re.finditer(r"\d+", window)]):
        enough = _FEWEST_DIGITS <= sum(map(str.isdigit, window[:end])) <= _MOST_DIGITS
        if not enough or window.count("(", 0, end) != window.count(")", 0, end):
            continue
        try:
            number = parse(window[:end], country)
        except NumberParseException:
            continue
        if is_valid_number(number):
            return end if _is_somebodys(number) else 0
    return 0


def _matched(signs: str, country: str) -> Iterator[tuple[Span, bool]]:
    """Numbers that the library finds, and whether they may be somebody's own."""
    from phonenumbers import PhoneNumberMatcher

    for match in PhoneNumberMatcher(signs, country):
        raw = match.raw_string
        opened = raw.startswith("(") and ")" not in raw  # the bracket is the sentence's
        enough = sum(map(str.isdigit, raw)) >= _FEWEST_DIGITS
        yield (match.start + opened, match.end), enough and _is_somebodys(match.number)


def _is_somebodys(number: PhoneNumber) -> bool:
    from phonenumbers import PhoneNumberType, number_type

    return number_type(number) not in (
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.UAN,
        PhoneNumberType.VOICEMAIL,
    )


_LOOKS: tuple[tuple[PersonalKind, Look], ...] = (
    (PersonalKind.EMAIL, _emails),
    (PersonalKind.ACCOUNT, _accounts),
    (PersonalKind.CARD, _cards),
    (PersonalKind.IDENTITY, _identities),
    (PersonalKind.PHONE, _phones),
    (PersonalKind.IDENTITY, _ten_digits),
)
"""From the most specific to the least; what is found is not looked at again."""
