"""Verbs of the subsidy: plan its instalments, pay them when their node is passed, take the balance back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.db.models import Max, Sum

from huozhong.access import services as access
from huozhong.funds import engine
from huozhong.funds.engine import Node
from huozhong.funds.engine.shares import ZERO
from huozhong.funds.models import Account, Instalment, Refund
from huozhong.funds.queries import checking
from huozhong.funds.queries.sums import advised, facts_of, subsidy_of
from huozhong.funds.services.accounts import note_on
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.rulepacks import NoRule
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.lifecycles import services as lifecycles
from huozhong.records import services as records

SHARE_RULES: Mapping[Node, str] = {
    Node.START: "projects.subsidy.share_at_start",
    Node.MIDWAY: "projects.subsidy.share_at_midyear",
    Node.ACCEPTANCE: "projects.subsidy.share_at_acceptance",
}


def shares_in_force(account: Account, *, on: date) -> Mapping[Node, Fraction] | None:
    """The federation's own shares, or None while it has not entered all of them: nothing is guessed."""
    held = checking.in_force(account.payer.place, on=on)
    try:
        return {node: held.ask(rule).share() for node, rule in SHARE_RULES.items()}
    except NoRule:
        return None


@transaction.atomic
def plan_instalments(account_id: int, *, shares: Mapping[Node, Fraction], actor: Actor, at: datetime) -> int:
    """Split what is left of the subsidy over nodes; parts add up to the fen. Answers how many were planned.

    What was planned before and not paid is set aside; what was paid stays and is never promised twice.
    """
    account = paid_by(account_id, actor=actor)
    if account.state != "open":
        raise Refused(say("这本账已经结清，不能再改。"))
    for row in Instalment.objects.filter(account=account, state="planned").order_by("number"):
        lifecycles.carry_out(row, "cancel", actor=actor, at=at, why="重新安排分期")
    kept = Instalment.objects.filter(account=account, state="paid")
    left = subsidy_of(account) - (kept.aggregate(total=Sum("paid_amount"))["total"] or ZERO)
    if left <= 0:
        raise Refused(say("没有上级补助可以分期。"))
    last = Instalment.objects.filter(account=account).aggregate(last=Max("number"))["last"] or 0
    parts = engine.instalments(left, shares)
    for number, part in enumerate(parts, start=last + 1):
        Instalment.objects.create(
            city_id=account.city_id, account=account, number=number, node=part.node, amount=part.amount
        )
    details = {str(part.node): part.amount for part in parts}
    note_on(account, "instalments_planned", actor=actor, at=at, details=details)
    return len(parts)


@transaction.atomic
def pay(
    instalment_id: int, *, amount: Decimal, document_number: str, day: date, actor: Actor, at: datetime
) -> Instalment:
    """Pay an instalment after its node, on a document: all of it or less, never more."""
    row = _instalment(instalment_id, actor=actor)
    if not document_number.strip():
        raise Refused(say("拨付要有文件依据，请填写发文字号。"))
    if day > day_of(at):
        raise Refused(say("日期不能晚于今天。"))
    most = advised(row)
    if most <= 0:
        raise Refused(say("已经拨的补助够用了，这一期不再拨，请选“不拨这一期”。"))
    if amount <= 0 or amount > most:
        raise Refused(say("这一期最多拨 %(amount)s 元。", amount=f"{most:.2f}"))
    return lifecycles.carry_out(
        row,
        "pay",
        actor=actor,
        at=at,
        facts=facts_of,
        changes={
            "paid_amount": amount,
            "document_number": document_number.strip()[:60],
            "paid_date": day,
            "paid_by_name": actor.name[:100],
        },
        details={"amount": amount, "document_number": document_number.strip()},
    )


def cancel(instalment_id: int, *, why: str, actor: Actor, at: datetime) -> Instalment:
    """Do not pay an instalment, with the reason."""
    row = _instalment(instalment_id, actor=actor)
    return lifecycles.carry_out(row, "cancel", actor=actor, at=at, facts=facts_of, why=why)


@transaction.atomic
def receive_refund(
    refund_id: int, *, receipt: str, day: date, scan: Any = None, name: str = "", actor: Actor, at: datetime
) -> Refund:
    """The balance is back: its receipt lies with the account."""
    row = Refund.objects.select_related("account__payer", "account__unit").filter(pk=refund_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    access.require(actor, Permission.FUND_RELEASE, at=row.place, seen=Permission.FUND_READ)
    if not receipt.strip():
        raise Refused(say("请填写收据号。"))
    if day > day_of(at):
        raise Refused(say("日期不能晚于今天。"))
    changes: dict[str, Any] = {"receipt": receipt.strip()[:60], "received_date": day}
    if scan is not None:
        kept = records.store_file(scan, name=name, city_id=row.city_id, actor=actor, at=at, limit=records.SCAN)
        changes["file_id"] = kept.id
    details = {"amount": row.amount, "receipt": receipt.strip()}
    return lifecycles.carry_out(row, "receive", actor=actor, at=at, changes=changes, details=details)


def paid_by(account_id: int, *, actor: Actor) -> Account:
    """An account, locked, for the federation that pays it."""
    rows = Account.objects.select_for_update(of=("self",)).select_related("unit", "payer")
    account = rows.filter(pk=account_id).first()
    if account is None or not access.can(actor, Permission.FUND_READ, at=account.place):
        raise NotFound(access.NOT_FOUND)
    access.require(actor, Permission.FUND_RELEASE, at=account.payer.place)
    return account


def _instalment(instalment_id: int, *, actor: Actor) -> Instalment:
    row = Instalment.objects.select_related("account__payer", "account__unit").filter(pk=instalment_id).first()
    if row is None or not access.can(actor, Permission.FUND_READ, at=row.account.place):
        raise NotFound(access.NOT_FOUND)
    access.require(actor, Permission.FUND_RELEASE, at=row.place)
    return row
