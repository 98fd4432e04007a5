"""The tree of any day, from the tenures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q

from huozhong.kernel.places import Line, ids_of, path_end
from huozhong.unions.models import Unit, UnitName, UnitSuccession, UnitTenure
from huozhong.unions.models.spans import on_day


@dataclass(frozen=True, slots=True)
class TenureCard:
    """Where a unit stood from a day until a day (None: still)."""

    line: Line
    parent_id: int | None
    parent_name: str
    path: str
    from_date: date
    until_date: date | None


@dataclass(frozen=True, slots=True)
class NameCard:
    """What a unit was called from a day until a day (None: still)."""

    name: str
    from_date: date
    until_date: date | None


@dataclass(frozen=True, slots=True)
class SuccessionCard:
    """What became of what, with what went over."""

    kind: str
    before_id: int
    before_name: str
    after_id: int
    after_name: str
    day: date
    unit_ids: tuple[int, ...]
    employer_ids: tuple[int, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit in the tree of a day, with the name of that day."""

    unit_id: int
    parent_id: int | None
    name: str
    path: str

    @property
    def depth(self) -> int:
        return len(ids_of(self.path))


def path_on(unit_id: int, *, on: date, line: Line = Line.LOCALITY) -> str:
    """The unit's path in a line on a day; "" when it did not stand in the line."""
    rows = UnitTenure.objects.filter(on_day(on), unit_id=unit_id, line=line.value)
    return rows.values_list("path", flat=True).first() or ""


def _below(path: str) -> Q:
    return Q(path__gte=path, path__lt=path_end(path))


def subtree_ids(unit_id: int, *, line: Line = Line.LOCALITY) -> list[int]:
    """The unit and all below it in one line today, without those that are dissolved."""
    field = "path" if line is Line.LOCALITY else "industry_path"
    path = Unit.objects.filter(pk=unit_id).values_list(field, flat=True).first()
    if not path:
        return []
    below = {f"{field}__gte": path, f"{field}__lt": path_end(path)}
    return list(Unit.objects.filter(**below, dissolved_date=None).order_by("pk").values_list("pk", flat=True))


def subtree_on(unit_id: int, *, on: date, line: Line = Line.LOCALITY) -> list[int]:
    """The unit and all that stood below it in one line on a day."""
    path = path_on(unit_id, on=on, line=line)
    if not path:
        return []
    rows = UnitTenure.objects.filter(_below(path), on_day(on), line=line.value)
    return list(rows.order_by("unit_id").values_list("unit_id", flat=True))


def covered_ids(unit_id: int) -> list[int]:
    """The unit and all below it in either line today, each once."""
    return sorted({*subtree_ids(unit_id), *subtree_ids(unit_id, line=Line.INDUSTRY)})


def covered_on(unit_id: int, *, on: date) -> list[int]:
    """The unit and all that stood below it in either line on a day, each once."""
    return sorted({*subtree_on(unit_id, on=on), *subtree_on(unit_id, on=on, line=Line.INDUSTRY)})


def tree_on(unit_id: int, *, on: date, line: Line = Line.LOCALITY, depth: int = 2) -> list[Branch]:
    """The tree below a unit on a day, parents before children, with the names of that day."""
    path = path_on(unit_id, on=on, line=line)
    if not path:
        return []
    deepest = len(ids_of(path)) + depth
    rows = UnitTenure.objects.filter(_below(path), on_day(on), line=line.value).extra(
        where=["length(path) - length(replace(path, '.', '')) <= %s"], params=[deepest]
    )
    found = list(rows.values_list("unit_id", "parent_id", "path"))
    called = dict(
        UnitName.objects.filter(on_day(on), unit_id__in=[row[0] for row in found]).values_list("unit_id", "name")
    )
    branches = [Branch(uid, parent_id, called.get(uid, ""), at) for uid, parent_id, at in found]
    return sorted(branches, key=lambda branch: ids_of(branch.path))


def name_on(unit_id: int, *, on: date) -> str:
    """What the unit was called on a day; "" when it did not exist."""
    return UnitName.objects.filter(on_day(on), unit_id=unit_id).values_list("name", flat=True).first() or ""


def names(unit_id: int) -> list[NameCard]:
    """Everything the unit was called, newest first."""
    rows = UnitName.objects.filter(unit_id=unit_id).order_by("-from_date")
    return [NameCard(row.name, row.from_date, row.until_date) for row in rows]


def tenures(unit_id: int) -> list[TenureCard]:
    """Everywhere the unit has stood, newest first."""
    rows = UnitTenure.objects.filter(unit_id=unit_id).select_related("parent").order_by("-from_date", "line")
    return [
        TenureCard(
            Line(row.line),
            row.parent_id,
            row.parent.name if row.parent else "",
            row.path,
            row.from_date,
            row.until_date,
        )
        for row in rows
    ]


def successions(unit_id: int) -> list[SuccessionCard]:
    """Merges and splits in which the unit had a part, newest first."""
    rows = UnitSuccession.objects.filter(Q(before_id=unit_id) | Q(after_id=unit_id)).select_related("before", "after")
    return [
        SuccessionCard(
            row.kind,
            row.before_id,
            row.before.name,
            row.after_id,
            row.after.name,
            row.day,
            tuple(row.unit_ids),
            tuple(row.employer_ids),
            row.why,
        )
        for row in rows.order_by("-day", "-pk")
    ]


_BROKEN = """
WITH RECURSIVE walked(id, path) AS (
    SELECT id, id::text || '.' FROM unions_unit WHERE parent_id IS NULL
    UNION ALL
    SELECT child.id, walked.path || child.id::text || '.'
    FROM unions_unit child JOIN walked ON child.parent_id = walked.id
)
SELECT unit.id FROM unions_unit unit LEFT JOIN walked USING (id) LEFT JOIN unions_unittenure tenure
    ON tenure.unit_id = unit.id AND tenure.line = 'locality' AND tenure.until_date IS NULL
WHERE walked.path IS DISTINCT FROM unit.path COLLATE "C"
    OR (unit.dissolved_date IS NULL AND tenure.path IS DISTINCT FROM unit.path)
ORDER BY 1 LIMIT 100
"""


def broken_paths() -> list[int]:
    """Units whose path differs from the chain of parents or from the open tenure; empty when all is well."""
    with connection.cursor() as cursor:
        cursor.execute(_BROKEN)
        return [row[0] for row in cursor.fetchall()]
