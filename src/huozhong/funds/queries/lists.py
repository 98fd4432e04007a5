"""The accounts within a reach as lists show them, in a fixed number of statements whatever their number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Q, QuerySet, Sum

from huozhong.access.services import Reach
from huozhong.funds.engine import LineSum, spent_by_source
from huozhong.funds.engine.shares import ZERO
from huozhong.funds.models import Account, Instalment, Line, Refund, Voucher
from huozhong.funds.rules.words import Source
from huozhong.funds.workflow import ACCOUNT
from huozhong.kernel.sentences import Sentence


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account as a list shows it."""

    id: int
    label: str
    unit_name: str
    year: int
    state_word: Sentence
    budget: Decimal
    subsidy: Decimal
    paid: Decimal
    spent: Decimal
    spent_upper: Decimal
    returned: Decimal
    owed: Decimal
    share: Fraction


def accounts_of_year(*, reach: Reach, year: int, words: str = "", class_name: str = "") -> tuple[AccountLine, ...]:
    """Every account of a year within reach with its sums, in five statements whatever their number."""
    rows = Account.objects.select_related("unit").filter(reach.over("unit"), year=year)
    if words:
        rows = rows.filter(Q(thing_label__icontains=words) | Q(unit__name__icontains=words))
    if class_name:
        rows = rows.filter(id__in=Line.objects.filter(money_class=class_name).values("account_id"))
    found = list(rows.order_by("unit__path", "id"))
    ids = [row.id for row in found]
    lines, spent = lines_by_account(ids)
    paid = _sums(Instalment.objects.filter(account_id__in=ids, state="paid"), "paid_amount")
    back = _sums(Refund.objects.filter(account_id__in=ids, state="received"), "amount")
    owed = _sums(Refund.objects.filter(account_id__in=ids, state="owed"), "amount")
    return tuple(
        _account_line(
            row,
            [(line, spent.get(line.id, ZERO)) for line in lines.get(row.id, [])],
            paid=paid.get(row.id, ZERO),
            returned=back.get(row.id, ZERO),
            owed=owed.get(row.id, ZERO),
        )
        for row in found
    )


def _account_line(
    row: Account, lines: Sequence[tuple[Line, Decimal]], *, paid: Decimal, returned: Decimal, owed: Decimal
) -> AccountLine:
    budget = sum((line.amount for line, _ in lines), ZERO)
    spent = sum((amount for _, amount in lines), ZERO)
    sums = [LineSum({str(name): getattr(line, str(name)) for name in Source}, amount) for line, amount in lines]
    return AccountLine(
        id=row.id,
        label=row.thing_label,
        unit_name=row.unit.name,
        year=row.year,
        state_word=ACCOUNT.states[row.state],
        budget=budget,
        subsidy=sum((line.upper for line, _ in lines), ZERO),
        paid=paid,
        spent=spent,
        spent_upper=spent_by_source(sums)[Source.UPPER],
        returned=returned,
        owed=owed,
        share=Fraction(spent) / Fraction(budget) if budget else Fraction(0),
    )


def lines_by_account(ids: Sequence[int]) -> tuple[dict[int, list[Line]], dict[int, Decimal]]:
    """The approved lines of accounts, and what is spent of each line."""
    lines: dict[int, list[Line]] = {}
    for line in Line.objects.filter(account_id__in=ids).order_by("id"):
        lines.setdefault(line.account_id, []).append(line)
    rows = Voucher.objects.filter(account_id__in=ids, state="recorded").order_by().values_list("line_id")
    return lines, dict(rows.annotate(total=Sum("amount")))


def _sums(rows: QuerySet[Instalment] | QuerySet[Refund], column: str) -> dict[int, Decimal]:
    return dict(rows.order_by().values_list("account_id").annotate(total=Sum(column)))


def years(*, reach: Reach) -> tuple[int, ...]:
    """Years with accounts within reach, the newest first."""
    rows = Account.objects.filter(reach.over("unit")).order_by("-year").values_list("year", flat=True).distinct()
    return tuple(rows)
