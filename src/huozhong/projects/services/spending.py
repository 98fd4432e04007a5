"""Verbs of a project's money: spend within a budget line, strike out a mistake, change the budget on a document."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.money import fen
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Forbidden, Refused
from huozhong.kernel.sentences import say
from huozhong.projects.models import BudgetLine, Change, Project, Spending
from huozhong.projects.rules.facts import ZERO, BudgetFacts
from huozhong.projects.rules.form import FEN, line_refusal
from huozhong.projects.rules.words import Source
from huozhong.projects.services.moving import count, lock_project, refresh_light, refuse_personal_numbers
from huozhong.projects.services.running import WORKS, at_work, need_why, note_on, part_of, recorded


@transaction.atomic
def spend(line_id: int, *, day: date, amount: Decimal, what: str, voucher: str, actor: Actor, at: datetime) -> int:
    """Write down money spent of a budget line; never beyond it. The line is locked, so that two cannot overdraw it."""
    line = part_of(BudgetLine, line_id)
    project = at_work(line.project_id, day=day, actor=actor, at=at)
    if amount <= 0 or amount != amount.quantize(FEN):
        raise Refused(say("支出金额必须大于零，最多两位小数。"))
    if not what.strip() or not voucher.strip():
        raise Refused(say("请填写支出事由和凭证号。"))
    refuse_personal_numbers(what, voucher)
    line = BudgetLine.objects.select_for_update().get(pk=line_id)
    left = line.amount - spent_of(line)
    if amount > left:
        raise Refused(
            say(
                "“%(purpose)s”预算还剩 %(left)s 元，不够支出 %(amount)s 元；要超出，先办理预算调整。",
                purpose=line.purpose,
                left=f"{left:.2f}",
                amount=f"{amount:.2f}",
            )
        )
    spending = Spending.objects.create(
        **recorded(project, actor, at), line=line, day=day, amount=amount, what=what.strip(), voucher=voucher.strip()
    )
    details = {"line": line.purpose, "amount": amount, "day": day, "voucher": voucher.strip()}
    note_on(project, "money_spent", actor=actor, at=at, details=details)
    refresh_light(project, at=at)
    return spending.id


@transaction.atomic
def strike_spending(spending_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """Strike out a wrong entry; it stays readable and no longer counts."""
    entry = part_of(Spending, spending_id)
    project = at_work(entry.project_id, day=entry.day, actor=actor, at=at)
    need_why(why)
    if not Spending.objects.filter(pk=spending_id, struck_at__isnull=True).update(struck_at=at, struck_why=why[:200]):
        raise Refused(say("这笔支出已经划销。"))
    details = {"line": entry.line.purpose, "amount": entry.amount, "voucher": entry.voucher}
    note_on(project, "spending_struck", actor=actor, at=at, why=why, details=details)
    refresh_light(project, at=at)


@transaction.atomic
def change_budget(
    line_id: int, *, sources: dict[str, Decimal], why: str, document_number: str, actor: Actor, at: datetime
) -> int:
    """The office changes an approved budget line on a document; never below what is already spent."""
    line = part_of(BudgetLine, line_id)
    project = lock_project(line.project_id, Permission.PROJECT_READ, actor=actor, states=WORKS | {"approved"})
    if not access.can(actor, Permission.PROJECT_APPROVE, at=project.programme.place):
        raise Forbidden(say("这一步由发起“%(call)s”的工会办理。", call=project.programme.title))
    need_why(why)
    if not document_number.strip():
        raise Refused(say("预算调整要有文件依据，请填写发文字号。"))
    line = BudgetLine.objects.select_for_update().get(pk=line_id)
    before = {"amount": line.amount} | {str(source): getattr(line, source) for source in Source}
    amount = sum((sources.get(str(source), ZERO) for source in Source), ZERO)
    wrong = line_refusal(BudgetFacts(line.purpose, line.money_class, amount, sources))
    if wrong is not None:
        raise Refused(wrong)
    if amount < spent_of(line):
        raise Refused(say("调整后的预算低于已经支出的 %(spent)s 元。", spent=f"{spent_of(line):.2f}"))
    line.amount = amount
    for source in Source:
        setattr(line, source, sources.get(str(source), ZERO))
    line.save()
    _require_ceiling(project)
    after = {"amount": amount} | {str(source): getattr(line, source) for source in Source}
    change = Change.objects.create(
        **recorded(project, actor, at),
        subject="budget",
        subject_id=line.id,
        label=line.purpose,
        before={name: str(value) for name, value in before.items()},
        after={name: str(value) for name, value in after.items()},
        why=why.strip(),
        document_number=document_number.strip(),
    )
    note_on(
        project,
        "budget_changed",
        actor=actor,
        at=at,
        why=why,
        details={"line": line.purpose, "before": before["amount"], "after": amount, "document_number": document_number},
    )
    count(project, "money_approved_fen", fen(amount) - fen(before["amount"]), at=at)
    refresh_light(project, at=at)
    return change.id


def spent_of(line: BudgetLine) -> Decimal:
    """What stands against a line; struck entries do not count."""
    total = Spending.objects.filter(line=line, struck_at__isnull=True).aggregate(total=Sum("amount"))["total"]
    return total or ZERO


def _require_ceiling(project: Project) -> None:
    ceiling = project.programme.subsidy_ceiling
    asked = BudgetLine.objects.filter(project=project).aggregate(total=Sum("upper"))["total"] or ZERO
    if ceiling is not None and asked > ceiling:
        raise Refused(
            say(
                "申请上级补助 %(asked)s 元，超过本次征集每个项目 %(ceiling)s 元的上限。",
                asked=f"{asked:.2f}",
                ceiling=f"{ceiling:.2f}",
            )
        )
