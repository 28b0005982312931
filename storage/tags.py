"""Tags: whose a row is can be told with the key alone, and no two rows of one person bear the same."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable

NONCE_BYTES = TAG_BYTES = 16

Owner = bytes
"""The key by which somebody's rows are told; never written down."""


def tag(owner: Owner, nonce: bytes | None = None) -> bytes:
    """What stands in a row (32 bytes): drawn anew for each, so that nobody without the key can join two of them."""
    nonce = nonce or secrets.token_bytes(NONCE_BYTES)
    return nonce + hashlib.blake2s(nonce, key=owner, digest_size=TAG_BYTES).digest()


def bearer(owner: Owner) -> Callable[[bytes], bool]:
    """Tells of a row's tag whether it is this owner's: a microsecond each, as what can be is prepared once."""
    prepared = hashlib.blake2s(key=owner, digest_size=TAG_BYTES)

    def bears(found: bytes) -> bool:
        tried = prepared.copy()
        tried.update(found[:NONCE_BYTES])
        return tried.digest() == found[NONCE_BYTES:]

    return bears
