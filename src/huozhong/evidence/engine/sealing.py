"""Bytes closed with one key per thing: AES-256-GCM, bound to what they are (NIST SP 800-38D).

Sealed bytes are: version byte 1, 12 bytes nonce, ciphertext, 16 bytes tag.
"""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_VERSION = b"\x01"
_NONCE = 12


class BrokenSealError(ValueError):
    """Bytes that this key does not open: another key, another purpose, or something was changed."""


def new_key() -> bytes:
    """A fresh key of 32 bytes."""
    return AESGCM.generate_key(bit_length=256)


def sealed(content: bytes, *, key: bytes, purpose: str) -> bytes:
    """Close bytes for one purpose."""
    nonce = os.urandom(_NONCE)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, content, purpose.encode())


def opened(closed: bytes, *, key: bytes, purpose: str) -> bytes:
    """Open sealed bytes; BrokenSealError when they are not what was closed under this key for this purpose."""
    closed = bytes(closed)
    if len(closed) < 1 + _NONCE + 16 or closed[:1] != _VERSION:
        raise BrokenSealError("not sealed bytes")
    try:
        return AESGCM(key).decrypt(closed[1 : 1 + _NONCE], closed[1 + _NONCE :], purpose.encode())
    except InvalidTag:
        raise BrokenSealError("the bytes were changed, or belong elsewhere") from None
