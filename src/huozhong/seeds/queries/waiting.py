"""What waits for somebody: practices to confirm, drafts that are fit to publish."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.sentences import Sentence, say
from huozhong.seeds.models import Practice, PressPage, Seed
from huozhong.seeds.workflow import SeedState


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits, as the first page shows it."""

    title: str
    url: str
    due_date: date | None
    unit_name: str
    kind: Sentence


def _own(actor: Actor) -> Q:
    """Units at which the actor drafts seeds: what waits is one's own desk, not everybody's below."""
    ids = [held.unit_id for held in actor.appointments if access.holds(held, Permission.SEED_DRAFT)]
    return Q(unit_id__in=ids)


def _pages(actor: Actor) -> QuerySet[PressPage]:
    waiting = Practice.objects.filter(decision=Practice.Decision.WAITING).values("page_id")
    return PressPage.objects.filter(_own(actor), id__in=waiting).select_related("unit").order_by("-id")


def _publishable(actor: Actor) -> QuerySet[Seed]:
    reach = access.reach(actor, Permission.SEED_PUBLISH)
    rows = Seed.objects.filter(reach.over("unit"), state=SeedState.DRAFT, origin=Seed.Origin.PROJECT)
    return rows.select_related("unit").order_by("-id")


def waiting_for(actor: Actor, *, on: date, limit: int = 20) -> tuple[Waiting, ...]:
    """Pages with unconfirmed practices at one's own desk, and drafts from projects that one may publish."""
    pages = [
        Waiting(row.title, reverse("seeds:page", args=[row.id]), None, row.unit.name, say("确认报道里的做法"))
        for row in _pages(actor)[:limit]
    ]
    drafts = [
        Waiting(row.title, reverse("seeds:seed", args=[row.id]), None, row.unit.name, say("看看能否发布这颗种子"))
        for row in _publishable(actor)[:limit]
    ]
    return tuple([*pages, *drafts][:limit])


def waiting_count(actor: Actor, *, on: date) -> int:
    """How many such things there are, up to a hundred, in one statement."""
    union = (
        _pages(actor).order_by().values("id")[:100].union(_publishable(actor).order_by().values("id")[:100], all=True)
    )
    return union.count()
