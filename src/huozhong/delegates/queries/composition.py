"""How the delegates are made up, against the rules in force. Warns, never blocks where the source is unverified."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huozhong.delegates.queries import law
from huozhong.delegates.queries.cards import CongressCard, DelegateCard
from huozhong.delegates.queries.seats import congress, delegates
from huozhong.delegates.rules import numbers
from huozhong.delegates.rules.composing import Finding, Limit, Side, look_at
from huozhong.delegates.rules.words import Group

GROUP_OF = {
    numbers.Group.MANAGERS: Group.MANAGERS,
    numbers.Group.OPERATORS: Group.MANAGERS,  # in a congress of many firms those who run them
    numbers.Group.FRONT_LINE: Group.FRONT_LINE,
    numbers.Group.WOMEN: Group.WOMEN,
    numbers.Group.DISABLED: Group.DISABLED,
}


@dataclass(frozen=True, slots=True)
class Number:
    """How many delegates the rule asks for at this size."""

    least: int
    default: int
    cite: str
    is_verified: bool


@dataclass(frozen=True, slots=True)
class Composition:
    """The delegates of a day by group, each against its limit."""

    delegates: int
    seats: int
    number: Number | None
    findings: tuple[Finding, ...]

    @property
    def warnings(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.is_warning)

    @property
    def is_short(self) -> bool:
        """Fewer delegates than the rule asks for."""
        return self.number is not None and self.delegates < self.number.least

    @property
    def reminders(self) -> int:
        """How many things a page points out."""
        return len(self.warnings) + int(self.is_short)

    @property
    def is_well(self) -> bool:
        return not self.warnings and not self.is_short


def composition(congress_id: int, on: date) -> Composition:
    """The composition check of a day, in exact numbers."""
    return composition_of(congress(congress_id), delegates(congress_id, on), on=on)


def composition_of(card: CongressCard, held: tuple[DelegateCard, ...], *, on: date) -> Composition:
    """The same for cards that are in hand."""
    counts = {group: sum(group in one.groups for one in held) for group in Group}
    found = None if card.is_all_hands else law.delegate_limits(card, on=on)
    limits = tuple(_limit(one) for one in found.limits) if found is not None else ()
    findings = look_at(counts, delegates=len(held), workforce=card.workforce, employees=card.employees, limits=limits)
    number = _number(found)
    return Composition(len(held), card.seats, number, findings)


def number_of(card: CongressCard, *, on: date) -> Number | None:
    """How many delegates the rule asks for; None where it says nothing, and for a meeting of all hands."""
    return None if card.is_all_hands else _number(law.delegate_limits(card, on=on))


def _number(found: numbers.DelegateLimits | None) -> Number | None:
    return Number(found.least, found.default, found.cite, law.is_sure(found.answer)) if found is not None else None


def _limit(one: numbers.Limit) -> Limit:
    side = Side.MOST if one.most is not None else Side.LEAST
    share = one.most if one.most is not None else one.least
    follows = None if one.follows_workforce else share
    return Limit(GROUP_OF[one.group], side, follows, str(one.answer.cite), law.is_sure(one.answer))
