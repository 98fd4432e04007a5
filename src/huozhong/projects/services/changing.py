"""Changes of an approved project that only the office makes, on a document: who leads it, what it should reach."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Forbidden, Refused
from huozhong.kernel.sentences import say
from huozhong.projects.models import Change, Project, Target
from huozhong.projects.rules.form import FEN
from huozhong.projects.services.moving import lock_project, refresh_light, refuse_personal_numbers
from huozhong.projects.services.running import WORKS, need_why, note_on, part_of, recorded

CHANGEABLE = WORKS | {"approved"}


@transaction.atomic
def change_lead(
    project_id: int, *, lead: str, contact: str, why: str, document_number: str, actor: Actor, at: datetime
) -> int:
    """Another person answers for the project; the change log keeps both."""
    project = _approved(project_id, why=why, document_number=document_number, actor=actor)
    lead, contact = lead.strip(), contact.strip()
    if not lead:
        raise Refused(say("请填写项目负责人。"))
    refuse_personal_numbers(lead, contact)
    before = {"lead": project.lead, "contact": project.contact}
    after = {"lead": lead[:60], "contact": contact[:60] or project.contact}
    if before == after:
        raise Refused(say("没有改动。"))
    for name, value in after.items():
        setattr(project, name, value)
    project.save(update_fields=sorted(after))
    change_id = _log(project, "lead", None, project.name, before, after, why, document_number, actor=actor, at=at)
    details = {"before": before["lead"], "after": after["lead"], "document_number": document_number.strip()}
    note_on(project, "lead_changed", actor=actor, at=at, why=why, details=details)
    return change_id


@transaction.atomic
def change_target(
    target_id: int,
    *,
    target: Decimal,
    due_date: date | None,
    why: str,
    document_number: str,
    actor: Actor,
    at: datetime,
) -> int:
    """Another number or day for an indicator; the baseline stays, the change log keeps both."""
    row = part_of(Target, target_id)
    project = _approved(row.project_id, why=why, document_number=document_number, actor=actor)
    row = Target.objects.select_for_update().get(pk=target_id)
    if target != target.quantize(FEN) or abs(target) >= Decimal("1e12"):
        raise Refused(say("读数最多两位小数，并且不能太大。"))
    if row.baseline is not None and target == row.baseline:
        raise Refused(say("目标不能和基数一样。"))
    if due_date is not None and project.start_date is not None and due_date < project.start_date:
        raise Refused(say("指标的期限早于项目开始日期。"))
    if due_date is not None and project.finish_date is not None and due_date > project.finish_date:
        raise Refused(say("指标的期限晚于项目完成日期。"))
    before, after = _said(row.target, row.due_date), _said(target, due_date or row.due_date)
    if before == after:
        raise Refused(say("没有改动。"))
    row.target, row.due_date = target, due_date or row.due_date
    row.save(update_fields=["target", "due_date"])
    change_id = _log(project, "target", row.pk, row.indicator, before, after, why, document_number, actor=actor, at=at)
    details = {"target": row.indicator, "before": before["target"], "after": after["target"]}
    details["document_number"] = document_number.strip()
    note_on(project, "target_changed", actor=actor, at=at, why=why, details=details)
    refresh_light(project, at=at)
    return change_id


def _said(target: Decimal | None, due_date: date | None) -> dict[str, str]:
    return {
        "target": f"{target.normalize():f}" if target is not None else "",
        "due_date": due_date.isoformat() if due_date else "",
    }


def _approved(project_id: int, *, why: str, document_number: str, actor: Actor) -> Project:
    project = lock_project(project_id, Permission.PROJECT_READ, actor=actor, states=CHANGEABLE)
    if not access.can(actor, Permission.PROJECT_APPROVE, at=project.programme.place):
        raise Forbidden(say("这一步由发起“%(call)s”的工会办理。", call=project.programme.title))
    need_why(why)
    if not document_number.strip():
        raise Refused(say("立项以后的调整要有文件依据，请填写发文字号。"))
    return project


def _log(
    project: Project,
    subject: str,
    subject_id: int | None,
    label: str,
    before: dict[str, Any],
    after: dict[str, Any],
    why: str,
    document_number: str,
    *,
    actor: Actor,
    at: datetime,
) -> int:
    change = Change.objects.create(
        **recorded(project, actor, at),
        subject=subject,
        subject_id=subject_id,
        label=label,
        before=before,
        after=after,
        why=why.strip(),
        document_number=document_number.strip()[:60],
    )
    return int(change.pk)
