"""Which proposals say nearly the same: shared pairs of neighbouring signs (Dice), in exact fractions."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

_SIGNS = re.compile(r"[^0-9a-z\u3400-\u9fff]+")
_EMPTY_WORDS = re.compile(r"关于|建议|希望|进一步|的|了|对|请")
ENOUGH = Fraction(1, 3)
MOST = 5


@dataclass(frozen=True, slots=True)
class Known:
    """A proposal that is already there."""

    id: int
    title: str
    why: str = ""


def pairs(text: str) -> Counter[str]:
    """Neighbouring signs of the text, without punctuation and without the words that every proposal uses."""
    plain = _EMPTY_WORDS.sub("", _SIGNS.sub("", unicodedata.normalize("NFKC", text).lower()))
    return Counter(plain[n : n + 2] for n in range(len(plain) - 1))


def likeness(one: str, other: str) -> Fraction:
    """From 0, nothing shared, to 1, the same."""
    left, right = pairs(one), pairs(other)
    total = left.total() + right.total()
    return Fraction(2 * (left & right).total(), total) if total else Fraction(0)


def alike(title: str, why: str, *, among: Iterable[Known]) -> tuple[tuple[Known, Fraction], ...]:
    """The likest ones, by title or by title and reasons together, the likest first; at most five."""
    found = []
    for one in among:
        near = max(likeness(title, one.title), likeness(f"{title}{why}", f"{one.title}{one.why}"))
        if near >= ENOUGH:
            found.append((one, near))
    return tuple(sorted(found, key=lambda pair: (-pair[1], pair[0].id))[:MOST])
