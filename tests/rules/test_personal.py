"""Personal data: what is found in a text, what is not, and that nothing of it is left when it is masked."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from phonenumbers import is_valid_number, parse
from stdnum import iban, luhn
from stdnum.fi import hetu
from stdnum.se import personnummer
from stdnum.si import ddv, emso
from stdnum.ua import rntrc

from bot.personal import MASK, Found, PersonalKind, find, masked

EMAIL, ACCOUNT, CARD = PersonalKind.EMAIL, PersonalKind.ACCOUNT, PersonalKind.CARD
IDENTITY, PHONE = PersonalKind.IDENTITY, PersonalKind.PHONE
PROPOSALS = Path(os.environ.get("KAIWA_PROPOSALS", "../shared/data/omastadi/proposals.jsonl"))


def said(text: str, country: str = "FI") -> list[tuple[PersonalKind, str]]:
    return [(kind, text[start:end]) for kind, start, end in find(text, country)]


# --- One by one


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Write to anna.berg+town@example.com.", "anna.berg+town@example.com"),
        ("('o'neil@example.co.uk')", "o'neil@example.co.uk"),
        ("mailto:anna@example.com?subject=Hi", "anna@example.com"),
        ("osoite matti@päiväkoti.fi, kiitos", "matti@päiväkoti.fi"),
        ("пишіть: ольга@пошта.укр!", "ольга@пошта.укр"),
        ("matti.virtanen (at) example.com", "matti.virtanen (at) example.com"),
        ("anna [ät] example (piste) fi", "anna [ät] example (piste) fi"),
        ("anna@xn--pivkoti-5wad.fi", "anna@xn--pivkoti-5wad.fi"),
        ("0401234567@example.com", "0401234567@example.com"),
    ],
)
def test_an_address_is_found_as_people_write_it(text: str, found: str) -> None:
    assert said(text) == [(EMAIL, found)]


@pytest.mark.parametrize(
    ("country", "text", "found"),
    [
        ("FI", "puh. 040 123 4567.", ["040 123 4567"]),
        ("FI", "tel:040-1234567,09 310 1691", ["040-1234567", "09 310 1691"]),
        ("FI", "📞0401234567📞", ["0401234567"]),
        ("FI", "Counter 3 040 123 4567 (8-16)", ["040 123 4567"]),
        ("FI", "+358 (0)40 123 4567 or 00386 41 123 456", ["+358 (0)40 123 4567", "00386 41 123 456"]),
        ("FI", "avoinna 08.00-16.00 040 123 4567", ["040 123 4567"]),
        ("SE", "Ring 070-123 45 67 eller 08-123 456 78", ["070-123 45 67", "08-123 456 78"]),
        ("SI", "Pokličite (041) 123-456 2 krat, 01/425 12 34", ["(041) 123-456", "01/425 12 34"]),
        ("UA", "тел. 067 123-45-67 або +38 (044) 123-45-67", ["067 123-45-67", "+38 (044) 123-45-67"]),
        ("DK", "Ring 32 12 34 56", ["32 12 34 56"]),
        ("FI", "+46 70 123 45 67/+386 41 123 456", ["+46 70 123 45 67", "+386 41 123 456"]),
    ],
)
def test_a_telephone_is_found_as_people_write_it(country: str, text: str, found: list[str]) -> None:
    assert said(text, country) == [(PHONE, number) for number in found]


@pytest.mark.parametrize(
    "number",
    [
        "131052-308T", "131052+308T", "131052A308T", "131052a308t", "131052Y308T", "131052F308T",
        "131052–308T", "131052 - 308T", "131052А308Т", "131052-952K",
        "850709-9805", "850709+9805", "19850709-9805", "198507099805", "8507099805", "850709 9805",
        "850769-9802", "19850769-9802", "8507699802",
        "0101006500006", "0101006 500006", "01 01 006 50 000 6", "010100650 000 6",
        "SI50223054", "SI 50223054", "1759013776", "2530414071",
    ],
)  # fmt: skip
def test_a_national_number_is_found_in_each_way_to_write_it(number: str) -> None:
    for around in ("{}", "it is {}.", "({})", "ID:{}, born", "1. {}\n2.", "hetu/personnummer/ЕМШО «{}»"):
        assert said(around.format(number)) == [(IDENTITY, number)]


@pytest.mark.parametrize(
    "text",
    [
        "davčna številka: 50223054",
        "moja DŠ je 50 22 30 54",
        "tax number 50223054",
        "РНОКПП 17 59 01 37 76",
        "ідентифікаційний код 1759013776",
        "податковий номер: 25-30-41-40-71",
    ],
)
def test_a_tax_number_is_known_by_the_word_before_it(text: str) -> None:
    ((kind, number),) = said(text)
    assert kind is IDENTITY
    assert number == text[re.search(r"\d", text).start() :]  # type: ignore[union-attr]
    assert said(re.sub(r"\D", "", text)[:8]) == []


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("card 4111 1111 1111 1111 12/27 123", CARD, "4111 1111 1111 1111"),
        ("4111-1111-1111-1111", CARD, "4111-1111-1111-1111"),
        ("3782 822463 10005", CARD, "3782 822463 10005"),
        ("5555555555554444", CARD, "5555555555554444"),
        ("2223 0031 2200 3222", CARD, "2223 0031 2200 3222"),
        ("FI21 1234 5600 0007 85 on tilini", ACCOUNT, "FI21 1234 5600 0007 85"),
        ("konto:fi2112345600000785.", ACCOUNT, "fi2112345600000785"),
        ("SI56 1910 0000 0123 438 pri banki", ACCOUNT, "SI56 1910 0000 0123 438"),
        ("UA213223130000026007233566001", ACCOUNT, "UA213223130000026007233566001"),
        ("GB29-NWBK-6016-1331-9268-19", ACCOUNT, "GB29-NWBK-6016-1331-9268-19"),
    ],
)
def test_cards_and_accounts_are_found(text: str, kind: PersonalKind, found: str) -> None:
    assert said(text) == [(kind, found)]


HARMLESS = [
    "28.11.2026", "28. 11. 2026", "2026-11-28", "28/11/2026", "1.6.–31.8.2026", "01.02.2025", "01.10.-15.10.2025",
    "01.01.2025 - 02.02.2026", "20261128", "06/1960", "05/25-06/26", "2017–2026", "(2017-2026)", "2024 2025 2026 2027",
    "00100 Helsinki", "SE-111 22 Stockholm", "SI-1000 Ljubljana", "01001 Київ",
    "8-16", "08.00-16.00", "08:00–16:00", "klo 8.30", "pon-pet 7.30-15.30", "28.11.2026 08.00-09.30",
    "12 €", "1 200 000 €", "12 000 000,50 EUR", "4000-8000 kr", "25 000 000 грн", "0,45 %",
    "I-42", "F-1204", "I-42, F-43 and F-44", "room 204", "counter 3", "2026/1234", "HEL 2023-000123 T 10 01 04",
    "dnr 2026/000123-4", "0201256-6", "1234567890123", "1000000000", "123 456 789 012", "9876543210987654321098765",
    "60.1699, 24.9384", "60.16995,24.93842", "60°10′11″N 24°56′18″E", "ISBN 978-951-0-12345-6", "112", "020202",
    "3.14159265", "192.168.100.200", "v22.8.0", "5+5=10", "+5", "50223054",
    "@anna", "anna@", "@example.com", "anna@localhost", "a @ b", "4 @ 2.50", "price@counter",
]  # fmt: skip


@pytest.mark.parametrize("text", HARMLESS)
@pytest.mark.parametrize("country", ["FI", "SE", "SI", "UA"])
def test_other_numbers_are_left_alone(text: str, country: str) -> None:
    for around in ("{}", "on {} in the library", "({}).", "{}\n{}"):
        assert said(around.format(text, text), country) == []


@pytest.mark.parametrize(
    "text", ["28.11.2026", "2026-11-28", "20261128", "2017-2026", "08.00-16.00", "60.16995", "I-42"]
)
@pytest.mark.parametrize("country", ["DK", "NO", "EE", "ES", "IT", "US", "DE", "XX", "zz", ""])
def test_nor_where_telephones_begin_with_any_digit(text: str, country: str) -> None:
    assert said(f"on {text} in the library", country) == []


@pytest.mark.parametrize("number", ["0800 123 456", "0200 12345", "010 123 4567", "029 123 4567", "+358 800 123456"])
def test_a_number_of_a_company_or_free_of_charge_is_nobodys(number: str) -> None:
    assert said(f"puh. {number}") == []
    assert said(f"puh. {number}, 040 123 4567") == [(PHONE, "040 123 4567")]


def test_one_place_is_one_finding_and_the_most_specific_kind_wins() -> None:
    assert said("0401234567@example.com") == [(EMAIL, "0401234567@example.com")]
    assert said("FI21 1234 5600 0007 85") == [(ACCOUNT, "FI21 1234 5600 0007 85")]
    assert said("+358401234567") == [(PHONE, "+358401234567")]
    assert said("+198507099805", "SE") == []


def test_places_are_counted_as_python_counts() -> None:
    text = "👩‍👩‍👧 é \u200f040\u200b 123\u00a04567\u200f 🎉 anna@example.com\u0301!"
    first, second = find(text, "FI")
    assert text[first.start : first.end] == "040\u200b 123\u00a04567"
    assert text[second.start : second.end] == "anna@example.com\u0301"
    assert masked(text, (second, first)) == f"👩‍👩‍👧 é \u200f{MASK}\u200f 🎉 {MASK}!"


@pytest.mark.parametrize(
    "text",
    [
        "0\u20e34\u20e30\u20e31\u20e32\u20e33\u20e34\u20e35\u20e36\u20e37\u20e3",
        "٠٤٠١٢٣٤٥٦٧",
        "０４０－１２３　４５６７",
        "𝟎𝟒𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕",
        "040\u00ad123\u20604567",
        "040\u2011123\u202f4567",
        "040\t1234567",
    ],
)
def test_signs_that_only_look_different_hide_nothing(text: str) -> None:
    assert masked(f"x {text} y", find(f"x {text} y", "FI")) == f"x {MASK} y"


def test_a_text_of_the_greatest_length_is_read_to_its_end() -> None:
    text = "Ideas 👍 " * 1400 + "040 123 4567"
    assert len(text) > 11_000
    assert [text[start:] for _, start, _ in find(text, "FI")] == ["040 123 4567"]


# --- Any number, anywhere, in any language

AROUND = {
    "en": ("Please call me, my name is Ann.", "The lamp at counter 3 is broken since 28.11.2026."),
    "sv": ("Ring mig, tack så mycket.", "Lampan vid disk 3 är trasig sedan 28.11.2026."),
    "sl": ("Pokličite me, prosim, čim prej.", "Luč pri okencu 3 ne dela od 28. 11. 2026."),
    "uk": ("Зателефонуйте мені, будь ласка.", "Лампа біля віконця 3 не світить з 28.11.2026."),
}
JOINTS = [
    (" ", " "),
    ("\n", "\n"),
    (" (", ")"),
    (": ", ", "),
    (" «", "»"),
    (" 📞", "🙂"),
    (" \u200f", "\u200f "),
    (" “", "”."),
]
HYPHENS, BLANKS, UNSEEN = "-‐‑‒–−", " \u00a0\u202f\u2009", ("", "", "", "\u200b", "\u2060", "\u00ad")

digits = st.text("0123456789", min_size=20, max_size=20)
births = st.dates(date(1928, 1, 1), date(2019, 12, 31))


def _swedish(born: date, drawn: str, way: int) -> str:
    day = f"{born:%y%m}{born.day + 60 * (way % 2):02}"
    short = f"{day}{1 + int(drawn[:3]) % 998:03}"
    number = short + luhn.calc_check_digit(short)
    century = f"{born:%Y}"[:2] if way & 4 else ""
    return f"{century}{day}-{number[6:]}" if way & 2 or number[0] == "0" else f"{century}{number}"


def _finnish(born: date, drawn: str, way: int) -> str:
    signs = "-YXWVU" if born.year < 2000 else "ABCDEF"
    number = f"{born:%d%m%y}{2 + int(drawn[:3]) % 898:03}"
    return f"{number[:6]}{signs[way % 6]}{number[6:]}{'0123456789ABCDEFHJKLMNPRSTUVWXY'[int(number) % 31]}"


def _slovenian(born: date, drawn: str, way: int) -> str:
    number = f"{born:%d%m}{born:%Y}"[:4] + f"{born:%Y}"[1:] + "50" + drawn[:3]
    number += emso.calc_check_digit(number)
    return f"{number[:7]} {number[7:]}" if way & 1 else number


def _slovenian_tax(born: date, drawn: str, way: int) -> str:
    number = str(1 + int(drawn[0]) % 9) + drawn[1:6]
    seventh = next(digit for digit in "01" if len(ddv.calc_check_digit(number + digit)) == 1)
    return "SI" + " " * (way & 1) + number + seventh + ddv.calc_check_digit(number + seventh)


def _ukrainian(born: date, drawn: str, way: int) -> str:
    number = f"{(born - date(1899, 12, 31)).days:05}{1 + int(drawn[:4]) % 998:04}"
    return number + rntrc.calc_check_digit(number)


def _card(born: date, drawn: str, way: int) -> str:
    begins, length = [("4", 16), ("51", 16), ("2221", 16), ("37", 15), ("36", 14), ("6011", 16), ("9804", 16)][way % 7]
    number = (begins + drawn)[: length - 1]
    number += luhn.calc_check_digit(number)
    if length == 16 and born.day % 2:
        return "- "[born.month % 2].join(number[part : part + 4] for part in range(0, 16, 4))
    return number


def _account(born: date, drawn: str, way: int) -> str:
    country, length = [("FI", 14), ("SE", 20), ("SI", 15), ("UA", 25), ("DE", 18)][way % 5]
    number = f"{country}00{(drawn + drawn)[:length]}"
    number = f"{country}{iban.calc_check_digits(number)}{number[4:]}"
    return iban.format(number, " ") if born.day % 2 else number


MADE: dict[str, tuple[PersonalKind, Callable[[date, str, int], str]]] = {
    "personnummer": (IDENTITY, _swedish),
    "henkilötunnus": (IDENTITY, _finnish),
    "EMŠO": (IDENTITY, _slovenian),
    "davčna številka": (IDENTITY, _slovenian_tax),
    "РНОКПП": (IDENTITY, _ukrainian),
    "card": (CARD, _card),
    "account": (ACCOUNT, _account),
}


@st.composite
def places(draw: st.DrawFn, number: str) -> tuple[str, int, int]:
    """A text in one of the languages with this number in it, typed in some way, and where it stands."""
    before, after = draw(st.sampled_from(list(AROUND.values())))
    opening, closing = draw(st.sampled_from(JOINTS))
    unseen = draw(st.sampled_from(UNSEEN))
    hyphen, blank = draw(st.sampled_from(HYPHENS)), draw(st.sampled_from(BLANKS))
    typed = number[:3] + unseen + number[3:].replace("-", hyphen).replace(" ", blank)
    begins = before + opening
    return f"{begins}{typed}{closing}{after}", len(begins), len(begins) + len(typed)


@given(st.data(), st.sampled_from(list(MADE)), births, digits, st.integers(0, 419))
@settings(max_examples=200, deadline=None)
def test_a_number_is_found_wherever_it_stands(data: st.DataObject, name: str, born: date, drawn: str, way: int) -> None:
    kind, make = MADE[name]
    number = make(born, drawn, way)
    assume(not (number.startswith("358") and is_valid_number(parse(f"+{number}"))))  # a telephone as well
    text, start, end = data.draw(places(number))
    found = find(text, "FI")
    assert found == (Found(kind, start, end),)
    assert masked(text, found) == text[:start] + MASK + text[end:]
    assert find(masked(text, found), "FI") == ()


@given(st.data(), st.sampled_from(list(MADE)), births, digits, st.integers(0, 419), st.integers(1, 9))
@settings(max_examples=200, deadline=None)
def test_with_another_check_digit_it_is_nothing_of_the_kind(
    data: st.DataObject, name: str, born: date, drawn: str, way: int, by: int
) -> None:
    kind, make = MADE[name]
    number = make(born, drawn, way)
    place = max(place for place, sign in enumerate(number) if sign.isdigit())
    wrong = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
    assume(not _is_one_all_the_same(wrong))
    text, start, end = data.draw(places(wrong))
    assert not [found for found in find(text, "FI") if found.kind is kind and found.start < end and start < found.end]


def _is_one_all_the_same(number: str) -> bool:
    """By chance the wrong digit may be right for another country, or (a remainder of 10 counts as 0) for the same."""
    plain = re.sub(r"\D", "", number)
    return (
        hetu.is_valid(number, allow_temporary=True)
        or any(module.is_valid(plain) for module in (personnummer, emso, rntrc))
        or any(module.is_valid(number) for module in (ddv, iban))
        or (len(plain) == 10 and luhn.is_valid(plain))
    )


PHONES = {
    "FI": ("0{} {} {}", ["40", "50", "44"], 3, 4, "+358"),
    "SE": ("0{}-{} {}", ["70", "72", "73", "76"], 3, 4, "+46"),
    "SI": ("0{} {} {}", ["31", "40", "41", "51"], 3, 3, "+386"),
    "UA": ("0{} {} {}", ["67", "50", "63", "95"], 3, 4, "+380"),
}


@given(st.data(), st.sampled_from(list(PHONES)), digits, st.integers(0, 2))
@settings(max_examples=200, deadline=None)
def test_a_telephone_is_found_wherever_it_stands(data: st.DataObject, country: str, drawn: str, way: int) -> None:
    shape, areas, first, second, code = PHONES[country]
    number = shape.format(areas[int(drawn[0]) % len(areas)], drawn[1 : 1 + first], drawn[9 : 9 + second])
    if way == 1:
        number = re.sub(r"\D", "", number)
    elif way == 2:
        number = f"{code} {number[1:]}"
    assume(is_valid_number(parse(number, country)))
    assume(not re.fullmatch(r"\d{10}", number) or not rntrc.is_valid(number))
    text, start, end = data.draw(places(number))
    found = find(text, country)
    assert found == (Found(PHONE, start, end),)
    assert find(masked(text, found), country) == ()


@given(
    st.data(),
    st.from_regex(r"[a-z][a-z0-9]{0,8}([._+-][a-z0-9]{1,8}){0,2}", fullmatch=True),
    st.from_regex(r"([a-zäö][a-zåäöčšžіїє0-9]{0,9}\.){1,3}(fi|se|si|ua|com|укр)", fullmatch=True),
)
def test_an_address_is_found_wherever_it_stands(data: st.DataObject, name: str, host: str) -> None:
    text, start, end = data.draw(places(f"{name}@{host}"))
    found = find(text, "FI")
    assert found == (Found(EMAIL, start, end),)
    assert "@" not in masked(text, found)


# --- Any text at all

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=400)
NUMBERS = (
    "040 123 4567|0401234567|+358401234567|131052-308T|8507099805|4111 1111 1111 1111|FI21 1234 5600 0007 85"
    "|anna@example.com|0101006500006|0800 123 456|28.11.2026|08.00-16.00|2026-|SI|FI21|(at)|код|+|(0|x|T|\u200f|\u0301"
)
NEARLY = st.lists(
    st.sampled_from([*"0123456789", *" -+./()@,;:\n", MASK[0], *NUMBERS.split("|")]),
    max_size=40,
).map("".join)


@given(ANYTHING | NEARLY, st.sampled_from(["FI", "SE", "SI", "UA", "DK", "US"]))
@settings(max_examples=400, deadline=None)
def test_of_any_text_nothing_is_left_once_it_is_masked(text: str, country: str) -> None:
    found = find(text, country)
    ends = [0]
    for each in found:
        assert ends[-1] <= each.start < each.end <= len(text)
        ends.append(each.end)
    clean = masked(text, found)
    assert len(clean) <= len(text)
    assert find(clean, country) == ()
    assert masked(clean, ()) == clean


STUBBORN = [
    "-", "a.", "a@", "@", "1", "0 ", "+3", "(", "0(", "FI21 ", "4111 ", "0.0-", "1.2.2025 ", "040 12 ", "davčna ", " ", ".",
    "0401234567 ", "01 01 006 50 000 6 ", "131052-308T ", "\u0301", "\u200f0", "код 1", "a(at)", "12:30-", "1-1-", "█0",
]  # fmt: skip


def _work(text: str) -> int:
    """Calls made, of Python's functions and of C's."""
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        find(text, "FI")
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize("part", STUBBORN)
def test_twice_the_text_is_no_more_than_three_times_the_work(part: str) -> None:
    text = part * (3000 // len(part))
    _work(text)
    assert _work(text + text) <= 3 * _work(text) + 100


@pytest.mark.parametrize("part", STUBBORN)
def test_the_longest_text_of_the_same_signs_comes_to_an_end(part: str) -> None:
    """With a shape that is tried in a square of ways this takes minutes."""
    find(part * (50_000 // len(part)), "FI")


def test_the_libraries_are_loaded_when_there_may_be_something_to_find() -> None:
    code = (
        "import sys, bot.personal as personal\n"
        "assert not personal.find('A bench by the lake, room 204, 28.11.2026, anna @ home 8-16', 'FI')\n"
        "assert not {'phonenumbers', 'stdnum'} & set(sys.modules), 'loaded too soon'\n"
        "assert personal.find('040 123 4567', 'FI')\n"
        "assert 'phonenumbers' in sys.modules and 'phonenumbers.geodata' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_in_real_proposals_only_addresses_and_telephones_are_found() -> None:
    """2,777 ideas of Helsinki's people; each place was judged by eye: ten addresses (eight of one club), one telephone."""
    if not PROPOSALS.is_file():
        pytest.skip(f"the proposals of Helsinki's people are not at {PROPOSALS}")
    ideas = [json.loads(line) for line in PROPOSALS.read_text(encoding="utf-8").rstrip("\n").split("\n")]
    kinds: Counter[PersonalKind] = Counter()
    for idea in ideas:
        text = f"{idea['title']}\n{idea['text']}"
        found = find(text, "FI")
        kinds.update(each.kind for each in found)
        assert find(masked(text, found), "FI") == ()
    assert kinds == {EMAIL: 10, PHONE: 1}
