"""What waits for somebody among dossiers: new ones that nobody has, and those that the handler has not taken up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.sentences import Sentence, say
from huozhong.rights.models import Dossier
from huozhong.rights.queries.seeing import visible

TO_ASSIGN = say("安排经办人")
TO_TAKE_UP = say("受理维权诉求")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits, as the first page shows it: by its number, never by a name."""

    title: Sentence | str
    url: str
    due_date: date | None
    unit_name: str
    kind: Sentence


def _rows(actor: Actor) -> QuerySet[Dossier]:
    if access.reach(actor, Permission.DOSSIER_WORK).is_empty:
        return Dossier.objects.none()
    whose = Q(handler_id__isnull=True) | Q(handler_id=actor.person_id)
    return visible(actor, Permission.DOSSIER_WORK).filter(whose, state="intake")


def waiting_for(actor: Actor, *, on: date, limit: int = 20) -> tuple[Waiting, ...]:
    """New dossiers, the oldest first."""
    return tuple(
        Waiting(
            row.number,
            reverse("rights:dossier", args=[row.pk]),
            None,
            row.unit.name,
            TO_ASSIGN if row.handler_id is None else TO_TAKE_UP,
        )
        for row in _rows(actor).order_by("id")[:limit]
    )


def waiting_count(actor: Actor, *, on: date) -> int:
    """How many: one statement; none for whoever mediates nowhere."""
    rows = _rows(actor)
    return 0 if rows.query.is_empty() else rows.order_by().values("pk")[:200].count()
