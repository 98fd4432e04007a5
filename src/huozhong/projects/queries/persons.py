"""What one person did in projects: for that person's own page, nobody else's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Q

from huozhong.kernel.actors import Actor
from huozhong.kernel.zone import ZONE
from huozhong.projects.models import Progress, Project
from huozhong.records import queries as records

MOST = 500  # entries of one person in one year


@dataclass(frozen=True, slots=True)
class DoneInProject:
    """An entry that the person wrote into the log of a project."""

    project_id: int
    project: str
    day: date
    words: str
    people: int


def done_by(actor: Actor, *, since: date, until: date) -> tuple[DoneInProject, ...]:
    """What the actor wrote into project logs for the days between, both included, newest first."""
    if actor.person_id is None or actor.account_id is None:
        return ()
    written = records.trail_page(
        Q(city_id=actor.city_id),
        kind="projects.project",
        action="progress_logged",
        account_id=actor.account_id,
        since=datetime.combine(since, time.min, tzinfo=ZONE),
        limit=MOST,
    )
    rows = Progress.objects.filter(
        project_id__in={row.thing_id for row in written}, by_person=actor.person_id, day__gte=since, day__lte=until
    )
    return tuple(
        DoneInProject(row.project_id, row.project.name, row.day, row.text, row.people)
        for row in rows.select_related("project").order_by("-day", "-id")
    )


@dataclass(frozen=True, slots=True)
class OwnProject:
    """A project that the person filed or leads."""

    id: int
    name: str
    state: str
    light: str
    due_date: date | None


def projects_of(actor: Actor, *, limit: int = 30) -> tuple[OwnProject, ...]:
    """Projects that the actor filed and that are not over, the soonest due first."""
    if actor.person_id is None:
        return ()
    rows = Project.objects.filter(Q(declared_by=actor.person_id) | Q(created_by=actor.person_id), city_id=actor.city_id)
    rows = rows.exclude(state__in=["rejected", "terminated", "accepted", "appraised", "spreading"])
    return tuple(
        OwnProject(row.id, row.name, row.state, row.light, row.due_date)
        for row in rows.order_by("due_date", "-id")[:limit]
    )
