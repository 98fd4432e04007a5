"""Visits within reach of either side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from huozhong.access.services import Reach
from huozhong.kernel.places import Place, path_end
from huozhong.spread.models import Visit
from huozhong.unions import queries as unions
from huozhong.unions.queries import UnitCard

PAGE = 20


@dataclass(frozen=True, slots=True)
class VisitCard:
    """One visit as a list shows it; `place` is the side that wrote it down."""

    id: int
    host: str
    visitor: str
    side: str
    visit_date: date
    people: int
    about: str
    seed_id: int | None
    seed_title: str
    place: Place


class _WithinCity:
    """Names of unions are known to everybody in the city: a visit may have gone anywhere in it."""

    def __init__(self, path: str) -> None:
        self._path = path

    def over(self, field: str = "unit") -> Q:
        prefix = f"{field}__" if field else ""
        return Q(**{f"{prefix}path__gte": self._path, f"{prefix}path__lt": path_end(self._path)})


def find_host(words: str, *, city_id: int) -> list[UnitCard]:
    """Unions of the city by name: the exact one alone, else those whose name holds the words."""
    within = _WithinCity(unions.place_of(city_id).path)
    exact = unions.units_named(city_id, [words.strip()]).get(words.strip(), [])
    if len(exact) == 1:
        return [unions.unit(exact[0])]
    return unions.find_units(words, reach=within, limit=6)


def visits(*, reach: Reach, before: int | None = None) -> tuple[VisitCard, ...]:
    """The newest twenty visits to or from unions within reach."""
    rows = Visit.objects.filter(reach.over("host") | reach.over("visitor"), struck_at=None)
    if before:
        rows = rows.filter(id__lt=before)
    return tuple(
        VisitCard(
            id=row.id,
            host=row.host.name,
            visitor=row.visitor.name,
            side=row.side,
            visit_date=row.visit_date,
            people=row.people,
            about=row.about,
            seed_id=row.seed_id,
            seed_title=row.seed.title if row.seed else "",
            place=(row.host if row.side == Visit.Side.RECEIVED else row.visitor).place,
        )
        for row in rows.select_related("host", "visitor", "seed").order_by("-id")[:PAGE]
    )
