"""What a judge is asked about, and what waits for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse

from huozhong.access import services as access
from huozhong.juries.models import Assignment, Entry, Judge, Recusal, Score
from huozhong.juries.rules.words import STANDS_BACK
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.sentences import Sentence, say

SCORE = say("评审打分")


@dataclass(frozen=True, slots=True)
class Ballot:
    """One entry on a judge's list; of one that they stand back from, nothing but the name and the reason."""

    entry_id: int
    title: str
    unit_name: str
    panel_id: int
    panel: str
    recused: Sentence | None
    is_given: bool
    missing: bool
    is_final: bool
    is_live: bool
    due_date: date | None


def ballots(person_id: int | None) -> tuple[Ballot, ...]:
    """Every entry that a judge is asked about in juries that sit or sat, the open ones first."""
    if person_id is None:
        return ()
    seats = Judge.objects.filter(person_id=person_id, released_at__isnull=True).exclude(panel__state="draft")
    ids = list(seats.values_list("pk", flat=True))
    back = dict(Recusal.objects.filter(judge__in=ids).values_list("entry_id", "ground"))
    whole = dict(Score.objects.filter(judge__in=ids).values_list("entry_id", "is_whole"))
    asked = Assignment.objects.filter(judge__in=ids).values("entry_id")
    rows = Entry.objects.filter(Q(pk__in=asked) | Q(pk__in=list(back)), withdrawn_at__isnull=True)
    found = [
        Ballot(
            entry_id=row.pk,
            title=row.title,
            unit_name=row.unit.name,
            panel_id=row.panel_id,
            panel=row.panel.title,
            recused=STANDS_BACK[back[row.pk]] if row.pk in back else None,
            is_given=whole.get(row.pk, False),
            missing=row.pk in whole and not whole[row.pk],
            is_final=row.closed_at is not None or row.panel.state == "closed",
            is_live=row.panel.is_live,
            due_date=row.panel.due_date,
        )
        for row in rows.select_related("unit", "panel").order_by("-panel_id", "number")[:300]
    ]
    return tuple(sorted(found, key=lambda one: one.is_final))


def my_card(entry: Entry, judge: Judge) -> tuple[dict[str, int], str]:
    """A judge's own points and opinion so far."""
    row = Score.objects.filter(entry=entry, judge=judge).first()
    return (dict(row.points), row.opinion) if row else ({}, "")


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry that waits for the actor's card."""

    title: str
    url: str
    due_date: date | None
    unit_name: str
    kind: Sentence = SCORE


def waiting_for(actor: Actor, *, on: date, limit: int = 20) -> tuple[Waiting, ...]:
    """Entries that wait for the actor's card, the soonest first."""
    rows = sorted(_waiting(actor), key=lambda one: one.due_date or date.max)
    return tuple(
        Waiting(one.title, reverse("juries:score", args=[one.entry_id]), one.due_date, one.unit_name)
        for one in rows[:limit]
    )


def waiting_count(actor: Actor, *, on: date) -> int:
    """How many entries wait for the actor's card."""
    return len(_waiting(actor))


def _waiting(actor: Actor) -> list[Ballot]:
    if actor.person_id is None or access.reach(actor, Permission.JURY_JUDGE).is_empty:
        return []
    return [one for one in ballots(actor.person_id) if not (one.is_given or one.recused or one.is_final)]
