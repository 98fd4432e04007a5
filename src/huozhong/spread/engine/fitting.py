"""Hazards from past adoptions: maximum likelihood, profile intervals, and draws that carry the uncertainty on.

Log-likelihood: sum over adopters of log(1 - exp(-(a_seed + x.b))) minus a.T0 minus b.T, concave in (a, b) >= 0. The
draws are a Gibbs sampler on the usual augmentation by latent Poisson counts, with a gamma prior that weighs half an
adoption.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from huozhong.spread.engine.histories import Evidence, Floats
from huozhong.spread.engine.worlds import CHANNELS, GROUPS, World

FEWEST = 30  # adoptions below which the hazards are assumed, not estimated
DROP = 1.920729  # half of the 95% point of chi-square with one degree of freedom
STATED_COVER = 0.9  # share of worlds in which an interval is promised to hold the truth; 0.95 nominally
FOUND_ABOVE = (
    15.086  # 99% point of chi-square with five degrees of freedom; at the edge of the cone this is on the safe side
)
FOLLOWERS = {"town": 0.15, "district": 0.05, "city": 0.05, "trade": 0.15}  # assumed: whom one adopter brings, by way
BY_VISIT = 0.05  # assumed hazard of one visit
PRIOR_WEIGHT = 0.25


@dataclass(frozen=True, slots=True)
class Estimate:
    """One hazard with its interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Fit:
    """What the past says. `is_assumed`: too few adoptions, the values are the prior's."""

    hazards: Mapping[str, Estimate]
    events: int
    likelihood_ratio: float
    is_assumed: bool

    @property
    def leads(self) -> bool:
        return not self.is_assumed and self.likelihood_ratio > FOUND_ABOVE

    @property
    def values(self) -> tuple[float, ...]:
        return tuple(self.hazards[name].value for name in CHANNELS)


def assumed(world: World) -> tuple[float, ...]:
    """Hazards before anything was seen."""
    by_group = [FOLLOWERS[name] / max(1.0, world.mean_group(name)) for name in GROUPS]
    return (*by_group, BY_VISIT)


def fit(world: World, evidence: Evidence) -> Fit:
    """The most likely hazards with 95% profile intervals; the assumed ones where fewer than FEWEST unions adopted."""
    if evidence.events < FEWEST:
        prior = {name: Estimate(value, 0.0, 4 * value) for name, value in zip(CHANNELS, assumed(world), strict=True)}
        return Fit(prior, evidence.events, 0.0, is_assumed=True)
    likelihood = _Likelihood(evidence)
    best, at = likelihood.maximise()
    alone, _ = likelihood.maximise(dict.fromkeys(range(len(CHANNELS)), 0.0))
    found = {}
    for channel, name in enumerate(CHANNELS):
        value = float(at[channel])
        if evidence.unmoved[channel] <= 0 and not evidence.exposure[:, channel].any():
            prior_value = assumed(world)[channel]
            found[name] = Estimate(prior_value, 0.0, 4 * prior_value)  # nobody was ever exposed in this way
            continue
        found[name] = Estimate(value, *likelihood.interval(channel, value, best))
    return Fit(found, evidence.events, 2 * (best - alone), is_assumed=False)


class _Likelihood:
    """Works in expected numbers of adoptions, so that every coordinate has the same scale."""

    def __init__(self, evidence: Evidence) -> None:
        self._seed_of, self._x = evidence.seed_of, evidence.exposure
        self._channels = evidence.exposure.shape[1]
        self._whole = np.concatenate([evidence.unmoved, evidence.unmoved_alone])
        seen = np.concatenate(
            [evidence.exposure.sum(axis=0), np.bincount(self._seed_of, minlength=len(evidence.unmoved_alone))]
        )
        self._scale = 1 / np.maximum(self._whole + seen, 1e-9)

    def maximise(self, fixed: Mapping[int, float] | None = None) -> tuple[float, Floats]:
        """(log-likelihood, hazards and rates) at the best point, some hazards held fast."""
        from scipy.optimize import minimize

        fixed = fixed or {}
        count = len(self._whole)
        start = np.full(count, max(1.0, len(self._seed_of) / count))
        bounds: list[tuple[float, float | None]] = [(0.0 if at < self._channels else 1e-9, None) for at in range(count)]
        for at, value in fixed.items():
            start[at] = value / self._scale[at]
            bounds[at] = (start[at], start[at])
        done = minimize(
            self._lost, start, jac=True, bounds=bounds, method="L-BFGS-B", options={"maxiter": 500, "ftol": 1e-11}
        )
        return -float(done.fun), np.asarray(done.x * self._scale)

    def _lost(self, point: Floats) -> tuple[float, Floats]:
        theta = point * self._scale
        hazard = np.maximum(self._x @ theta[: self._channels] + theta[self._channels + self._seed_of], 1e-300)
        kept = -np.expm1(-hazard)
        pull = np.exp(-hazard) / kept
        slope = np.concatenate(
            [self._x.T @ pull, np.bincount(self._seed_of, pull, minlength=len(self._whole) - self._channels)]
        )
        return float(self._whole @ theta - np.log(kept).sum()), (self._whole - slope) * self._scale

    def interval(self, channel: int, value: float, best: float) -> tuple[float, float]:
        """Where the profile likelihood is at most DROP below its top."""
        low = 0.0 if self._drop(channel, 0.0, best) <= DROP else self._edge(channel, 0.0, value, best)
        far = max(2 * value, 3 * float(self._scale[channel]))
        while self._drop(channel, far, best) <= DROP:
            far *= 2
        return low, self._edge(channel, far, value, best)

    def _drop(self, channel: int, value: float, best: float) -> float:
        return best - self.maximise({channel: value})[0]

    def _edge(self, channel: int, outside: float, inside: float, best: float) -> float:
        for _ in range(14):
            middle = (outside + inside) / 2
            if self._drop(channel, middle, best) > DROP:
                outside = middle
            else:
                inside = middle
        return outside


def draws(world: World, evidence: Evidence, *, count: int, chance: np.random.Generator) -> NDArray[np.float64]:
    """Hazards that agree with what was seen, a row each: where little was seen they scatter as the prior does."""
    prior = np.array(assumed(world))
    shape = np.full(len(CHANNELS), PRIOR_WEIGHT)
    rate = PRIOR_WEIGHT / prior
    if not evidence.events:
        return chance.gamma(shape, 1 / rate, size=(count, len(CHANNELS)))
    seeds = len(evidence.unmoved_alone)
    own = np.maximum(np.bincount(evidence.seed_of, minlength=seeds), 1) / np.maximum(evidence.unmoved_alone, 1)
    values, kept = prior.copy(), []
    whole = evidence.unmoved + evidence.exposure.sum(axis=0)
    seen = np.bincount(evidence.seed_of, minlength=seeds)
    thin, first = (4, 200) if evidence.events <= 5000 else (1, 60)
    for turn in range(first + count * thin):
        parts = np.column_stack([evidence.exposure * values, own[evidence.seed_of]])
        hazard = parts.sum(axis=1)
        early = -np.log1p(chance.random(evidence.events) * np.expm1(-hazard))  # the first of the latent arrivals
        many = 1 + chance.poisson(np.maximum(hazard - early, 0))
        causes = chance.multinomial(many, parts / hazard[:, None])
        values = chance.gamma(shape + causes[:, :-1].sum(axis=0), 1 / (rate + whole))
        alone = np.bincount(evidence.seed_of, causes[:, -1], minlength=seeds)
        own = chance.gamma(PRIOR_WEIGHT + alone, 1 / (evidence.unmoved_alone + seen + 1e-9))
        if turn >= first and (turn - first) % thin == 0:
            kept.append(values)
    return np.array(kept)
