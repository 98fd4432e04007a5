"""What a phone must know before the network is gone: the projects that somebody runs, with their targets."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, IntegerField, OuterRef, Q, Subquery, Value, When

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.projects.models import Project, Reading, Target

MOST = 60


@dataclass(frozen=True, slots=True)
class TargetToRead:
    id: int
    indicator: str
    unit_word: str
    latest: Decimal | None
    goal: Decimal | None


@dataclass(frozen=True, slots=True)
class ProjectToLog:
    id: int
    name: str
    unit_name: str
    targets: tuple[TargetToRead, ...]


def projects_to_log(actor: Actor) -> tuple[ProjectToLog, ...]:
    """Projects under way that the actor may write into: of their own unions first, then the soonest due."""
    reach = access.reach(actor, Permission.PROJECT_RUN)
    if reach.is_empty:
        return ()
    own = Q(unit_id__in={held.unit_id for held in actor.appointments})
    rows = list(
        Project.objects.filter(reach.over("unit"), state__in=("running", "suspended"))
        .select_related("unit")
        .annotate(far=Case(When(own, then=Value(0)), default=Value(1), output_field=IntegerField()))
        .order_by("far", "due_date", "id")[:MOST]
    )
    newest = Reading.objects.filter(target=OuterRef("pk")).order_by("-day", "-id").values("value")[:1]
    targets: dict[int, list[TargetToRead]] = {}
    for row in Target.objects.filter(project__in=rows).annotate(latest=Subquery(newest)).order_by("id"):
        found = TargetToRead(row.pk, row.indicator, row.unit_word, row.latest, row.target)
        targets.setdefault(row.project_id, []).append(found)
    return tuple(ProjectToLog(row.pk, row.name, row.unit.name, tuple(targets.get(row.pk, ()))) for row in rows)
