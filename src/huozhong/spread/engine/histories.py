"""What happened, as the likelihood needs it: exposures of those who adopted, and exposure that came to nothing.

The model: time runs in periods of thirty days. Whoever adopts a seed gives every other union one chance to follow,
spread evenly over the next six periods. The hazards of the ways in which two unions stand near add up: same town,
same district, same city, same trade, a visit paid. Beside it every seed has a rate of its own at which unions adopt
without being led.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from huozhong.spread.engine.worlds import CHANNELS, GROUPS, World

Floats = NDArray[np.float64]
WINDOW = 6  # periods over which an adopter's chance is spread
PERIOD_DAYS = 30


@dataclass(frozen=True, slots=True)
class History:
    """One seed: (position of the unit, period of its first adoption), and the last period that was watched.

    Period 0 is the first in which the seed could be adopted.
    """

    adoptions: tuple[tuple[int, int], ...]
    last_period: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """Exposures of those who adopted (a row each, a column for each channel), and the whole exposure of the others."""

    seed_of: NDArray[np.int64]
    exposure: Floats
    unmoved: Floats  # by channel
    unmoved_alone: Floats  # by seed, in unions times periods

    @property
    def events(self) -> int:
        return len(self.seed_of)


def gather(world: World, histories: Sequence[History], visits: Iterable[tuple[int, int, int]] = ()) -> Evidence:
    """Evidence of several seeds. Visits are (host, visitor, period), by position; below 0 is before the seed."""
    came: dict[int, list[tuple[int, int]]] = {}
    for host, visitor, period in visits:
        came.setdefault(host, []).append((visitor, period))
    parts = [_of_one(world, history, came) for history in histories]
    empty = np.zeros((0, len(CHANNELS)))
    return Evidence(
        np.repeat(np.arange(len(parts)), [len(rows) for rows, _, _ in parts]).astype(np.int64),
        np.concatenate([empty, *[rows for rows, _, _ in parts]]),
        np.sum([unmoved for _, unmoved, _ in parts], axis=0) if parts else np.zeros(len(CHANNELS)),
        np.array([alone for _, _, alone in parts]),
    )


def together(parts: Sequence[Evidence]) -> Evidence:
    """Evidence that was gathered seed by seed, as one."""
    seeds = np.cumsum([0, *(len(part.unmoved_alone) for part in parts)])
    empty = np.zeros((0, len(CHANNELS)))
    return Evidence(
        np.concatenate(
            [np.zeros(0, dtype=np.int64), *(part.seed_of + seeds[at] for at, part in enumerate(parts))]
        ).astype(np.int64),
        np.concatenate([empty, *(part.exposure for part in parts)]),
        np.sum([part.unmoved for part in parts], axis=0) if parts else np.zeros(len(CHANNELS)),
        np.concatenate([np.zeros(0), *(part.unmoved_alone for part in parts)]),
    )


def _of_one(world: World, history: History, came: Mapping[int, list[tuple[int, int]]]) -> tuple[Floats, Floats, float]:
    by_period: dict[int, list[int]] = {}
    seen: set[int] = set()
    for unit, period in sorted(history.adoptions, key=lambda one: one[1]):
        if unit not in seen and period <= history.last_period:
            seen.add(unit)
            by_period.setdefault(period, []).append(unit)
    counted = [_GroupCount(world, name) for name in GROUPS]
    visits = _VisitCount(came)
    rows: list[list[float]] = []
    unmoved, alone, adopted = np.zeros(len(CHANNELS)), 0.0, 0
    for period in range(history.last_period + 1):
        arriving = by_period.get(period, [])
        rows += [[*(one.at(unit) for one in counted), visits.at(unit, period)] for unit in arriving]
        adopted += len(arriving)
        alone += world.count - adopted
        for unit in arriving:
            for one in counted:
                one.leave(unit)
            visits.leave(unit)
        unmoved += [*(one.waiting() for one in counted), visits.waiting(period)]
        for one in counted:
            one.turn(arriving, by_period.get(period - WINDOW, []))
        visits.turn(arriving, period)
    return np.array(rows, dtype=float).reshape(-1, len(CHANNELS)) / WINDOW, unmoved / WINDOW, alone


class _GroupCount:
    """How many of each group have lately adopted, and how many have not yet."""

    def __init__(self, world: World, name: str) -> None:
        self._of, self._size = world.groups[name].of, world.groups[name].size
        self._lately: Counter[int] = Counter()
        self._gone: Counter[int] = Counter()

    def at(self, unit: int) -> int:
        group = int(self._of[unit])
        return self._lately[group] if group >= 0 else 0

    def leave(self, unit: int) -> None:
        self._gone[int(self._of[unit])] += 1

    def waiting(self) -> float:
        return float(sum(n * (self._size[g] - self._gone[g]) for g, n in self._lately.items() if n))

    def turn(self, arriving: Iterable[int], fading: Iterable[int]) -> None:
        for sign, units in ((1, arriving), (-1, fading)):
            for unit in units:
                if (group := int(self._of[unit])) >= 0:
                    self._lately[group] += sign


class _VisitCount:
    """Who may still follow somebody they visited: the chance opens when both visit and adoption have happened."""

    def __init__(self, came: Mapping[int, list[tuple[int, int]]]) -> None:
        self._came = came
        self._open: dict[int, list[int]] = {}  # visitor -> periods in which a chance opened
        self._gone: set[int] = set()

    def at(self, unit: int, period: int) -> int:
        return sum(opened < period <= opened + WINDOW for opened in self._open.get(unit, ()))

    def leave(self, unit: int) -> None:
        self._gone.add(unit)
        self._open.pop(unit, None)

    def waiting(self, period: int) -> float:
        return float(sum(self.at(unit, period) for unit in self._open))

    def turn(self, arriving: Iterable[int], period: int) -> None:
        for host in arriving:
            for visitor, visited in self._came.get(host, ()):
                if visitor not in self._gone:
                    self._open.setdefault(visitor, []).append(max(period, visited))
