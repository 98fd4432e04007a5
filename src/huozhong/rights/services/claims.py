"""Claim items: each with its sum, computed or stated, its formula and its limitation; marked, never dropped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import Conflict, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.rights.models import ClaimItem, Dossier
from huozhong.rights.queries import seeing
from huozhong.rights.rules import kinds as k
from huozhong.rights.services import computing, limiting, staging
from huozhong.rights.services.opening import locked, note_on, row_locked

MOST = 40
LARGEST = Decimal("999999999999.99")


@dataclass(frozen=True, slots=True)
class NewClaim:
    """A claim item: with a calculator and what it asks, or with a stated sum, or with neither yet."""

    kind: k.ClaimKind
    title: str = ""
    calculator: str = ""
    inputs: Mapping[str, Any] = field(default_factory=dict)
    policy: Mapping[str, Any] = field(default_factory=dict)
    amount: Decimal | None = None
    accrual_date: date | None = None
    employment_ended: date | None = None
    note: str = ""


def _row_for(dossier_id: int, *, actor: Actor) -> Dossier:
    """Who works on it writes its claims; the worker too, while it waits to be taken up."""
    if seeing.is_own(actor, dossier_id):
        row = row_locked(dossier_id)
        if row.state == "intake":
            return row
    row = locked(dossier_id, actor=actor)
    if row.state in seeing.ENDS:
        raise Conflict(say("案件已经办结，不能再改请求。"))
    return row


@transaction.atomic
def add_claims(dossier_id: int, new: Sequence[NewClaim], *, actor: Actor, at: datetime) -> tuple[int, ...]:
    """Write claim items into the dossier and answer their ids; sums are computed where a calculator is named."""
    row = _row_for(dossier_id, actor=actor)
    last = ClaimItem.objects.filter(dossier=row).aggregate(last=Max("number"))["last"] or 0
    if last + len(new) > MOST:
        raise Refused(say("一件案件最多写 %(n)s 项请求。", n=MOST))
    made = []
    for number, one in enumerate(new, start=last + 1):
        item = ClaimItem(city_id=row.city_id, dossier=row, number=number, kind=one.kind.value)
        _write(item, one, row, at=at)
        item.save()
        made.append(item.pk)
    if made:
        note_on(row, "claims_written", actor=actor, at=at, count=len(made))
        staging.watch_limitation(row, actor=actor, at=at)
    return tuple(made)


@transaction.atomic
def change_claim(dossier_id: int, number: int, new: NewClaim, *, actor: Actor, at: datetime) -> None:
    """Write the claim anew; what was computed before is computed again with today's rules."""
    row = _row_for(dossier_id, actor=actor)
    item = _item(row, number)
    if item.is_withdrawn:
        raise Conflict(say("这项请求已经撤回。"))
    item.kind = new.kind.value
    _write(item, new, row, at=at)
    item.save()
    staging.watch_limitation(row, actor=actor, at=at)
    note_on(row, "claim_changed", actor=actor, at=at, number=number)


@transaction.atomic
def withdraw_claim(dossier_id: int, number: int, *, why: str, actor: Actor, at: datetime) -> None:
    """Taken back with a reason; it stays to be seen. A doubtful limitation alone is no reason to drop it."""
    if not why.strip():
        raise Refused(say("请写明为什么撤回这项请求。时效过了的，也可以照样提：对方不提，仲裁委不会主动审查。"))
    row = _row_for(dossier_id, actor=actor)
    item = _item(row, number)
    item.is_withdrawn, item.withdrawn_why = True, why.strip()[:200]
    item.save(update_fields=["is_withdrawn", "withdrawn_why"])
    note_on(row, "claim_withdrawn", actor=actor, at=at, why=why, number=number)


def _item(row: Dossier, number: int) -> ClaimItem:
    item = ClaimItem.objects.filter(dossier=row, number=number).first()
    if item is None:
        raise NotFound(access.NOT_FOUND)
    return item


def _write(item: ClaimItem, new: NewClaim, row: Dossier, *, at: datetime) -> None:
    if new.amount is not None and not 0 <= new.amount <= LARGEST:
        raise Refused(say("金额不对。"))
    item.title = (new.title.strip() or str(k.CLAIMS[new.kind]))[:120]
    item.calculator, item.inputs, item.policy = new.calculator, dict(new.inputs), dict(new.policy)
    item.accrual_date, item.ended_date, item.written_at = new.accrual_date, new.employment_ended, at
    item.amount, item.low, item.high = new.amount, None, None
    item.formula, item.cites, item.warnings, item.parameters, item.refused = "", [], [], [], ""
    if new.note.strip():
        item.warnings = [new.note.strip()[:300]]
    if new.calculator:
        _compute(item, new, row, on=day_of(at))
    limiting.limit(item, row, on=day_of(at))


def _compute(item: ClaimItem, new: NewClaim, row: Dossier, *, on: date) -> None:
    result = computing.calculated(new.calculator, new.inputs, new.policy, unit_id=row.unit_id, on=on)
    if isinstance(result, str):
        item.refused = result[:300]
        return
    item.amount = result.amount if result.amount is not None else item.amount
    item.low, item.high, item.formula = result.low, result.high, result.formula
    item.cites = [result.cite] if result.cite else []
    item.warnings = [*item.warnings, *(str(one) for one in result.warnings)]
    item.parameters = [answer.as_json() for answer in result.parameters]
    if result.refused is not None:
        item.refused = str(result.refused)[:300]
