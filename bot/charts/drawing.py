"""A chart as a picture: `bars.typ` lays it out, Typst draws it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

HERE = Path(__file__).parent
FONTS = HERE.parent / "posters" / "fonts"
DOTS_PER_INCH = 200


@dataclass(frozen=True, slots=True)
class Bar:
    """A share (0 to 1) with its name below and its value, as it is said, above. `marked`: the one that matters."""

    label: str
    value: float
    shown: str
    marked: bool = False


def bars(title: str, says: str, shown: Sequence[Bar], *, language: str) -> bytes:
    """A PNG, 1,260 dots wide: the bars side by side, the first on the left."""
    import typst  # takes memory that an installation without charts does not need

    content = {"title": title, "says": says, "language": language, "bars": [asdict(bar) for bar in shown]}
    picture: bytes = typst.compile(
        HERE / "bars.typ",
        root=HERE,
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[FONTS]),
        sys_inputs={"chart": json.dumps(content)},
        format="png",
        ppi=DOTS_PER_INCH,
    )
    return picture
