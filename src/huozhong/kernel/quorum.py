"""Whether a share is reached, by exact fractions and with the proof. The denominator is always named."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from huozhong.kernel.sentences import Sentence, say


@dataclass(frozen=True, slots=True)
class Bar:
    """A share to reach. 以上 includes the share itself; 过 and 超过 do not (民法典 1259)."""

    share: Fraction
    is_strict: bool

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1:
            raise ValueError(f"a share lies between 0 and 1: {self.share}")

    def needed(self, of: int) -> int:
        """The smallest count that reaches the bar out of so many."""
        exact = self.share * of
        whole = exact.numerator // exact.denominator
        if self.is_strict:
            return whole + 1
        return whole if whole == exact else whole + 1


def at_least(share: Fraction) -> Bar:
    """That share or more (“三分之二以上”)."""
    return Bar(share, is_strict=False)


def more_than(share: Fraction) -> Bar:
    """More than that share (“过半数”)."""
    return Bar(share, is_strict=True)


@dataclass(frozen=True, slots=True)
class Proof:
    """The counts, the bar and the outcome; anybody can compute it again."""

    counted: int
    of: int
    bar: Bar
    needed: int
    is_met: bool
    sentence: Sentence

    @property
    def ratio(self) -> Fraction | None:
        """counted ÷ of, exactly; None of nobody."""
        return Fraction(self.counted, self.of) if self.of else None

    @property
    def short_by(self) -> int:
        """How many are missing."""
        return max(0, self.needed - self.counted)


def measure(counted: int, *, of: int, bar: Bar) -> Proof:
    """Hold a count against a bar. `of` is everybody entitled (all delegates), never only those present."""
    if counted < 0 or of < 0:
        raise ValueError("counts are not negative")
    if counted > of:
        raise ValueError(f"{counted} out of {of}: more than there are")
    needed = bar.needed(of)
    is_met = of > 0 and counted >= needed
    values = {"counted": counted, "of": of, "needed": needed, "share": str(bar.share)}
    if of == 0:
        sentence = say("应到人数为零，无法判定。")
    elif bar.is_strict and is_met:
        sentence = say("%(counted)s人，占全体%(of)s人的比例超过%(share)s（需%(needed)s人），已达到。", **values)
    elif bar.is_strict:
        sentence = say("%(counted)s人，占全体%(of)s人的比例未超过%(share)s（需%(needed)s人），未达到。", **values)
    elif is_met:
        sentence = say("%(counted)s人，不少于全体%(of)s人的%(share)s（需%(needed)s人），已达到。", **values)
    else:
        sentence = say("%(counted)s人，不足全体%(of)s人的%(share)s（需%(needed)s人），未达到。", **values)
    return Proof(counted, of, bar, needed, is_met, sentence)
