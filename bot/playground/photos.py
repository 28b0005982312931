"""Photos: pictures made into the sizes that Telegram keeps, without the metadata that they came with."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from bot.playground.errors import NotPossible
from bot.playground.files import Attachment, Files, Media, Upload
from bot.playground.sound import seconds

EDGES = (90, 320, 800, 1280)
KINDS = frozenset({"photo", "voice", "document", "video", "audio", "animation", "video_note"})
LARGEST_UPLOAD = 2000 * 1024 * 1024
LONGEST_SIDES = 10_000  # width and height together
MOST_STRETCHED = 20
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
Size = tuple[Attachment, int, int]


class NotAPicture(NotPossible):
    """What was sent as a photo is none; `code` is Telegram's word for the reason."""

    def __init__(self, sentence: str, code: str = "IMAGE_PROCESS_FAILED") -> None:
        super().__init__(sentence)
        self.code = code


def sizes(upload: Attachment) -> list[Size]:
    """The picture from small to large as JPEG; raises NotAPicture if it is none. Slow: not for the loop."""
    try:
        with Image.open(BytesIO(upload.content)) as opened:
            _require_fitting(opened)
            opened.draft("RGB", (EDGES[-1], EDGES[-1]))
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, *BOMBS) as error:
        raise NotAPicture(f"{upload.name} is not a picture that can be shown.") from error
    longest = max(picture.size)
    edges = {edge for edge in EDGES if edge < longest} | {min(longest, EDGES[-1])}
    return [_size(picture, edge) for edge in sorted(edges)]


def _require_fitting(picture: Image.Image) -> None:
    short, long = sorted(picture.size)
    if short + long > LONGEST_SIDES or long > MOST_STRETCHED * short:
        raise NotAPicture(f"A picture of {picture.width} x {picture.height} is not taken.", "PHOTO_INVALID_DIMENSIONS")


def _size(picture: Image.Image, edge: int) -> Size:
    scaled = picture.copy()
    scaled.thumbnail((edge, edge))
    out = BytesIO()
    scaled.save(out, "JPEG", quality=85)
    return Upload("photo.jpg", out.getvalue(), "image/jpeg"), scaled.width, scaled.height


def stored(files: Files, kind: str, upload: Attachment, claimed: int | None = None) -> Media:
    """Keep an upload as media of this kind; for photos it makes the sizes at once. It may claim to be larger."""
    if kind not in KINDS:
        raise NotPossible(f"{kind} is not a kind of attachment.")
    if not upload.content:
        raise NotPossible("The file is empty.")
    if max(len(upload.content), claimed or 0) > LARGEST_UPLOAD:
        raise NotPossible("A file can have 2 GB; this one has more.")
    made = sizes(upload) if kind == "photo" else [(upload, 0, 0)]
    return files.add(kind, made, duration=seconds(upload.content), claimed=claimed)
