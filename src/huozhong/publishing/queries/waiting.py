"""What waits for somebody: texts at the stage they review, and their own that were sent back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.sentences import Sentence, say
from huozhong.publishing.models import Review, Submission
from huozhong.publishing.workflow import STAGE_PERMISSIONS, STAGE_WORDS, STAGES, SubmissionState

RETURNED = say("改好再送审")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits, as the first page shows it."""

    title: str
    url: str
    due_date: date | None
    unit_name: str
    kind: Sentence


def _rows(actor: Actor) -> QuerySet[Submission] | None:
    """Texts that the actor may pass now, and their own returned ones; never a text they wrote or passed already."""
    if actor.person_id is None:
        return None
    wanted = Q(state=SubmissionState.RETURNED, submitted_by_id=actor.person_id)
    for state, stage in STAGES.items():
        reach = access.reach(actor, STAGE_PERMISSIONS[stage])
        if not reach.is_empty:
            wanted |= Q(state=state) & reach.over("unit") & ~Q(author_ids__contains=actor.person_id)
    rows = Submission.objects.filter(wanted).select_related("unit").order_by("id")
    passed = Review.objects.filter(
        submission=OuterRef("pk"), person_id=actor.person_id, edition__number=F("submission__edition_number")
    )
    return rows.exclude(Exists(passed) & ~Q(state=SubmissionState.RETURNED))


def waiting_for(actor: Actor, *, on: date, limit: int = 20) -> tuple[Waiting, ...]:
    """What waits for the actor, the oldest first."""
    rows = _rows(actor)
    return () if rows is None else tuple(_told(row) for row in rows[:limit])


def _told(row: Submission) -> Waiting:
    stage = STAGES.get(row.state)
    kind = STAGE_WORDS[stage] if stage else RETURNED
    return Waiting(row.title, reverse("publishing:submission", args=[row.id]), None, row.unit.name, kind)


def waiting_count(actor: Actor, *, on: date) -> int:
    """How many such texts there are, up to a hundred."""
    rows = _rows(actor)
    return 0 if rows is None else rows.order_by().values("id")[:100].count()
