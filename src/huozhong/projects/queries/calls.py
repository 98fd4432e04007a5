"""Calls that somebody's unions may answer, and those that they have not answered yet."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from huozhong.access import queries as appointments
from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.sentences import Sentence
from huozhong.projects.models import Project
from huozhong.projects.queries.facts import project_facts
from huozhong.projects.queries.lists import OpenCall, open_calls
from huozhong.projects.rules.window import filing_refusal
from huozhong.unions import queries as unions


def too_late(project: Project, *, actor: Actor, at: datetime) -> Sentence | None:
    """Why a save would be refused now, told before somebody types for nothing; None while there is time."""
    return filing_refusal(project_facts(project, actor=actor, at=at))


def answerable_calls(actor: Actor, *, at: datetime) -> tuple[OpenCall, ...]:
    """Every (call, union) that the actor may declare for now, the soonest closing first."""
    held = appointments.acting_units(actor, Permission.PROJECT_DECLARE)
    if not held:
        return ()
    kinds = unions.units(unit.place.unit_id for unit in held)
    units = tuple((unit.place, unit.name, str(kinds[unit.place.unit_id].kind)) for unit in held)
    return open_calls(actor, at=at, units=units)


def unanswered_calls(actor: Actor, *, at: datetime) -> tuple[OpenCall, ...]:
    """Calls, each once, for which neither the actor nor their union has begun anything, the soonest closing first."""
    if access.reach(actor, Permission.PROJECT_DECLARE).is_empty:
        return ()
    calls = answerable_calls(actor, at=at)
    if not calls:
        return ()
    mine = Q(unit_id__in={call.unit_id for call in calls})
    if actor.person_id is not None:
        mine |= Q(declared_by=actor.person_id)
    rows = Project.objects.filter(mine, programme_id__in={call.programme_id for call in calls})
    begun = set(rows.values_list("programme_id", flat=True))
    first: dict[int, OpenCall] = {}
    for call in calls:
        if call.programme_id not in begun:
            first.setdefault(call.programme_id, call)
    return tuple(first.values())
