"""More projects and a longer trail than the sample's story has, so that lists are asked at a city's size."""

from __future__ import annotations

import psycopg

PROJECTS = {"town": 500, "city": 20_000}
TRAIL = {"town": 20_000, "city": 500_000}
MARK = "bench"


def fill(address: str, *, scale: str) -> None:
    """As the owner: copies of the sample's projects at other unions, and rows of the trail at every unit; once."""
    with psycopg.connect(address) as line:
        if line.execute("SELECT 1 FROM records_trail WHERE action = %s LIMIT 1", [MARK]).fetchone():
            return
        units, origins = line.execute(_COUNTS).fetchone() or (0, 0)
        words = {"units": units, "origins": origins, "mark": MARK}
        line.execute("ALTER TABLE projects_project DISABLE TRIGGER USER")  # copies are in every state
        line.execute(_PROJECTS.format(columns=_columns(line, "projects_project")), words | {"count": PROJECTS[scale]})
        line.execute("SET CONSTRAINTS ALL IMMEDIATE")
        line.execute("ALTER TABLE projects_project ENABLE TRIGGER USER")
        line.execute(_TRAIL, words | {"count": TRAIL[scale]})
    with psycopg.connect(address, autocommit=True) as line:
        line.execute("VACUUM (ANALYZE) projects_project, records_trail")


def _columns(line: psycopg.Connection, table: str) -> str:
    rows = line.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
        " AND attname NOT IN ('id', 'unit_id') ORDER BY attnum",
        [table],
    )
    return ", ".join(f"{name}" for (name,) in rows)


_COUNTS = """
    SELECT (SELECT count(*) FROM unions_unit), (SELECT count(*) FROM projects_project WHERE state <> 'draft')
"""
_PROJECTS = """
    INSERT INTO projects_project (unit_id, {columns})
    SELECT unit.place_id, {columns} FROM generate_series(1, %(count)s::bigint) AS copy
    JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS place FROM projects_project WHERE state <> 'draft') AS origin
      ON origin.place = copy %% %(origins)s::bigint
    JOIN (SELECT id AS place_id, row_number() OVER (ORDER BY id) - 1 AS position FROM unions_unit) AS unit
      ON unit.position = copy * 7919 %% %(units)s::bigint
"""
_TRAIL = """
    INSERT INTO records_trail (city_id, kind, thing_id, label, action, move_from, move_to, actor_kind, actor_name, role,
                               unit_id, unit_path, industry_path, at, why, details, cites)
    SELECT unit.city_id, 'projects.project', copy, '', %(mark)s, '', '', 'operator', '', '', unit.id, unit.path,
           unit.industry_path, now(), '', '{}', '[]'
    FROM generate_series(1, %(count)s::bigint) AS copy
    JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS place FROM unions_unit) AS unit
      ON unit.place = copy * 7919 %% %(units)s::bigint
"""
