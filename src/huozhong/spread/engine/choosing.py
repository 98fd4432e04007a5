"""Which k units to begin with: greedy on reverse reachable sets, with a guarantee computed for the very answer.

Kempe, Kleinberg, Tardos 2003 (greedy is at least 1 - 1/e of the best); Leskovec and others 2007 (lazy evaluation);
Borgs and others 2014 (reverse sets); Tang, Tang, Xiao, Yuan 2018, "Online processing algorithms for influence
maximization" (the bounds used here: two independent collections, doubled until lower bound / upper bound reaches 1 -
1/e - epsilon).
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from huozhong.spread.engine.cascades import Bools, reverse_sets
from huozhong.spread.engine.worlds import Ints, World

EPSILON = 0.05
FAILS = 0.01  # the guarantee may fail once in a hundred runs
FIRST = 500
DOUBLINGS = 13
MOST_PAIRS = 40_000_000  # memory: the sets of one collection


@dataclass(frozen=True, slots=True)
class Choice:
    """Units by position as chosen, what each adds, the expected spread, and the share of the best assured."""

    units: tuple[int, ...]
    gains: tuple[float, ...]
    spread: float
    assured: float
    sets: int

    @property
    def is_assured(self) -> bool:
        return self.assured >= 1 - 1 / math.e - EPSILON


class Collection:
    """Reverse sets and which of them hold a unit."""

    def __init__(self, world: World, owners: Ints, units: Ints, count: int) -> None:
        self.count = count
        order = np.argsort(units, kind="stable")
        self._owners = owners[order]
        self.sizes = np.bincount(units, minlength=world.count).astype(np.int64)
        self._start = np.concatenate(([0], np.cumsum(self.sizes)))
        self._pairs = (owners, units)
        self._nodes = world.count

    def holding(self, unit: int) -> Ints:
        return self._owners[self._start[unit] : self._start[unit + 1]]

    def marginals(self, covered: Bools) -> Ints:
        """For every unit, how many sets it would cover anew."""
        owners, units = self._pairs
        return np.bincount(units[~covered[owners]], minlength=self._nodes).astype(np.int64)

    def gains(self, chosen: Sequence[int]) -> list[int]:
        """What each chosen unit covers after those before it."""
        covered, found = np.zeros(self.count, dtype=np.bool_), []
        for unit in chosen:
            sets = self.holding(unit)
            found.append(int((~covered[sets]).sum()))
            covered[sets] = True
        return found


def choose(
    world: World,
    hazards: Sequence[float],
    k: int,
    *,
    candidates: Bools,
    blocked: Bools,
    chance: np.random.Generator,
    progress: Callable[[float], None] = lambda share: None,
) -> Choice:
    """At most k of the candidates that are expected to lead the most units; blocked ones count for nothing."""
    open_units = int((~blocked).sum())
    k = min(k, int((candidates & ~blocked).sum()))
    if k <= 0:
        return Choice((), (), 0.0, 1.0, 0)
    doubt = math.log(3 * (DOUBLINGS + 1) / FAILS)
    count = FIRST
    for turn in range(DOUBLINGS + 1):
        picking, judging = (_collect(world, hazards, count, blocked, chance) for _ in range(2))
        chosen, best_cover = greedy(picking, k, candidates & ~blocked)
        gains = judging.gains(chosen)
        covered = sum(gains)
        lower = (math.sqrt(covered + 2 * doubt / 9) - math.sqrt(doubt / 2)) ** 2 - doubt / 18 if covered else 0.0
        upper = (math.sqrt(best_cover + doubt / 2) + math.sqrt(doubt / 2)) ** 2
        assured = max(0.0, lower) / upper
        progress((turn + 1) / (DOUBLINGS + 1))
        is_full = 4 * int(judging.sizes.sum()) > MOST_PAIRS
        if assured >= 1 - 1 / math.e - EPSILON or is_full:
            break
        count *= 2
    share = open_units / judging.count
    return Choice(tuple(chosen), tuple(gain * share for gain in gains), covered * share, min(1.0, assured), 2 * count)


def _collect(
    world: World, hazards: Sequence[float], count: int, blocked: Bools, chance: np.random.Generator
) -> Collection:
    owners, units = reverse_sets(world, hazards, count=count, blocked=blocked, chance=chance)
    return Collection(world, owners, units, count)


def greedy(sets: Collection, k: int, candidates: Bools) -> tuple[list[int], float]:
    """The chosen units, and a number of sets that no k candidates can cover more of (from the submodular bound)."""
    covered = np.zeros(sets.count, dtype=np.bool_)
    heap = [(-int(sets.sizes[unit]), int(unit), 0) for unit in np.flatnonzero(candidates)]
    heapq.heapify(heap)
    chosen: list[int] = []
    total, bound = 0, math.inf
    while len(chosen) < k:
        if len(chosen) % max(1, k // 10) == 0:
            bound = min(bound, total + _top(sets.marginals(covered)[candidates], k))
        while True:  # lazy: a gain only shrinks, so a fresh one on top is the largest
            loss, unit, judged = heapq.heappop(heap)
            if judged == len(chosen):
                break
            heapq.heappush(heap, (-int((~covered[sets.holding(unit)]).sum()), unit, len(chosen)))
        covered[sets.holding(unit)] = True
        chosen.append(unit)
        total -= loss
    return chosen, min(bound, total + _top(sets.marginals(covered)[candidates], k))


def _top(values: Ints, k: int) -> float:
    return float(values.sum() if len(values) <= k else np.partition(values, len(values) - k)[-k:].sum())
