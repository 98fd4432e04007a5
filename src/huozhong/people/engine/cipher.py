"""AES-256-GCM with a key id, and blind indexes by HMAC-SHA-256 with a key of their own.

A cipher is: version byte 1, key id byte, 12 bytes nonce, ciphertext, 16 bytes tag. The purpose (whose number of which
kind) is authenticated with it, so a cipher copied to another row does not open. NIST SP 800-38D, RFC 2104.
"""

from __future__ import annotations

import base64
import hmac
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_VERSION = 1
_NONCE = 12


class MissingKeysError(RuntimeError):
    """The key file is not there or cannot be read."""


class BrokenCipherError(ValueError):
    """A cipher that this ring cannot open: another key, another purpose, or changed bytes."""


@dataclass(frozen=True)
class KeyRing:
    """The keys of a deployment: several that open, one that closes, one for the blind index."""

    keys: Mapping[int, bytes] = field(repr=False)
    current: int
    index_key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if self.current not in self.keys:
            raise MissingKeysError("the current key is not on the ring")
        if any(len(key) != 32 or not 1 <= number <= 255 for number, key in self.keys.items()):
            raise MissingKeysError("keys are 32 bytes long and numbered 1 to 255")
        if len(self.index_key) < 32 or self.index_key in self.keys.values():
            raise MissingKeysError("the index has a key of its own, 32 bytes long")
        object.__setattr__(self, "_doors", {number: AESGCM(key) for number, key in self.keys.items()})

    @classmethod
    def new(cls) -> KeyRing:
        return cls({1: os.urandom(32)}, 1, os.urandom(32))

    @classmethod
    def read(cls, path: Path) -> KeyRing:
        """The ring in a file; MissingKeysError when it is not there or not a ring."""
        try:
            kept = json.loads(path.read_text())
            keys = {int(number): base64.b64decode(key, validate=True) for number, key in kept["keys"].items()}
            return cls(keys, int(kept["current"]), base64.b64decode(kept["index"], validate=True))
        except FileNotFoundError:
            raise MissingKeysError(f"no keys at {path}") from None
        except (ValueError, KeyError, TypeError, AttributeError):
            raise MissingKeysError(f"{path} is not a key ring") from None

    def as_json(self) -> str:
        """The text that `read` takes."""
        keys = {str(number): base64.b64encode(key).decode() for number, key in sorted(self.keys.items())}
        kept = {"format": 1, "current": self.current, "keys": keys, "index": base64.b64encode(self.index_key).decode()}
        return json.dumps(kept, indent=1) + "\n"

    def with_new_key(self) -> KeyRing:
        """The same ring with one more key, which closes from now on."""
        number = max(self.keys) + 1
        return replace(self, keys={**self.keys, number: os.urandom(32)}, current=number)

    def encrypt(self, clear: str, *, purpose: str, nonce: bytes | None = None) -> bytes:
        """Close a text for one purpose. A nonce is given only by test vectors."""
        nonce = nonce or os.urandom(_NONCE)
        closed: bytes = self._doors[self.current].encrypt(nonce, clear.encode(), purpose.encode())  # type: ignore[attr-defined]
        return bytes((_VERSION, self.current)) + nonce + closed

    def encrypt_many(self, rows: Iterable[tuple[str, str]]) -> Iterable[bytes]:
        """Close many (text, purpose), with randomness drawn in blocks; about 300,000 a second."""
        close = self._doors[self.current].encrypt  # type: ignore[attr-defined]
        head = bytes((_VERSION, self.current))
        block, at = b"", 0
        for clear, purpose in rows:
            if at >= len(block):
                block, at = os.urandom(_NONCE * 4096), 0
            nonce = block[at : at + _NONCE]
            at += _NONCE
            yield head + nonce + close(nonce, clear.encode(), purpose.encode())

    def decrypt(self, cipher: bytes, *, purpose: str) -> str:
        """Open a cipher; BrokenCipherError when the key is not on the ring, or anything was changed."""
        cipher = bytes(cipher)
        if len(cipher) < 2 + _NONCE + 16 or cipher[0] != _VERSION or cipher[1] not in self.keys:
            raise BrokenCipherError("not a cipher of this ring")
        door: AESGCM = self._doors[cipher[1]]  # type: ignore[attr-defined]
        try:
            return door.decrypt(cipher[2 : 2 + _NONCE], cipher[2 + _NONCE :], purpose.encode()).decode()
        except InvalidTag:
            raise BrokenCipherError("the cipher was changed, or belongs elsewhere") from None

    def is_current(self, cipher: bytes) -> bool:
        """Was it closed with the key that closes now?"""
        return bytes(cipher[:2]) == bytes((_VERSION, self.current))

    def blind_index(self, clear: str, *, of: str) -> bytes:
        """32 bytes by which an equal text of the same sort is found again, and nothing is learned without the key."""
        return hmac.digest(self.index_key, f"{of}\x00{clear}".encode(), "sha256")


def purpose_of_number(kind: str, person_id: int) -> str:
    """What a document number's cipher is bound to."""
    return f"number:{kind}:{person_id}"


def purpose_of_phone(owner: str, owner_id: int) -> str:
    """What a phone's cipher is bound to: a person's or an account's row."""
    return f"phone:{owner}:{owner_id}"
