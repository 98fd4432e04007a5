"""A city as the engine sees it: its units, the visits between them, what was adopted when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huozhong.kernel.places import Level
from huozhong.records import queries as records
from huozhong.seeds.queries import search_adoptions as adoptions
from huozhong.spread import engine
from huozhong.spread.models import Visit
from huozhong.unions import queries as unions

MEMBERS = "members"


@dataclass(frozen=True, slots=True)
class Past:
    """The world, what happened in it, and whom a plan may ask or has already."""

    world: engine.World
    evidence: engine.Evidence
    adopted: frozenset[int]  # units that took the asked seed
    may_be_asked: frozenset[int]
    own: int  # adoptions of the asked seed


def past(city_id: int, seed_id: int, *, under: str, on: date) -> Past:
    """Everything that is known of a city up to a day; units below the path may be asked."""
    shapes = unions.shapes(unions.place_of(city_id).path)
    members = records.figures_of([MEMBERS], [shape.id for shape in shapes])
    ids = {shape.id for shape in shapes}
    paid = [
        (host, visitor, day)
        for host, visitor, day in Visit.objects.filter(city_id=city_id, struck_at=None, visit_date__lte=on)
        .order_by("visit_date", "id")
        .values_list("host_id", "visitor_id", "visit_date")
        if host in ids and visitor in ids
    ]
    nodes = [
        engine.Node(
            shape.id, shape.parent_id if shape.parent_id in ids else None, members[(MEMBERS, shape.id)], shape.trade
        )
        for shape in shapes
    ]
    world = engine.build(nodes, [(host, visitor) for host, visitor, _ in paid])
    starts = {start.seed_id: start.first_date for start in adoptions.seed_starts(city_id)}
    taken: dict[int, list[tuple[int, int]]] = {}
    for seed, unit, day in adoptions.city_adoptions(city_id):
        if seed in starts and unit in world.position and day <= on:
            period = (day - starts[seed]).days // engine.PERIOD_DAYS
            taken.setdefault(seed, []).append((world.position[unit], max(0, period)))
    # visits are dated from each seed's own start; a seed that nobody took says nothing of who follows whom
    parts = [_of_seed(world, rows, paid, starts[seed], on) for seed, rows in taken.items()]
    adopted = {int(world.ids[at]) for at, _ in taken.get(seed_id, [])}
    askable = {shape.id for shape in shapes if shape.path.startswith(under) and shape.level == Level.GRASSROOTS}
    return Past(world, engine.together(parts), frozenset(adopted), frozenset(askable - adopted), len(adopted))


def _of_seed(
    world: engine.World, taken: list[tuple[int, int]], paid: list[tuple[int, int, date]], first: date, on: date
) -> engine.Evidence:
    visited = [
        (world.position[host], world.position[visitor], (day - first).days // engine.PERIOD_DAYS)
        for host, visitor, day in paid
    ]
    return engine.gather(world, [engine.History(tuple(taken), (on - first).days // engine.PERIOD_DAYS)], visited)
