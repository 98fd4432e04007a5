"""Adoptions of earlier years, from an office's own list: known by name and day, without a project kept here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db import transaction
from django.db.models import Min

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.records import services as records
from huozhong.seeds.models import Adoption, SeedVersion


@dataclass(frozen=True, slots=True)
class EarlierAdoption:
    """Which version a union took, when, under which name, and what it reached (None: not known)."""

    version_id: int
    unit: Place
    label: str
    adopted_at: datetime
    reached: Fraction | None = None
    result_at: datetime | None = None


@transaction.atomic
def load_adoptions(rows: Sequence[EarlierAdoption], *, city: Place, actor: Actor, at: datetime, why: str) -> int:
    """Enter adoptions of before the house; their project has no page, its number counts down from -1. Noted once."""
    access.require(actor, Permission.SEED_ADOPT, at=city)
    published = set(
        SeedVersion.objects.filter(pk__in={row.version_id for row in rows}, published_at__isnull=False).values_list(
            "id", flat=True
        )
    )
    if any(row.version_id not in published for row in rows):
        raise NotFound(access.NOT_FOUND)
    if any(row.unit.city_id != city.city_id or row.adopted_at > at for row in rows):
        raise Refused(say("只能补登本市工会以前的采用。"))
    lowest = Adoption.objects.filter(city_id=city.city_id).aggregate(lowest=Min("project_id"))["lowest"] or 0
    made = [
        Adoption(
            city_id=city.city_id,
            version_id=row.version_id,
            unit_id=row.unit.unit_id,
            project_id=min(0, lowest) - number,
            project_label=row.label[:200],
            adopted_at=row.adopted_at,
            reached_numerator=row.reached.numerator if row.reached is not None else None,
            reached_denominator=row.reached.denominator if row.reached is not None else None,
            result_at=(row.result_at or row.adopted_at) if row.reached is not None else None,
        )
        for number, row in enumerate(rows, start=1)
    ]
    Adoption.objects.bulk_create(made)
    records.tally_many(("seeds_adopted", row.unit.path, "", day_of(row.adopted_at), 1, city.city_id) for row in rows)
    records.note(
        "seeds.seed", city.unit_id, "adopted", actor=actor, at=at, place=city, why=why, details={"adoptions": len(made)}
    )
    return len(made)
