"""Splits and balances that add up to the fen: instalments of a subsidy, sources of what was spent, what goes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from huozhong.funds.rules.words import Node, Source
from huozhong.kernel.money import split
from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Part:
    """One instalment as planned: after which node, and how much."""

    node: Node
    amount: Decimal


def instalments(subsidy: Decimal, shares: Mapping[Node, Fraction]) -> tuple[Part, ...]:
    """A subsidy in instalments that add up to it to the fen (largest remainder); Refused when the shares do not."""
    used = [(node, shares[node]) for node in Node if shares.get(node)]
    if any(share < 0 for share in shares.values()) or sum((share for _, share in used), Fraction(0)) != 1:
        raise Refused(say("各期比例加起来要正好是百分之百。"))
    if not 1 <= len(used) <= len(Node):
        raise Refused(say("补助分一到三期拨付。"))
    amounts = split(subsidy, [share for _, share in used])
    return tuple(Part(node, amount) for (node, _), amount in zip(used, amounts, strict=True) if amount)


def by_source(spent: Decimal, sources: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """What was spent of a line, laid on its sources in their proportion; adds up to the fen."""
    names = [str(name) for name in Source]
    weights = [sources.get(name, ZERO) for name in names]
    if spent == 0 or not any(weights):
        return dict.fromkeys(names, ZERO)
    return dict(zip(names, split(spent, weights), strict=True))


@dataclass(frozen=True, slots=True)
class LineSum:
    """One approved line: its sources, and what was spent of it."""

    sources: Mapping[str, Decimal]
    spent: Decimal


def spent_by_source(lines: Sequence[LineSum]) -> dict[str, Decimal]:
    """What was spent of a whole budget, by source; adds up to the sum of the lines."""
    found = dict.fromkeys((str(name) for name in Source), ZERO)
    for line in lines:
        for name, amount in by_source(line.spent, line.sources).items():
            found[name] += amount
    return found


def balance(paid: Decimal, lines: Sequence[LineSum]) -> Decimal:
    """Upper subsidy that was paid and not spent: it goes back. Never below nothing."""
    return max(ZERO, paid - spent_by_source(lines)[Source.UPPER])
