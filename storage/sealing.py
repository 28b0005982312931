"""Sealing: what is in flight or hidden is unreadable without a key that is not in the database.

ChaCha20-Poly1305 (RFC 8439) over padded text, so that neither content, address nor length can be read.
Names by which sealed rows are found are HMAC-SHA256 under a key of their own per purpose (HKDF, RFC 5869).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from base64 import b64decode, b64encode
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from tempfile import mkstemp
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
PADDED_TO = 256


class WrongKey(Exception):
    """The secret key is not the one that this database was sealed with, or cannot be read."""


class Seal:
    """One secret key and what can be done with it."""

    def __init__(self, key: bytes, origin: str = "the secret key") -> None:
        """`origin` is what operators call the place where the key stands."""
        if len(key) != KEY_BYTES:
            raise WrongKey(f"the secret key has {len(key)} bytes, {KEY_BYTES} are needed")
        self._key = key
        self.origin = origin
        self._passing = secrets.token_bytes(KEY_BYTES)
        self._subkey = lru_cache(maxsize=64)(self._derive)
        self._cipher = lru_cache(maxsize=64)(lambda purpose: ChaCha20Poly1305(self._subkey("seal:" + purpose)))

    def close(self, content: Any, purpose: str, *, padded_to: int = PADDED_TO) -> bytes:
        """Seal a value that JSON can hold; `purpose` must be said again to open it. Its length is told in steps."""
        # Half of a surrogate pair is no text, but JSON can bring one, and it must be kept as it came.
        plain = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass")
        padded = plain + b" " * (-len(plain) % padded_to)
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher(purpose).encrypt(nonce, padded, None)

    def open(self, sealed: bytes, purpose: str) -> Any:
        """What was sealed; raises WrongKey when it was sealed otherwise or changed since."""
        try:
            plain = self._cipher(purpose).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None)
        except (InvalidTag, ValueError):
            raise WrongKey("this was not sealed with the present secret key") from None
        return json.loads(plain.rstrip(b" "))

    def name(self, purpose: str, *parts: int | str) -> bytes:
        """A keyed hash (32 bytes) that finds a row again and tells nothing else."""
        text = "\x1f".join(str(part) for part in parts)
        return hmac.digest(self._subkey("name:" + purpose), text.encode(), "sha256")

    def passing_name(self, *parts: int | str) -> bytes:
        """A keyed hash (32 bytes) under a key that is drawn anew by each process and written nowhere."""
        return hmac.digest(self._passing, "\x1f".join(str(part) for part in parts).encode(), "sha256")

    @property
    def check_value(self) -> str:
        """Kept in the database: refuses a wrong key without telling the right one."""
        return self.name("check", "kaiwa").hex()

    def _derive(self, purpose: str) -> bytes:
        return HKDFExpand(algorithm=SHA256(), length=KEY_BYTES, info=purpose.encode()).derive(self._key)


def room(sealed: bytes) -> int:
    """How long a text may be to be sealed in the same length."""
    return len(sealed) - NONCE_BYTES - TAG_BYTES


def hashed(token: str) -> bytes:
    """How a random token (an invitation) is stored."""
    return hashlib.sha256(token.encode()).digest()


def new_token() -> str:
    """A random token of 22 characters that fits a deep link."""
    return secrets.token_urlsafe(16)


def new_key() -> bytes:
    return os.urandom(KEY_BYTES)


def written(key: bytes) -> str:
    """A key as text, for files and settings."""
    return b64encode(key).decode()


def read(text: str) -> bytes:
    """A key from text (base64 of 32 bytes, or 64 hex digits); raises WrongKey."""
    text = text.strip()
    try:
        return bytes.fromhex(text) if len(text) == 2 * KEY_BYTES else b64decode(text, validate=True)
    except ValueError:
        raise WrongKey("the secret key is neither base64 nor hex") from None


def key_file(database: Path) -> Path:
    return database.with_suffix(".key")


def kept_beside(database: Path) -> bytes | None:
    """The key in the file beside a SQLite database; None where the first start is to make one. Changes nothing.

    A full disk leaves empty files: they are as good as none. Raises WrongKey when the database is there and its key is
    not, because another key would not open it, and when the key cannot be read.
    """
    text = _text_of(key_file(database))
    if text:
        return read(text)
    if database.exists() and database.stat().st_size:
        what = "is missing" if text is None else "is empty"
        raise WrongKey(f"{what}, and what is sealed in the database cannot be read without it; bring it back")
    return None


def key_beside(database: Path) -> bytes:
    """The key in the file beside a SQLite database, made with the database, readable by its owner only.

    It is there whole or not at all. Raises WrongKey as `kept_beside`, and OSError when it cannot be made.
    """
    if (key := kept_beside(database)) is not None:
        return key
    path = key_file(database)
    with suppress(FileNotFoundError):
        if not path.stat().st_size:
            path.unlink()
    made = _written_apart(path)
    try:
        os.link(made, path)
    except FileExistsError:
        pass  # another process was faster: its key counts
    finally:
        made.unlink()
    _settle_folder(path.parent)
    return read(_text_of(path) or "")


def _text_of(path: Path) -> str | None:
    """What stands in a file; None where there is none."""
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        raise WrongKey("the secret key is neither base64 nor hex") from None
    except OSError as error:
        raise WrongKey(f"cannot be read ({error.strerror})") from None


def _written_apart(path: Path) -> Path:
    """A new key on disk in a file of another name beside `path`; nothing is left of it when that fails."""
    descriptor, name = mkstemp(prefix=f"{path.name}.", dir=path.parent)  # for its owner only
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(written(new_key()) + "\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        Path(name).unlink()
        raise OSError(error.errno, error.strerror, str(path)) from None
    return Path(name)


def _settle_folder(folder: Path) -> None:
    """A new name is on disk when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
