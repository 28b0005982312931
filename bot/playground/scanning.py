"""Scanning: the QR codes in a picture, as the camera of a phone finds them."""

from __future__ import annotations

from io import BytesIO

import zxingcpp
from PIL import Image, ImageOps, UnidentifiedImageError

from bot.playground.files import Attachment
from bot.playground.photos import BOMBS

MOST_PIXELS = 50_000_000
"""More than a poster of A4 at 600 dpi."""


def codes(upload: Attachment) -> list[str]:
    """What the codes say; what is no picture, or larger than that, has none. Slow: not for the loop."""
    try:
        with Image.open(BytesIO(upload.content)) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return []
            picture = ImageOps.exif_transpose(opened).convert("RGBA")
    except (UnidentifiedImageError, OSError, *BOMBS):
        return []
    paper = Image.new("RGBA", picture.size, "white")  # what can be seen through is seen on white
    paper.alpha_composite(picture)
    found = zxingcpp.read_barcodes(paper.convert("L"), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return [code.text for code in found if code.valid and code.text]
