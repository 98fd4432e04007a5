"""Figures of the tree, lists in reach and names, asked in this process as the app's role."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import TYPE_CHECKING

from measuring import Report, milliseconds

if TYPE_CHECKING:
    from huozhong.kernel.actors import Actor

TARGET = 50.0
UNITS = 25  # asked at each level
Row = tuple[int, str, int]  # id, path, city


def by_level() -> dict[str, list[Row]]:
    """Units of each level; below the city some, always the first and the last."""
    from huozhong.unions.models import Unit

    chance, found = Random(7), {}
    for level in ("city", "district", "town", "grassroots"):
        rows = list(Unit.objects.filter(level=level).order_by("pk").values_list("pk", "path", "city_id"))
        some = rows if len(rows) <= UNITS else [rows[0], rows[-1], *chance.sample(rows[1:-1], UNITS - 2)]
        found[level] = some
    return found


def figures(report: Report, levels: dict[str, list[Row]], *, on: date, rounds: int) -> None:
    """Every dashboard figure at each level, today and on a past day, in the tree of that day and in today's."""
    from huozhong.records import queries as records
    from huozhong.site import figures as counted
    from huozhong.unions import queries as unions

    past = on - timedelta(days=4000)
    first = date(on.year - 1, on.month, 1)
    for level, rows in levels.items():
        asked: dict[str, Callable[..., object]] = {
            "all figures of the first page, today": lambda unit: counted.figures_of(unit, on=on),
            "all figures, a past day in that day's tree": lambda unit: counted.figures_of(unit, on=past),
            "members, a past day in today's tree": lambda unit: records.figure_in_tree(
                "members", unions.covered_ids(unit), on=past
            ),
            "members, 13 months": lambda unit: records.figure_series("members", unit, first_month=first, last_month=on),
            "members of each unit below": lambda unit: counted.parts(counted.BY_NAME["members"], unit, on=on),
        }
        for name, ask in asked.items():
            values = _times(ask, [row[0] for row in rows], rounds=rounds)
            report.add("Figures of a subtree", f"{level}: {name}", "ms", values, target=TARGET)


def lists(report: Report, levels: dict[str, list[Row]], *, rounds: int) -> None:
    """The newest 50 within reach of a cadre at each level; "worst" is one unit's slowest."""
    for name, ask in _lists().items():
        worst = 0.0
        for level, rows in levels.items():
            values: list[float] = []
            for row in rows:
                times = [milliseconds(partial(ask, level, row)) for _ in range(max(2, rounds))]
                worst = max(worst, min(times))
                values += times
            report.add("Lists in reach (newest 50)", f"{name}, {level}", "ms", values, target=TARGET)
        report.add("Lists in reach (newest 50)", f"{name}, worst reach", "ms", [worst], target=TARGET)


def _lists() -> dict[str, Callable[[str, Row], object]]:
    from huozhong.access import services as access
    from huozhong.kernel.permissions import Permission
    from huozhong.people import queries as people
    from huozhong.projects import queries as projects
    from huozhong.records import queries as records
    from huozhong.unions import queries as unions

    return {
        "projects": lambda level, row: projects.project_lines(actor_at(level, row)),
        "persons": lambda level, row: people.people_in_reach(
            access.reach(actor_at(level, row), Permission.PERSON_READ)
        ),
        "units": lambda level, row: unions.units_in_reach(access.reach(actor_at(level, row), Permission.UNIT_READ)),
        "trail": lambda level, row: records.trail_page(records.within_paths([row[1]])),
    }


def names(report: Report, levels: dict[str, list[Row]], *, rounds: int) -> None:
    """Two characters of a name, in the whole city and in a town: common, rare, initials, none at all."""
    from huozhong.access import services as access
    from huozhong.kernel.permissions import Permission
    from huozhong.people import queries as people
    from huozhong.unions import queries as unions

    for level in ("city", "town"):
        row = levels[level][0]
        persons = access.reach(actor_at(level, row), Permission.PERSON_READ)
        units = access.reach(actor_at(level, row), Permission.UNIT_READ)
        for words in ("建国", "王伟", "wx", "wangwei", "㐀㐁"):
            values = _times(partial(people.find_people, reach=persons), [words], rounds=max(3, rounds))
            report.add("Names, two characters", f"persons “{words}”, {level}", "ms", values, target=TARGET)
        for words in ("机械", "瑞禾", "jx"):
            values = _times(partial(unions.find_units, reach=units), [words], rounds=max(3, rounds))
            report.add("Names, two characters", f"units “{words}”, {level}", "ms", values, target=TARGET)


def actor_at(level: str, row: Row) -> Actor:
    """Somebody who holds the roles of a cadre and a registrar at a unit."""
    from huozhong.kernel.actors import Actor, ActorKind, Appointed
    from huozhong.kernel.places import Level, Line
    from huozhong.kernel.roles import Role

    unit_id, path, city_id = row
    held = tuple(
        Appointed(role, unit_id, city_id, Line.LOCALITY, path, Level(level))
        for role in (Role.CADRE, Role.REGISTRAR, Role.PROJECT_OFFICE)
    )
    return Actor(ActorKind.PERSON, "bench", person_id=1, city_id=city_id, appointments=held)


def _times(ask: Callable[..., object], given: Iterable[object], *, rounds: int) -> list[float]:
    asked = list(given)
    ask(asked[0])  # plans and caches warm, as in a process that has run for a minute
    return [milliseconds(partial(ask, one)) for _ in range(rounds) for one in asked]
