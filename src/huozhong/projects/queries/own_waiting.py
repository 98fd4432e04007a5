"""What waits in offices' own stages, for those who review them, by when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.urls import reverse

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.places import Place
from huozhong.kernel.sentences import Sentence
from huozhong.projects.models import Project
from huozhong.projects.queries.own import KIND, stage_due, stage_now
from huozhong.projects.queries.waiting import Waiting
from huozhong.projects.rules.own import OWN_STATE
from huozhong.workflows import queries as workflows
from huozhong.workflows.engine import Seat, Stage

MOST = 200
_ENTRIES = ("declared", "awaiting")


def own_waiting_for(actor: Actor, *, on: date, limit: int = 20) -> tuple[Waiting, ...]:
    """Own stages that wait for the actor, the soonest first."""
    found = [
        Waiting(
            row.name, reverse("projects:project", args=[row.pk]), stage_due(row, stage), row.unit.name, _kind(stage)
        )
        for row, stage in _mine(actor)
    ]
    return tuple(sorted(found, key=lambda row: row.due_date or date.max)[:limit])


def own_waiting_count(actor: Actor, *, on: date) -> int:
    """How many of them there are, up to two hundred."""
    return sum(1 for _ in _mine(actor))


def _kind(stage: Stage) -> Sentence:
    return Sentence(stage.name)


def _mine(actor: Actor) -> Iterator[tuple[Project, Stage]]:
    """Projects in a stage whose reviewer the actor is, at the seat that the stage names."""
    reviewers = {one.key: one for one in workflows.ground_of(KIND).reviewers}
    reaches = {
        permission: reach
        for permission in {one.permission for one in reviewers.values()}
        if not (reach := access.reach(actor, permission)).is_empty
    }
    if actor.person_id is None or not reaches:
        return
    within = Q(pk__in=[])
    for reach in reaches.values():
        within |= reach.over("programme__unit")
    rows = Project.objects.filter(within, workflow_version__isnull=False)
    rows = rows.filter(Q(state__in=_ENTRIES) | Q(state__regex=OWN_STATE))
    rows = rows.filter(Q(declared_by__isnull=True) | ~Q(declared_by=actor.person_id))
    uppers: dict[int, Place | None] = {}
    for row in rows.select_related("unit", "programme__unit").order_by("id")[:MOST]:
        stage = stage_now(row)
        reviewer = reviewers.get(stage.reviewer) if stage is not None else None
        if stage is None or reviewer is None or reviewer.permission not in reaches:
            continue
        where: Place | None = row.programme.place
        if reviewer.seat is Seat.UPPER:
            office = row.programme.place
            where = uppers.setdefault(office.unit_id, workflows.upper_of(office))
        if where is not None and reaches[reviewer.permission].covers(where):
            yield row, stage
