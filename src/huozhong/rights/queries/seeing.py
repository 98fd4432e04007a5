"""Who may see a dossier: one question, asked by every page, list, count, notice and export.

An office reaches the dossiers of its handling units. Whoever holds anything at the employer's own union is kept out, by
whatever other seat they come; so is whoever was recused. The worker may let one named person in, and take it back.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from huozhong.access import services as access
from huozhong.kernel.actors import Actor, ActorKind
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Level, path_end
from huozhong.kernel.refusals import Forbidden, NotFound
from huozhong.rights.models import Assignment, Dossier, Grant, Recusal, Worker

ENDS = ("consulted", "closed")


def visible(actor: Actor, permission: Permission = Permission.DOSSIER_READ) -> QuerySet[Dossier]:
    """The dossiers at which the actor may do what the permission says; reading also by the worker's own grant."""
    rows = Dossier.objects.select_related("unit", "employer_unit")
    if actor.kind is not ActorKind.PERSON:
        return rows
    if actor.person_id is None:
        return rows.none()
    # a whole sentence for the database: what the office reaches, less what conflicts, plus what was given by name
    seen = Q(pk__in=[])
    if permission is not Permission.DOSSIER_ASSIGNED:
        seen |= access.reach(actor, permission).over("unit") & ~_conflict(actor)
    if permission in (Permission.DOSSIER_READ, Permission.DOSSIER_ASSIGNED):
        seen |= _assigned(actor)
    if permission is Permission.DOSSIER_READ:
        seen |= Q(Exists(_of(Grant).filter(person_id=actor.person_id, revoked_at__isnull=True)))
    kept_out = _of(Recusal).filter(person_id=actor.person_id, until_at__isnull=True)
    seen &= ~Q(Exists(kept_out))
    return rows.filter(seen, city_id=actor.city_id) if actor.city_id else rows.filter(seen)


def _of(model: Any) -> QuerySet[Any]:
    return model.objects.filter(dossier=OuterRef("pk"))  # type: ignore[no-any-return]


def _conflict(actor: Actor) -> Q:
    """Dossiers against an employer at whose union the actor holds anything at all."""
    condition = Q(pk__in=[])
    for held in actor.appointments:
        condition |= Q(employer_unit_id=held.unit_id)
        if held.level is Level.GRASSROOTS and held.path:
            column = "path" if held.line == "locality" else "industry_path"
            low, high = f"employer_unit__{column}__gte", f"employer_unit__{column}__lt"
            condition |= Q(employer_unit__isnull=False, **{low: held.path, high: path_end(held.path)})
    return condition


def _assigned(actor: Actor) -> Q:
    """A lawyer sees the dossiers that were assigned by name, while the dossier runs and the seat is held."""
    if access.reach(actor, Permission.DOSSIER_ASSIGNED).is_empty:
        return Q(pk__in=[])
    held = _of(Assignment).filter(person_id=actor.person_id, part="lawyer", until_at__isnull=True)
    return Q(Exists(held)) & ~Q(state__in=ENDS)


def own(actor: Actor) -> QuerySet[Dossier]:
    """The dossiers in which the actor is the worker, or one of the group."""
    rows = Dossier.objects.select_related("unit", "employer_unit")
    if actor.kind is not ActorKind.PERSON or actor.person_id is None:
        return rows.none()
    among = _of(Worker).filter(person_id=actor.person_id)
    return rows.filter(Q(worker_person_id=actor.person_id) | Q(Exists(among)), city_id=actor.city_id)


def dossier_for(actor: Actor, dossier_id: int, permission: Permission = Permission.DOSSIER_READ) -> Dossier:
    """The dossier; NotFound when the actor may not even see it, Forbidden when they may see but not do this."""
    row = visible(actor, permission).filter(pk=dossier_id).first()
    if row is not None:
        return row
    if permission is not Permission.DOSSIER_READ and may_read(actor, dossier_id):
        raise Forbidden(access.NOT_ALLOWED)
    raise NotFound(access.NOT_FOUND)


def own_dossier(actor: Actor, dossier_id: int) -> Dossier:
    """The worker's own dossier; NotFound for everybody else."""
    row = own(actor).filter(pk=dossier_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return row


def may_read(actor: Actor, dossier_id: int) -> bool:
    """Whether the actor reads it as an office, as its lawyer, or by the worker's grant."""
    return visible(actor).filter(pk=dossier_id).exists()


def is_own(actor: Actor, dossier_id: int) -> bool:
    """Whether the actor is the worker, or one of the group."""
    return own(actor).filter(pk=dossier_id).exists()


def speaks_for(actor: Actor, row: Dossier) -> bool:
    """Whether the actor is the worker who gives and takes back grants: of a group, its representative."""
    return actor.kind is ActorKind.PERSON and actor.person_id is not None and row.worker_person_id == actor.person_id


def may_see(actor: Actor, dossier_id: int) -> bool:
    """Whether the actor may see it at all: those who read it, and the worker."""
    return may_read(actor, dossier_id) or is_own(actor, dossier_id)


def may_work(actor: Actor, dossier_id: int) -> bool:
    """Whether the actor may work on it: the office, or its lawyer."""
    doors = (Permission.DOSSIER_WORK, Permission.DOSSIER_ASSIGNED)
    return any(visible(actor, door).filter(pk=dossier_id).exists() for door in doors)


def may_add(actor: Actor, dossier_id: int) -> bool:
    """Whether the actor may lay evidence beside it: who works on it, and the worker while it runs."""
    return may_work(actor, dossier_id) or own(actor).filter(pk=dossier_id).exclude(state__in=ENDS).exists()


def may_hand_on(actor: Actor, dossier_id: int) -> bool:
    """Whether the actor may hand it, or what lies beside it, to another body: the office alone."""
    return visible(actor, Permission.DOSSIER_WORK).filter(pk=dossier_id).exists()


def may_supervise(actor: Actor, dossier_id: int) -> bool:
    """Whether the actor may be the second person: confirm what somebody else asked for."""
    return visible(actor, Permission.DOSSIER_SUPERVISE).filter(pk=dossier_id).exists()
