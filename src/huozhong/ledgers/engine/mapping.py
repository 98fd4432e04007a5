"""Which column is which field: only a suggestion, by words and by shared characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from huozhong.ledgers.engine.fields import Field
from huozhong.ledgers.engine.heads import Column, bare

ENOUGH = 0.55
_BRACKETS = re.compile(r"[（(][^）)]*[）)]")


def suggest(columns: Iterable[Column], fields: Sequence[Field]) -> dict[int, str]:
    """Column number -> field key, the surest pairs first, each column and each field once."""
    pairs = [
        (likeness(column.words, field), -column.number, column.number, field.key)
        for column in columns
        for field in fields
    ]
    found: dict[int, str] = {}
    for score, _, number, key in sorted(pairs, reverse=True):
        if score < ENOUGH:
            break
        if number not in found and key not in found.values():
            found[number] = key
    return found


def likeness(words: str, field: Field) -> float:
    """From 0 to 1: how much the words over a column look like the field's own."""
    parts = words.split("/")
    asked = {bare(words), bare(parts[-1]), bare("".join(parts)), bare(_BRACKETS.sub("", parts[-1]))}
    known = [bare(str(field.title)), *(bare(word) for word in field.words)]
    best = max((_alike(one, word) for one in asked if one for word in known if word), default=0.0)
    return min(best, 1.0)


def _alike(one: str, other: str) -> float:
    if one == other:
        return 1.0
    shared = 2 * _shared(one, other) / (len(one) + len(other))
    within = 0.6 + 0.3 * min(len(one), len(other)) / max(len(one), len(other))
    if min(len(one), len(other)) >= 2 and (one in other or other in one):
        return max(within, shared)
    return 0.9 * shared


def _shared(one: str, other: str) -> int:
    left = list(other)
    count = 0
    for sign in one:
        if sign in left:
            left.remove(sign)
            count += 1
    return count
