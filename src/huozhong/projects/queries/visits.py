"""Visits of the office: which projects may be drawn, what was drawn, and which milestones are near."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef

from huozhong.access.services import Reach
from huozhong.projects.models import Draw, Drawn, Inspection, Project, Task
from huozhong.projects.rules.words import Occasion

VISITED = ("running", "suspended")
NEAR = timedelta(days=14)
MOST = 100


@dataclass(frozen=True, slots=True)
class Eligible:
    """The ids that may be drawn, ascending, and how many were left out because they were inspected or drawn lately."""

    among: tuple[int, ...]
    left_out: int


def eligible(unit_id: int, *, rest_days: int, on: date) -> Eligible:
    """Projects under way in a unit's own calls, without those inspected lately or drawn and not visited yet."""
    rows = Project.objects.filter(programme__unit_id=unit_id, state__in=VISITED)
    lately = Inspection.objects.filter(project=OuterRef("pk"), day__gt=on - timedelta(days=rest_days))
    waiting = Drawn.objects.filter(project=OuterRef("pk"), inspection__isnull=True)
    free = rows.filter(~Exists(lately), ~Exists(waiting))
    among = tuple(free.order_by("pk").values_list("pk", flat=True))
    return Eligible(among, rows.count() - len(among))


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """A project that was drawn, and whether the visit has taken place."""

    project_id: int
    name: str
    unit_name: str
    visited_date: date | None


@dataclass(frozen=True, slots=True)
class DrawCard:
    """One draw with everything that is needed to draw it again."""

    id: int
    unit_name: str
    day: date
    at: datetime
    by_name: str
    seed: str
    share: str
    rest_days: int
    among: tuple[int, ...]
    left_out: int
    cites: tuple[dict[str, Any], ...]
    drawn: tuple[DrawnRow, ...]


def draws(reach: Reach, *, limit: int = 10) -> tuple[DrawCard, ...]:
    """The latest draws of units within reach, newest first."""
    rows = list(Draw.objects.select_related("unit").filter(reach.over("unit")).order_by("-id")[:limit])
    drawn: dict[int, list[DrawnRow]] = {}
    for one in Drawn.objects.filter(draw__in=rows).select_related("project__unit", "inspection").order_by("id"):
        day = one.inspection.day if one.inspection is not None else None
        drawn.setdefault(one.draw_id, []).append(DrawnRow(one.project_id, one.project.name, one.project.unit.name, day))
    return tuple(
        DrawCard(
            row.pk,
            row.unit.name,
            row.day,
            row.at,
            row.by_name,
            row.seed,
            row.share,
            row.rest_days,
            tuple(row.among),
            row.left_out,
            tuple(row.cites),
            tuple(drawn.get(row.pk, ())),
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class Node:
    """A milestone whose day is near and that no visit has looked at yet."""

    project_id: int
    project: str
    unit_name: str
    task: str
    due_date: date
    done_date: date | None


def nodes(reach: Reach, *, on: date, limit: int = MOST) -> tuple[Node, ...]:
    """Milestones due within two weeks before or after the day, in projects of calls within reach, the soonest first."""
    looked = Inspection.objects.filter(
        project=OuterRef("project"), occasion=Occasion.MILESTONE, day__gte=on - NEAR, day__lte=on
    )
    rows = (
        Task.objects.filter(
            reach.over("project__programme__unit"),
            ~Exists(looked),
            project__state__in=VISITED,
            due_date__gte=on - NEAR,
            due_date__lte=on + NEAR,
        )
        .select_related("project__unit")
        .order_by("due_date", "id")[:limit]
    )
    return tuple(
        Node(row.project_id, row.project.name, row.project.unit.name, row.title, row.due_date, row.done_date)
        for row in rows
        if row.due_date is not None
    )
