"""A federation's year of subsidies, and the reconciliation of what its unions did with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from huozhong.access.services import Reach
from huozhong.funds.engine import AccountSum, ClassSum, LineSum, Reconciliation, VoucherLine, reconcile
from huozhong.funds.engine.shares import ZERO
from huozhong.funds.models import Account, Instalment, Line, Pool, Refund, Voucher
from huozhong.funds.queries.lists import lines_by_account
from huozhong.funds.rules.words import Source
from huozhong.kernel.places import Place, path_end


@dataclass(frozen=True, slots=True)
class Year:
    """What a federation planned, approved, paid, and what of it was spent and came back."""

    year: int
    pool: Decimal | None
    pool_document: str
    approved: Decimal
    promised: Decimal
    paid: Decimal
    spent: Decimal
    owed: Decimal
    returned: Decimal

    @property
    def free(self) -> Decimal | None:
        """What the pool still holds for new projects; below nothing when more was approved than planned."""
        return None if self.pool is None else self.pool - self.approved


def year_of(payer_id: int, *, city_id: int, year: int) -> Year:
    """One federation's subsidies of a year. The caller has asked whether they may be seen."""
    pool = Pool.objects.filter(city_id=city_id, unit_id=payer_id, year=year).first()
    accounts = Account.objects.filter(city_id=city_id, payer_id=payer_id, year=year)
    found = reconcile(account_sums(list(accounts.select_related("unit").order_by("id"))))
    planned = Instalment.objects.filter(account__in=accounts, state="planned")
    owed = Refund.objects.filter(account__in=accounts, state="owed")
    return Year(
        year=year,
        pool=pool.amount if pool else None,
        pool_document=pool.document_number if pool else "",
        approved=found.total.upper,
        promised=_total(planned, "amount"),
        paid=found.total.paid,
        spent=found.total.spent_upper,
        owed=_total(owed, "amount"),
        returned=found.total.returned,
    )


def _total(rows: Any, column: str) -> Decimal:
    total: Decimal | None = rows.aggregate(total=Sum(column))["total"]
    return total or ZERO


def reconciliation(*, reach: Reach, year: int, below: Place) -> tuple[Reconciliation, tuple[VoucherLine, ...]]:
    """The reconciliation of a year for a unit and all below it, within reach, with every voucher that counts."""
    rows = Account.objects.filter(reach.over("unit"), year=year)
    rows = rows.filter(unit__path__gte=below.path, unit__path__lt=path_end(below.path))
    accounts = list(rows.select_related("unit").order_by("unit__path", "id"))
    vouchers = (
        Voucher.objects.filter(account__in=accounts, state="recorded")
        .select_related("line", "account__unit")
        .order_by("day", "id")
    )
    return reconcile(account_sums(accounts)), tuple(map(_told, vouchers))


def _told(row: Voucher) -> VoucherLine:
    return VoucherLine(
        day=row.day,
        project=row.account.thing_label,
        unit=row.account.unit.name,
        line=row.line.purpose,
        money_class=row.line.money_class,
        payee=row.payee,
        what=row.what,
        voucher=row.number,
        invoice=f"{row.invoice_code} {row.invoice_number}".strip(),
        amount=row.amount,
    )


def account_sums(accounts: Sequence[Account]) -> tuple[AccountSum, ...]:
    """Accounts as the reconciliation takes them, in four statements."""
    ids = [account.id for account in accounts]
    lines, spent = lines_by_account(ids)
    paid = dict(
        Instalment.objects.filter(account_id__in=ids, state="paid")
        .order_by()
        .values_list("account_id")
        .annotate(total=Sum("paid_amount"))
    )
    back = dict(
        Refund.objects.filter(account_id__in=ids, state="received")
        .order_by()
        .values_list("account_id")
        .annotate(total=Sum("amount"))
    )
    return tuple(
        AccountSum(
            label=account.thing_label,
            unit_id=account.unit_id,
            unit_name=account.unit.name,
            lines=tuple(_sum_of(line, spent.get(line.id, ZERO)) for line in lines.get(account.id, [])),
            paid=paid.get(account.id, ZERO),
            returned=back.get(account.id, ZERO),
        )
        for account in accounts
    )


def _sum_of(line: Line, spent: Decimal) -> ClassSum:
    return ClassSum(line.money_class, LineSum({str(name): getattr(line, str(name)) for name in Source}, spent))
