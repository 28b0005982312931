"""Posters as people and phones meet them: rendered, decoded by a real reader, measured and read."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from io import BytesIO, StringIO
from itertools import combinations
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

import pypdfium2
import pytest
import typst
import zxingcpp
from PIL import Image
from pypdfium2 import raw
from rich.console import Console

from bot.clock import SystemClock
from bot.playground.engine import Engine
from bot.playground.server import serve
from bot.posters import drawing, printing
from bot.posters.layout import DOTS_PER_INCH, FORMATS, MILLIMETRES, PAPERS, Format, Paper, Poster
from bot.posters.wording import LONGEST_NAME, LONGEST_QUESTION
from bot.refusal import Unprintable
from bot.texts import LANGUAGES
from config.organisation import Names, Organisation, ServicePoint, load
from config.settings import SHIPPED_ORGANISATION

BOT = "lindvale_kaiwa_bot"
LINK = f"https://t.me/{BOT}?start=s-"
POINTS_A_MILLIMETRE = 72 / 25.4
QUIET_MODULES = 4
SEEN = 150
"""Dots per inch of what is looked at: half of what is printed."""
NO_FONTS = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)
SPOKEN = {
    "en": ("How was it?", "Scan, tap a face, done."),
    "sv": ("Vad tyckte du?", "Skanna, tryck på ett ansikte, klart."),
    "sl": ("Kako je bilo?", "Skenirajte, izberite obrazek in to je vse."),
    "uk": ("Як усе пройшло?", "Відскануйте, виберіть смайлик, і готово."),
}
LONG_NAMES = {
    "en": "Building permits, surveying and environmental health, desk number 1204",
    "sv": "Bygglov, lantmäteri och miljöhälsoskyddsmyndighet, kundbetjäningen tio",
    "sl": "Gradbena dovoljenja, geodetske storitve in okoljsko zdravstvo, okno 12",
    "uk": "Дозволи на будівництво, землеустрій і санітарний нагляд, віконце № 120",
}
LONG_QUESTIONS = {
    "en": "How well did our customer service help you today??",
    "sv": "Hur bra tycker du att kundservicen hjälpte dig då?",
    "sl": "Kako dobro vam je danes pomagala naša služba, res?",
    "uk": "Наскільки добре сьогодні вам допомогла наша служба",
}


@pytest.fixture(scope="module")
def lindvale() -> Organisation:
    return load(SHIPPED_ORGANISATION)


class Box(NamedTuple):
    """Where something stands on the paper, in points from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float


class Letter(NamedTuple):
    sign: str
    size: float
    box: Box


class Printed:
    """A PDF, as a reader of PDFs sees it."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.document = pypdfium2.PdfDocument(content)
        self.page = self.document[0]
        self._textpage = self.page.get_textpage()

    @property
    def text(self) -> str:
        return str(self._textpage.get_text_range())

    @property
    def letters(self) -> list[Letter]:
        found = []
        for index in range(self._textpage.count_chars()):
            sign = chr(raw.FPDFText_GetUnicode(self._textpage, index))
            if not sign.isspace() and sign.isprintable():
                size = raw.FPDFText_GetFontSize(self._textpage, index)
                found.append(Letter(sign, size, Box(*self._textpage.get_charbox(index))))
        return found

    @property
    def picture(self) -> Image.Image:
        picture: Image.Image = self.page.render(scale=SEEN / 72).to_pil()
        return picture


def point(organisation: Organisation, code: str) -> ServicePoint:
    found = organisation.find_service_point(code)
    assert found
    return found


def decoded(picture: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(picture)]


def seen(content: bytes, format: Format, folder: Path) -> Image.Image:
    """The picture that a program shows which is not the one that wrote it: PDFium, resvg, Pillow."""
    match format:
        case "pdf":
            return Printed(content).picture
        case "svg":
            (folder / "poster.svg").write_bytes(content)
            shown = folder / "shown.typ"
            shown.write_text('#set page(width: auto, height: auto, margin: 0pt)\n#image("poster.svg")')
            return Image.open(BytesIO(typst.compile(shown, font_paths=NO_FONTS, format="png", ppi=SEEN)))
        case "png":
            return Image.open(BytesIO(content)).reduce(DOTS_PER_INCH // SEEN)


def letters(text: str) -> str:
    """Without what the breaking of lines adds."""
    return re.sub(r"[\W_]", "", text)


def longest(organisation: Organisation) -> tuple[Organisation, ServicePoint]:
    names, question = Names.model_construct(LONG_NAMES), Names.model_construct(LONG_QUESTIONS)
    asked = point(organisation, "canteen").questions
    sets = tuple(
        each.model_copy(update={"question": question}) if each.code == asked else each
        for each in organisation.question_sets
    )
    about = organisation.about.model_copy(update={"name": names})
    there = point(organisation, "canteen").model_copy(update={"code": "z" * 20, "name": names, "internal": False})
    return organisation.model_copy(update={"about": about, "question_sets": sets}), there


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("format", FORMATS)
def test_a_phone_reads_the_link_on_every_point_of_the_town(
    lindvale: Organisation, tmp_path: Path, format: Format, paper: Paper
) -> None:
    for each in lindvale.service_points:
        picture = seen(Poster(lindvale, each, BOT).printed(format, paper), format, tmp_path)
        assert decoded(picture) == [LINK + each.code]


@pytest.mark.parametrize("paper", PAPERS)
def test_a_phone_reads_it_small_and_grey(lindvale: Organisation, paper: Paper) -> None:
    """As a camera sees it from some steps away, printed in grey on greyish paper."""
    picture = seen(Poster(lindvale, point(lindvale, "counter-3"), BOT).printed("png", paper), "png", Path())
    small = picture.convert("L").resize((420, 594), Image.Resampling.BILINEAR).point(lambda grey: 60 + grey * 0.6)
    assert decoded(small) == [LINK + "counter-3"]


@pytest.mark.parametrize("paper", PAPERS)
def test_nothing_stands_in_the_quiet_zone(lindvale: Organisation, paper: Paper) -> None:
    for organisation, each in ((lindvale, point(lindvale, "library-desk")), longest(lindvale)):
        picture = Printed(Poster(organisation, each, BOT).printed("pdf", paper)).picture.convert("L")
        (found,) = zxingcpp.read_barcodes(picture)
        left, top = found.position.top_left.x, found.position.top_left.y
        right, bottom = found.position.bottom_right.x, found.position.bottom_right.y
        quiet = round(QUIET_MODULES * (right - left) / drawing.code(LINK + each.code).modules) - 1
        edge = 3  # pixels, where the squares' own edges are smoothed
        for strip in (
            (left - quiet, top - quiet, left - edge, bottom + quiet),
            (right + edge, top - quiet, right + quiet, bottom + quiet),
            (left - quiet, top - quiet, right + quiet, top - edge),
            (left - quiet, bottom + edge, right + quiet, bottom + quiet),
        ):
            assert picture.crop(strip).getextrema() == (255, 255)
        assert picture.crop((left, top, right, bottom)).getextrema() == (0, 255)


@pytest.mark.parametrize("paper", PAPERS)
def test_the_text_is_real_in_four_languages(lindvale: Organisation, paper: Paper) -> None:
    desk = point(lindvale, "library-desk")
    said = letters(Printed(Poster(lindvale, desk, BOT).printed("pdf", paper)).text)
    for language in LANGUAGES:
        for words in (desk.name.say(language), *SPOKEN[language]):
            assert letters(words) in said
    for words in (lindvale.name.say("en"), "Opens in Telegram, no registration.", f"t.me/{BOT}?start=s-library-desk"):
        assert letters(words) in said


def test_the_first_language_is_largest_and_the_others_follow(lindvale: Organisation) -> None:
    desk = point(lindvale, "library-desk").model_copy(update={"languages": ("sl", "uk")})
    poster = Printed(Poster(lindvale, desk, BOT).printed("pdf", "a4"))
    assert letters(poster.text).index(letters("Kako je bilo?")) < letters(poster.text).index(letters("Як усе пройшло?"))
    assert "How was it" not in poster.text
    largest = max(letter.size for letter in poster.letters)
    assert "".join(letter.sign for letter in poster.letters if letter.size == largest) == "Kakojebilo?"


def test_a_point_asks_its_own_question_and_promises_colleagues_nothing(lindvale: Organisation) -> None:
    said = letters(Printed(Poster(lindvale, point(lindvale, "canteen"), BOT).printed("pdf", "a4")).text)
    assert letters("How was lunch today?") in said
    assert letters("How was it?") not in said
    assert letters("Opens in Telegram") in said
    assert "registration" not in said


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("first", LANGUAGES)
def test_the_longest_texts_fit_and_stand_apart(lindvale: Organisation, paper: Paper, first: str) -> None:
    assert {len(name) for name in LONG_NAMES.values()} == {LONGEST_NAME}
    assert {len(question) for question in LONG_QUESTIONS.values()} == {LONGEST_QUESTION}
    organisation, there = longest(lindvale)
    languages = (first, *(language for language in LANGUAGES if language != first))
    poster = Printed(
        Poster(organisation, there.model_copy(update={"languages": languages}), "m" * 32).printed("pdf", paper)
    )
    assert len(poster.document) == 1
    assert decoded(poster.picture) == [f"https://t.me/{'m' * 32}?start=s-{'z' * 20}"]
    for text in (*LONG_NAMES.values(), *LONG_QUESTIONS.values()):
        assert letters(text) in letters(poster.text)
    _stands_well(poster, paper)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("word", ["Miljöhälsoskyddsmyndigheten", "W" * 26, "Щ" * 26])
def test_words_that_are_wider_than_a_line_fit(lindvale: Organisation, paper: Paper, word: str) -> None:
    names = Names.model_construct(dict.fromkeys(LANGUAGES, word))
    about = lindvale.about.model_copy(update={"name": names})
    there = point(lindvale, "counter-3").model_copy(update={"name": names})
    poster = Printed(Poster(lindvale.model_copy(update={"about": about}), there, BOT).printed("pdf", paper))
    assert letters(poster.text).count(word) == 1 + len(LANGUAGES)
    _stands_well(poster, paper)


@pytest.mark.parametrize("paper", PAPERS)
def test_all_points_of_the_town_stand_well(lindvale: Organisation, paper: Paper) -> None:
    for each in lindvale.service_points:
        _stands_well(Printed(Poster(lindvale, each, BOT).printed("pdf", paper)), paper)


def _stands_well(poster: Printed, paper: Paper) -> None:
    """Within the margins, and no letter on another."""
    width, height = (side * POINTS_A_MILLIMETRE for side in MILLIMETRES[paper])
    margin = width / 16
    placed = poster.letters
    assert placed
    for letter in placed:
        assert margin < letter.box.left < letter.box.right < width - margin, letter
        assert margin < letter.box.bottom < letter.box.top < height - margin, letter
    for (one, first), (other, second) in combinations(enumerate(placed), 2):
        if other - one > 1:  # neighbours are kerned into one another
            across = min(first.box.right, second.box.right) - max(first.box.left, second.box.left)
            down = min(first.box.top, second.box.top) - max(first.box.bottom, second.box.bottom)
            assert across < 0.5 or down < 0.5, (first, second)


def test_texts_without_end_are_refused(lindvale: Organisation) -> None:
    endless = Names.model_construct(dict.fromkeys(LANGUAGES, "W" * 70))
    organisation, there = longest(lindvale)
    sets = tuple(each.model_copy(update={"question": endless}) for each in organisation.question_sets)
    organisation = organisation.model_copy(update={"question_sets": sets})
    with pytest.raises(Unprintable, match="too long"):
        Poster(organisation, there.model_copy(update={"name": endless}), BOT).printed("pdf", "a6")


def test_names_and_question_can_be_read_from_two_metres(lindvale: Organisation) -> None:
    """Letters of 8 mm and more: a 250th of the way. What is read with the poster in the hand has 7 points and more."""
    capital = 0.727  # of Inter's size
    large = Printed(Poster(lindvale, point(lindvale, "library-desk"), BOT).printed("pdf", "a4"))
    readable = "".join(letter.sign for letter in large.letters if letter.size * capital / POINTS_A_MILLIMETRE >= 8)
    assert letters("Library, information desk How was it?") == letters(readable)
    small = Printed(Poster(lindvale, point(lindvale, "library-desk"), BOT).printed("pdf", "a6"))
    assert min(letter.size for letter in small.letters) >= 7


def test_colours_stand_out_from_the_paper() -> None:
    source = Path("bot/posters/poster.typ").read_text(encoding="utf-8")
    colours = re.findall(r'rgb\("#([0-9a-f]{6})"\)', source)
    assert len(colours) == 3
    for colour in colours:
        assert 1.05 / (_luminance(colour) + 0.05) >= 7, colour


def _luminance(colour: str) -> float:
    """As WCAG 2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("paper", PAPERS)
def test_files_have_the_size_of_the_paper(lindvale: Organisation, paper: Paper) -> None:
    poster = Poster(lindvale, point(lindvale, "website"), BOT)
    width, height = MILLIMETRES[paper]
    image = Image.open(BytesIO(poster.printed("png", paper)))
    assert image.info["dpi"] == pytest.approx((DOTS_PER_INCH, DOTS_PER_INCH), abs=0.1)
    assert [side / DOTS_PER_INCH * 25.4 for side in image.size] == pytest.approx([width, height], abs=0.1)
    page = Printed(poster.printed("pdf", paper)).page
    assert [side / POINTS_A_MILLIMETRE for side in page.get_size()] == pytest.approx([width, height], abs=0.01)
    picture = ET.fromstring(poster.printed("svg", paper))
    sides = [float(picture.attrib[side].removesuffix("pt")) for side in ("width", "height")]
    assert [side / POINTS_A_MILLIMETRE for side in sides] == pytest.approx([width, height], abs=0.01)


def test_who_cannot_see_hears_what_it_is(lindvale: Organisation) -> None:
    """The PDF is tagged and says that it keeps PDF/UA, which Typst checks as it writes; the SVG has words."""
    poster = Poster(lindvale, point(lindvale, "website").model_copy(update={"languages": ("sv", "uk")}), BOT)
    content = poster.printed("pdf", "a6")
    printed = Printed(content)
    assert printed.document.get_metadata_value("Title") == "Stadens webbplats"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    assert raw.FPDFCatalog_IsTagged(printed.document)
    tree = raw.FPDF_StructTree_GetForPage(printed.page)
    said = [
        text
        for index in range(raw.FPDF_StructTree_CountChildren(tree))
        for text in _alternatives(raw.FPDF_StructTree_GetChildAtIndex(tree, index))
    ]
    assert sorted(said) == [
        "Fem ansikten, från mycket nöjt till mycket missnöjt",
        f"QR-kod som öppnar {LINK}website",
    ]
    picture = ET.fromstring(poster.printed("svg", "a6"))
    named = {child.tag.rpartition("}")[2]: child.text or "" for child in picture}
    assert picture.attrib["role"] == "img"
    assert named["title"] == "Stadens webbplats"
    assert f"{LINK}website" in named["desc"]


def _alternatives(element: object) -> Iterator[str]:
    size = raw.FPDF_StructElement_GetAltText(element, None, 0)
    if size > 2:
        buffer = bytearray(size)
        raw.FPDF_StructElement_GetAltText(element, (raw.c_char * size).from_buffer(buffer), size)
        yield buffer.decode("utf-16-le").rstrip("\0")
    for index in range(raw.FPDF_StructElement_CountChildren(element)):
        if child := raw.FPDF_StructElement_GetChildAtIndex(element, index):
            yield from _alternatives(child)


# --- The command.


def test_an_order_says_what_would_be_right(lindvale: Organisation) -> None:
    everything = printing.order(lindvale, [], "pdf", "a6,a4")
    assert [each.code for each in everything.points] == [each.code for each in lindvale.service_points]
    assert len(everything) == 2 * len(lindvale.service_points)
    some = printing.order(lindvale, ["canteen", "website", "canteen"], "png, PDF", "a4")
    assert ([each.code for each in some.points], some.formats, some.papers) == (
        ["canteen", "website"],
        ("pdf", "png"),
        ("a4",),
    )
    for codes, formats, sizes, words in (
        (["libary-desk"], "pdf", "a4", "did you mean “library-desk”"),
        (["canteen", "qqqq"], "pdf", "a4", "known are: library-desk, counter-3"),
        ([], "pdf,jpg", "a4", "--format: there is no “jpg”"),
        ([], "pdf", "a5", "--size: there is no “a5”"),
        ([], ",", "a4", "--format names nothing"),
    ):
        with pytest.raises(Unprintable, match=re.escape(words)):
            printing.order(lindvale, codes, formats, sizes)


def test_what_is_retired_gets_no_poster(lindvale: Organisation) -> None:
    points = tuple(each.model_copy(update={"retired": each.code == "switchboard"}) for each in lindvale.service_points)
    town = lindvale.model_copy(update={"service_points": points})
    assert "switchboard" not in [each.code for each in printing.order(town, [], "pdf", "a4").points]
    with pytest.raises(Unprintable, match=r"“switchboard” \(Town switchboard\) is retired"):
        printing.order(town, ["switchboard"], "pdf", "a4")
    with pytest.raises(Unprintable, match="no service points"):
        printing.order(lindvale.model_copy(update={"service_points": ()}), [], "pdf", "a4")


def test_what_stood_there_is_replaced_and_what_cannot_be_is_named(lindvale: Organisation, tmp_path: Path) -> None:
    order = printing.order(lindvale, ["website"], "svg", "a6,a4")
    (tmp_path / "website-a6.svg").write_text("old")
    assert list(printing.write(order, lindvale, BOT, tmp_path)) == [
        tmp_path / "website-a6.svg",
        tmp_path / "website-a4.svg",
    ]
    assert (tmp_path / "website-a6.svg").read_text(encoding="utf-8").startswith("<svg")
    (tmp_path / "website-a4.svg").unlink()
    (tmp_path / "website-a4.svg").mkdir()
    with pytest.raises(Unprintable, match=re.escape(f"--out: {tmp_path}/website-a4.svg cannot be written (Is a dir")):
        list(printing.write(order, lindvale, BOT, tmp_path))


@pytest.mark.parametrize(("patience", "shows"), [(0.0, True), (60.0, False)])
def test_whoever_waits_sees_how_far_it_is(monkeypatch: pytest.MonkeyPatch, patience: float, shows: bool) -> None:
    monkeypatch.setattr(printing, "PATIENCE", patience)
    terminal, file = StringIO(), StringIO()
    work = [Path("one"), Path("two")]
    assert printing.watched(work, 2, Console(file=terminal, force_terminal=True)) == work
    assert printing.watched(work, 2, Console(file=file, force_terminal=False)) == work
    assert ("Posters" in terminal.getvalue()) == shows
    assert file.getvalue() == ""


def test_a_running_bot_does_not_load_what_prints() -> None:
    loaded = "import sys, bot.cli, bot.app; print(sorted({'typst', 'segno', 'bot.posters.layout'} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True)
    assert ran.stdout.strip() == "[]", ran.stderr


@asynccontextmanager
async def telegram() -> AsyncIterator[tuple[Engine, dict[str, str]]]:
    """A playground over HTTP, and the settings of a bot that talks to it."""
    playground = Engine(SystemClock())
    async with serve(playground) as address:
        yield (
            playground,
            {
                **{name: value for name, value in os.environ.items() if not name.startswith("KAIWA_")},
                "KAIWA_TELEGRAM_TOKEN": playground.token,
                "KAIWA_TELEGRAM_API_URL": address.url,
                "COLUMNS": "80",
            },
        )


async def qr(environment: dict[str, str], *arguments: str) -> tuple[int, list[str]]:
    """Exit status and lines of a `kaiwa qr …`."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "qr", *arguments),
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    return process.returncode or 0, output.decode().splitlines()


async def test_the_command_writes_what_it_says(tmp_path: Path, lindvale: Organisation) -> None:
    folder = (
        tmp_path / "some [bold]where" / "posters-with-a-name-that-is-longer-than-a-terminal-is-wide-and-then-some-more"
    )
    async with telegram() as (playground, environment):
        status, lines = await qr(environment, "--out", str(folder))
        link = f"https://t.me/{playground.me.username}?start=s-"
    assert status == 0, lines
    assert lines == [str(folder / f"{each.code}-{paper}.pdf") for each in lindvale.service_points for paper in PAPERS]
    assert sorted(folder.iterdir()) == sorted(map(Path, lines))
    assert decoded(Printed((folder / "it-desk-a6.pdf").read_bytes()).picture) == [f"{link}it-desk"]


async def test_the_command_refuses_with_a_sentence(tmp_path: Path) -> None:
    organisation = tmp_path / "town.toml"
    shipped = SHIPPED_ORGANISATION.read_text(encoding="utf-8")
    organisation.write_text(
        shipped.replace('code = "it-desk"\n', 'code = "it-desk"\nretired = true\n'), encoding="utf-8"
    )
    async with telegram() as (_, environment):
        environment["KAIWA_ORGANISATION"] = str(organisation)
        ran = await asyncio.gather(
            qr(environment, "libary-desk", "--out", str(tmp_path / "posters")),
            qr(environment, "website", "it-desk", "--out", str(tmp_path / "posters")),
            qr(environment, "--out", "/dev/null/[red]posters"),
            qr({**environment, "KAIWA_TELEGRAM_TOKEN": "2:wrong"}, "--out", str(tmp_path)),
        )
    unknown, retired, unwritable, wrong = ran
    assert unknown == (2, ["✗ there is no service point “libary-desk”; did you mean “library-desk”?"])
    assert (retired[0], len(retired[1])) == (2, 1)
    assert "“it-desk” (IT support) is retired" in retired[1][0]
    assert unwritable == (2, ["✗ --out: /dev/null/[red]posters cannot be written (Not a directory)"])
    assert wrong[0] == 1
    assert "KAIWA_TELEGRAM_TOKEN" in wrong[1][0]
    assert not (tmp_path / "posters").exists()
