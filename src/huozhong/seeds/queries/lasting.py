"""Looks back at accepted projects, and which seeds hold without subsidy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q, QuerySet

from huozhong.access.services import NOT_FOUND, Reach
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound
from huozhong.rulebook import queries as rulebook
from huozhong.seeds.models import Adoption, LookBack, Seed, StandingRule

PAGE = 50


@dataclass(frozen=True, slots=True)
class LookBackCard:
    """One look back at a project."""

    id: int
    place: Place
    unit_name: str
    project_id: int
    project_label: str
    months: int
    due_date: date
    indicator: str
    unit_word: str
    reached: Decimal | None
    is_running: bool | None
    is_subsidised: bool | None
    value: Decimal | None
    words: str
    photo_id: int | None
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How many unions still do it without subsidy, how many it takes, and whether it was drafted as a rule."""

    units: int
    needed: int
    cite: str
    paper_id: int | None
    issued_at: datetime | None

    @property
    def is_ready(self) -> bool:
        return self.units >= self.needed


def _card(row: LookBack) -> LookBackCard:
    held = {
        name: getattr(row, name) for name in LookBackCard.__dataclass_fields__ if name not in ("place", "unit_name")
    }
    return LookBackCard(place=row.unit.place, unit_name=row.unit.name, **held)


def look_backs(*, reach: Reach, until: date) -> tuple[LookBackCard, ...]:
    """Open looks back within reach that are due by a day, the soonest first; a page of fifty."""
    rows = LookBack.objects.select_related("unit").filter(reach.over("unit"), answered_at=None, due_date__lte=until)
    return tuple(_card(row) for row in rows.order_by("due_date", "id")[:PAGE])


def looked_back(*, reach: Reach) -> tuple[LookBackCard, ...]:
    """Answered looks back within reach, newest first; a page of fifty."""
    rows = LookBack.objects.select_related("unit").filter(reach.over("unit"), answered_at__isnull=False)
    return tuple(_card(row) for row in rows.order_by("-answered_at", "id")[:PAGE])


def look_back(look_back_id: int, *, reach: Reach) -> LookBackCard:
    """One look back within the reach; NotFound otherwise."""
    row = LookBack.objects.select_related("unit").filter(reach.over("unit"), pk=look_back_id).first()
    if row is None:
        raise NotFound(NOT_FOUND)
    return _card(row)


def look_backs_of(project_id: int, *, city_id: int) -> tuple[LookBackCard, ...]:
    """The looks back at one project. The caller has asked whether the project may be seen."""
    rows = LookBack.objects.select_related("unit").filter(city_id=city_id, project_id=project_id)
    return tuple(_card(row) for row in rows.order_by("months"))


def _of_seed(seed: Seed) -> QuerySet[LookBack]:
    """Answered looks back at every project that adopted the seed, and at the one it came from."""
    adopted = Adoption.objects.filter(version__seed=seed).values("project_id")
    return LookBack.objects.filter(
        Q(project_id__in=adopted) | Q(project_id=seed.project_id), city_id=seed.city_id, answered_at__isnull=False
    )


def standing(seed_id: int, *, on: date) -> Standing:
    """Whether a seed holds by itself: by the newest look back at each union."""
    seed = Seed.objects.select_related("unit").get(pk=seed_id)
    newest = {
        unit_id: bool(runs) and not paid
        for unit_id, runs, paid in _of_seed(seed)
        .order_by("answered_at", "months", "id")
        .values_list("unit_id", "is_running", "is_subsidised")
    }
    answer = rulebook.ask("seeds.standing.units", place=seed.place, on=on)
    rule = StandingRule.objects.filter(city_id=seed.city_id, seed=seed).first()
    return Standing(
        units=sum(newest.values()),
        needed=answer.number(),
        cite=str(answer.cite),
        paper_id=rule.paper_id if rule else None,
        issued_at=rule.issued_at if rule else None,
    )
