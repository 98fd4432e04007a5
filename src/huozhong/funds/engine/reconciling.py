"""The reconciliation of a year: by project, by unit and by class, the same money three times, equal to the fen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from huozhong.funds.engine.shares import ZERO, LineSum, spent_by_source
from huozhong.funds.rules.words import Source


@dataclass(frozen=True, slots=True)
class ClassSum:
    """One approved line as the reconciliation needs it."""

    money_class: str
    line: LineSum


@dataclass(frozen=True, slots=True)
class AccountSum:
    """One account: whose, for what, its lines, what was paid to it and what it gave back."""

    label: str
    unit_id: int
    unit_name: str
    lines: tuple[ClassSum, ...]
    paid: Decimal = ZERO
    returned: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Row:
    """The sums of one project, unit or class."""

    name: str
    sub: str = ""
    budget: Decimal = ZERO
    own: Decimal = ZERO
    upper: Decimal = ZERO
    administration: Decimal = ZERO
    social: Decimal = ZERO
    spent: Decimal = ZERO
    spent_upper: Decimal = ZERO
    paid: Decimal = ZERO
    returned: Decimal = ZERO

    @property
    def left(self) -> Decimal:
        """What the budget still holds."""
        return self.budget - self.spent

    @property
    def held(self) -> Decimal:
        """Upper subsidy that was paid, neither spent nor given back; below nothing, the union lent its own."""
        return self.paid - self.spent_upper - self.returned


SUMS = ("budget", "own", "upper", "administration", "social", "spent", "spent_upper", "paid", "returned")


def added(one: Row, other: Row) -> Row:
    """The row with the other's sums on top."""
    return replace(one, **{name: getattr(one, name) + getattr(other, name) for name in SUMS})


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Three views of the same money. By class the subsidy that was paid is not told: it is paid for a whole project."""

    projects: tuple[Row, ...]
    units: tuple[Row, ...]
    classes: tuple[Row, ...]
    total: Row = field(default_factory=lambda: Row(""))


def reconcile(accounts: Sequence[AccountSum]) -> Reconciliation:
    """The reconciliation of these accounts; units and classes in the order in which they first come."""
    projects: list[Row] = []
    units: dict[int, Row] = {}
    classes: dict[str, Row] = {}
    total = Row("")
    for account in accounts:
        row = Row(account.label, account.unit_name, paid=account.paid, returned=account.returned)
        for one in account.lines:
            part = _line(one)
            classes[one.money_class] = added(classes.get(one.money_class, Row(one.money_class)), part)
            row = added(row, part)
        projects.append(row)
        units[account.unit_id] = added(units.get(account.unit_id, Row(account.unit_name)), row)
        total = added(total, row)
    return Reconciliation(tuple(projects), tuple(units.values()), tuple(classes.values()), total)


def _line(one: ClassSum) -> Row:
    sources = one.line.sources
    return Row(
        one.money_class,
        budget=sum((sources.get(str(name), ZERO) for name in Source), ZERO),
        own=sources.get(Source.OWN, ZERO),
        upper=sources.get(Source.UPPER, ZERO),
        administration=sources.get(Source.ADMINISTRATION, ZERO),
        social=sources.get(Source.SOCIAL, ZERO),
        spent=one.line.spent,
        spent_upper=spent_by_source([one.line])[Source.UPPER],
    )
