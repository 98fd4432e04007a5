"""A signed receipt for a bag: who handed what to whom and when, under the house's Ed25519 key (RFC 8032). Pure.

The receipt is JSON: `format`, `kind` ("sent" or "acknowledged"), what it says, the raw public key, and a signature over
the rest behind a fixed prefix, so that a signature for one purpose serves no other. Whether the key belongs to whom it
says, a person decides once, by its fingerprint.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from huozhong.kernel.sentences import Sentence, say

FORMAT = "huozhong-handoff-receipt/1"
MOST_BYTES = 64 * 1024
_PREFIX = b"huozhong hand-off receipt 1\n"
_KEYS = {"format", "kind", "says", "key", "signature"}

NO_RECEIPT = say("这不是移送回执，或者没有传完整。")
FALSE_SIGNATURE = say("回执的签名不对：回执被改动过。")


class Kind(StrEnum):
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"


class BadReceipt(Exception):  # noqa: N818 - reads as a sentence where it is caught
    """The receipt is refused; `reason` repeats nothing from it."""

    def __init__(self, reason: Sentence) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt says, checked: texts by their keys, the bag among them; and the signing key's fingerprint."""

    kind: Kind
    says: Mapping[str, str]
    fingerprint: str

    @property
    def bag_sha256(self) -> str:
        return self.says.get("bag_sha256", "")


def canonical(value: Mapping[str, Any]) -> bytes:
    """The one JSON text of a value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def fingerprint_of(key: bytes) -> str:
    """SHA-256 of a raw public key, in hexadecimal: what two people read to each other on the telephone."""
    return hashlib.sha256(key).hexdigest()


def sign(kind: Kind, says: Mapping[str, str], key: Ed25519PrivateKey) -> bytes:
    """The receipt as bytes to keep, print or send; the same input gives the same bytes."""
    public = key.public_key().public_bytes_raw()
    told = {"format": FORMAT, "kind": kind.value, "says": dict(says), "key": base64.b64encode(public).decode()}
    signature = key.sign(_PREFIX + canonical(told))
    return json.dumps(
        {**told, "signature": base64.b64encode(signature).decode()}, ensure_ascii=False, indent=1, sort_keys=True
    ).encode()


def read(content: bytes) -> Receipt:
    """The receipt, its signature checked with the key it names; BadReceipt otherwise."""
    if len(content) > MOST_BYTES:
        raise BadReceipt(NO_RECEIPT)
    try:
        told = json.loads(content.decode())
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise BadReceipt(NO_RECEIPT) from None
    if not isinstance(told, dict) or set(told) != _KEYS or told["format"] != FORMAT:
        raise BadReceipt(NO_RECEIPT)
    says = told["says"]
    if told["kind"] not in {kind.value for kind in Kind} or not isinstance(says, dict):
        raise BadReceipt(NO_RECEIPT)
    if not all(isinstance(one, str) for one in (*says.values(), told["key"], told["signature"])):
        raise BadReceipt(NO_RECEIPT)
    public = _checked(told)
    return Receipt(Kind(told["kind"]), says, fingerprint_of(public))


def _checked(told: dict[str, Any]) -> bytes:
    signature = told.pop("signature")
    try:
        public = base64.b64decode(told["key"], validate=True)
        Ed25519PublicKey.from_public_bytes(public).verify(
            base64.b64decode(signature, validate=True), _PREFIX + canonical(told)
        )
    except (InvalidSignature, ValueError, binascii.Error):
        raise BadReceipt(FALSE_SIGNATURE) from None
    return public
