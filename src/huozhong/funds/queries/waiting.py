"""What waits for somebody: instalments that may be paid, words to look at, balances, and what an audit asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from huozhong.access import services as access
from huozhong.funds.models import Finding, Flag, Instalment, Refund
from huozhong.funds.queries import things
from huozhong.funds.rules.words import Node
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.sentences import Sentence, say

PAY, LOOK, RECEIVE = say("拨付补助"), say("看一眼用途"), say("确认退回的补助")
MEND, CONFIRM = say("整改经审意见"), say("确认整改")
MOST = 100


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits, as the first page shows it."""

    title: str
    url: str
    due_date: date | None
    unit_name: str
    kind: Sentence


def _own(actor: Actor, permission: Permission) -> list[int]:
    """One's own desk, not everybody's below."""
    return [held.unit_id for held in actor.appointments if access.holds(held, permission)]


def _payable(actor: Actor) -> list[Instalment]:
    """Instalments of one's own federation whose node is passed."""
    own = _own(actor, Permission.FUND_RELEASE)
    if not own:
        return []
    rows = list(
        Instalment.objects.filter(account__payer_id__in=own, state="planned")
        .select_related("account__unit")
        .order_by("account_id", "number")[:2000]
    )
    passed = things.passed({(row.account.thing_kind, row.account.thing_id) for row in rows}) if rows else {}
    return [
        row for row in rows if Node(row.node) in passed.get((row.account.thing_kind, row.account.thing_id), frozenset())
    ]


def _refunds(actor: Actor) -> QuerySet[Refund]:
    own = _own(actor, Permission.FUND_RELEASE)
    return Refund.objects.filter(account__payer_id__in=own, state="owed").select_related("account__unit")


def _flags(actor: Actor) -> QuerySet[Flag]:
    """Words below one's reach that somebody else wrote."""
    reach = access.reach(actor, Permission.FUND_REVIEW)
    if reach.is_empty:
        return Flag.objects.none()
    rows = Flag.objects.filter(reach.over("unit"), state="raised").select_related("unit")
    return rows.exclude(raised_by=actor.person_id) if actor.person_id else rows


def _findings(actor: Actor) -> QuerySet[Finding]:
    """What one's own union has to mend, and what came back to the auditor."""
    mend = Q(unit_id__in=_own(actor, Permission.FUND_SPEND), state="open")
    reach = access.reach(actor, Permission.FUND_AUDIT)
    confirm = Q(pk__in=[]) if reach.is_empty else reach.over("unit") & Q(state="answered")
    return Finding.objects.filter(mend | confirm).select_related("unit", "account").order_by("due_date", "id")


def waiting_for(actor: Actor, *, on: date, limit: int = 20) -> tuple[Waiting, ...]:
    """What waits for the actor here; what has a day first."""
    found = [
        Waiting(
            str(row), reverse("funds:finding", args=[row.id]), row.due_date, row.unit.name,
            MEND if row.state == "open" else CONFIRM,
        )
        for row in _findings(actor)[:limit]
    ]  # fmt: skip
    found += [
        Waiting(row.thing_label, reverse("funds:flag", args=[row.id]), None, row.unit.name, LOOK)
        for row in _flags(actor).order_by("id")[:limit]
    ]
    found += [
        Waiting(
            row.account.thing_label, reverse("funds:account", args=[row.account_id]), None, row.account.unit.name, PAY
        )
        for row in _payable(actor)[:limit]
    ]
    found += [
        Waiting(
            row.account.thing_label, reverse("funds:account", args=[row.account_id]), None, row.account.unit.name,
            RECEIVE,
        )
        for row in _refunds(actor).order_by("id")[:limit]
    ]  # fmt: skip
    return tuple(found[:limit])


def waiting_count(actor: Actor, *, on: date) -> int:
    """How many such things there are, up to a hundred of each kind."""
    rows = [query.order_by().values("id")[:MOST] for query in (_findings(actor), _flags(actor), _refunds(actor))]
    return sum(query.count() for query in rows) + len(_payable(actor)[:MOST])
