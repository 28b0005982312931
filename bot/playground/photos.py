"""Photos: pictures made into the sizes that Telegram keeps, without the metadata that they came with."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from bot.playground.errors import NotPossible
from bot.playground.files import Attachment, Files, Media, Upload

EDGES = (90, 320, 800, 1280)
KINDS = frozenset({"photo", "voice", "document", "video", "audio"})
Size = tuple[Attachment, int, int]


def sizes(upload: Attachment) -> list[Size]:
    """The picture from small to large as JPEG; raises NotPossible if it is none. Slow: not for the loop."""
    try:
        with Image.open(BytesIO(upload.content)) as opened:
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise NotPossible(f"{upload.name} is not a picture that can be shown.") from error
    longest = max(picture.size)
    edges = {edge for edge in EDGES if edge < longest} | {min(longest, EDGES[-1])}
    return [_size(picture, edge) for edge in sorted(edges)]


def _size(picture: Image.Image, edge: int) -> Size:
    scaled = picture.copy()
    scaled.thumbnail((edge, edge))
    out = BytesIO()
    scaled.save(out, "JPEG", quality=85)
    return Upload("photo.jpg", out.getvalue(), "image/jpeg"), scaled.width, scaled.height


def stored(files: Files, kind: str, upload: Attachment) -> Media:
    """Keep an upload as media of this kind; for photos it makes the sizes at once."""
    if kind not in KINDS:
        raise NotPossible(f"{kind} is not a kind of attachment.")
    if not upload.content:
        raise NotPossible("The file is empty.")
    return files.add(kind, sizes(upload) if kind == "photo" else [(upload, 0, 0)])
