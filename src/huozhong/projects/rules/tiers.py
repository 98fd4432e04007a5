"""Which tier a total of the showcase reaches."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from huozhong.kernel.sentences import Sentence, say

MOST = 100


@dataclass(frozen=True, slots=True)
class TierLines:
    """From which share of the full score a tier is given; asked of the rule packs."""

    first: Fraction
    second: Fraction
    third: Fraction


TIERS: dict[str, Sentence] = {
    "first": say("一等"),
    "second": say("二等"),
    "third": say("三等"),
    "none": say("不评等次"),
}


def tier_of(total: Fraction, lines: TierLines) -> str:
    """The tier that a total reaches; the line itself is enough."""
    share = total / MOST
    for name, line in (("first", lines.first), ("second", lines.second), ("third", lines.third)):
        if share >= line:
            return name
    return "none"
