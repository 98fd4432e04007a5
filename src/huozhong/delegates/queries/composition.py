"""How the delegates are made up, against the rules in force. Warns, never blocks where the source is unverified."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from huozhong.delegates.queries import law
from huozhong.delegates.queries.cards import CongressCard, DelegateCard
from huozhong.delegates.queries.seats import congress, delegates
from huozhong.delegates.rules.composing import Finding, Limit, Side, look_at
from huozhong.delegates.rules.words import CongressKind, Group
from huozhong.kernel.rulepacks import Answer

OWN_LIMITS = {
    "congress.delegates.managers_most": (Group.MANAGERS, Side.MOST),
    "congress.delegates.front_line_least": (Group.FRONT_LINE, Side.LEAST),
    "congress.delegates.women_as_workforce": (Group.WOMEN, Side.LEAST),
    "congress.delegates.disabled_as_workforce": (Group.DISABLED, Side.LEAST),
}
AREA_LIMITS = {
    "congress.area.operators_most": (Group.MANAGERS, Side.MOST),
    "congress.area.front_line_least": (Group.FRONT_LINE, Side.LEAST),
}
WIDE = frozenset({CongressKind.AREA, CongressKind.INDUSTRY})


@dataclass(frozen=True, slots=True)
class Composition:
    """The delegates of a day by group, each against its limit."""

    delegates: int
    seats: int
    least: law.DelegateNumber | None
    findings: tuple[Finding, ...]

    @property
    def warnings(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.is_warning)

    @property
    def is_short(self) -> bool:
        """Fewer delegates than the rule asks for."""
        return self.least is not None and self.delegates < self.least.least

    @property
    def is_well(self) -> bool:
        return not self.warnings and not self.is_short


def composition(congress_id: int, on: date) -> Composition:
    """The composition check of a day, in exact numbers."""
    return composition_of(congress(congress_id), delegates(congress_id, on), on=on)


def composition_of(card: CongressCard, held: tuple[DelegateCard, ...], *, on: date) -> Composition:
    """The same for cards that are in hand."""
    counts = {group: sum(group in one.groups for one in held) for group in Group}
    findings = look_at(
        counts,
        delegates=len(held),
        workforce=card.workforce,
        employees=card.employees,
        limits=() if card.is_all_hands else limits_of(card, on=on),
    )
    number = None if card.is_all_hands else law.delegate_number(card, on=on)
    return Composition(len(held), card.seats, number, findings)


def limits_of(card: CongressCard, *, on: date) -> tuple[Limit, ...]:
    """The limits that hold for this kind of congress."""
    asked = AREA_LIMITS if card.kind in WIDE else OWN_LIMITS
    found = ((law.answer(rule, jurisdiction=card.jurisdiction, on=on), *what) for rule, what in asked.items())
    return tuple(_limit(answer, group, side) for answer, group, side in found if answer is not None and answer.value)


def _limit(answer: Answer, group: Group, side: Side) -> Limit:
    share = answer.value if isinstance(answer.value, Fraction) else None
    return Limit(group, side, share, str(answer.cite), law.is_sure(answer))
