"""Files: what people and the bot send, kept in memory under Telegram's kinds of identifiers."""

from __future__ import annotations

import itertools
import secrets
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, NamedTuple, Protocol

FOLDERS = {
    "photo": "photos",
    "voice": "voice",
    "document": "documents",
    "video": "videos",
    "audio": "music",
    "animation": "animations",
    "video_note": "video_notes",
}

ROUND_LENGTH = 384  # width and height of a video note


class Upload(NamedTuple):
    """A file on its way in."""

    name: str
    content: bytes
    mime: str


class Attachment(Protocol):
    """Anything with a name, a content and a MIME type."""

    @property
    def name(self) -> str: ...
    @property
    def content(self) -> bytes: ...
    @property
    def mime(self) -> str: ...


@dataclass(slots=True, frozen=True)
class File:
    """One stored file; a photo is several of them, one for each size."""

    id: str
    unique_id: str
    kind: str
    name: str
    mime: str
    content: bytes
    path: str
    width: int = 0
    height: int = 0
    duration: int = 0
    claimed: int | None = None
    """A size that is only said, so that nobody has to carry a large file about."""

    @property
    def size(self) -> int:
        return len(self.content) if self.claimed is None else self.claimed

    def shape(self) -> dict[str, Any]:
        """The fields that Telegram gives for every kind of file."""
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": self.size}


@dataclass(slots=True, frozen=True)
class Media:
    """What a message carries: one file, or the sizes of a photo from small to large."""

    kind: str
    files: tuple[File, ...]

    @property
    def file(self) -> File:
        """The file itself; of a photo the largest size."""
        return self.files[-1]

    def shape(self) -> dict[str, Any]:
        """The part of Telegram's Message that describes it."""
        if self.kind == "photo":
            return {"photo": [{**f.shape(), "width": f.width, "height": f.height} for f in self.files]}
        shape = {self.kind: {**self.file.shape(), **_details(self.file)}}
        if self.kind == "animation":  # "for backward compatibility", says the description
            shape["document"] = {**self.file.shape(), "mime_type": self.file.mime, "file_name": self.file.name}
        return shape


def _details(file: File) -> dict[str, Any]:
    if file.kind == "video_note":
        return {"length": ROUND_LENGTH, "duration": file.duration}
    details: dict[str, Any] = {"mime_type": file.mime}
    if file.kind in ("document", "audio", "video", "animation"):
        details["file_name"] = file.name
    if file.kind in ("voice", "audio", "video", "animation"):
        details["duration"] = file.duration
    if file.kind in ("video", "animation"):
        details |= {"width": file.width, "height": file.height}
    return details


class Files:
    """All files by their id and by the path under which they are fetched."""

    def __init__(self) -> None:
        self._by_id: dict[str, tuple[File, Media]] = {}
        self._by_path: dict[str, File] = {}
        self._numbers = itertools.count(1)

    def add(
        self,
        kind: str,
        sizes: list[tuple[Attachment, int, int]],
        *,
        duration: int = 0,
        claimed: int | None = None,
    ) -> Media:
        """Keep a file (or the sizes of a photo, small to large) and name it as Telegram would."""
        files = tuple(self._file(kind, upload, width, height, duration, claimed) for upload, width, height in sizes)
        media = Media(kind, files)
        for file in files:
            self._by_id[file.id] = (file, media)
            self._by_path[file.path] = file
        return media

    def _file(self, kind: str, upload: Attachment, width: int, height: int, duration: int, claimed: int | None) -> File:
        ending = PurePosixPath(upload.name).suffix or {"photo": ".jpg", "voice": ".oga"}.get(kind, "")
        path = f"{FOLDERS.get(kind, 'documents')}/file_{next(self._numbers)}{ending}"
        return File(
            f"PG{secrets.token_urlsafe(24)}",
            f"AQ{secrets.token_hex(7)}",
            kind,
            upload.name,
            upload.mime,
            upload.content,
            path,
            width,
            height,
            duration,
            claimed,
        )

    def media(self, file_id: str) -> Media | None:
        """What was sent under this id."""
        found = self._by_id.get(file_id)
        return found[1] if found else None

    def file(self, file_id: str) -> File | None:
        """The file of exactly this id."""
        found = self._by_id.get(file_id)
        return found[0] if found else None

    def at(self, path: str) -> File | None:
        """The file that is fetched under this path."""
        return self._by_path.get(path)
