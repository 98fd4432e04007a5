"""One programme or one project, for those who may see it; for everybody else it does not exist."""

from __future__ import annotations

from django.db.models import Q

from huozhong.access import services as access
from huozhong.access.services import Reach
from huozhong.kernel.actors import Actor, ActorKind
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import ids_of
from huozhong.kernel.refusals import Forbidden, NotFound
from huozhong.projects.models import Programme, Project
from huozhong.projects.queries.juries import hidden_projects


def visible_projects(actor: Actor) -> Q:
    """Projects within reach, save those that a judge stands back from while they are judged."""
    hidden = hidden_projects(actor)
    return _within_reach(actor) & ~Q(pk__in=list(hidden)) if hidden else _within_reach(actor)


def _within_reach(actor: Actor) -> Q:
    """A draft is seen only where it may be declared."""
    drafts = access.reach(actor, Permission.PROJECT_DECLARE)
    return access.reach(actor, Permission.PROJECT_READ).over("unit") & (~Q(state="draft") | drafts.over("unit"))


def find_project(project_id: int, *, actor: Actor) -> Project:
    """A project within reach; NotFound otherwise, Forbidden to a judge who stands back from it."""
    rows = Project.objects.select_related("unit", "programme__unit").filter(_within_reach(actor), pk=project_id)
    if (row := rows.first()) is None:
        raise NotFound(access.NOT_FOUND)
    if (stands_back := hidden_projects(actor).get(project_id)) is not None:
        raise Forbidden(stands_back)
    return row


def visible_programmes(actor: Actor) -> Q:
    """A call is seen by its office, by those below whom it addresses once it is out, and by those above."""
    reach = access.reach(actor, Permission.PROGRAMME_READ)
    if actor.kind is not ActorKind.PERSON:
        return Q()
    return reach.over("unit") | (~Q(state="draft") & _addressed_to(reach))


def _addressed_to(reach: Reach) -> Q:
    """Calls of the units that stand above the reach, in either line."""
    return Q(unit_id__in={unit_id for root in reach.roots for unit_id in ids_of(root.prefix)})


def find_programme(programme_id: int, *, actor: Actor) -> Programme:
    """A programme that the actor may see; NotFound otherwise."""
    rows = Programme.objects.select_related("unit").filter(visible_programmes(actor), pk=programme_id)
    if (row := rows.first()) is None:
        raise NotFound(access.NOT_FOUND)
    return row
