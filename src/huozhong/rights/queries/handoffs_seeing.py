"""Who may see a hand-off: the office that sends it, the worker, and the contacts of the body it goes to; nobody else.

A contact sees hand-offs that were sent to the body, never the dossier; and none against an employer at whose own union
they hold anything, nor one from which they were recused.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from huozhong.access import services as access
from huozhong.kernel.actors import Actor, ActorKind
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.rights.models import Contact, Dossier, HandOff, Recusal
from huozhong.rights.queries import seeing

ROWS = ("dossier", "dossier__unit", "body", "unit")


def rows() -> QuerySet[HandOff]:
    return HandOff.objects.select_related(*ROWS)


def sent_by(actor: Actor, permission: Permission = Permission.DOSSIER_READ) -> QuerySet[HandOff]:
    """Hand-offs of dossiers at which the actor may do this."""
    return rows().filter(dossier__in=seeing.visible(actor, permission).values("pk"))


def received_by(actor: Actor) -> QuerySet[HandOff]:
    """Hand-offs that were sent to a body for which the actor receives."""
    if actor.kind is not ActorKind.PERSON or actor.person_id is None:
        return rows().none()
    reach = access.reach(actor, Permission.HANDOFF_RECEIVE)
    if reach.is_empty:
        return rows().none()
    held = Contact.objects.filter(
        reach.over("body__unit"), body=OuterRef("body"), person_id=actor.person_id, until_at__isnull=True
    )
    kept_out = Recusal.objects.filter(dossier=OuterRef("dossier"), person_id=actor.person_id, until_at__isnull=True)
    against = Dossier.objects.filter(seeing._conflict(actor), pk=OuterRef("dossier"))
    came = ~Q(state="prepared") & ~Q(state="cancelled")
    return rows().filter(came, Exists(held), ~Exists(kept_out), ~Exists(against), city_id=actor.city_id)


def received_of(actor: Actor, dossier_id: int) -> int | None:
    """The newest hand-off of a dossier that came to the actor's body; None when none did."""
    found = received_by(actor).filter(dossier_id=dossier_id).order_by("-pk")
    return found.values_list("pk", flat=True).first()


def of_own(actor: Actor) -> QuerySet[HandOff]:
    """Hand-offs of dossiers in which the actor is the worker."""
    return rows().filter(dossier__in=seeing.own(actor).values("pk"))


def sends(actor: Actor, row: HandOff) -> bool:
    """Whether the actor hands this dossier on for its office."""
    if actor.kind is not ActorKind.PERSON:
        return actor.kind is ActorKind.OPERATOR
    return seeing.may_hand_on(actor, row.dossier_id)


def receives(actor: Actor, row: HandOff) -> bool:
    """Whether the actor receives for the body that the hand-off was sent to."""
    return received_by(actor).filter(pk=row.pk).exists()


def handoff_for_sender(actor: Actor, handoff_id: int) -> HandOff:
    """The hand-off, for the office that works on its dossier; NotFound or Forbidden as for the dossier."""
    row = rows().filter(pk=handoff_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    seeing.dossier_for(actor, row.dossier_id, Permission.DOSSIER_WORK)
    return row


def handoff_for_reader(actor: Actor, handoff_id: int) -> HandOff:
    """The hand-off, for whoever reads its dossier; NotFound otherwise."""
    row = rows().filter(pk=handoff_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    seeing.dossier_for(actor, row.dossier_id)
    return row


def handoff_for_receiver(actor: Actor, handoff_id: int) -> HandOff:
    """The hand-off, for a contact of its body; NotFound otherwise."""
    row = received_by(actor).filter(pk=handoff_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return row
