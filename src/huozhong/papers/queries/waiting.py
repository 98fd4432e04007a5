"""What waits for somebody: sealed copies that have not come back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.sentences import Sentence, say
from huozhong.papers.models import Paper
from huozhong.papers.workflow import PaperState

KIND = say("收回盖章件")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits, as the first page shows it."""

    title: str
    url: str
    due_date: date | None
    unit_name: str
    kind: Sentence


def _rows(actor: Actor) -> QuerySet[Paper]:
    """Papers of the units in whose name the actor writes: one's own desk, not everybody's below."""
    ids = [held.unit_id for held in actor.appointments if access.holds(held, Permission.PAPER_WRITE)]
    return Paper.objects.filter(Q(unit_id__in=ids), state=PaperState.ISSUED).select_related("unit").order_by("id")


def waiting_for(actor: Actor, *, on: date, limit: int = 20) -> tuple[Waiting, ...]:
    """Papers whose sealed copy is out, the oldest first."""
    return tuple(
        Waiting(f"{row.document_number} {row.title}", reverse("papers:paper", args=[row.id]), None, row.unit.name, KIND)
        for row in _rows(actor)[:limit]
    )


def waiting_count(actor: Actor, *, on: date) -> int:
    """How many such papers there are, up to a hundred."""
    return _rows(actor).order_by().values("id")[:100].count()
