"""What waits for somebody in this room, and by when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.sentences import Sentence, say
from huozhong.kernel.zone import day_of
from huozhong.projects.models import Inspection, Juror, Project
from huozhong.projects.queries.jury import ballots
from huozhong.projects.queries.lists import told_from
from huozhong.projects.rules.words import Outcome

NEAR = timedelta(days=14)
MOST = 200


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to do: what kind, for which project, where to click, by when."""

    title: str
    url: str
    due_date: date | None
    unit_name: str
    kind: Sentence


def waiting_for(actor: Actor, *, on: date, limit: int = 20) -> tuple[Waiting, ...]:
    """What waits for the actor, the soonest first; what has no day comes last."""
    found = [*_office(actor), *_inspections(actor), *_cadre(actor, on=on), *_jury(actor, on=on)]
    return tuple(sorted(found, key=lambda row: row.due_date or date.max)[:limit])


def waiting_count(actor: Actor, *, on: date) -> int:
    """How many things wait for the actor."""
    return len(waiting_for(actor, on=on, limit=MOST))


_STEPS = (
    ("declared", Permission.PROJECT_REVIEW, say("初审"), "approval_date"),
    ("shortlisted", Permission.PROJECT_APPROVE, say("立项"), "approval_date"),
    ("awaiting", Permission.PROJECT_ACCEPT, say("验收"), "report_date"),
    ("suspended", Permission.PROJECT_INSPECT, say("处理中止的项目"), ""),
)


def _rows(condition: Q) -> QuerySet[Project]:
    return Project.objects.select_related("unit", "programme").filter(condition).order_by("id")


def _one(row: Project, kind: Sentence, due: date | None) -> Waiting:
    return Waiting(row.name, reverse("projects:project", args=[row.id]), due, row.unit.name, kind)


def _office(actor: Actor) -> Iterator[Waiting]:
    """Steps of the office that called for the projects; not about one's own declarations."""
    for state, permission, kind, due in _STEPS:
        reach = access.reach(actor, permission)
        if reach.is_empty:
            continue
        rows = _rows(reach.over("programme__unit") & Q(state=state))
        if actor.person_id is not None:
            rows = rows.filter(Q(declared_by__isnull=True) | ~Q(declared_by=actor.person_id))
        for row in rows[:MOST]:
            yield _one(row, kind, getattr(row.programme, due) if due else None)


def _inspections(actor: Actor) -> Iterator[Waiting]:
    """Rectifications: to be answered by the union, to be confirmed by the office."""
    rows = Inspection.objects.filter(outcome=Outcome.RECTIFY, confirmed_date__isnull=True)
    rows = rows.filter(project__state__in=["running", "suspended"]).select_related("project__unit").order_by("due_date")
    own = access.reach(actor, Permission.PROJECT_RUN)
    if not own.is_empty:
        for row in rows.filter(own.over("project__unit"), answered_date__isnull=True)[:MOST]:
            yield _one(row.project, say("整改"), row.due_date)
    office = access.reach(actor, Permission.PROJECT_INSPECT)
    if not office.is_empty:
        asked = rows.filter(office.over("project__programme__unit"), answered_date__isnull=False)
        for row in asked[:MOST]:
            yield _one(row.project, say("确认整改"), row.due_date)


def _cadre(actor: Actor, *, on: date) -> Iterator[Waiting]:
    """What the declaring union owes: drafts before the window closes, corrections, starts, tasks, closing."""
    files = access.reach(actor, Permission.PROJECT_DECLARE)
    if not files.is_empty:
        for row in _rows(files.over("unit") & Q(state="draft", programme__state="open"))[:MOST]:
            yield _one(row, say("完成申报"), day_of(row.programme.closes_at))
        for row in _rows(files.over("unit") & Q(state="returned"))[:MOST]:
            yield _one(row, say("补正后重新申报"), day_of(row.correction_until) if row.correction_until else None)
    runs = access.reach(actor, Permission.PROJECT_RUN)
    if not runs.is_empty:
        for row in _rows(runs.over("unit") & Q(state="approved"))[:MOST]:
            yield _one(row, say("启动实施"), row.start_date)
        near = _rows(runs.over("unit") & Q(state__in=["running", "suspended"], due_date__lte=on + NEAR))
        for row in near[:MOST]:
            yield _one(row, told_from(row.due_what) or say("办理"), row.due_date)


def _jury(actor: Actor, *, on: date) -> Iterator[Waiting]:
    """Projects that a juror has not scored yet and need not stand back from."""
    if actor.person_id is None or access.reach(actor, Permission.PROJECT_JUDGE).is_empty:
        return
    if not Juror.objects.filter(person_id=actor.person_id, released_at__isnull=True).exists():
        return
    for ballot in ballots(actor.person_id, on=on):
        if ballot.points is None and ballot.recused is None and not ballot.is_final:
            url = reverse("projects:score", args=[ballot.project_id])
            yield Waiting(ballot.name, url, ballot.due_date, ballot.unit_name, say("展评打分"))
