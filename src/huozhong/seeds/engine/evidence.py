"""The evidence label of a seed, computed from what its adopters reached. Pure: no Django, no clock, no rows, no floats.

An `Outcome` is one accepted project that adopted the seed, on one indicator. Its improvement is the distance from its
baseline in the good direction, in the indicator's own unit. Units that adopted twice count once, by their latest
outcome given, so that one keen union cannot make a seed look proven.

* The centre is the median; the spread is the quartiles and a distribution-free interval of the median from order
  statistics, exact by the binomial distribution: Conover, Practical Nonparametric Statistics (3rd ed.), section 3.2;
  it is the inverse of the sign test. With fewer than six units no such interval of 95 % exists.
* "Works" means: the whole interval lies above zero. With a true median of zero that happens in at most 2.5 % of worlds.
* Before `least` units have finished, nothing is said but their number: small groups are hidden, chance is not told.

The label describes those who adopted and finished. It is no trial: who adopts is not drawn by lot.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import comb

from huozhong.kernel.sentences import Sentence, say

CONFIDENCE = Fraction(95, 100)
SMALLEST = 6  # the fewest values of which a two-sided 95 % interval of the median exists: 2 · (1/2)^6 < 5 %
AREAS = 3  # areas (districts) in which it must have worked to be called so
KEPT = Fraction(2, 3)  # share of unions, looked at again after a year, in which it must still run

Number = Decimal | Fraction | int


class Direction(StrEnum):
    """Whether more or less of the indicator is better."""

    UP = "up"
    DOWN = "down"


class Strength(StrEnum):
    """How much is known, weakest first."""

    TOO_FEW = "too_few"
    TRIED = "tried"
    WORKS = "works"
    SEVERAL = "several"
    LASTING = "lasting"
    WORSE = "worse"


WORDS: dict[Strength, Sentence] = {
    Strength.TOO_FEW: say("采用还太少"),
    Strength.TRIED: say("试过，还看不出"),
    Strength.WORKS: say("有效果"),
    Strength.SEVERAL: say("多地有效"),
    Strength.LASTING: say("稳定有效"),
    Strength.WORSE: say("多数变差"),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One finished adoption on one indicator; None where it is not known.

    `cost` in yuan, `beneficiaries` in persons, `sustained` whether it still ran a year after acceptance.
    """

    unit_id: Hashable
    baseline: Number | None
    target: Number | None
    actual: Number | None
    direction: Direction | str = Direction.UP
    cost: Number | None = None
    beneficiaries: int | None = None
    sustained: bool | None = None
    area_id: Hashable | None = None

    @property
    def improvement(self) -> Fraction | None:
        """Distance from the baseline in the good direction, in the indicator's unit; negative where it got worse."""
        if self.baseline is None or self.actual is None:
            return None
        gained = Fraction(self.actual) - Fraction(self.baseline)
        return -gained if self.direction == Direction.DOWN else gained

    @property
    def share_reached(self) -> Fraction | None:
        """The improvement as a share of the way that the union had set itself; may exceed 1 or be negative."""
        if self.improvement is None or self.target is None or self.baseline is None or self.target == self.baseline:
            return None
        way = Fraction(self.target) - Fraction(self.baseline)
        return self.improvement / (-way if self.direction == Direction.DOWN else way)


@dataclass(frozen=True, slots=True)
class Interval:
    """From the lower to the upper end, both included, holding the median with at least the confidence."""

    low: Fraction
    high: Fraction
    confidence: Fraction


@dataclass(frozen=True, slots=True)
class Label:
    """What may be said of a seed. Every figure is None while too few have finished."""

    strength: Strength
    completed: int  # unions that finished
    counted: int  # of these, with a baseline and a last value
    least: int  # how many it takes before anything is said
    median: Fraction | None = None  # improvement, in the indicator's unit
    quartiles: tuple[Fraction, Fraction] | None = None
    interval: Interval | None = None
    improved: int | None = None  # unions that got better
    share_reached: Fraction | None = None  # median
    cost_per_person: Fraction | None = None  # yuan for each beneficiary, all projects together
    cost_per_step: Fraction | None = None  # yuan for each unit of improvement, all projects together
    areas: int | None = None  # areas in which the median is above zero
    looked_back: int | None = None
    sustained: int | None = None

    @property
    def words(self) -> Sentence:
        return WORDS[self.strength]


def label(outcomes: Sequence[Outcome], *, least: int) -> Label:
    """The label of these outcomes, all on one indicator. `least` below six is read as six; order does not matter
    save that of one unit's outcomes the last one given counts."""
    need = max(least, SMALLEST)
    latest = list({outcome.unit_id: outcome for outcome in outcomes}.values())
    known = [(one, one.improvement) for one in latest]
    values = sorted(value for _, value in known if value is not None)
    if len(values) < need:
        return Label(Strength.TOO_FEW, len(latest), len(values), need)
    counted = [one for one, value in known if value is not None]
    interval = median_interval(values)
    areas, (looked_back, sustained) = _areas_improved(counted), _looked_back(counted)
    return Label(
        strength=_strength(interval, areas=areas, looked_back=looked_back, sustained=sustained, need=need),
        completed=len(latest),
        counted=len(values),
        least=need,
        median=quantile(values, Fraction(1, 2)),
        quartiles=(quantile(values, Fraction(1, 4)), quantile(values, Fraction(3, 4))),
        interval=interval,
        improved=sum(value > 0 for value in values),
        share_reached=_median([share for one in counted if (share := one.share_reached) is not None]),
        cost_per_person=_ratio([(one.cost, one.beneficiaries) for one in counted], need),
        cost_per_step=_ratio([(one.cost, one.improvement) for one in counted], need),
        areas=areas,
        looked_back=looked_back,
        sustained=sustained if looked_back >= need else None,
    )


def quantile(values: Sequence[Fraction], share: Fraction) -> Fraction:
    """The quantile of sorted values, linear between neighbours (Hyndman and Fan's type 7, as R and NumPy default)."""
    at = (len(values) - 1) * share
    low = int(at)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (at - low)


def median_interval(values: Sequence[Fraction], confidence: Fraction = CONFIDENCE) -> Interval | None:
    """The narrowest symmetric pair of order statistics that holds the median with at least the confidence; None when
    there are too few values. Its true confidence is 1 - 2·P(B < k), B ~ binomial(n, 1/2), and given with it."""
    count, below, best = len(values), 0, None
    for rank in range(1, count // 2 + 1):
        below += comb(count, rank - 1)
        held = 1 - Fraction(2 * below, 2**count)
        if held < confidence:
            break
        best = Interval(values[rank - 1], values[count - rank], held)
    return best


def sign_test(values: Sequence[Fraction]) -> Fraction:
    """Two-sided exact p of the sign test against a median of zero; zeros are left out (Conover, section 3.4)."""
    ups, downs = sum(value > 0 for value in values), sum(value < 0 for value in values)
    tail = sum(comb(ups + downs, rank) for rank in range(max(ups, downs), ups + downs + 1))
    return min(Fraction(1), Fraction(2 * tail, 2 ** (ups + downs)))


def _median(values: list[Fraction]) -> Fraction | None:
    return quantile(sorted(values), Fraction(1, 2)) if values else None


def _ratio(pairs: list[tuple[Number | None, Number | None]], need: int) -> Fraction | None:
    """Sum over sum, of the pairs that are whole; None for too few of them or where nothing was gained."""
    whole = [(Fraction(cost), Fraction(gain)) for cost, gain in pairs if cost is not None and gain is not None]
    gained = sum((gain for _, gain in whole), Fraction(0))
    return sum((cost for cost, _ in whole), Fraction(0)) / gained if len(whole) >= need and gained > 0 else None


def _areas_improved(outcomes: Sequence[Outcome]) -> int:
    by_area: dict[Hashable, list[Fraction]] = {}
    for one in outcomes:
        if one.area_id is not None and one.improvement is not None:
            by_area.setdefault(one.area_id, []).append(one.improvement)
    return sum((_median(values) or Fraction(0)) > 0 for values in by_area.values())


def _looked_back(outcomes: Sequence[Outcome]) -> tuple[int, int]:
    known = [one.sustained for one in outcomes if one.sustained is not None]
    return len(known), sum(known)


def _strength(interval: Interval | None, *, areas: int, looked_back: int, sustained: int, need: int) -> Strength:
    if interval is None or interval.low <= 0 <= interval.high:
        return Strength.TRIED
    if interval.high < 0:
        return Strength.WORSE
    if areas < AREAS:
        return Strength.WORKS
    if looked_back < need or Fraction(sustained, looked_back) < KEPT:
        return Strength.SEVERAL
    return Strength.LASTING


def explained(found: Label) -> Sentence:
    """The strength in one sentence, with the numbers that it rests on."""
    if found.strength is Strength.TOO_FEW:
        return say(
            "只有 %(n)s 家做完并留下了前后数字，至少要 %(least)s 家才下结论。", n=found.counted, least=found.least
        )
    numbers = {"n": found.counted, "improved": found.improved}
    if found.strength is Strength.TRIED:
        return say("%(n)s 家做完，%(improved)s 家变好，但起伏太大，还不能说是它起的作用。", **numbers)
    if found.strength is Strength.WORSE:
        return say("%(n)s 家做完，只有 %(improved)s 家变好，采用前请先弄清原因。", **numbers)
    if found.strength is Strength.WORKS:
        return say("%(n)s 家做完，%(improved)s 家变好，多数有实在的改进；还没有在三个以上区县得到印证。", **numbers)
    if found.strength is Strength.SEVERAL:
        return say(
            "%(n)s 家做完，%(improved)s 家变好，在 %(areas)s 个区县都有效；是否长久，还要看一年后的回头看。",
            areas=found.areas,
            **numbers,
        )
    return say(
        "%(n)s 家做完，%(improved)s 家变好，在 %(areas)s 个区县都有效；一年后回头看，%(back)s 家里 %(kept)s 家还在。",
        areas=found.areas,
        back=found.looked_back,
        kept=found.sustained,
        **numbers,
    )
