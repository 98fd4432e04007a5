"""All unions of a subtree as bare values: for computing over a whole city, where cards would be too heavy."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from huozhong.kernel.places import path_end


@dataclass(frozen=True, slots=True)
class UnitShape:
    """A union's place, and the trade ("C34") of the largest employer that it covers, "" when none is recorded."""

    id: int
    parent_id: int | None
    path: str
    level: str
    kind: str
    trade: str


_SQL = """
    SELECT unit.id, unit.parent_id, unit.path, unit.level, unit.kind, coalesce(largest.trade, '')
    FROM unions_unit unit
    LEFT JOIN (
        SELECT DISTINCT ON (employer.unit_id) employer.unit_id, left(employer.industry, 3) AS trade
        FROM unions_employer employer JOIN unions_unit covering ON covering.id = employer.unit_id
        WHERE covering.path >= %(path)s AND covering.path < %(end)s AND employer.industry <> ''
        ORDER BY employer.unit_id, employer.employees DESC, employer.id
    ) largest ON largest.unit_id = unit.id
    WHERE unit.path >= %(path)s AND unit.path < %(end)s AND unit.dissolved_date IS NULL
    ORDER BY unit.path COLLATE "C"
"""


def shapes(path: str) -> list[UnitShape]:
    """The unit at the path and all below it today, parents before children."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"path": path, "end": path_end(path)})
        return [UnitShape(*row) for row in cursor.fetchall()]
