"""What team and author say to each other, in a line: the words, and which files came with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.texts import Html, Texts, escaped, joined, shortened
from storage.records.item import Attachment, Remark

Enclosed = Mapping[int, Sequence[Attachment]]
"""The files of remarks, by the remark's id."""


def said(t: Texts, remark: Remark, files: Sequence[Attachment], longest: int) -> Html:
    """Never empty: what came without words, and is kept no longer, was a file."""
    parts = [escaped(shortened(remark.text, longest)), *enclosed(t, files)]
    return joined(" · ", [part for part in parts if part]) or t("a file")


def enclosed(t: Texts, files: Sequence[Attachment]) -> list[Html]:
    """How many voice messages there are, and other files."""
    voices = sum(file.kind == "voice" for file in files)
    others = len(files) - voices
    return [
        *([t.n("🎤 {n} voice message", "🎤 {n} voice messages", voices)] if voices else []),
        *([t.n("📎 {n} file", "📎 {n} files", others)] if others else []),
    ]
