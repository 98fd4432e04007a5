"""Figures of any unit on any day, exact to the last committed verb, folded or not."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, Min, Sum

from huozhong.kernel.places import Line, ids_of
from huozhong.records.engine import rollups
from huozhong.records.engine.rollups import Moved, Tree
from huozhong.records.models import TallyDelta, TallyMove, UnitDay

LAST = date.max
Row = tuple[str, int, date, int, int]  # measure, unit, day, delta, moved


def figure(measure: str, unit_id: int, *, on: date | None = None) -> int:
    """The unit with everything below it, on that day's evening, in that day's tree; no day: all recorded."""
    return figures_of([measure], [unit_id], on=on)[(measure, unit_id)]


def figures(measures: Sequence[str], unit_id: int, *, on: date | None = None) -> dict[str, int]:
    """Several figures of one unit."""
    found = figures_of(measures, [unit_id], on=on)
    return {measure: found[(measure, unit_id)] for measure in measures}


_STOCK = """
    SELECT 'r', measure, unit_id, sum(total)::bigint, NULL, NULL, NULL::date FROM records_rollupnow
    WHERE unit_id = ANY(%(units)s) AND measure = ANY(%(measures)s) GROUP BY measure, unit_id
    UNION ALL
    SELECT 'l', measure, unit_id, sum(delta + moved)::bigint, NULL, NULL, NULL FROM records_rollupday
    WHERE unit_id = ANY(%(units)s) AND measure = ANY(%(measures)s) AND day > %(on)s GROUP BY measure, unit_id
    UNION ALL
    SELECT 'p', measure, NULL, sum(delta)::bigint, path, industry_path, day FROM records_tallydelta
    WHERE measure = ANY(%(measures)s) GROUP BY measure, path, industry_path, day
    UNION ALL
    SELECT 'm', '', coalesce(max(id), 0), 0, NULL, NULL, NULL FROM records_tallymove
"""


def figures_of(
    measures: Sequence[str], unit_ids: Sequence[int], *, on: date | None = None
) -> dict[tuple[str, int], int]:
    """Several figures of several units: (measure, unit) -> figure, zero included."""
    day = on or LAST
    answer = {(measure, unit): 0 for measure in measures for unit in unit_ids}
    rows, pending = _read(_STOCK, {"units": list(unit_ids), "measures": list(measures), "on": day})
    for source, measure, unit, value, *_ in rows:
        if source == "r":
            answer[(measure, unit)] += value
        elif source == "l":
            answer[(measure, unit)] -= value
    wanted = set(unit_ids)
    for measure, unit, when, delta, moved in pending:
        if unit in wanted and when <= day:
            answer[(measure, unit)] += delta + moved
    return answer


_FLOW = """
    SELECT 'r', measure, unit_id, sum(delta)::bigint, NULL, NULL, NULL::date FROM records_rollupday
    WHERE unit_id = ANY(%(units)s) AND measure = ANY(%(measures)s) AND day BETWEEN %(first)s AND %(last)s
    GROUP BY measure, unit_id
    UNION ALL
    SELECT 'p', measure, NULL, sum(delta)::bigint, path, industry_path, day FROM records_tallydelta
    WHERE measure = ANY(%(measures)s) AND day BETWEEN %(first)s AND %(last)s GROUP BY measure, path, industry_path, day
    UNION ALL
    SELECT 'm', '', coalesce(max(id), 0), 0, NULL, NULL, NULL FROM records_tallymove
"""


def flow(measure: str, unit_id: int, *, first_day: date, last_day: date) -> int:
    """What happened in the unit and below between two days, both included, each day in its own tree."""
    return flows([measure], [unit_id], first_day=first_day, last_day=last_day)[(measure, unit_id)]


def flows(
    measures: Sequence[str], unit_ids: Sequence[int], *, first_day: date, last_day: date
) -> dict[tuple[str, int], int]:
    """What happened, for several measures and units."""
    answer = {(measure, unit): 0 for measure in measures for unit in unit_ids}
    rows, pending = _read(
        _FLOW, {"units": list(unit_ids), "measures": list(measures), "first": first_day, "last": last_day}
    )
    for source, measure, unit, value, *_ in rows:
        if source == "r":
            answer[(measure, unit)] += value
    wanted = set(unit_ids)
    for measure, unit, when, delta, _ in pending:
        if unit in wanted and first_day <= when <= last_day:
            answer[(measure, unit)] += delta
    return answer


def _read(sql: str, words: dict[str, Any]) -> tuple[list[Any], list[Row]]:
    """One snapshot of folded and waiting figures; read again if a unit moved between the two reads."""
    while True:
        with connection.cursor() as cursor:
            cursor.execute(sql, words)
            rows = cursor.fetchall()
        last_move = next(row[2] for row in rows if row[0] == "m")
        waiting = [(row[1], row[4], row[5], row[6], row[3]) for row in rows if row[0] == "p"]
        if not waiting:
            return rows, []
        pending = _as_rolled(waiting)
        if not TallyMove.objects.filter(id__gt=last_move).exists():
            return rows, pending


def _as_rolled(waiting: list[tuple[str, str, str, date, int]]) -> list[Row]:
    """Waiting deltas as the rows that folding would make of them."""
    paths: dict[int, tuple[str, str]] = {}
    own: dict[tuple[str, int], dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for measure, path, industry_path, day, delta in waiting:
        unit_id = ids_of(path)[-1]
        paths[unit_id] = (path, industry_path)
        own[(measure, unit_id)][day] += delta
    tree = tree_of(paths)
    result: list[Row] = []
    for (measure, unit_id), days in own.items():
        changes = rollups.rolled_up(rollups.as_signed(tree.counted_in(unit_id)), days)
        result += [(measure, unit, day, change.delta, change.moved) for (unit, day), change in changes.items()]
    return result


def tree_of(paths: dict[int, tuple[str, str]]) -> Tree:
    """The tree over time around these units: unit -> (path, industry path)."""
    ids = {unit for pair in paths.values() for path in pair for unit in ids_of(path)} | set(paths)
    tree = Tree(moves_touching(ids))
    for path, industry_path in paths.values():
        tree.see(Line.LOCALITY, path)
        tree.see(Line.INDUSTRY, industry_path)
    return tree


def moves_touching(unit_ids: Iterable[int]) -> list[Moved]:
    """Every recorded move of these units and of the units they ever stood below."""
    found: dict[int, Moved] = {}
    seen: set[int] = set()
    waiting = set(unit_ids)
    while waiting:
        seen |= waiting
        rows = TallyMove.objects.filter(unit_id__in=waiting)
        waiting = set()
        for row in rows:
            found[row.id] = Moved(row.unit_id, Line(row.line), row.old_path, row.new_path, row.day, row.id)
            waiting |= {*ids_of(row.old_path), *ids_of(row.new_path)} - seen
    return list(found.values())


def own_figures(unit_ids: Sequence[int]) -> dict[tuple[int, str], dict[date, int]]:
    """What happened at these units themselves, summed: (city, measure) -> day -> delta. Folded rows only."""
    rows = (
        UnitDay.objects.filter(unit_id__in=unit_ids)
        .values_list("city_id", "measure", "day")
        .annotate(total=Sum("delta"))
    )
    answer: dict[tuple[int, str], dict[date, int]] = defaultdict(dict)
    for city_id, measure, day, total in rows:
        answer[(city_id, measure)][day] = int(total)
    return answer


def own_totals(measure: str, *, city_id: int, on: date) -> dict[int, int]:
    """The figure at each unit itself in a city, on a day. Folded rows only."""
    rows = (
        UnitDay.objects.filter(city_id=city_id, measure=measure, day__lte=on)
        .values_list("unit_id")
        .annotate(total=Sum("delta"))
    )
    return {unit_id: int(total) for unit_id, total in rows}


_IN_TREE = """
    SELECT coalesce((SELECT sum(delta) FROM records_unitday
                     WHERE measure = %(measure)s AND day BETWEEN %(first)s AND %(last)s
                       AND unit_id = ANY(%(units)s)), 0)
         + coalesce((SELECT sum(delta) FROM records_tallydelta
                     WHERE measure = %(measure)s AND day BETWEEN %(first)s AND %(last)s
                       AND split_part(path, '.', -2)::bigint = ANY(%(units)s)), 0)
"""


def figure_in_tree(measure: str, unit_ids: Iterable[int], *, on: date, first_day: date = date.min) -> int:
    """A past day's figure over the given units themselves: pass today's subtree to ask the past in today's tree.

    With `first_day` it is what happened from that day on.
    """
    words: dict[str, Any] = {"measure": measure, "first": first_day, "last": on, "units": list(set(unit_ids))}
    with connection.cursor() as cursor:
        cursor.execute(_IN_TREE, words)
        return int(cursor.fetchone()[0])


@dataclass(frozen=True, slots=True)
class Point:
    """A month of a series: the figure on its last day, and what happened in it."""

    month: date  # its first day
    stock: int
    flow: int


def figure_series(measure: str, unit_id: int, *, first_month: date, last_month: date) -> tuple[Point, ...]:
    """Month by month, both ends included; the last day of a month counts."""
    months = _months(first_month, last_month)
    after = _next_month(months[-1])
    with connection.cursor() as cursor:
        cursor.execute(_BY_MONTH, {"unit": unit_id, "measure": measure, "first": months[0], "after": after})
        kept = {month: (int(delta), int(moved)) for month, delta, moved in cursor.fetchall()}
        cursor.execute(
            "SELECT measure, path, industry_path, day, sum(delta)::bigint FROM records_tallydelta"
            " WHERE measure = %s AND day < %s GROUP BY 1, 2, 3, 4",
            [measure, after],
        )
        waiting = cursor.fetchall()
    for _, unit, day, delta, moved in _as_rolled(waiting):
        if unit == unit_id and day < after:
            month = day.replace(day=1) if day >= months[0] else None
            old = kept.get(month, (0, 0))
            kept[month] = (old[0] + delta, old[1] + moved)
    points, stock = [], sum(kept.get(None, (0, 0)))
    for month in months:
        happened, moved = kept.get(month, (0, 0))
        stock += happened + moved
        points.append(Point(month, stock, happened))
    return tuple(points)


_BY_MONTH = """
    SELECT CASE WHEN day >= %(first)s THEN date_trunc('month', day)::date END, sum(delta)::bigint, sum(moved)::bigint
    FROM records_rollupday WHERE unit_id = %(unit)s AND measure = %(measure)s AND day < %(after)s GROUP BY 1
"""


def _months(first: date, last: date) -> list[date]:
    months = [first.replace(day=1)]
    while (following := _next_month(months[-1])) <= last:
        months.append(following)
    return months


def _next_month(month: date) -> date:
    return (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1)


def unfolded() -> tuple[int, dt.datetime | None]:
    """How many deltas wait to be folded, and since when the oldest."""
    found = TallyDelta.objects.aggregate(count=Count("id"), oldest=Min("recorded_at"))
    return found["count"], found["oldest"]
