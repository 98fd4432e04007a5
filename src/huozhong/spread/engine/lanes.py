"""A picture of spread: a lane for each part of the tree, months from left to right, a dot for each adoption."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

COLUMN = 27  # px of a month
NARROWEST = 9  # px of a month when there are many of them
STEP = 8  # px from dot to dot
DOT = 3.2
HEAD = 26
LABEL = 132
MOST_DOTS = 1500  # above this a circle stands for all adoptions of a month


@dataclass(frozen=True, slots=True)
class Mark:
    """One adoption, or with `count` > 1 a month's."""

    x: float
    y: float
    radius: float
    count: int = 1


@dataclass(frozen=True, slots=True)
class Lane:
    """One part of the tree, with its total up to the month shown."""

    unit_id: int
    name: str
    y: float
    total: int
    marks: tuple[Mark, ...]

    @property
    def middle(self) -> float:
        return self.y + 18


@dataclass(frozen=True, slots=True)
class Picture:
    """Lanes with their marks, and the lines from an adoption to those that grew from it (SVG paths)."""

    width: float
    height: float
    lanes: tuple[Lane, ...]
    lines: tuple[str, ...]
    years: tuple[tuple[float, str], ...]
    is_gathered: bool


def draw(
    lanes: Sequence[tuple[int, str]],
    months: Sequence[str],
    cells: Mapping[tuple[int, str], int],
    *,
    adoptions: Sequence[tuple[int, int, str]] = (),
    grown_from: Mapping[int, int] | None = None,
) -> Picture:
    """Lanes are (unit, name); cells count adoptions by (unit, month); adoptions are (id, unit, month), when few enough.

    `grown_from` says for an adoption from which other adoption its seed came.
    """
    total = sum(cells.values())
    column = max(NARROWEST, min(COLUMN, 900 // max(1, len(months))))
    at_month = {month: LABEL + at * column for at, month in enumerate(months)}
    is_gathered = total > MOST_DOTS or len(adoptions) < total
    across = max(1, (column - 3) // STEP)
    top, drawn, places = float(HEAD), [], {}
    listed: dict[tuple[int, str], list[int]] = {}
    for one, unit, month in adoptions:
        listed.setdefault((unit, month), []).append(one)
    largest = max(cells.values(), default=1)
    for unit, name in lanes:
        own = [(month, cells[(unit, month)]) for month in months if cells.get((unit, month))]
        deepest = max(((count + across - 1) // across for _, count in own), default=1)
        height = 44.0 if is_gathered else max(44.0, deepest * STEP + 20)
        marks = []
        for month, count in own:
            if is_gathered:
                radius = 3 + 15 * (count / largest) ** 0.5
                marks.append(Mark(at_month[month] + column / 2, top + 22, round(radius, 1), count))
                continue
            for at, one in enumerate(listed[(unit, month)]):
                x, y = at_month[month] + 5 + at % across * STEP, top + 14 + at // across * STEP
                places[one] = (x, y)
                marks.append(Mark(x, y, DOT))
        drawn.append(Lane(unit, name, top, sum(count for _, count in own), tuple(marks)))
        top += height
    lines = [
        _line(places[parent], places[one])
        for one, parent in sorted((grown_from or {}).items())
        if one in places and parent in places
    ]
    years = [(at_month[month], month[:4]) for at, month in enumerate(months) if at == 0 or month.endswith("-01")]
    return Picture(LABEL + len(months) * column + 24, top + 8, tuple(drawn), tuple(lines), tuple(years), is_gathered)


def _line(start: tuple[float, float], end: tuple[float, float]) -> str:
    middle = (start[0] + end[0]) / 2
    return f"M{start[0]:g} {start[1]:g}C{middle:g} {start[1]:g} {middle:g} {end[1]:g} {end[0]:g} {end[1]:g}"


def months_between(first: str, last: str) -> tuple[str, ...]:
    """Every month from "2025-11" to "2026-02", both included."""
    year, month = map(int, first.split("-"))
    found = []
    while (text := f"{year:04d}-{month:02d}") <= last:
        found.append(text)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return tuple(found)


def cumulative(counts: Mapping[str, int], months: Sequence[str]) -> tuple[int, ...]:
    """Adoptions so far, month by month; what came before the first month is counted in it."""
    before = sum(count for month, count in counts.items() if months and month < months[0])
    found, so_far = [], before
    for month in months:
        so_far += counts.get(month, 0)
        found.append(so_far)
    return tuple(found)


def median_curve(curves: Sequence[Sequence[int]], length: int, *, fewest: int = 3) -> tuple[float | None, ...]:
    """The median over curves by age in months, of those old enough; None where fewer than `fewest` are."""
    found: list[float | None] = []
    for age in range(length):
        values = sorted(curve[age] for curve in curves if len(curve) > age)
        middle = len(values) // 2
        if len(values) < fewest:
            found.append(None)
        else:
            found.append(float(values[middle]) if len(values) % 2 else (values[middle - 1] + values[middle]) / 2)
    return tuple(found)
