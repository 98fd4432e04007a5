"""Figures kept incrementally: append a delta with the verb, fold it into every unit above within a second."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from huozhong.kernel.places import Line, ids_of
from huozhong.records.engine import rollups
from huozhong.records.engine.rollups import Change
from huozhong.records.models import TallyDelta, TallyMove, TallyUnit
from huozhong.records.queries.tallies import own_figures, own_totals, tree_of

_LOCK = 0x68757A68  # "huzh": folds share it, a move takes it alone
BATCH = 50_000


def tally(measure: str, *, path: str, day: date, delta: int, city_id: int, industry_path: str = "") -> None:
    """Append a change of a figure at the unit that the path ends in; counts for all above in both lines, once."""
    if not delta:
        return
    _check_paths(path, industry_path)
    TallyDelta.objects.create(
        city_id=city_id, measure=measure, path=path, industry_path=industry_path, day=day, delta=delta
    )


def tally_many(rows: Iterable[tuple[str, str, str, date, int, int]]) -> int:
    """Append many changes by COPY: (measure, path, industry_path, day, delta, city_id). Gives how many."""
    count = 0
    with connection.cursor() as cursor, cursor.cursor.copy(
        "COPY records_tallydelta (measure, path, industry_path, day, delta, city_id) FROM STDIN"
    ) as copy:  # fmt: skip
        for row in rows:
            _check_paths(row[1], row[2])
            copy.write_row(row)
            count += 1
    return count


def _check_paths(path: str, industry_path: str) -> None:
    if not path.endswith("."):
        raise ValueError(f"a path ends with a dot: {path!r}")
    if industry_path and ids_of(industry_path)[-1] != ids_of(path)[-1]:
        raise ValueError(f"{path!r} and {industry_path!r} end in different units")


_TAKE = """
    WITH taken AS (
        DELETE FROM records_tallydelta WHERE id IN (
            SELECT id FROM records_tallydelta ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)
        RETURNING city_id, measure, path, industry_path, day, delta)
    SELECT city_id, measure, path, industry_path, day, sum(delta)::bigint, count(*)
    FROM taken GROUP BY 1, 2, 3, 4, 5
"""


def fold() -> int:
    """Fold every committed delta that nobody else is folding; gives how many. Waits for nobody."""
    folded = 0
    while True:
        with transaction.atomic():
            if not _try_shared_lock():
                return folded
            count = _fold_batch()
        folded += count
        if count < BATCH:
            return folded


def _fold_batch() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [BATCH])
        rows = cursor.fetchall()
    if not rows:
        return 0
    own: dict[tuple[int, str, int], dict[date, int]] = defaultdict(lambda: defaultdict(int))
    paths: dict[int, tuple[int, str, str]] = {}
    for city_id, measure, path, industry_path, day, delta, _ in rows:
        unit_id = ids_of(path)[-1]
        own[(city_id, measure, unit_id)][day] += delta
        paths[unit_id] = (city_id, path, industry_path)
    _remember_paths(paths)
    tree = tree_of({unit: (path, industry_path) for unit, (_, path, industry_path) in paths.items()})
    weights = {unit: rollups.as_signed(tree.counted_in(unit)) for unit in paths}
    rolled: dict[tuple[int, str], dict[tuple[int, date], Change]] = defaultdict(lambda: defaultdict(Change))
    for (city_id, measure, unit_id), days in own.items():
        _add(rolled[(city_id, measure)], rollups.rolled_up(weights[unit_id], days))
    _write_own(own)
    _write_rolled(rolled)
    return sum(row[6] for row in rows)


def _add(into: dict[tuple[int, date], Change], changes: Mapping[tuple[int, date], Change]) -> None:
    for key, change in changes.items():
        kept = into[key]
        kept.delta += change.delta
        kept.moved += change.moved


def _remember_paths(paths: Mapping[int, tuple[int, str, str]]) -> None:
    """Keep one path of every unit with figures: where it stood once; recorded moves say where it stands when."""
    _upsert(
        "INSERT INTO records_tallyunit (id, city_id, path, industry_path)"
        " SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[]) ORDER BY 1 ON CONFLICT DO NOTHING",
        [(unit, *where) for unit, where in paths.items()],
    )


def _write_own(own: Mapping[tuple[int, str, int], Mapping[date, int]]) -> None:
    rows = [
        (city_id, measure, unit_id, day, delta)
        for (city_id, measure, unit_id), days in own.items()
        for day, delta in days.items()
        if delta
    ]
    _upsert(
        "INSERT INTO records_unitday AS kept (city_id, measure, unit_id, day, delta)"
        " SELECT * FROM unnest(%s::bigint[], %s::text[], %s::bigint[], %s::date[], %s::bigint[]) ORDER BY 3, 2, 4, 1"
        " ON CONFLICT (unit_id, measure, day, city_id) DO UPDATE SET delta = kept.delta + EXCLUDED.delta",
        rows,
    )


def _write_rolled(rolled: Mapping[tuple[int, str], Mapping[tuple[int, date], Change]]) -> None:
    rows = [
        (city_id, measure, unit_id, day, change.delta, change.moved)
        for (city_id, measure), changes in rolled.items()
        for (unit_id, day), change in changes.items()
    ]
    _upsert(
        "INSERT INTO records_rollupday AS kept (city_id, measure, unit_id, day, delta, moved)"
        " SELECT * FROM unnest(%s::bigint[], %s::text[], %s::bigint[], %s::date[], %s::bigint[], %s::bigint[])"
        " ORDER BY 3, 2, 4, 1 ON CONFLICT (unit_id, measure, day, city_id)"
        " DO UPDATE SET delta = kept.delta + EXCLUDED.delta, moved = kept.moved + EXCLUDED.moved",
        rows,
    )
    totals: dict[tuple[int, str, int], int] = defaultdict(int)
    for city_id, measure, unit_id, _, delta, moved in rows:
        totals[(city_id, measure, unit_id)] += delta + moved
    _upsert(
        "INSERT INTO records_rollupnow AS kept (city_id, measure, unit_id, total)"
        " SELECT * FROM unnest(%s::bigint[], %s::text[], %s::bigint[], %s::bigint[]) ORDER BY 3, 2, 1"
        " ON CONFLICT (unit_id, measure, city_id) DO UPDATE SET total = kept.total + EXCLUDED.total",
        [(*key, total) for key, total in totals.items() if total],
    )


def _upsert(sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(column) for column in zip(*rows, strict=True)])


def _try_shared_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock_shared(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


@transaction.atomic
def move_tallies(old_path: str, new_path: str, *, on: date, city_id: int, line: Line = Line.LOCALITY) -> None:
    """Take a moved unit's figures, and those below it, from the units above its old place to those above its new.

    From day `on` every figure is that of the new tree; before it, that of the old. An empty path: not in the line.
    """
    unit_id = ids_of(old_path or new_path)[-1]
    if old_path and new_path and ids_of(new_path)[-1] != unit_id:
        raise ValueError("a move keeps the unit: both paths end in it")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    while _fold_batch():
        pass
    touched = _standing_below(unit_id, line=line)
    before = tree_of(touched)
    TallyMove.objects.create(
        city_id=city_id, unit_id=unit_id, line=line.value, old_path=old_path, new_path=new_path, day=on
    )
    after = tree_of(touched)
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for unit in touched:
        change = rollups.difference(after.counted_in(unit), before.counted_in(unit))
        if any(weights for _, weights in change):
            groups[tuple((day, tuple(sorted(weights.items()))) for day, weights in change)].append(unit)
    rolled: dict[tuple[int, str], dict[tuple[int, date], Change]] = defaultdict(lambda: defaultdict(Change))
    for key, units in groups.items():
        signed = tuple((day, dict(weights)) for day, weights in key)  # type: ignore[misc, has-type]
        for (city, measure), days in own_figures(units).items():
            _add(rolled[(city, measure)], rollups.rolled_up(signed, days))
    _write_rolled(rolled)


@dataclass(frozen=True, slots=True)
class Difference:
    """A unit whose kept figure was not what its rows say."""

    unit_id: int
    kept: int
    true: int


@dataclass(frozen=True, slots=True)
class Recount:
    """What a recount found and mended."""

    measure: str
    units: int
    differences: tuple[Difference, ...]


def _standing_below(unit_id: int, *, line: Line) -> dict[int, tuple[str, str]]:
    """Units with figures that ever stood below this one in the line, itself included, with some path of theirs.

    Between two units that never moved every path tells the truth, so it is enough to follow the moved ones.
    """
    reached = waiting = {unit_id}
    while waiting:
        form = _holding(waiting)
        moves = TallyMove.objects.filter(Q(old_path__regex=form) | Q(new_path__regex=form), line=line.value)
        waiting = set(moves.values_list("unit_id", flat=True)) - reached
        reached = reached | waiting
    column = "path" if line is Line.LOCALITY else "industry_path"
    units = TallyUnit.objects.filter(Q(id__in=reached) | Q(**{f"{column}__regex": _holding(reached)}))
    return {unit: (path, other) for unit, path, other in units.values_list("id", "path", "industry_path")}


def _holding(unit_ids: Iterable[int]) -> str:
    """A pattern of paths that hold one of these ids."""
    return rf"(^|\.)({'|'.join(str(unit_id) for unit_id in sorted(unit_ids))})\."


@transaction.atomic
def recount(measure: str, rows: Iterable[tuple[str, str, int]], *, on: date, city_id: int) -> Recount:
    """Set a city's figure at every unit to the truth counted from its own rows: (path, industry_path, value).

    A unit that has a figure but no row gets zero. The differences are folded in on day `on` and reported.
    """
    fold()
    kept = own_totals(measure, city_id=city_id, on=on)
    true: dict[int, int] = {}
    paths: dict[int, tuple[str, str]] = {}
    for path, industry_path, value in rows:
        _check_paths(path, industry_path)
        unit_id = ids_of(path)[-1]
        true[unit_id] = true.get(unit_id, 0) + value
        paths[unit_id] = (path, industry_path)
    gone = kept.keys() - true.keys()
    for unit_id, path, industry_path in TallyUnit.objects.filter(id__in=gone).values_list(
        "id", "path", "industry_path"
    ):
        paths[unit_id] = (path, industry_path)
    differences = tuple(
        Difference(unit_id, kept.get(unit_id, 0), true.get(unit_id, 0))
        for unit_id in sorted(kept.keys() | true.keys())
        if kept.get(unit_id, 0) != true.get(unit_id, 0)
    )
    tally_many((measure, *paths[d.unit_id], on, d.true - d.kept, city_id) for d in differences)
    fold()
    return Recount(measure, len(kept.keys() | true.keys()), differences)
