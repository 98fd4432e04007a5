"""Verbs of the audit committee (经审): an opinion, the union's answer, and the auditor's last word."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from huozhong.access import services as access
from huozhong.funds.models import Account, Finding, Voucher
from huozhong.funds.rules.guards import FindingFacts
from huozhong.funds.rules.words import Verdict
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.lifecycles import services as lifecycles
from huozhong.records import services as records
from huozhong.records.engine.personal import holds_personal_number

KIND = "funds.finding"


@transaction.atomic
def record_finding(
    account_id: int,
    *,
    verdict: Verdict,
    text: str,
    due_date: date | None = None,
    voucher_id: int | None = None,
    actor: Actor,
    at: datetime,
) -> int:
    """Write down what the audit found about an account or one of its vouchers; something to mend has a day."""
    account = Account.objects.select_related("unit").filter(pk=account_id).first()
    if account is None:
        raise NotFound(access.NOT_FOUND)
    access.require(actor, Permission.FUND_AUDIT, at=account.place, seen=Permission.FUND_READ)
    if voucher_id is not None and not Voucher.objects.filter(pk=voucher_id, account=account).exists():
        raise NotFound(access.NOT_FOUND)
    text = _words(text)
    if verdict is Verdict.FINE:
        due_date = None
    elif due_date is None or due_date < day_of(at):
        raise Refused(say("请填写整改期限，不能早于今天。"))
    row = Finding.objects.create(
        city_id=account.city_id,
        unit=account.unit,
        account=account,
        voucher_id=voucher_id,
        verdict=verdict,
        day=day_of(at),
        text=text,
        due_date=due_date,
        by_person=actor.person_id,
        by_name=actor.name[:100],
        at=at,
    )
    details = {"verdict": verdict, "due_date": due_date, "voucher": voucher_id}
    records.note(
        KIND, row.id, "finding_recorded", actor=actor, at=at, place=row.place, label=account.thing_label,
        details=details,
    )  # fmt: skip
    if verdict is Verdict.FINE:
        _carry(row, "conclude", actor=actor, at=at, changes={"closed_date": day_of(at)})
    return row.id


def answer_finding(finding_id: int, *, answer: str, actor: Actor, at: datetime) -> Finding:
    """The union says what it put right."""
    row = _finding(finding_id, Permission.FUND_SPEND, actor=actor)
    changes = {
        "answer": _words(answer),
        "answered_by": actor.person_id,
        "answered_by_name": actor.name[:100],
        "answered_date": day_of(at),
    }
    return _carry(row, "answer", actor=actor, at=at, changes=changes)


def confirm_finding(finding_id: int, *, actor: Actor, at: datetime) -> Finding:
    """The auditor has looked: it is put right."""
    row = _finding(finding_id, Permission.FUND_AUDIT, actor=actor)
    return _carry(row, "confirm", actor=actor, at=at, changes={"closed_date": day_of(at)})


def send_back_finding(finding_id: int, *, due_date: date, why: str, actor: Actor, at: datetime) -> Finding:
    """Not put right yet: another day is set, and the answer stays in the trail."""
    row = _finding(finding_id, Permission.FUND_AUDIT, actor=actor)
    if due_date < day_of(at):
        raise Refused(say("请填写整改期限，不能早于今天。"))
    _words(why)
    return _carry(row, "send_back", actor=actor, at=at, why=why, changes={"due_date": due_date, "answered_date": None})


def _carry(
    row: Finding, move: str, *, actor: Actor, at: datetime, why: str = "", changes: Mapping[str, object]
) -> Finding:
    facts = FindingFacts(row.verdict, row.due_date, row.answered_by, actor.person_id)
    return lifecycles.carry_out(row, move, actor=actor, at=at, facts=facts, why=why, changes=changes)


def _words(text: str) -> str:
    if not text.strip():
        raise Refused(say("请写明情况。"))
    if holds_personal_number(text):
        raise Refused(say("文字里不要写证件号码或手机号码。"))
    return text.strip()


def _finding(finding_id: int, permission: Permission, *, actor: Actor) -> Finding:
    row = Finding.objects.select_related("unit", "account").filter(pk=finding_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    access.require(actor, permission, at=row.place, seen=Permission.FUND_READ)
    return row
