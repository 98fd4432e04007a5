"""Which units a figure counts towards on which day, when units move. Pure arithmetic over paths of ids.

A unit u counts towards every unit on its way up in either line, each once. The way up on a day follows the recorded
changes of parent; a unit that never moved keeps the parent that its path shows. So a delta that arrives late finds the
tree of its own day, whatever path it was given.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from huozhong.kernel.places import Line, ids_of

BEGINNING = date.min
Segments = tuple[tuple[date, frozenset[int]], ...]  # from this day on, these units; first segment from BEGINNING


@dataclass(frozen=True, slots=True)
class Moved:
    """A unit's parent in one line changed on a day. An empty path: not in that line."""

    unit_id: int
    line: Line
    old_path: str
    new_path: str
    day: date
    order: int = 0  # of two moves on one day, the higher order holds


class Tree:
    """Parents by day, from moves and from any paths that were seen."""

    def __init__(self, moves: Iterable[Moved]) -> None:
        self._changes: dict[tuple[Line, int], list[tuple[date, int | None]]] = {}
        self._parents: dict[tuple[Line, int], int] = {}
        for move in sorted(moves, key=lambda m: (m.day, m.order)):
            self.see(move.line, move.old_path)
            self.see(move.line, move.new_path)
            key = (move.line, move.unit_id)
            history = self._changes.setdefault(key, [(BEGINNING, _parent(move.old_path))])
            if history[-1][0] == move.day:
                history.pop()
            history.append((move.day, _parent(move.new_path)))

    def see(self, line: Line, path: str) -> None:
        """Learn the parents that a path shows; moves recorded for a unit win over it."""
        ids = ids_of(path)
        for parent, child in pairwise(ids):
            self._parents[(line, child)] = parent

    def has_moved(self, line: Line, unit_id: int) -> bool:
        return (line, unit_id) in self._changes

    def way_up(self, line: Line, unit_id: int, *, on: date) -> tuple[int, ...]:
        """The units above in this line on a day, nearest first; raises ValueError on a circle."""
        way: list[int] = []
        node = self._parent_on(line, unit_id, on)
        while node is not None:
            if node in way or node == unit_id:
                raise ValueError(f"unit {unit_id} stands below itself on {on}")
            way.append(node)
            node = self._parent_on(line, node, on)
        return tuple(way)

    def _parent_on(self, line: Line, unit_id: int, on: date) -> int | None:
        history = self._changes.get((line, unit_id))
        if history is None:
            return self._parents.get((line, unit_id))
        return history[bisect_right(history, on, key=lambda change: change[0]) - 1][1]

    def counted_in(self, unit_id: int) -> Segments:
        """Every unit that the figure of this unit counts towards, itself included, day by day."""
        if not self._changes:
            return (
                (BEGINNING, frozenset({unit_id}.union(*(self.way_up(line, unit_id, on=BEGINNING) for line in Line)))),
            )
        found: list[tuple[date, frozenset[int]]] = []
        for day in self._days_of_change(unit_id):
            units = self._counted_on(unit_id, day)
            if not found or found[-1][1] != units:
                found.append((day, units))
        return tuple(found)

    def _counted_on(self, unit_id: int, day: date) -> frozenset[int]:
        return frozenset({unit_id}.union(*(self.way_up(line, unit_id, on=day) for line in Line)))

    def _days_of_change(self, unit_id: int) -> list[date]:
        days, seen, waiting = {BEGINNING}, set(), [(line, unit_id) for line in Line]
        while waiting:
            key = waiting.pop()
            if key in seen:
                continue
            seen.add(key)
            history = self._changes.get(key)
            if history is None:
                if (parent := self._parents.get(key)) is not None:
                    waiting.append((key[0], parent))
                continue
            days.update(day for day, _ in history)
            waiting.extend((key[0], parent) for _, parent in history if parent is not None)
        return sorted(days)


def _parent(path: str) -> int | None:
    ids = ids_of(path)
    return ids[-2] if len(ids) > 1 else None


@dataclass(slots=True)
class Change:
    """What a day's row of a roll-up gains: what happened, and what came or went with a moved unit."""

    delta: int = 0
    moved: int = 0


Signed = tuple[tuple[date, Mapping[int, int]], ...]  # from this day on: unit -> +1 counted, -1 no longer


def as_signed(segments: Segments) -> Signed:
    """Segments as weights: every unit counts once."""
    return tuple((day, dict.fromkeys(units, 1)) for day, units in segments)


def difference(after: Segments, before: Segments) -> Signed:
    """Weights that turn what was rolled up under `before` into what it is under `after`."""
    days = sorted({day for day, _ in after} | {day for day, _ in before})
    result: list[tuple[date, Mapping[int, int]]] = []
    for day in days:
        new, old = _at(after, day), _at(before, day)
        result.append((day, {**dict.fromkeys(new - old, 1), **dict.fromkeys(old - new, -1)}))
    return tuple(result)


def _at(segments: Segments, day: date) -> frozenset[int]:
    return segments[bisect_right(segments, day, key=lambda segment: segment[0]) - 1][1]


def rolled_up(weights: Signed, days: Mapping[date, int]) -> dict[tuple[int, date], Change]:
    """The roll-up rows that a unit's own deltas by day make under these weights.

    `delta` lies on the day it happened, in the tree of that day. When the tree changes on a later day, `moved` on that
    day takes the stock from where it no longer counts to where it does, so a running sum is right in any day's tree.
    """
    changes: dict[tuple[int, date], Change] = defaultdict(Change)
    starts = [day for day, _ in weights]
    for day, delta in days.items():
        here = bisect_right(starts, day) - 1
        for unit, weight in weights[here][1].items():
            changes[(unit, day)].delta += weight * delta
        for (_, old), (start, new) in pairwise(weights[here:]):
            for unit in old.keys() | new.keys():
                if step := new.get(unit, 0) - old.get(unit, 0):
                    changes[(unit, start)].moved += step * delta
    return {key: change for key, change in changes.items() if change.delta or change.moved}
