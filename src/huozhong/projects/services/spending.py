"""Verbs of a project's money: spend of a budget line, strike out a mistake, change the budget on a document."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from huozhong.access import services as access
from huozhong.funds import queries
from huozhong.funds import services as funds
from huozhong.kernel.actors import Actor
from huozhong.kernel.money import fen
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Forbidden, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.projects.models import BudgetLine, Change, Project
from huozhong.projects.queries.money import KIND, budget_findings
from huozhong.projects.rules.facts import ZERO, BudgetFacts
from huozhong.projects.rules.form import line_refusal
from huozhong.projects.rules.words import Source
from huozhong.projects.services.money import approved_line
from huozhong.projects.services.moving import count, lock_project, refresh_light
from huozhong.projects.services.running import WORKS, need_why, note_on, part_of, recorded


def spend(
    line_id: int, *, day: date, amount: Decimal, what: str, voucher: str, payee: str = "", actor: Actor, at: datetime
) -> int:
    """Write down money spent of a budget line, in the project's account; gives the voucher's id."""
    line = part_of(BudgetLine, line_id)
    approved = queries.line_of(KIND, line.project_id, line.id)
    if approved is None:
        raise Refused(say("项目还没有立项，不能登记支出。"))
    form = funds.VoucherForm(day=day, amount=amount, what=what, number=voucher, payee=payee, people=line.people)
    return funds.record_voucher(approved, form=form, actor=actor, at=at)


def strike_spending(spending_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """Void a wrong voucher; it stays readable and no longer counts."""
    funds.void_voucher(spending_id, why=why, actor=actor, at=at)


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
    line.amount = amount
    for source in Source:
        setattr(line, source, sources.get(str(source), ZERO))
    line.save()
    _require_ceiling(project)
    _require_within_caps(project, line, at=at)
    funds.revise_line(
        KIND, project.id, approved_line(line), document_number=document_number.strip(), actor=actor, at=at
    )
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


def _require_within_caps(project: Project, line: BudgetLine, *, at: datetime) -> None:
    """A line that is changed on a document is held against the caps again."""
    lines = list(BudgetLine.objects.filter(project=project).order_by("id"))
    row = [one.id for one in lines].index(line.id)
    for finding in budget_findings(project, lines, on=day_of(at)):
        if finding.row == row and finding.refuses:
            raise Refused(finding.says)


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
