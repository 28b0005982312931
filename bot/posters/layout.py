"""A poster as a file: `poster.typ` lays it out once, Typst writes it as PDF, SVG or PNG."""

from __future__ import annotations

import json
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import Literal, get_args
from xml.sax.saxutils import escape, quoteattr

import typst
from PIL import Image

from bot import links
from bot.posters import drawing, wording
from bot.refusal import Unprintable
from bot.texts import Texts
from config.organisation import Organisation, ServicePoint

Format = Literal["pdf", "svg", "png"]
Paper = Literal["a6", "a4"]
FORMATS: tuple[Format, ...] = get_args(Format)
PAPERS: tuple[Paper, ...] = get_args(Paper)
MILLIMETRES: dict[Paper, tuple[int, int]] = {"a6": (105, 148), "a4": (210, 297)}
DOTS_PER_INCH = 300

HERE = Path(__file__).parent


class Poster:
    """A service point's poster, for any paper and in any format."""

    def __init__(self, organisation: Organisation, point: ServicePoint, username: str) -> None:
        link = links.start(username, links.SERVICE_POINT, point.code)
        first, *others = wording.words(organisation, point)
        t = Texts(first.language, organisation.zone)
        code = drawing.code(link)
        self._code = point.code
        self._title = first.name.text
        self._says = f"{first.question.text} {first.how.text} {link}"
        self._language = first.language
        self._content = {
            "title": self._title,
            "organisation": asdict(wording.named(organisation.name, first.language)),
            "link": _parted(link),
            "code": {"modules": code.modules, "runs": code.runs, "alt": wording.beside_the_code(t, link)},
            "faces": wording.beside_the_faces(t),
            "first": asdict(first),
            "others": [asdict(other) for other in others],
        }

    def printed(self, format: Format, paper: Paper) -> bytes:
        """The file: a tagged PDF/UA with real text, an SVG with outlines and a description, or a PNG for 300 dpi."""
        content = json.dumps({**self._content, "paper": MILLIMETRES[paper]})
        try:
            printed = typst.compile(
                HERE / "poster.typ",
                root=HERE,
                font_paths=typst.Fonts(include_system_fonts=False, font_paths=[HERE / "fonts"]),
                sys_inputs={"poster": content},
                format=format,
                ppi=DOTS_PER_INCH,
                pdf_standards=["ua-1"] if format == "pdf" else [],
            )
        except typst.TypstError as error:
            if "does not fit" not in error.message:
                raise
            raise Unprintable(f"service point “{self._code}”: its texts are too long for a poster") from None
        match format:
            case "pdf":
                return printed
            case "svg":
                return self._described(printed)
            case "png":
                return _sized(printed)

    def _described(self, picture: bytes) -> bytes:
        """An SVG with words for screen readers: its letters are outlines."""
        opening, bracket, rest = picture.decode().partition(">")
        words = f"<title>{escape(self._title)}</title><desc>{escape(self._says)}</desc>"
        return f'{opening} role="img" lang={quoteattr(self._language)}{bracket}{words}{rest}'.encode()


def _sized(picture: bytes) -> bytes:
    """A PNG that knows how large it is on paper."""
    sized = BytesIO()
    Image.open(BytesIO(picture)).convert("RGB").save(sized, "png", dpi=(DOTS_PER_INCH, DOTS_PER_INCH))
    return sized.getvalue()


def _parted(link: str) -> list[str]:
    """The address as somebody types it, in the parts between which a line may end."""
    address, question, rest = link.removeprefix("https://").partition("?")
    return [address, question + rest]
