"""Whether the delegates are made up as the rules ask: exact shares, plain warnings, each with its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from huozhong.delegates.rules.words import GROUPS, Group
from huozhong.kernel.sentences import Sentence, say


class Side(StrEnum):
    """What a limit bounds."""

    MOST = "max"
    LEAST = "min"


@dataclass(frozen=True, slots=True)
class Limit:
    """A share that a group may not pass, or must reach; `share` None: as in the workforce."""

    group: Group
    side: Side
    share: Fraction | None
    cite: str
    is_verified: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """One group against one limit, or against the workforce where no rule speaks."""

    group: Group
    count: int
    of: int
    workforce: Fraction | None  # its share of the employees, when counted
    limit: Limit | None
    needed: int | None  # at most, or at least, so many delegates
    is_met: bool
    says: Sentence

    @property
    def share(self) -> Fraction:
        return Fraction(self.count, self.of) if self.of else Fraction(0)

    @property
    def group_word(self) -> Sentence:
        return GROUPS[self.group]

    @property
    def is_warning(self) -> bool:
        return not self.is_met


def look_at(
    counts: Mapping[Group, int],
    *,
    delegates: int,
    workforce: Mapping[Group, int],
    employees: int,
    limits: Sequence[Limit],
) -> tuple[Finding, ...]:
    """Each limit held against the delegates; groups without a rule are told beside their share of the workforce."""
    shares = {group: Fraction(n, employees) for group, n in workforce.items()} if employees else {}
    found = [
        _held(limit, counts.get(limit.group, 0), delegates, shares.get(limit.group))
        for limit in limits
        if limit.share is not None or limit.group in shares
    ]
    ruled = {finding.group for finding in found}
    found += [_told(group, counts.get(group, 0), delegates, shares.get(group)) for group in Group if group not in ruled]
    return tuple(sorted(found, key=lambda one: list(Group).index(one.group)))


def _held(limit: Limit, count: int, of: int, own: Fraction | None) -> Finding:
    share = limit.share if limit.share is not None else own
    assert share is not None
    exact = share * of
    floor = exact.numerator // exact.denominator
    needed = floor if limit.side is Side.MOST or floor == exact else floor + 1
    is_met = count <= needed if limit.side is Side.MOST else count >= needed
    word = GROUPS[limit.group]
    values = {"group": word, "count": count, "of": of, "needed": needed}
    if of == 0:
        return Finding(limit.group, count, of, own, limit, None, True, say("还没有代表。"))
    if limit.side is Side.MOST and is_met:
        told = say("%(group)s%(count)s人，最多%(needed)s人。", **values)
    elif limit.side is Side.MOST:
        told = say("%(group)s%(count)s人，超过上限%(needed)s人。", **values)
    elif is_met:
        told = say("%(group)s%(count)s人，最少%(needed)s人。", **values)
    else:
        told = say("%(group)s%(count)s人，不足%(needed)s人。", **values)
    return Finding(limit.group, count, of, own, limit, needed, is_met, told)


def _told(group: Group, count: int, of: int, own: Fraction | None) -> Finding:
    """No rule: nothing is warned of, but a group without a single delegate is pointed out."""
    if own and not count and of:
        reason = say("%(group)s还没有代表；没有查到比例要求，请酌情安排。", group=GROUPS[group])
        return Finding(group, count, of, own, None, None, False, reason)
    return Finding(
        group,
        count,
        of,
        own,
        None,
        None,
        True,
        say("%(group)s%(count)s人；没有查到比例要求。", group=GROUPS[group], count=count),
    )
