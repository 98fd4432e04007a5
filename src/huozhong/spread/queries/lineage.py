"""How far a seed has come: by month, by part of the tree, union by union."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from huozhong.kernel.places import Place
from huozhong.kernel.zone import ZONE
from huozhong.records import queries as records
from huozhong.seeds.queries import search_adoptions as adoptions
from huozhong.seeds.queries.search_adoptions import AdoptionRow
from huozhong.spread import engine
from huozhong.spread.queries.evidence import MEMBERS
from huozhong.unions import queries as unions
from huozhong.unions.queries import UnitCard

PAGE = 20
SIMILAR = 200


@dataclass(frozen=True, slots=True)
class Part:
    """A unit directly below the one looked at, with the adoptions in it."""

    unit_id: int
    name: str
    count: int
    has_below: bool


@dataclass(frozen=True, slots=True)
class Spread:
    """All that one page tells of a seed's spread under one unit and up to one month."""

    under: UnitCard
    above: tuple[UnitCard, ...]
    seeds: int
    total: int
    shown: int
    months: tuple[str, ...]
    until: str
    curve: tuple[int, ...]
    similar: tuple[float | None, ...]
    similar_count: int
    picture: engine.Picture
    parts: tuple[Part, ...]
    rows: tuple[AdoptionRow, ...]


def spread_of(seed_id: int, *, place: Place, under: UnitCard, until: str, page: int, on: date) -> Spread:
    """The spread of a seed's family. Names of unions are nobody's secret inside the house; texts of projects stay."""
    seeds = adoptions.family_ids(seed_id)
    cells = adoptions.adoption_cells(seeds, under=under.path)
    first = min((month for _, month in cells), default=f"{on:%Y-%m}")
    months = engine.months_between(first, max(f"{on:%Y-%m}", max((month for _, month in cells), default="")))
    until = until if until in months else months[-1]
    shown = {key: count for key, count in cells.items() if key[1] <= until}
    total, so_far = sum(cells.values()), sum(shown.values())
    by_month: dict[str, int] = {}
    for (_, month), count in cells.items():
        by_month[month] = by_month.get(month, 0) + count
    lanes = _lanes({unit for unit, _ in cells})
    curve = engine.cumulative(by_month, months)
    similar, count = _similar(seed_id, place.city_id, len(months), on=on)
    return Spread(
        under=under,
        above=tuple(unions.ancestors(under.id)),
        seeds=len(seeds),
        total=total,
        shown=so_far,
        months=months,
        until=until,
        curve=curve,
        similar=similar,
        similar_count=count,
        picture=_picture(seeds, under, lanes, months, shown, so_far, until),
        parts=_parts(lanes, shown, under),
        rows=tuple(
            adoptions.adoption_rows(seeds, under=under.path, until=_end(until), first=(page - 1) * PAGE, limit=PAGE)
        ),
    )


def _end(month: str) -> datetime:
    """The first moment after the month."""
    year, number = map(int, month.split("-"))
    after = date(year + number // 12, number % 12 + 1, 1)
    return datetime.combine(after, time(), ZONE)


def _lanes(unit_ids: set[int]) -> list[tuple[int, str]]:
    cards = unions.units(unit_ids)
    return [(card.id, card.name) for card in sorted(cards.values(), key=lambda card: card.path)]


def _picture(
    seeds: tuple[int, ...], under: UnitCard, lanes: list[tuple[int, str]], months: tuple[str, ...],
    shown: dict[tuple[int, str], int], so_far: int, until: str,
) -> engine.Picture:  # fmt: skip
    some: list[tuple[int, int, str]] = []
    grown: dict[int, int] = {}
    if so_far <= engine.MOST_DOTS:
        step = under.path.count(".")
        for row in adoptions.adoption_rows(seeds, under=under.path, until=_end(until), limit=engine.MOST_DOTS):
            way = row.path.split(".")
            unit = int(way[step]) if way[step] else under.id
            some.append((row.id, unit, f"{row.adopted_at.astimezone(ZONE):%Y-%m}"))
        if len(seeds) > 1:
            parents = adoptions.parents_of(seeds)
            grown = {one: parents[seed] for one, seed in adoptions.seeds_of([a[0] for a in some]) if seed in parents}
    widest = lanes if len(lanes) <= 60 else sorted(lanes, key=lambda one: -_total(shown, one[0]))[:60]
    held = {unit for unit, _ in widest}
    cells = {key: count for key, count in shown.items() if key[0] in held}
    return engine.draw(widest, months, cells, adoptions=[one for one in some if one[1] in held], grown_from=grown)


def _total(cells: dict[tuple[int, str], int], unit: int) -> int:
    return sum(count for (at, _), count in cells.items() if at == unit)


def _parts(lanes: list[tuple[int, str]], shown: dict[tuple[int, str], int], under: UnitCard) -> tuple[Part, ...]:
    counts = {unit: _total(shown, unit) for unit, _ in lanes}
    parts = [Part(unit, name, counts[unit], unit != under.id) for unit, name in lanes if counts[unit]]
    return tuple(sorted(parts, key=lambda part: (-part.count, part.name)))[:200]


def _similar(seed_id: int, city_id: int, length: int, *, on: date) -> tuple[tuple[float | None, ...], int]:
    """The median curve of other published seeds of the same theme, by age."""
    own = adoptions.seed_starts(city_id, seed_ids=[seed_id])
    if not own:
        return (None,) * length, 0
    others = [one for one in adoptions.alike_ids(city_id, own[0].theme, limit=SIMILAR) if one != seed_id]
    alike = adoptions.seed_starts(city_id, seed_ids=others)
    by_seed = adoptions.months_of([one.seed_id for one in alike])
    curves = [
        engine.cumulative(
            dict(by_seed.get(one.seed_id, [])), engine.months_between(f"{one.first_date:%Y-%m}", f"{on:%Y-%m}")
        )
        for one in alike
    ]
    return engine.median_curve(curves, length), len(curves)


def standouts(seed_id: int, *, city_id: int) -> tuple[engine.Deviants, dict[int, UnitCard]]:
    """Unions whose result with the seed's family lies far above what size and trade let expect."""
    results = adoptions.results_of(adoptions.family_ids(seed_id))
    if len(results) < engine.FEWEST_RESULTS:
        return engine.Deviants((), len(results), is_too_few=True), {}
    ids = [unit for unit, _ in results]
    members = records.figures_of([MEMBERS], ids)
    trades = {shape.id: shape.trade for shape in unions.shapes(unions.place_of(city_id).path)}
    found = engine.deviants(
        [engine.Result(unit, value, members[(MEMBERS, unit)], trades.get(unit, "")) for unit, value in results]
    )
    return found, unions.units(one.unit_id for one in found.found)
