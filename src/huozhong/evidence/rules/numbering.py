"""How the evidence list is numbered: pieces for one fact stand together, 2-1, 2-2; a lone piece is 2."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from itertools import groupby
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def numbered(facts: Iterable[Sequence[Key]]) -> dict[Key, str]:
    """The number of each piece, from the facts in their order; a fact without pieces takes no number."""
    found: dict[Key, str] = {}
    for number, pieces in enumerate((fact for fact in facts if fact), start=1):
        for place, piece in enumerate(pieces, start=1):
            found[piece] = f"{number}-{place}" if len(pieces) > 1 else str(number)
    return found


def facts_of(rows: Iterable[tuple[Key, int]]) -> list[list[Key]]:
    """(piece, fact) in the order of the list, as the facts with their pieces."""
    return [[piece for piece, _ in of_fact] for _, of_fact in groupby(rows, key=lambda row: row[1])]


def moved(facts: Sequence[Sequence[Key]], piece: Key, *, step: int) -> list[list[Key]]:
    """The facts with one piece a place further up (-1) or down (+1): within its fact, else its whole fact moves."""
    made = [list(fact) for fact in facts]
    at = next(number for number, fact in enumerate(made) if piece in fact)
    within = made[at].index(piece)
    if 0 <= within + step < len(made[at]):
        made[at][within], made[at][within + step] = made[at][within + step], made[at][within]
    elif 0 <= at + step < len(made):
        made[at], made[at + step] = made[at + step], made[at]
    return made


def joined(facts: Sequence[Sequence[Key]], piece: Key) -> list[list[Key]]:
    """The facts with one piece put at the end of the fact above it; the first fact's pieces stay where they are."""
    made = [list(fact) for fact in facts]
    at = next(number for number, fact in enumerate(made) if piece in fact)
    if at > 0:
        made[at].remove(piece)
        made[at - 1].append(piece)
    return [fact for fact in made if fact]


def parted(facts: Sequence[Sequence[Key]], piece: Key) -> list[list[Key]]:
    """The facts with one piece made a fact of its own, directly after the fact that it stood in."""
    made = [list(fact) for fact in facts]
    at = next(number for number, fact in enumerate(made) if piece in fact)
    if len(made[at]) > 1:
        made[at].remove(piece)
        made.insert(at + 1, [piece])
    return made
