"""Codes that change with the clock: the hall's on the projector, a delegate's own on the phone."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

WINDOW = 30  # seconds for which a code stands; the one before is still taken, since a hand needs time
DIGITS = 8


def window_of(at: datetime) -> int:
    """The number of the stretch in which the moment lies."""
    return int(at.timestamp()) // WINDOW


def code_for(secret: str, name: str, *, at: datetime) -> str:
    """Eight digits for a name (the hall, or a seat) that stand for half a minute."""
    return _code(secret, name, window_of(at))


def is_code_for(code: str, secret: str, name: str, *, at: datetime) -> bool:
    """Whether the code stands now, or stood just before."""
    now = window_of(at)
    return any(hmac.compare_digest(code.encode(), _code(secret, name, one).encode()) for one in (now, now - 1))


def seat_of_code(code: str, secret: str, seats: Iterable[int], *, at: datetime) -> int | None:
    """The one seat whose code this is; None when it is nobody's, or by rare chance that of two."""
    found = [seat for seat in seats if is_code_for(code, secret, seat_name(seat), at=at)]
    return found[0] if len(found) == 1 else None


def seat_name(seat: int) -> str:
    return f"seat:{seat}"


HALL = "hall"


def _code(secret: str, name: str, window: int) -> str:
    made = hmac.new(secret.encode(), f"{name}|{window}".encode(), sha256).digest()
    return str(int.from_bytes(made[:8], "big") % 10**DIGITS).zfill(DIGITS)


def typed(text: str) -> str:
    """What somebody typed or a scanner read, bare, without spaces; of an address, its last part."""
    return "".join(text.strip().rstrip("/").rsplit("/", 1)[-1].split())


def in_groups(code: str) -> str:
    """A code as it is read aloud."""
    half = (len(code) + 1) // 2
    return f"{code[:half]} {code[half:]}"
