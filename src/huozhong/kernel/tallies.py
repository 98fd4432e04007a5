"""Scores of a jury: weights, dropped extremes, ranks and ties, in exact fractions and free of order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

Key = TypeVar("Key", bound=str | int)
Points = Decimal | Fraction | int


@dataclass(frozen=True, slots=True)
class Rubric:
    """Dimensions and their weights, which add up to one; every score lies between 0 and `most`."""

    weights: Mapping[str, Fraction]
    most: int = 100

    def __post_init__(self) -> None:
        if not self.weights or any(weight < 0 for weight in self.weights.values()):
            raise ValueError("a rubric has dimensions, and no weight is negative")
        if sum(self.weights.values(), Fraction(0)) != 1:
            raise ValueError("the weights do not add up to one")
        if self.most <= 0:
            raise ValueError("the highest score is positive")

    def total(self, scores: Mapping[str, Points]) -> Fraction:
        """A judge's weighted total; ValueError when a dimension is missing, unknown or out of range."""
        if set(scores) != set(self.weights):
            raise ValueError(f"scores for {sorted(scores)}, not for {sorted(self.weights)}")
        total = Fraction(0)
        for dimension, points in scores.items():
            if isinstance(points, float | bool):
                raise TypeError("scores are exact")
            if not 0 <= points <= self.most:
                raise ValueError(f"{dimension}: {points} lies outside 0 to {self.most}")
            total += Fraction(points) * self.weights[dimension]
        return total


@dataclass(frozen=True, slots=True)
class Score:
    """What a jury's cards come to, with everything needed to compute it again."""

    total: Fraction
    totals: tuple[Fraction, ...]  # every judge's total, highest first
    dropped: tuple[Fraction, ...]  # () or (the highest, the lowest)
    by_dimension: Mapping[str, Fraction]

    @property
    def judges(self) -> int:
        return len(self.totals)


@dataclass(frozen=True, slots=True)
class Standing:
    """One place in a ranking; those that nothing parts share a place."""

    place: int
    key: str | int
    score: Score
    is_tied: bool


def score(cards: Sequence[Mapping[str, Points]], *, rubric: Rubric, drop_from: int | None) -> Score:
    """The mean of the judges' totals, one highest and one lowest dropped when at least `drop_from` judged.

    Where several judges share the extreme total, each bears an equal part of the drop in the means by dimension, so
    that neither the order nor the names of the judges matter.
    """
    if not cards:
        raise ValueError("no card, no score")
    if drop_from is not None and drop_from < 3:
        raise ValueError("dropping two cards leaves none")
    totals = [rubric.total(card) for card in cards]
    ordered = tuple(sorted(totals, reverse=True))
    drops = drop_from is not None and len(cards) >= drop_from
    kept = _kept_parts(totals) if drops else [Fraction(1)] * len(cards)
    count = sum(kept, Fraction(0))
    by_dimension = {
        dimension: sum((part * Fraction(card[dimension]) for part, card in zip(kept, cards, strict=True)), Fraction(0))
        / count
        for dimension in rubric.weights
    }
    total = sum((part * one for part, one in zip(kept, totals, strict=True)), Fraction(0)) / count
    return Score(total, ordered, (ordered[0], ordered[-1]) if drops else (), by_dimension)


def _kept_parts(totals: Sequence[Fraction]) -> list[Fraction]:
    high, low = max(totals), min(totals)
    if high == low:
        return [Fraction(len(totals) - 2, len(totals))] * len(totals)
    at = {extreme: Fraction(totals.count(extreme) - 1, totals.count(extreme)) for extreme in (high, low)}
    return [at.get(total, Fraction(1)) for total in totals]


def rank(scores: Mapping[Key, Score], *, ties_by: Sequence[str] = ()) -> tuple[Standing, ...]:
    """Highest total first; ties are parted by the means of the named dimensions in turn, else the place is shared."""

    def height(one: Score) -> tuple[Fraction, ...]:
        return (one.total, *(one.by_dimension[dimension] for dimension in ties_by))

    heights = {key: height(one) for key, one in scores.items()}
    ordered = sorted(scores, key=str)
    ordered.sort(key=lambda key: heights[key], reverse=True)
    return tuple(
        Standing(
            place=1 + sum(other > heights[key] for other in heights.values()),
            key=key,
            score=scores[key],
            is_tied=sum(other == heights[key] for other in heights.values()) > 1,
        )
        for key in ordered
    )
