"""Verbs of inspection: visit, answer, confirm; and the clock that suspends what nobody put right."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from huozhong.access import services as access
from huozhong.kernel.actors import CLOCK, Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Conflict, Forbidden, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.workdays import china
from huozhong.kernel.zone import day_of
from huozhong.projects.models import Drawn, Inspection, Project
from huozhong.projects.queries import rules
from huozhong.projects.rules.words import Occasion, Outcome
from huozhong.projects.services.moving import lock_project, move_project, refresh_light
from huozhong.projects.services.running import WORKS, note_on, part_of


@transaction.atomic
def inspect(
    project_id: int,
    *,
    day: date,
    occasion: Occasion,
    outcome: Outcome,
    finding: str,
    due_date: date | None = None,
    actor: Actor,
    at: datetime,
) -> int:
    """Write down a visit. What must be put right has a day; where none is given, the rules count it."""
    project = lock_project(project_id, Permission.PROJECT_INSPECT, actor=actor, states=WORKS)
    _require_office(project, actor)
    if not finding.strip():
        raise Refused(say("请写明督查情况。"))
    if day > day_of(at):
        raise Refused(say("日期不能晚于今天。"))
    if outcome is Outcome.FINE:
        due_date = None
    elif due_date is None:
        due_date = usual_due(project, day=day, at=at)
    if due_date is not None and due_date < day_of(at):
        raise Refused(say("整改期限不能早于今天。"))
    row = Inspection.objects.create(
        city_id=project.city_id,
        project=project,
        by_person=actor.person_id,
        by_name=actor.name,
        at=at,
        day=day,
        occasion=occasion,
        outcome=outcome,
        finding=finding.strip(),
        due_date=due_date,
    )
    Drawn.objects.filter(project=project, inspection__isnull=True).update(inspection=row)  # drawn for this visit
    note_on(project, "inspected", actor=actor, at=at, details={"day": day, "outcome": outcome, "due_date": due_date})
    refresh_light(project, at=at)
    return row.id


def usual_due(project: Project, *, day: date, at: datetime) -> date:
    """The day by which something must be put right when nobody set another."""
    answer = rules.ask("projects.rectify.due", unit_id=project.programme.unit_id, on=day_of(at))
    return china().add_workdays(day, answer.number())


@transaction.atomic
def answer_inspection(inspection_id: int, *, answer: str, actor: Actor, at: datetime) -> None:
    """The union says what it put right."""
    row = part_of(Inspection, inspection_id)
    project = lock_project(row.project_id, Permission.PROJECT_RUN, actor=actor, states=WORKS)
    if not answer.strip():
        raise Refused(say("请写明整改情况。"))
    open_rows = Inspection.objects.filter(pk=inspection_id, outcome=Outcome.RECTIFY, confirmed_date__isnull=True)
    if not open_rows.update(answer=answer.strip(), answered_date=day_of(at)):
        raise Refused(say("这次督查没有待整改的事项。"))
    note_on(project, "rectification_answered", actor=actor, at=at, details={"inspection_id": inspection_id})
    refresh_light(project, at=at)


@transaction.atomic
def confirm_rectification(inspection_id: int, *, actor: Actor, at: datetime) -> None:
    """The office has looked: it is put right."""
    row = part_of(Inspection, inspection_id)
    project = lock_project(row.project_id, Permission.PROJECT_INSPECT, actor=actor, states=WORKS)
    _require_office(project, actor)
    waiting = Inspection.objects.filter(
        pk=inspection_id, outcome=Outcome.RECTIFY, answered_date__isnull=False, confirmed_date__isnull=True
    )
    if not waiting.update(confirmed_date=day_of(at)):
        raise Refused(say("申报单位还没有上报整改情况，或者已经确认过。"))
    note_on(project, "rectification_confirmed", actor=actor, at=at, details={"inspection_id": inspection_id})
    refresh_light(project, at=at)


@transaction.atomic
def send_back_rectification(inspection_id: int, *, due_date: date, why: str, actor: Actor, at: datetime) -> None:
    """The office has looked: not put right yet; a new day is set."""
    row = part_of(Inspection, inspection_id)
    project = lock_project(row.project_id, Permission.PROJECT_INSPECT, actor=actor, states=WORKS)
    _require_office(project, actor)
    if not why.strip():
        raise Refused(say("请写明理由。"))
    if due_date < day_of(at):
        raise Refused(say("整改期限不能早于今天。"))
    waiting = Inspection.objects.filter(pk=inspection_id, answered_date__isnull=False, confirmed_date__isnull=True)
    if not waiting.update(answered_date=None, due_date=due_date):
        raise Refused(say("申报单位还没有上报整改情况，或者已经确认过。"))
    details = {"inspection_id": inspection_id, "due_date": due_date, "before": row.answer}
    note_on(project, "rectification_sent_back", actor=actor, at=at, why=why, details=details)
    refresh_light(project, at=at)


def resume(project_id: int, *, why: str, actor: Actor, at: datetime) -> Project:
    """A suspended project runs again."""
    return move_project(project_id, "resume", actor=actor, at=at, why=why)


def suspend_what_is_overdue(*, at: datetime) -> int:
    """The clock suspends every running project with a rectification that nobody answered in time; gives how many."""
    today, suspended = day_of(at), 0
    overdue = Inspection.objects.filter(
        answered_date__isnull=True, confirmed_date__isnull=True, due_date__lt=today, project__state="running"
    )
    for project_id in overdue.values_list("project_id", flat=True).distinct().order_by("project_id"):
        try:
            move_project(project_id, "suspend", actor=CLOCK, at=at)
        except (Conflict, Refused):  # answered or moved on in the meantime: nothing to suspend
            continue
        suspended += 1
    return suspended


def _require_office(project: Project, actor: Actor) -> None:
    if not access.can(actor, Permission.PROJECT_INSPECT, at=project.programme.place):
        raise Forbidden(say("这一步由发起“%(call)s”的工会办理。", call=project.programme.title))
    if project.declared_by is not None and project.declared_by == actor.person_id:
        raise Forbidden(say("这个项目是您申报的，要由另一位经办人办理。"))
