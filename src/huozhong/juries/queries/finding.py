"""One jury or one entry, for those who may see it; for everybody else it does not exist."""

from __future__ import annotations

from django.db.models import Q

from huozhong.access import services as access
from huozhong.access.services import Reach
from huozhong.juries.models import Entry, Judge, Panel
from huozhong.kernel.actors import Actor, ActorKind
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import ids_of
from huozhong.kernel.refusals import NotFound


def visible_panels(actor: Actor) -> Q:
    """A jury is seen by its office and those above; once it sits, also by the unions below, whose work it judges."""
    if actor.kind is not ActorKind.PERSON:
        return Q()
    reach = access.reach(actor, Permission.JURY_READ)
    return reach.over("unit") & _set_up(actor) | (~Q(state="draft") & _addressed_to(reach))


def _set_up(actor: Actor) -> Q:
    """A jury that is still being set up is its office's own business."""
    return ~Q(state="draft") | access.reach(actor, Permission.JURY_MANAGE).over("unit")


def _addressed_to(reach: Reach) -> Q:
    return Q(unit_id__in={unit_id for root in reach.roots for unit_id in ids_of(root.prefix)})


def find_panel(panel_id: int, *, actor: Actor) -> Panel:
    """A jury that the actor may see; NotFound otherwise."""
    row = Panel.objects.select_related("unit").filter(visible_panels(actor), pk=panel_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return row


def managed_panel(panel_id: int, *, actor: Actor, is_locked: bool = False) -> Panel:
    """A jury that the actor's office holds; locked when it is to be written."""
    found = find_panel(panel_id, actor=actor)
    access.require(actor, Permission.JURY_MANAGE, at=found.place)
    rows = Panel.objects.select_related("unit")
    return (rows.select_for_update(of=("self",)) if is_locked else rows).get(pk=found.pk)


def panel_of(about_kind: str, about_id: int, stage: str) -> int | None:
    """The jury that was set up for a thing and a stage, or None."""
    rows = Panel.objects.filter(about_kind=about_kind, about_id=about_id, stage=stage)
    return rows.values_list("pk", flat=True).first()


def find_entry(entry_id: int) -> Entry:
    """An entry with its jury; who may see it the caller asks of the jury."""
    row = Entry.objects.select_related("unit", "panel__unit").filter(pk=entry_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return row


def seat_of(panel: Panel, actor: Actor) -> Judge | None:
    """The actor's own seat on a jury, or None."""
    if actor.person_id is None:
        return None
    rows = Judge.objects.filter(panel=panel, person_id=actor.person_id, released_at__isnull=True)
    return rows.select_related("unit").first()


def entry_of(kind: str, thing_id: int, stage: str) -> int | None:
    """The entry of a thing at a stage, or None while it was never entered there."""
    rows = Entry.objects.filter(thing_kind=kind, thing_id=thing_id, panel__stage=stage, withdrawn_at__isnull=True)
    return rows.order_by("-pk").values_list("pk", flat=True).first()
