"""Independent cascades, many at once. An edge works with probability 1 - exp(-hazard); hazards of several ways add up.

Within a group every pair has the same hazard b, so the followers of one unit are found by drawing Poisson(size * b)
members with repetition: each member is hit at least once with probability 1 - exp(-b), independently of the others.
That is exact, and no pair is ever written down.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from huozhong.spread.engine.worlds import CHANNELS, GROUPS, Ints, Links, World

Bools = NDArray[np.bool_]
CELLS = 1 << 25  # marks that one batch may hold: 32 MB


def reverse_sets(
    world: World, hazards: Sequence[float], *, count: int, blocked: Bools, chance: np.random.Generator
) -> tuple[Ints, Ints]:
    """Random reverse reachable sets: (number of the set, unit) pairs, sorted by set. Roots are units not blocked."""
    free = np.flatnonzero(~blocked)
    batch = max(1, CELLS // world.count)
    owners, units, seen = [], [], np.zeros(min(batch, count) * world.count, dtype=np.bool_)
    for first in range(0, count, batch):
        here = min(batch, count - first)
        roots = free[chance.integers(0, len(free), here)]
        keys = _grow(world, hazards, np.arange(here) * world.count + roots, seen, blocked, world.hosts, chance)
        owners.append(keys // world.count + first)
        units.append(keys % world.count)
    return np.concatenate(owners), np.concatenate(units)


def reached(
    world: World, hazards: Sequence[float], starts: Sequence[Ints], *, blocked: Bools, chance: np.random.Generator
) -> Ints:
    """How many units adopt in one cascade from each of the starts, the starting ones counted."""
    batch = max(1, CELLS // world.count)
    found, seen = [], np.zeros(min(batch, len(starts)) * world.count, dtype=np.bool_)
    for first in range(0, len(starts), batch):
        some = starts[first : first + batch]
        keys = np.concatenate([at * world.count + np.unique(one) for at, one in enumerate(some)])
        grown = _grow(world, hazards, keys, seen, blocked, world.visitors, chance)
        found.append(np.bincount(grown // world.count, minlength=len(some)))
    return np.concatenate(found)


def _grow(
    world: World,
    hazards: Sequence[float],
    keys: Ints,
    seen: Bools,
    blocked: Bools,
    links: Links,
    chance: np.random.Generator,
) -> Ints:
    """Everything that the starting (run, unit) keys lead to, sorted. `seen` is a slate, clean before and after."""
    seen[keys] = True
    front, all_keys = keys, [keys]
    while len(front):
        run, unit = front - front % world.count, front % world.count
        steps = [_by_group(world, name, hazards[at], run, unit, chance) for at, name in enumerate(GROUPS)]
        steps.append(_by_visit(links, hazards[len(CHANNELS) - 1], run, unit, chance))
        found = np.unique(np.concatenate(steps))
        found = found[~seen[found] & ~blocked[found % world.count]]
        seen[found] = True
        all_keys.append(found)
        front = found
    grown = np.sort(np.concatenate(all_keys))
    seen[grown] = False
    return grown


def _by_group(world: World, name: str, hazard: float, run: Ints, unit: Ints, chance: np.random.Generator) -> Ints:
    group = world.groups[name]
    of = group.of[unit]
    inside = of >= 0
    if hazard <= 0 or not inside.any():
        return np.zeros(0, dtype=np.int64)
    of, run = of[inside], run[inside]
    drawn = chance.poisson(hazard * group.size[of])
    of, run = np.repeat(of, drawn), np.repeat(run, drawn)
    picked = group.start[of] + (chance.random(len(of)) * group.size[of]).astype(np.int64)
    return np.asarray(run + group.members[picked], dtype=np.int64)


def _by_visit(links: Links, hazard: float, run: Ints, unit: Ints, chance: np.random.Generator) -> Ints:
    many = links.start[unit + 1] - links.start[unit]
    total = int(many.sum())
    if hazard <= 0 or not total:
        return np.zeros(0, dtype=np.int64)
    first = np.repeat(links.start[unit] - np.concatenate(([0], np.cumsum(many)[:-1])), many)
    to, run = links.to[first + np.arange(total)], np.repeat(run, many)
    works = chance.random(total) < -np.expm1(-hazard)
    return np.asarray(run[works] + to[works], dtype=np.int64)
