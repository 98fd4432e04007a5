"""Drawing projects for a visit so that anybody can draw them again: each is ranked by a digest of seed and id."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from fractions import Fraction


def how_many(eligible: int, share: Fraction) -> int:
    """The share of the eligible, rounded up: at least one where there is any, never more than all."""
    if eligible <= 0 or share <= 0:
        return 0
    return min(eligible, -(-eligible * share.numerator // share.denominator))


def rank(seed: str, project_id: int) -> str:
    """SHA-256 of "seed:id" in hexadecimal; the smallest are drawn."""
    return hashlib.sha256(f"{seed}:{project_id}".encode()).hexdigest()


def draw(eligible: Iterable[int], *, share: Fraction, seed: str) -> tuple[int, ...]:
    """The drawn ids, first drawn first. The order in which the eligible are given does not matter."""
    ids = sorted(set(eligible), key=lambda one: rank(seed, one))
    return tuple(ids[: how_many(len(ids), share)])
