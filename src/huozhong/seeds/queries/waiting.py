"""What waits for somebody: practices to confirm, drafts fit to publish, looks back, offers, newer versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.sentences import Sentence, say
from huozhong.seeds.models import Adoption, Arrival, LookBack, Offer, Practice, PressPage, Seed
from huozhong.seeds.queries.copies import updates_waiting
from huozhong.seeds.workflow import OfferState, SeedState


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits, as the first page shows it."""

    title: str
    url: str
    due_date: date | None
    unit_name: str
    kind: Sentence


SOON = timedelta(days=14)  # a look back is shown so long before its day


def _own(actor: Actor, permission: Permission) -> list[int]:
    """Units at which the actor holds it: what waits is one's own desk, not everybody's below."""
    return [held.unit_id for held in actor.appointments if access.holds(held, permission)]


def _pages(actor: Actor) -> QuerySet[PressPage]:
    waiting = Practice.objects.filter(decision=Practice.Decision.WAITING).values("page_id")
    rows = PressPage.objects.filter(unit_id__in=_own(actor, Permission.SEED_DRAFT), id__in=waiting)
    return rows.select_related("unit").order_by("-id")


def _look_backs(actor: Actor, *, on: date) -> QuerySet[LookBack]:
    units = _own(actor, Permission.PROJECT_RUN)
    rows = LookBack.objects.filter(unit_id__in=units, answered_at__isnull=True, due_date__lte=on + SOON)
    return rows.select_related("unit").order_by("due_date", "id")


def _offers(actor: Actor) -> QuerySet[Offer]:
    rows = Offer.objects.filter(seed__unit_id__in=_own(actor, Permission.SEED_DRAFT), state=OfferState.OFFERED)
    return rows.select_related("seed", "adoption__unit").order_by("id")


def _updates(actor: Actor) -> QuerySet[Adoption]:
    return updates_waiting(Q(unit_id__in=_own(actor, Permission.SEED_ADOPT)))


def _arrivals(actor: Actor) -> QuerySet[Arrival]:
    units = _own(actor, Permission.SEED_DRAFT)
    rows = Arrival.objects.filter(foreign__seed__unit_id__in=units, taken_at__isnull=True)
    return rows.select_related("foreign__seed__unit").order_by("id")


def _publishable(actor: Actor) -> QuerySet[Seed]:
    reach = access.reach(actor, Permission.SEED_PUBLISH)
    rows = Seed.objects.filter(reach.over("unit"), state=SeedState.DRAFT, origin=Seed.Origin.PROJECT)
    return rows.select_related("unit").order_by("-id")


LOOK = say("回头看：项目还在做吗")
OFFERED = say("看看送回来的改进")
NEWER = say("采用的种子出了新版")
ARRIVED = say("外地种子出了新版")


def waiting_for(actor: Actor, *, on: date, limit: int = 20) -> tuple[Waiting, ...]:
    """What waits on one's own desk, and drafts from projects that one may publish."""
    pages = [
        Waiting(row.title, reverse("seeds:page", args=[row.id]), None, row.unit.name, say("确认报道里的做法"))
        for row in _pages(actor)[:limit]
    ]
    drafts = [
        Waiting(row.title, reverse("seeds:seed", args=[row.id]), None, row.unit.name, say("看看能否发布这颗种子"))
        for row in _publishable(actor)[:limit]
    ]
    looks = [
        Waiting(row.project_label, reverse("seeds:look_back", args=[row.id]), row.due_date, row.unit.name, LOOK)
        for row in _look_backs(actor, on=on)[:limit]
    ]
    offers = [
        Waiting(row.seed.title, reverse("seeds:offer_page", args=[row.id]), None, row.adoption.unit.name, OFFERED)
        for row in _offers(actor)[:limit]
    ]
    updates = [
        Waiting(row.version.seed.title, reverse("seeds:update", args=[row.id]), None, row.unit.name, NEWER)
        for row in _updates(actor)[:limit]
    ]
    came = [(row.foreign.seed, reverse("seeds:arrival", args=[row.id])) for row in _arrivals(actor)[:limit]]
    arrivals = [Waiting(seed.title, url, None, seed.unit.name, ARRIVED) for seed, url in came]
    return tuple([*looks, *pages, *drafts, *offers, *updates, *arrivals][:limit])


def waiting_count(actor: Actor, *, on: date) -> int:
    """How many such things there are, up to a hundred of each, in one statement."""
    first, *others = (
        rows.order_by().values("id")[:100]
        for rows in (
            _pages(actor),
            _publishable(actor),
            _look_backs(actor, on=on),
            _offers(actor),
            _updates(actor),
            _arrivals(actor),
        )
    )
    return first.union(*others, all=True).count()
