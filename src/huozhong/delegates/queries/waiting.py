"""What waits for whoever manages congresses, and for the union above."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.urls import reverse

from huozhong.access import services as access
from huozhong.delegates.models import Congress, DelegateElection, Postponement, Vacancy
from huozhong.delegates.queries.cards import NEAR, congress_card
from huozhong.delegates.workflow import CongressState
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.sentences import Sentence, say
from huozhong.kernel.zone import day_of, midnight
from huozhong.look.services import told

MOST = 20
IN_FORCE = (CongressState.PREPARING, CongressState.SITTING)
ELECT_ANEW = say("职代会换届")
FILL = say("补选代表")
COUNT = say("登记选举结果")
PUBLISH = say("公布选举结果")
ANSWER = say("答复延期换届")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits, as the first page shows it."""

    title: str
    url: str
    due_date: date | None
    unit_name: str
    kind: Sentence


def _own(actor: Actor, permission: Permission) -> list[int]:
    return [held.unit_id for held in actor.appointments if access.holds(held, permission)]


def _ending(units: list[int], on: date) -> QuerySet[Congress]:
    rows = Congress.objects.filter(unit_id__in=units, state=CongressState.SITTING, until_date__lte=on + NEAR)
    return rows.select_related("unit").order_by("until_date", "id")


def _vacant(units: list[int]) -> QuerySet[Vacancy]:
    rows = Vacancy.objects.filter(
        filled_by__isnull=True,
        constituency__congress__unit_id__in=units,
        constituency__congress__state=CongressState.SITTING,
    )
    return rows.select_related("constituency__congress__unit").order_by("since_date", "id")


def _elections(units: list[int]) -> QuerySet[DelegateElection]:
    rows = DelegateElection.objects.filter(
        constituency__congress__unit_id__in=units,
        constituency__congress__state__in=IN_FORCE,
        dropped_at__isnull=True,
        published_at__isnull=True,
    )
    return rows.select_related("constituency__congress__unit").order_by("meets_at", "id")


def _due_elections(units: list[int], on: date) -> QuerySet[DelegateElection]:
    return _elections(units).filter(meets_at__lt=midnight(on + timedelta(days=1)))


def _asked(actor: Actor) -> QuerySet[Postponement]:
    """Requests that wait below units where the actor sits; their own unit's they cannot answer."""
    reach = access.reach(actor, Permission.CONGRESS_WATCH)
    rows = Postponement.objects.filter(reach.over("congress__unit"), answered_at__isnull=True)
    own = _own(actor, Permission.CONGRESS_WATCH)
    return rows.exclude(congress__unit_id__in=own).select_related("congress__unit").order_by("asked_at", "id")


def waiting_for(actor: Actor, *, on: date, limit: int = MOST) -> tuple[Waiting, ...]:
    """Terms that run out, seats to fill, elections to count or publish, requests to answer."""
    return tuple(_rows(actor, on, limit))[:limit]


def _rows(actor: Actor, on: date, limit: int) -> Iterator[Waiting]:
    units = _own(actor, Permission.CONGRESS_MANAGE)
    if units:
        yield from _of_units(units, on, limit)
    if not access.reach(actor, Permission.CONGRESS_WATCH).is_empty:
        for asked in _asked(actor)[:limit]:
            url = reverse("delegates:answer", args=[asked.pk])
            yield Waiting(_title(asked.congress), url, None, asked.congress.unit.name, ANSWER)


def _of_units(units: list[int], on: date, limit: int) -> Iterator[Waiting]:
    for row in _ending(units, on)[:limit]:
        url = reverse("delegates:congress", args=[row.pk])
        yield Waiting(_title(row), url, row.until_date, row.unit.name, ELECT_ANEW)
    for one in _due_elections(units, on)[:limit]:
        kind = PUBLISH if one.recorded_at is not None else COUNT
        url = reverse("delegates:election", args=[one.pk])
        yield Waiting(one.constituency.name, url, day_of(one.meets_at), one.constituency.congress.unit.name, kind)
    for free in _vacant(units)[:limit]:
        url = reverse("delegates:constituency", args=[free.constituency_id])
        yield Waiting(free.constituency.name, url, None, free.constituency.congress.unit.name, FILL)


def _title(row: Congress) -> str:
    return told(congress_card(row).title)


def waiting_count(actor: Actor, *, on: date) -> int:
    """How many such things there are, up to a hundred of each kind."""
    units = _own(actor, Permission.CONGRESS_MANAGE)
    found = 0
    if units:
        found += _ending(units, on).order_by().values("id")[:100].count()
        found += _vacant(units).order_by().values("id")[:100].count()
        found += _due_elections(units, on).order_by().values("id")[:100].count()
    if not access.reach(actor, Permission.CONGRESS_WATCH).is_empty:
        found += _asked(actor).order_by().values("id")[:100].count()
    return found
