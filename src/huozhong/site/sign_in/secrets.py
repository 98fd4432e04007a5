"""Encrypts what signing in must keep for a while: session contents and second-step secrets."""

from __future__ import annotations

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

SESSIONS = "huozhong sign-in sessions"
SECOND_STEP = "huozhong second-step secrets"


class Unreadable(ValueError):  # noqa: N818 - read as a claim
    """The text was not written with a key that this deployment holds."""


@lru_cache(maxsize=8)
def _box(purpose: str, keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derived(purpose, key))) for key in keys])


def _derived(purpose: str, key: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(key.encode())


def _keys() -> tuple[str, ...]:
    return (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


def seal(plain: bytes, *, purpose: str) -> str:
    """Encrypt for one purpose, with today's signing key."""
    return _box(purpose, _keys()).encrypt(plain).decode("ascii")


def unseal(sealed: str, *, purpose: str) -> bytes:
    """Read what seal() wrote, with today's key or one of its predecessors. Raises Unreadable."""
    try:
        return _box(purpose, _keys()).decrypt(sealed.encode("ascii"))
    except (InvalidToken, UnicodeEncodeError) as error:
        raise Unreadable from error
