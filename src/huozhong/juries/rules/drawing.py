"""Which judge is asked about which entry: so many of each kind, loads as even as can be, the same for the same seed."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

ALL = 0
Pair = tuple[int, int]  # entry, judge


@dataclass(frozen=True, slots=True)
class Draw:
    """What is drawn from: entries, judges with their kind, who stands back, how many of each kind, and the seed."""

    entries: tuple[int, ...]
    judges: Mapping[int, str]
    recused: frozenset[Pair]
    each: Mapping[str, int]  # kind -> judges an entry; ALL (0): everybody of the kind
    seed: str


def lot(seed: str, *parts: object) -> str:
    """The lot of a name in a draw: SHA-256 of "seed|part|part", which anybody can compute again."""
    return hashlib.sha256("|".join([seed, *map(str, parts)]).encode()).hexdigest()


def draw(asked: Draw, *, kept: Collection[Pair] = ()) -> frozenset[Pair]:
    """Everything that is assigned: what is kept, and what fills it up.

    Entries with the fewest eligible judges come first, then by lot; each takes the least loaded judges of a kind, then
    by lot. Nobody who stands back is drawn. The order in which entries and judges are named changes nothing. With no
    recusal and nothing kept, two judges of a kind differ by at most one entry.
    """
    standing = {pair for pair in kept if pair not in asked.recused and pair[1] in asked.judges}
    standing = {pair for pair in standing if pair[0] in asked.entries}
    load = Counter(judge for _entry, judge in standing)
    for kind in sorted(set(asked.judges.values())):
        judges = [judge for judge, one in asked.judges.items() if one == kind]
        eligible = {entry: [j for j in judges if (entry, j) not in asked.recused] for entry in asked.entries}
        for entry in sorted(asked.entries, key=lambda e: (len(eligible[e]), lot(asked.seed, "entry", e))):
            have = {judge for judge in eligible[entry] if (entry, judge) in standing}
            free = [judge for judge in eligible[entry] if judge not in have]
            free.sort(key=lambda judge: (load[judge], lot(asked.seed, entry, judge)))
            wanted = asked.each.get(kind, ALL)
            missing = len(free) if wanted == ALL else max(0, wanted - len(have))
            for judge in free[:missing]:
                standing.add((entry, judge))
                load[judge] += 1
    return frozenset(standing)
