"""Reading the trail: of one thing, or page by page within a reach."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Max, Q, QuerySet

from huozhong.kernel.places import path_end
from huozhong.records.models import Seal, SealedRow, SealMark, Trail


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One row of the trail, as pages show it."""

    id: int
    city_id: int
    kind: str
    thing_id: int
    label: str
    action: str
    move_from: str
    move_to: str
    actor_kind: str
    actor_name: str
    account_id: int | None
    person_id: int | None
    role: str
    unit_id: int | None
    unit_path: str
    at: dt.datetime
    recorded_at: dt.datetime
    why: str
    details: Mapping[str, Any]
    cites: Sequence[Mapping[str, Any]]


def _rows(found: QuerySet[Trail]) -> tuple[TrailRow, ...]:
    return tuple(TrailRow(**row) for row in found.values(*TrailRow.__slots__))


def history(kind: str, thing_id: int, *, city_id: int | None = None, limit: int = 200) -> tuple[TrailRow, ...]:
    """What happened to one thing, newest first. The caller has asked whether the thing may be seen."""
    found = Trail.objects.filter(kind=kind, thing_id=thing_id)
    if city_id is not None:
        found = found.filter(city_id=city_id)
    return _rows(found.order_by("-id")[:limit])


def trail_page(
    reach: Q,
    *,
    kind: str = "",
    action: str = "",
    account_id: int | None = None,
    thing_id: int | None = None,
    under: str = "",
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
    before_id: int | None = None,
    limit: int = 50,
) -> tuple[TrailRow, ...]:
    """A page of the trail within a reach, newest first; `before_id` goes on where the last page ended.

    `reach` is a condition on `unit_path`, `industry_path`, `city_id` (see `within_paths`); an empty Q is refused.
    """
    if not reach:
        raise ValueError("the trail cannot be read without a reach")
    found = Trail.objects.filter(reach)
    wanted: dict[str, Any] = {
        "kind": kind or None,
        "action": action or None,
        "account_id": account_id,
        "thing_id": thing_id,
        "recorded_at__gte": since,
        "recorded_at__lt": until,
        "id__lt": before_id,
    }
    found = found.filter(**{key: value for key, value in wanted.items() if value is not None})
    if under:
        found = found.filter(unit_path__gte=under, unit_path__lt=path_end(under))
    return _rows(found.order_by("-id")[:limit])


def within_paths(paths: Sequence[str], *, industry_paths: Sequence[str] = ()) -> Q:
    """The reach over rows that stand below one of the paths; no path at all reaches nothing."""
    reach = Q(pk__in=[])
    for path in paths:
        reach |= Q(unit_path__gte=path, unit_path__lt=path_end(path))
    for path in industry_paths:
        reach |= Q(industry_path__gte=path, industry_path__lt=path_end(path))
    return reach


@dataclass(frozen=True, slots=True)
class SealLag:
    """How far sealing is behind."""

    unsealed: int
    oldest_at: dt.datetime | None
    last_seal: int
    sealed_at: dt.datetime | None


def seal_lag() -> SealLag:
    """How many rows are not yet sealed, and since when the oldest waits."""
    floor = SealMark.objects.aggregate(floor=Max("floor"))["floor"] or 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), min(recorded_at) FROM records_trail t"
            " WHERE t.id > %s AND NOT EXISTS (SELECT 1 FROM records_sealedrow s WHERE s.id = t.id)",
            [floor],
        )
        unsealed, oldest = cursor.fetchone()
    last = Seal.objects.order_by("-id").first()
    return SealLag(unsealed, oldest, last.id if last else 0, last.sealed_at if last else None)


def sealed_ids(trail_ids: Sequence[int]) -> frozenset[int]:
    """Which of these rows are in a seal."""
    return frozenset(SealedRow.objects.filter(id__in=trail_ids).values_list("id", flat=True))


def is_sealed(trail_id: int) -> bool:
    """Whether a row is in a seal."""
    return SealedRow.objects.filter(id=trail_id).exists()
