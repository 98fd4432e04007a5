"""Positive deviants: unions that did far better than their size and trade let expect.

Huber regression of the result on log size, its square and trade; residuals in robust standard deviations, widened
until the lower tail looks normal (so that a wild spread of results is not taken for excellence); one-sided tails,
Holm's correction over all unions, and nobody is named who does not stand twice as far above expectation as anybody
stands below it. So a world without deviants yields any name at most once in twenty times, also where results scatter
wildly.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from huozhong.spread.engine.histories import Floats

FEWEST_RESULTS = 30
FEWEST_OF_A_TRADE = 5
LEVEL = 0.05
HUBER = 1.345
MAD = 1.4826
GUARD = 2.0  # a deviant stands at least twice as far above expectation as anybody stands below it


@dataclass(frozen=True, slots=True)
class Result:
    """One union's result (say, the share of its targets that it reached), its size and trade."""

    unit_id: int
    value: float
    size: int
    trade: str = ""


@dataclass(frozen=True, slots=True)
class Deviant:
    """What was expected of a union, what it reached, and how unlikely so much is by chance (after correction)."""

    unit_id: int
    value: float
    expected: float
    deviations: float
    chance: float

    @property
    def percent(self) -> int:
        return round(100 * self.value)

    @property
    def expected_percent(self) -> int:
        return round(100 * self.expected)


@dataclass(frozen=True, slots=True)
class Deviants:
    """Those found, best first; `is_too_few` says that nothing was looked for."""

    found: tuple[Deviant, ...]
    results: int
    is_too_few: bool


def deviants(results: Sequence[Result]) -> Deviants:
    """Unions far above expectation, guarded against chance."""
    if len(results) < FEWEST_RESULTS:
        return Deviants((), len(results), is_too_few=True)
    values = np.array([one.value for one in results], dtype=float)
    expected, freedom = _expected(_design(results), values)
    rest = values - expected
    scale = MAD * float(np.median(np.abs(rest - np.median(rest)))) * math.sqrt(len(results) / max(1, freedom))
    if scale <= 1e-12 * max(1.0, float(np.abs(values).max())):
        return Deviants((), len(results), is_too_few=False)
    score = (rest - np.median(rest)) / (scale * _inflation(rest, scale))
    tails = [0.5 * math.erfc(one / math.sqrt(2)) for one in score]
    found, worst = [], 0.0
    above = rest - np.median(rest)
    least = GUARD * float(-above.min())
    for rank, at in enumerate(sorted(range(len(tails)), key=lambda one: tails[one])):
        worst = max(worst, min(1.0, tails[at] * (len(tails) - rank)))
        if worst > LEVEL:
            break
        if above[at] < least:
            continue
        one = results[at]
        found.append(Deviant(one.unit_id, one.value, float(expected[at]), float(score[at]), worst))
    return Deviants(tuple(found), len(results), is_too_few=False)


def _design(results: Sequence[Result]) -> Floats:
    size = np.log1p(np.array([max(0, one.size) for one in results], dtype=float))
    size = size - size.mean()
    common = [trade for trade, n in sorted(Counter(one.trade for one in results).items()) if n >= FEWEST_OF_A_TRADE]
    dummies = [[float(one.trade == trade) for one in results] for trade in common[1:]]
    return np.column_stack([np.ones(len(results)), size, size**2, *dummies])


def _expected(design: Floats, values: Floats) -> tuple[Floats, int]:
    """Huber's estimate by reweighted least squares, and the degrees of freedom that are left."""
    weights = np.ones(len(values))
    fitted = np.zeros(len(values))
    for _ in range(60):
        root = np.sqrt(weights)
        fitted = design @ np.linalg.lstsq(design * root[:, None], values * root, rcond=None)[0]
        rest = np.abs(values - fitted)
        scale = MAD * float(np.median(rest)) or 1e-12
        weights = np.minimum(1.0, HUBER * scale / np.maximum(rest, 1e-12))
    return fitted, len(values) - int(np.linalg.matrix_rank(design))


def _inflation(rest: Floats, scale: float) -> float:
    """How much wider the lower tail is than a normal one; at least 1."""
    normal, count = NormalDist(), len(rest)
    low = np.sort((rest - np.median(rest)) / scale)[: max(3, count // 50)]
    return max(1.0, *(float(low[at]) / normal.inv_cdf((at + 0.625) / (count + 0.25)) for at in range(len(low))))
