"""Seats by head-count: Hamilton's method of largest remainders, exact, with every step shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say

MOST_SEATS = 3000


@dataclass(frozen=True, slots=True)
class Share:
    """One constituency's part: its exact quota, what the quota gives whole, whether its remainder gained one more."""

    key: int
    headcount: int
    quota: Fraction
    seats: int
    has_gained: bool = False  # its remainder was among the largest
    is_least: bool = False  # its quota is below one: it has the one seat that every constituency has

    @property
    def whole(self) -> int:
        return self.quota.numerator // self.quota.denominator

    @property
    def remainder(self) -> Fraction:
        return self.quota - self.whole


def share_out(seats: int, headcounts: Mapping[int, int]) -> tuple[Share, ...]:
    """Seats among constituencies by head-count; they add up. A constituency with people has one seat at least.

    Who would have less than one seat gets one, and the rest is shared out anew among the others. Equal remainders go
    to the larger constituency, then to the one listed first. Raises Refused for fewer seats than constituencies.
    """
    if any(count < 0 for count in headcounts.values()) or not 0 < seats <= MOST_SEATS:
        raise Refused(say("名额要在 1 到 %(most)s 之间，人数不能是负数。", most=MOST_SEATS))
    peopled = [key for key, count in headcounts.items() if count]
    if not peopled:
        raise Refused(say("各选区都没有职工人数，无法分配名额。"))
    if seats < len(peopled):
        raise Refused(say("名额%(seats)s个，少于选区%(n)s个：请合并选区。", seats=seats, n=len(peopled)))
    found = {key: Share(key, 0, Fraction(0), 0) for key in headcounts if key not in peopled}
    open_keys, left = peopled, seats
    while True:
        quotas = _quotas(left, {key: headcounts[key] for key in open_keys})
        small = [key for key in open_keys if quotas[key] < 1]
        if not small:
            break
        found |= {key: Share(key, headcounts[key], quotas[key], 1, is_least=True) for key in small}
        open_keys = [key for key in open_keys if key not in small]
        left -= len(small)
    found |= _largest_remainders(left, quotas, headcounts)
    return tuple(found[key] for key in headcounts)


def _quotas(seats: int, headcounts: Mapping[int, int]) -> dict[int, Fraction]:
    total = sum(headcounts.values())
    return {key: Fraction(seats * count, total) for key, count in headcounts.items()}


def _largest_remainders(seats: int, quotas: Mapping[int, Fraction], headcounts: Mapping[int, int]) -> dict[int, Share]:
    whole = {key: quota.numerator // quota.denominator for key, quota in quotas.items()}
    place = {key: number for number, key in enumerate(quotas)}
    ranked = sorted(quotas, key=lambda key: (whole[key] - quotas[key], -headcounts[key], place[key]))
    gainers = set(ranked[: seats - sum(whole.values())])
    return {
        key: Share(key, headcounts[key], quotas[key], whole[key] + (key in gainers), has_gained=key in gainers)
        for key in quotas
    }
