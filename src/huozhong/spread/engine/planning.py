"""A plan: fit the past, choose, and hold the choice against the k biggest and k at random in simulated futures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from huozhong.spread.engine.cascades import Bools, reached
from huozhong.spread.engine.choosing import Choice, choose
from huozhong.spread.engine.fitting import Fit, draws, fit
from huozhong.spread.engine.histories import Evidence, Floats
from huozhong.spread.engine.worlds import CHANNELS, GROUPS, Ints, World

DRAWS = 60  # sets of hazards that agree with the past
RUNS = 40  # simulated futures of each
PLAN_COVER = 0.8  # share of worlds in which the interval of a plan's spread is promised to hold the truth
FEWEST_DRAWS = 20
MOST_FOLLOWED = 6_000_000  # adoptions simulated; where a seed would sweep the city fewer draws say as much


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean, and the 2.5% and 97.5% points over what the hazards may be."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Expected number of unions that adopt, the demonstrations counted, and the differences pair by pair."""

    plan: Interval
    biggest: Interval
    random: Interval
    over_biggest: Interval
    over_random: Interval


@dataclass(frozen=True, slots=True)
class Chosen:
    """One demonstration: what it adds, and whom it can reach in each way (expected followers of the first step)."""

    unit_id: int
    gain: float
    direct: dict[str, float]
    near: dict[str, int]


@dataclass(frozen=True, slots=True)
class Plan:
    """The answer, with everything that a reader needs to doubt it."""

    fit: Fit
    choice: Choice
    chosen: tuple[Chosen, ...]
    biggest: tuple[int, ...]
    comparison: Comparison

    @property
    def is_better(self) -> bool:
        """Whether the past shows that adopters lead others, and the plan beats chance in nearly every future."""
        return self.fit.leads and self.comparison.over_random.low > 0


def plan(
    world: World,
    evidence: Evidence,
    k: int,
    *,
    candidates: Bools,
    adopted: Bools,
    seed: int,
    progress: Callable[[str, float], None] = lambda step, share: None,
) -> Plan:
    """Choose at most k candidates. Who has adopted already is neither chosen nor counted."""
    chance = np.random.default_rng(seed)
    progress("fit", 0.0)
    fitted = fit(world, evidence)
    hazards = fitted.values
    progress("choose", 0.0)
    choice = choose(
        world, hazards, k, candidates=candidates, blocked=adopted, chance=chance,
        progress=lambda share: progress("choose", share),
    )  # fmt: skip
    free = np.flatnonzero(candidates & ~adopted)
    biggest = free[np.lexsort((free, -world.sizes[free]))][: len(choice.units)]
    many = draws(world, evidence, count=DRAWS, chance=chance)
    comparison = _compare(world, many, choice, biggest, free, adopted, chance, progress)
    chosen = tuple(_told(world, hazards, unit, gain) for unit, gain in zip(choice.units, choice.gains, strict=True))
    return Plan(fitted, choice, chosen, tuple(int(world.ids[one]) for one in biggest), comparison)


def _told(world: World, hazards: Sequence[float], unit: int, gain: float) -> Chosen:
    near: dict[str, int] = {}
    for name in GROUPS:
        group = world.groups[name]
        near[name] = int(group.size[group.of[unit]]) - 1 if group.of[unit] >= 0 else 0
    near["visit"] = int(world.visitors.start[unit + 1] - world.visitors.start[unit])
    direct = {name: near[name] * -float(np.expm1(-hazards[at])) for at, name in enumerate(CHANNELS)}
    return Chosen(int(world.ids[unit]), gain, direct, near)


def _compare(
    world: World, many: Floats, choice: Choice, biggest: Ints, free: Ints, adopted: Bools, chance: np.random.Generator,
    progress: Callable[[str, float], None],
) -> Comparison:  # fmt: skip
    k = len(choice.units)
    if not k:
        nothing = Interval(0.0, 0.0, 0.0)
        return Comparison(nothing, nothing, nothing, nothing, nothing)
    ours = np.array(choice.units, dtype=np.int64)
    means, followed = np.zeros((len(many), 3)), 0
    for at, hazards in enumerate(many):
        starts = [ours] * RUNS + [biggest] * RUNS + [chance.choice(free, k, replace=False) for _ in range(RUNS)]
        counts = reached(world, list(hazards), starts, blocked=adopted, chance=chance)
        means[at] = counts.reshape(3, RUNS).mean(axis=1)
        progress("compare", (at + 1) / len(many))
        followed += int(counts.sum())
        if followed > MOST_FOLLOWED and at + 1 >= FEWEST_DRAWS:
            means = means[: at + 1]
            break
    ours_mean, big_mean, random_mean = means.T
    return Comparison(
        plan=interval(ours_mean),
        biggest=interval(big_mean),
        random=interval(random_mean),
        over_biggest=interval(ours_mean - big_mean),
        over_random=interval(ours_mean - random_mean),
    )


def interval(values: Floats) -> Interval:
    """Mean and the middle 95%."""
    low, high = np.quantile(values, [0.025, 0.975])
    return Interval(float(values.mean()), float(low), float(high))
