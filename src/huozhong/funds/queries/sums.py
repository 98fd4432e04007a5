"""Sums of one account: what was spent, paid, is owed back or still due. Read from the rows each time."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Sum

from huozhong.funds import engine
from huozhong.funds.engine import LineSum, Node, balance
from huozhong.funds.engine.shares import ZERO
from huozhong.funds.models import Account, Instalment, Line, Refund, Voucher
from huozhong.funds.queries import things
from huozhong.funds.rules.guards import InstalmentFacts
from huozhong.funds.rules.words import Source


def spent_of(line: Line) -> Decimal:
    """What stands against a line; what was corrected or voided does not count."""
    total = Voucher.objects.filter(line=line, state="recorded").aggregate(total=Sum("amount"))["total"]
    return total or ZERO


def subsidy_of(account: Account) -> Decimal:
    """The upper subsidy that was approved."""
    total = Line.objects.filter(account=account).aggregate(total=Sum("upper"))["total"]
    return total or ZERO


def paid_of(account: Account) -> Decimal:
    """The upper subsidy that was paid so far."""
    total = Instalment.objects.filter(account=account, state="paid").aggregate(total=Sum("paid_amount"))["total"]
    return total or ZERO


def line_sums(account: Account) -> tuple[LineSum, ...]:
    """Each line's sources with what was spent of it, in two queries."""
    rows = Voucher.objects.filter(account=account, state="recorded").order_by().values_list("line_id")
    spent = dict(rows.annotate(total=Sum("amount")))
    return tuple(
        LineSum({str(name): getattr(line, str(name)) for name in Source}, spent.get(line.id, ZERO))
        for line in Line.objects.filter(account=account).order_by("id")
    )


def owed_back(account: Account) -> Decimal:
    """Subsidy that was paid, not spent, and not yet asked back."""
    asked = Refund.objects.filter(account=account).aggregate(total=Sum("amount"))["total"] or ZERO
    return max(ZERO, balance(paid_of(account), line_sums(account)) - asked)


def owed_if_ended(thing_kind: str, thing_id: int) -> Decimal | None:
    """Subsidy that would go back if the thing ended now; None when it has no open account."""
    account = Account.objects.filter(thing_kind=thing_kind, thing_id=thing_id, state="open").first()
    return owed_back(account) if account is not None else None


def facts_of(row: Instalment) -> InstalmentFacts:
    """How far the thing of an instalment has come."""
    thing = (row.account.thing_kind, row.account.thing_id)
    return InstalmentFacts(
        node=Node(row.node),
        passed=things.passed([thing]).get(thing, frozenset()),
        is_open=row.account.state == "open",
    )


def advised(row: Instalment) -> Decimal:
    """The most that should be paid: once the thing has ended, no more than was really spent of the subsidy."""
    planned: Decimal = row.amount
    return planned if row.account.state == "open" else min(planned, still_due(row.account))


def still_due(account: Account) -> Decimal:
    """Subsidy that was spent and not yet paid."""
    spent = engine.spent_by_source(line_sums(account))[Source.UPPER]
    return max(ZERO, spent - paid_of(account))
