"""Verbs of an account: open it at approval, revise a line, settle it; and the pool of a year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum

from huozhong.access import services as access
from huozhong.funds.engine.shares import ZERO
from huozhong.funds.models import Account, Instalment, Line, Pool, Refund
from huozhong.funds.queries.sums import owed_back, spent_of, subsidy_of
from huozhong.funds.rules.words import Source
from huozhong.kernel.actors import CLOCK, Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.lifecycles import services as lifecycles
from huozhong.records import services as records
from huozhong.unions import queries as unions

KIND = "funds.account"


@dataclass(frozen=True, slots=True)
class ApprovedLine:
    """A line of a plan as it was approved; `thing_line_id` is its own in the room of the plan."""

    thing_line_id: int
    purpose: str
    money_class: str
    sources: Mapping[str, Decimal]
    head: str = ""
    people: int | None = None
    participants: int | None = None
    whom: str = ""
    occasion: str = ""
    fees: Decimal | None = None

    @property
    def amount(self) -> Decimal:
        return sum(self.sources.values(), ZERO)


@dataclass(frozen=True, slots=True)
class Approval:
    """What was approved for which thing, whose it is, who subsidises it, on which document."""

    thing_kind: str
    thing_id: int
    label: str
    unit: Place
    payer: Place
    year: int
    lines: Sequence[ApprovedLine] = field(default_factory=tuple)
    document_number: str = ""
    approved_date: date | None = None


@transaction.atomic
def open_account(approval: Approval, *, actor: Actor, at: datetime) -> int:
    """Freeze an approved budget. The caller carried out the approval; a second call changes nothing."""
    known = Account.objects.filter(
        city_id=approval.unit.city_id, thing_kind=approval.thing_kind, thing_id=approval.thing_id
    ).first()
    if known is not None:
        return known.id
    account = Account.objects.create(
        city_id=approval.unit.city_id,
        unit_id=approval.unit.unit_id,
        payer_id=approval.payer.unit_id,
        thing_kind=approval.thing_kind,
        thing_id=approval.thing_id,
        thing_label=approval.label[:200],
        year=approval.year,
        approval_number=approval.document_number[:60],
        approved_date=approval.approved_date,
        opened_at=at,
    )
    Line.objects.bulk_create(
        Line(city_id=account.city_id, account=account, **_columns(line)) for line in approval.lines
    )
    total = sum((line.amount for line in approval.lines), ZERO)
    note_on(account, "account_opened", actor=actor, at=at, details={"lines": len(approval.lines), "amount": total})
    return account.id


def _columns(line: ApprovedLine) -> dict[str, Any]:
    kept = ("thing_line_id", "purpose", "money_class", "head", "people", "participants", "whom", "occasion", "fees")
    return {
        **{name: getattr(line, name) for name in kept},
        "amount": line.amount,
        **{str(name): line.sources.get(str(name), ZERO) for name in Source},
    }


@transaction.atomic
def revise_line(
    thing_kind: str, thing_id: int, line: ApprovedLine, *, document_number: str, actor: Actor, at: datetime
) -> None:
    """An approved line changed on a document; never below what is spent. The caller has asked who may."""
    account = locked_account(thing_kind, thing_id)
    if account is None:
        return
    row = Line.objects.select_for_update().filter(account=account, thing_line_id=line.thing_line_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    if line.amount < spent_of(row):
        raise Refused(say("调整后的预算低于已经支出的 %(spent)s 元。", spent=f"{spent_of(row):.2f}"))
    before = row.amount
    for name, value in _columns(line).items():
        setattr(row, name, value)
    row.save()
    _require_instalments_fit(account)
    details = {"line": row.purpose, "before": before, "after": row.amount, "document_number": document_number}
    note_on(account, "line_revised", actor=actor, at=at, details=details)


def _require_instalments_fit(account: Account) -> None:
    planned = Instalment.objects.filter(account=account).exclude(state="cancelled")
    promised = planned.aggregate(total=Sum("amount"))["total"] or ZERO
    upper = subsidy_of(account)
    if promised > upper:
        raise Refused(
            say(
                "补助已经分期安排了 %(promised)s 元，超过调整后的上级补助 %(upper)s 元，请先调整分期。",
                promised=f"{promised:.2f}",
                upper=f"{upper:.2f}",
            )
        )


@transaction.atomic
def settle(thing_kind: str, thing_id: int, *, reason: str, at: datetime) -> Decimal:
    """A thing ended: what was paid and not spent is owed back; answers how much. The caller carried out the ending."""
    account = locked_account(thing_kind, thing_id)
    if account is None or account.state != "open":
        return ZERO
    if reason == "terminated":
        for row in Instalment.objects.filter(account=account, state="planned").order_by("number"):
            lifecycles.carry_out(row, "lapse", actor=CLOCK, at=at)
    owed = owed_back(account)
    if owed > 0:
        refund = Refund.objects.create(
            city_id=account.city_id, account=account, amount=owed, reason=reason, owed_date=day_of(at)
        )
        note_on(account, "refund_owed", actor=CLOCK, at=at, details={"refund": refund.id, "amount": owed})
    lifecycles.carry_out(account, "settle", actor=CLOCK, at=at, changes={"settled_at": at})
    return owed


@transaction.atomic
def plan_pool(unit_id: int, *, year: int, amount: Decimal, document_number: str, actor: Actor, at: datetime) -> int:
    """Say what a federation has set aside for subsidies in a year; a later figure replaces it, the trail keeps both."""
    place = unions.unit(unit_id).place
    access.require(actor, Permission.FUND_RELEASE, at=place, seen=Permission.FUND_READ)
    if amount < 0:
        raise Refused(say("金额不能是负数。"))
    if not document_number.strip():
        raise Refused(say("请填写预算文件的发文字号。"))
    before = Pool.objects.filter(city_id=place.city_id, unit_id=unit_id, year=year).first()
    row, _made = Pool.objects.update_or_create(
        city_id=place.city_id,
        unit_id=unit_id,
        year=year,
        defaults={
            "amount": amount,
            "document_number": document_number.strip()[:60],
            "set_by_name": actor.name[:100],
            "set_at": at,
        },
    )
    details = {"year": year, "before": before.amount if before else None, "after": amount}
    records.note(
        "funds.pool", row.id, "pool_planned", actor=actor, at=at, place=place, label=str(year), details=details
    )
    return row.id


def locked_account(thing_kind: str, thing_id: int) -> Account | None:
    """The account of a thing, locked; None while nothing was approved."""
    rows = Account.objects.select_for_update(of=("self",)).select_related("unit", "payer")
    return rows.filter(thing_kind=thing_kind, thing_id=thing_id).first()


def note_on(
    account: Account, action: str, *, actor: Actor, at: datetime, why: str = "", details: dict[str, Any] | None = None
) -> None:
    """One row of the trail about an account."""
    records.note(
        KIND, account.id, action, actor=actor, at=at, place=account.place, label=account.thing_label, why=why,
        details=details or {},
    )  # fmt: skip
