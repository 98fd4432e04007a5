"""Adoptions as bare rows, for figures and pictures over thousands of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Min, QuerySet

from huozhong.kernel.places import path_end
from huozhong.kernel.zone import day_of
from huozhong.seeds.models import Adoption, Seed, SeedVersion
from huozhong.seeds.workflow import SeedState

_FAMILY = """
    WITH RECURSIVE up AS (
        SELECT seed.id, seed.parent_adoption_id, 0 AS step FROM seeds_seed seed WHERE seed.id = %(seed)s
        UNION ALL
        SELECT seed.id, seed.parent_adoption_id, up.step + 1 FROM up
        JOIN seeds_adoption adoption ON adoption.id = up.parent_adoption_id
        JOIN seeds_seedversion version ON version.id = adoption.version_id
        JOIN seeds_seed seed ON seed.id = version.seed_id WHERE up.step < 50
    ), family AS (
        SELECT id, 0 AS step FROM (SELECT id FROM up ORDER BY step DESC LIMIT 1) oldest
        UNION
        SELECT child.id, family.step + 1 FROM family
        JOIN seeds_seedversion version ON version.seed_id = family.id
        JOIN seeds_adoption adoption ON adoption.version_id = version.id
        JOIN seeds_seed child ON child.parent_adoption_id = adoption.id AND child.state <> 'discarded'
        WHERE family.step < 50
    )
    SELECT DISTINCT id FROM family ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class AdoptionRow:
    """One adoption: what, where, when, and the share of its targets that was reached (None: no result yet)."""

    id: int
    seed_id: int
    unit_id: int
    path: str
    unit_name: str
    label: str
    adopted_at: datetime
    reached: float | None

    @property
    def percent(self) -> int | None:
        return None if self.reached is None else round(100 * self.reached)


@dataclass(frozen=True, slots=True)
class SeedStart:
    """From when a seed could be adopted, and its theme."""

    seed_id: int
    title: str
    theme: str
    first_date: date


def family_ids(seed_id: int) -> tuple[int, ...]:
    """The seed with all its known ancestors' and descendants' seeds."""
    with connection.cursor() as cursor:
        cursor.execute(_FAMILY, {"seed": seed_id})
        return tuple(row[0] for row in cursor.fetchall())


def _of(seed_ids: Sequence[int], *, under: str = "", until: datetime | None = None) -> QuerySet[Adoption]:
    rows = Adoption.objects.filter(version__seed_id__in=seed_ids)
    if under:
        rows = rows.filter(unit__path__gte=under, unit__path__lt=path_end(under))
    return rows.filter(adopted_at__lt=until) if until else rows


def adoption_rows(
    seed_ids: Sequence[int], *, under: str = "", until: datetime | None = None, first: int = 0, limit: int = 2000
) -> list[AdoptionRow]:
    """One page of adoptions of these seeds below a path and before a moment, oldest first."""
    rows = _of(seed_ids, under=under, until=until).order_by("adopted_at", "id")[first : first + limit]
    wanted = ("id", "version__seed_id", "unit_id", "unit__path", "unit__name", "project_label", "adopted_at")
    return [
        AdoptionRow(one, seed, unit, path, name, label, at, top / below if top is not None and below else None)
        for one, seed, unit, path, name, label, at, top, below in rows.values_list(
            *wanted, "reached_numerator", "reached_denominator"
        )
    ]


_BY_CELL = """
    SELECT split_part(unit.path, '.', %(step)s), to_char(adoption.adopted_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM'),
           count(*)
    FROM seeds_adoption adoption
    JOIN seeds_seedversion version ON version.id = adoption.version_id
    JOIN unions_unit unit ON unit.id = adoption.unit_id
    WHERE version.seed_id = ANY(%(seeds)s) AND unit.path >= %(path)s AND unit.path < %(end)s
    GROUP BY 1, 2
"""


def adoption_cells(seed_ids: Sequence[int], *, under: str) -> dict[tuple[int, str], int]:
    """How many adoptions each unit directly below a path saw in each month: (unit, "2026-11") -> count.

    Adoptions by the unit at the path itself stand under its own id.
    """
    own = int(under.split(".")[-2])
    words: dict[str, Any] = {
        "step": under.count(".") + 1,
        "seeds": list(seed_ids),
        "path": under,
        "end": path_end(under),
    }
    with connection.cursor() as cursor:
        cursor.execute(_BY_CELL, words)
        found: dict[tuple[int, str], int] = {}
        for unit, month, count in cursor.fetchall():
            key = (int(unit) if unit else own, month)
            found[key] = found.get(key, 0) + count
        return found


def months_of(seed_ids: Sequence[int]) -> dict[int, list[tuple[str, int]]]:
    """For each seed, its adoptions by month ("2026-11"), months without any left out."""
    sql = """
        SELECT version.seed_id, to_char(adoption.adopted_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM'), count(*)
        FROM seeds_adoption adoption JOIN seeds_seedversion version ON version.id = adoption.version_id
        WHERE version.seed_id = ANY(%s) GROUP BY 1, 2 ORDER BY 1, 2
    """
    found: dict[int, list[tuple[str, int]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(seed_ids)])
        for seed, month, count in cursor.fetchall():
            found.setdefault(seed, []).append((month, count))
    return found


def alike_ids(city_id: int, theme: str, *, limit: int) -> list[int]:
    """The newest published seeds of a theme."""
    rows = Seed.objects.filter(city_id=city_id, state=SeedState.PUBLISHED, theme=theme)
    return list(rows.order_by("-id").values_list("id", flat=True)[:limit])


def seed_starts(city_id: int, *, seed_ids: Sequence[int] | None = None) -> list[SeedStart]:
    """Published seeds of a city (all, or these), and the day from which each could be adopted."""
    rows = Seed.objects.filter(city_id=city_id, state=SeedState.PUBLISHED)
    if seed_ids is not None:
        rows = rows.filter(pk__in=seed_ids)
    dated = rows.annotate(first=Min("versions__published_at"), used=Min("versions__adoptions__adopted_at")).order_by(
        "id"
    )
    found = []
    for seed_id, title, words, first, used, drafted in dated.values_list(
        "id", "title", "theme", "first", "used", "drafted_at"
    ):
        moment = min([one for one in (first, used) if one] or [drafted])
        found.append(SeedStart(seed_id, title, words, day_of(moment)))
    return found


def city_adoptions(city_id: int) -> list[tuple[int, int, date]]:
    """Every adoption of a city: (seed, unit, day)."""
    rows = Adoption.objects.filter(city_id=city_id).order_by("id")
    return [
        (seed, unit, day_of(at)) for seed, unit, at in rows.values_list("version__seed_id", "unit_id", "adopted_at")
    ]


def results_of(seed_ids: Sequence[int]) -> list[tuple[int, float]]:
    """(unit, share of the targets reached) of each finished adoption, the latest of each unit."""
    rows = Adoption.objects.filter(version__seed_id__in=seed_ids, result_at__isnull=False).order_by("result_at", "id")
    latest = {
        unit: top / below
        for unit, top, below in rows.values_list("unit_id", "reached_numerator", "reached_denominator")
        if top is not None and below
    }
    return sorted(latest.items())


def parents_of(seed_ids: Sequence[int]) -> dict[int, int]:
    """Seed -> the adoption whose project it was distilled from."""
    rows = Seed.objects.filter(pk__in=seed_ids, parent_adoption__isnull=False)
    return {seed: parent for seed, parent in rows.values_list("id", "parent_adoption_id") if parent is not None}


def seeds_of(adoption_ids: Sequence[int]) -> list[tuple[int, int]]:
    """(adoption, seed) of adoptions."""
    return list(Adoption.objects.filter(pk__in=adoption_ids).values_list("id", "version__seed_id"))


def newest_versions(seed_ids: Sequence[int]) -> dict[int, int]:
    """Seed -> the version of it that was published last."""
    rows = SeedVersion.objects.filter(seed_id__in=seed_ids, published_at__isnull=False).order_by("number")
    return dict(rows.values_list("seed_id", "id"))
