"""Sound: how long a recording lasts, read from its own bytes where they say so."""

from __future__ import annotations

import struct

OPUS_RATE = 48_000
NO_POSITION = 2**64 - 1


def seconds(content: bytes) -> int:
    """Whole seconds of an Ogg Opus recording, as Telegram's voices are; 0 for anything else."""
    last = content.rfind(b"OggS") if content.startswith(b"OggS") else -1
    if last < 0 or len(content) < last + 14:
        return 0
    (position,) = struct.unpack_from("<Q", content, last + 6)
    return 0 if position == NO_POSITION else round(position / OPUS_RATE)
