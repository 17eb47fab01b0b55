"""Random secrets, their digests, and the key of this home that names and addresses are hashed with."""

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path

from handiwork.errors import StoreError

__all__ = ["digest_of", "keyed", "new_secret", "read_key"]

_BYTES = 32


def new_secret() -> str:
    """Return 256 random bits, as text for addresses and cookies."""
    return secrets.token_urlsafe(_BYTES)


def digest_of(secret: str) -> str:
    """Return what is stored of a secret: it is random, so its SHA-256 tells nothing about it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def keyed(key: bytes, *parts: str) -> str:
    """Return a keyed hash of some texts, which cannot be guessed from a list of names or addresses without the key.

    Examples
    --------
    >>> keyed(b"k", "ab", "c") == keyed(b"k", "a", "bc")
    False
    """
    message = b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in parts)
    return hmac.new(key, message, "sha256").hexdigest()


def read_key(file: Path) -> bytes:
    """Return the key that a file holds, making it where there is none; only its owner may read it.

    Raises
    ------
    StoreError
        If the file is not such a key.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    if not file.exists():
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as new:
            new.write(secrets.token_bytes(_BYTES))
        with suppress(FileExistsError):  # another process was faster: its key counts
            file.hardlink_to(part)
        part.unlink()
    key = file.read_bytes()
    if len(key) != _BYTES:
        raise StoreError(f"{file} holds {len(key)} bytes instead of {_BYTES}: remove it, and a new key is made")
    return key
