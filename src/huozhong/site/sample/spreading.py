"""How the sample's seeds spread before today: visits, and adoptions that follow them; invented, and always the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from fractions import Fraction
from random import Random

from huozhong.kernel.actors import OPERATOR, Actor
from huozhong.kernel.places import Level, Place
from huozhong.kernel.zone import day_of
from huozhong.seeds.queries import search_adoptions
from huozhong.seeds.services import history
from huozhong.site.sample.stage import in_the_office
from huozhong.spread import services as spread
from huozhong.unions import queries as units

WHY = "样本数据"
UNIONS = 320  # the spread is played among so many
SEEDS = ("星级职代会", "五位一体职工之家")  # two that spread; the others show how few adoptions look
MOST = 170
HOSTS, VISITS = 4, 60
TOWN, TRADE, VISIT, ALONE = 0.01, 0.008, 0.4, 0.006  # hazards of following in half a year; of adopting alone in a month
MONTH = 30


def tell(actors: Mapping[str, Actor], places: Mapping[str, Place], *, at: datetime) -> None:
    """Visits of two years, then month by month who took up which seed, and what came of it."""
    chance, city = Random(20161222), places["city"]  # noqa: S311 - invented
    shapes = [one for one in units.shapes(city.path) if one.level == Level.GRASSROOTS][:UNIONS]
    cards = units.units(one.id for one in shapes)
    trades = {one.id: one.trade for one in shapes}
    towns = {one.id: one.parent_id for one in shapes}
    ids = [one.id for one in shapes]
    visited = _visits(ids, cards, chance, at=at)
    starts = [one for one in search_adoptions.seed_starts(city.city_id) if one.title in SEEDS]
    versions = search_adoptions.newest_versions([one.seed_id for one in starts])
    rows: list[history.EarlierAdoption] = []
    for start in starts:
        taken: dict[int, int] = {}
        periods = (day_of(at) - start.first_date).days // MONTH
        for period in range(1, periods):
            lately = [unit for unit, when in taken.items() if when >= period - 6]
            for unit in ids:
                if unit in taken or len(rows) + len(taken) >= MOST:
                    continue
                hazard = ALONE + sum(
                    TOWN * (towns[one] == towns[unit]) + TRADE * (trades[one] == trades[unit] != "")
                    + VISIT * ((one, unit) in visited)
                    for one in lately
                ) / 6  # fmt: skip
                if chance.random() < hazard:
                    taken[unit] = period
        for unit, period in taken.items():
            days_ago = (day_of(at) - start.first_date).days - period * MONTH - chance.randrange(MONTH - 2)
            when = in_the_office(at, days_ago=max(2, days_ago))
            rows.append(_adoption(versions[start.seed_id], cards[unit], start.title, when, chance, at=at))
    history.load_adoptions(sorted(rows, key=lambda row: row.adopted_at), city=city, actor=OPERATOR, at=at, why=WHY)


def _visits(
    ids: list[int], cards: Mapping[int, units.UnitCard], chance: Random, *, at: datetime
) -> set[tuple[int, int]]:
    hosts = chance.sample(ids, HOSTS)
    found: dict[tuple[int, int], int] = {}
    for _ in range(VISITS):
        host, visitor = chance.choice(hosts), chance.choice(ids)
        if host != visitor:
            found.setdefault((host, visitor), 640 + chance.randrange(80))
    rows = [
        (cards[host].place, cards[visitor].place, day_of(at) - timedelta(days=days), "现场看做法（样本）")
        for (host, visitor), days in found.items()
    ]
    spread.load_visits(rows, actor=OPERATOR, at=at, why=WHY)
    return set(found)


def _adoption(
    version: int, card: units.UnitCard, title: str, when: datetime, chance: Random, *, at: datetime
) -> history.EarlierAdoption:
    label, reached, result_at = f"{title}（{card.name}）"[:200], None, when + timedelta(days=200)
    if result_at < at and chance.random() < 0.8:
        reached = Fraction(round(100 * chance.gauss(0.95, 0.08)), 100)
        if chance.random() < 0.02:
            reached += Fraction(6, 10)
    return history.EarlierAdoption(
        version, card.place, label, when, reached, result_at if reached is not None else None
    )
