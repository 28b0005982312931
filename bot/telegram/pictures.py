"""Pictures sent as documents: taken apart and put together again without what the camera wrote into them."""

from __future__ import annotations

from io import BytesIO

from bot.telegram.wire import Upload

LARGEST = 20_000_000
FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


class Unclean(Exception):
    """A picture that cannot be taken apart, and so cannot be shown."""


def without_metadata(content: bytes, name: str) -> Upload:
    """The same picture, upright, with no place, time or device in it. Raises Unclean: the original is never shown."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # takes memory that few installations need

    try:
        with Image.open(BytesIO(content)) as picture:
            kind = picture.format if picture.format in FORMATS else "PNG"
            upright = ImageOps.exif_transpose(picture)
            clean = Image.new(upright.mode, upright.size)
            clean.paste(upright)
            if upright.mode == "P" and (palette := upright.getpalette()):
                clean.putpalette(palette)
            written = BytesIO()
            clean.save(written, format=kind, quality=92)
    except (UnidentifiedImageError, OSError) as error:
        raise Unclean("what the camera wrote into a picture cannot be taken out") from error
    return Upload(name, written.getvalue(), FORMATS[kind])
