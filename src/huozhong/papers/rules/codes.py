"""The code on a sheet: random, unguessable, says nothing of anybody, and a wrong letter is noticed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXY"  # no 0, O, 1, I; 31 signs, a prime, so that every slip is found
LENGTH = 12  # 12 random signs are 59 bits; one more checks them
_ALIKE = str.maketrans("O0I1", "QQLL")  # what is no sign of ours but is easily read for one
_FORM = re.compile(rf"[{ALPHABET}]{{{LENGTH + 1}}}")


def make(draw: Callable[[int], int]) -> str:
    """A new code; `draw(n)` gives a random number below n (`secrets.randbelow`)."""
    signs = [draw(len(ALPHABET)) for _ in range(LENGTH)]
    return "".join(ALPHABET[sign] for sign in (*signs, _check(signs)))


def _check(signs: list[int]) -> int:
    """Weighted sum modulo a prime: one wrong sign, or two changed places, never go unnoticed."""
    return sum((place + 1) * sign for place, sign in enumerate(signs)) % len(ALPHABET)


def is_whole(code: str) -> bool:
    """Whether the code has its form and its last sign checks the others."""
    if not _FORM.fullmatch(code):
        return False
    signs = [ALPHABET.index(sign) for sign in code]
    return _check(signs[:-1]) == signs[-1]


def typed(text: str) -> str:
    """A code as somebody typed or read it, without spaces and dashes; letters that look alike put right."""
    bare = unicodedata.normalize("NFKC", text).upper()
    bare = "".join(sign for sign in bare if sign.isalnum())
    return bare.translate(_ALIKE) if len(bare) == LENGTH + 1 else bare


def found_in(text: str) -> str:
    """The code at the end of an address or alone, as a QR code holds it; "" when there is none."""
    last = text.strip().rstrip("/").rsplit("/", 1)[-1].upper()
    return last if is_whole(last) else ""


def in_groups(code: str) -> str:
    """The code as people read it aloud: ABCD-EFGH-JKLM-N."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
