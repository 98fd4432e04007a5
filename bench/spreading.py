"""The planner on a whole city, the picture of 1,000 and 100,000 adoptions, and search over 50,000 seeds.

The planner is measured on made-up units of Wuxi's numbers; pictures and search on rows added to the bench's own
database as its owner, in a transaction that is rolled back: `python bench/spreading.py quick|full` prints them as JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from measuring import Line, Report, Spread, milliseconds

if TYPE_CHECKING:
    from huozhong.spread.engine import World

UNITS, TOWNS, DISTRICTS = 14_211, 81, 8
SEEDS = {"quick": 500, "full": 50_000}
ADOPTIONS = {"quick": (200,), "full": (1_000, 100_000)}
TERMS = (
    "骑手", "歇脚", "夜班", "食堂", "加班", "工资", "协商", "职代会", "提案", "托管", "孩子", "体检",
    "讨薪", "律师", "竞赛", "工匠", "培训", "入会", "司机", "快递", "驿站", "防暑", "心理", "减压", "书屋",
    "宿舍", "班车", "联谊", "互助", "困难", "慰问", "茶座", "意见", "安全", "工伤", "母婴", "夜校", "普惠",
    "卡券", "球赛", "合唱", "师徒", "创新", "建议", "公开", "考勤", "年休假", "调解", "仲裁", "女职工",
)  # fmt: skip
ASKED = (
    "职代会走过场", "外卖小哥没地方歇脚", "夜班吃饭", "孩子放学没人接", "讨薪", "工资集体协商",
    "心理压力大", "师带徒", "女职工", "职工", "货车司机", "怎么让小企业开会", "防暑降温", "zdh",
    "劳动竞赛怎么办得热闹", "入会率低",
)  # fmt: skip


def city() -> World:
    """Made-up units in the numbers of Wuxi, with trades, sizes and two thousand visits."""
    from huozhong.spread import engine

    chance = Random(3)
    nodes = [engine.Node(1, None)]
    nodes += [engine.Node(2 + number, 1) for number in range(DISTRICTS)]
    nodes += [engine.Node(100 + number, 2 + number % DISTRICTS) for number in range(TOWNS)]
    nodes += [
        engine.Node(
            1000 + number,
            100 + chance.randrange(TOWNS),
            round(chance.lognormvariate(4.2, 1)),
            f"C{chance.randrange(13, 60)}",
        )
        for number in range(UNITS)
    ]
    hosts = [1000 + chance.randrange(UNITS) for _ in range(200)]
    visits = [(chance.choice(hosts), 1000 + chance.randrange(UNITS)) for _ in range(2_000)]
    return engine.build(nodes, visits)


def planner(report: Report, *, is_quick: bool) -> None:
    """Ten of 14,211: seeds that hardly spread, that spread well, and that sweep the city."""
    import numpy as np

    from huozhong.spread import engine

    world = city()
    everybody, nobody = np.ones(world.count, bool), np.zeros(world.count, bool)
    worlds = (("barely", 0.25), ("well", 2.0), ("over the whole city", 3.5))
    for name, times in worlds[: 1 if is_quick else 3]:
        histories, evidence = _history(world, times, many=2 if is_quick else 20)
        began, worked = time.monotonic(), time.process_time()
        found = engine.plan(world, evidence, 10, candidates=everybody, adopted=nobody, seed=1)
        took, used = time.monotonic() - began, time.process_time() - worked
        group = f"Spread planner, {UNITS:,} units, 10 demonstrations"
        label = f"a seed that spreads {name}, fitted on {evidence.events:,} adoptions of {histories} seeds"
        report.add(
            group, label, "s", [took], target=30.0, ratio=found.choice.assured, ratio_of="the best choice, assured"
        )
        report.add(group, f"{name}: processor time", "s", [used])
        report.add(
            group,
            f"{name}: expected spread over that of ten at random",
            "×",
            [found.comparison.plan.mean / max(1e-9, found.comparison.random.mean)],
        )


def _history(world: World, times: float, *, many: int) -> tuple[int, Any]:
    """Cascades of the model itself, dated by their steps."""
    import numpy as np

    from huozhong.spread import engine

    chance = np.random.default_rng(11)
    hazards = np.array(engine.assumed(world)) * times
    free = np.zeros(world.count, bool)
    histories = []
    for _ in range(many):
        _, units = engine.reverse_sets(world, list(hazards * 0.5), count=60, blocked=free, chance=chance)
        some = np.unique(units)[:1500]
        dates = chance.integers(0, 24, len(some))
        histories.append(engine.History(tuple(zip(map(int, some), map(int, dates), strict=True)), 24))
    return many, engine.gather(world, histories)


def library(report: Report, *, is_quick: bool) -> None:
    """Search over many seeds and pages of spread over many adoptions, measured by a process that owns the tables."""
    program = [sys.executable, Path(__file__), "quick" if is_quick else "full"]
    done = subprocess.run(program, stdout=subprocess.PIPE, text=True, check=True)
    for line in json.loads(done.stdout.splitlines()[-1]):
        report.lines.append(Line(**(line | {"spread": Spread(**line["spread"])})))


def main(size: str) -> None:
    """One line of JSON: the lines of a report."""
    from huozhong.site.cli.opening import open_house

    open_house(as_owner=True)
    report = Report("", "")
    _on_rows_taken_back(report, is_quick=size == "quick", rounds=1 if size == "quick" else 5)
    print(json.dumps([asdict(line) for line in report.lines], ensure_ascii=False))


def _on_rows_taken_back(report: Report, *, is_quick: bool, rounds: int) -> None:
    from django.db import transaction

    with transaction.atomic():
        try:
            _search(report, SEEDS["quick" if is_quick else "full"], rounds=rounds)
            for count in ADOPTIONS["quick" if is_quick else "full"]:
                _lineage(report, count, rounds=rounds)
        finally:
            transaction.set_rollback(True)


def _plant(count: int) -> int:
    """That many published seeds of the sample's city, of 60 to 120 words each; answers the city."""
    from django.db import connection
    from django.utils import timezone

    from huozhong.lifecycles.services import loading
    from huozhong.seeds.models import Seed, SeedVersion
    from huozhong.unions import queries as unions

    root, chance, at = unions.root_units()[0], Random(5), timezone.now()

    def words(n: int) -> str:
        topic = chance.randrange(len(TERMS))
        near = [TERMS[(topic + chance.randrange(6)) % len(TERMS)] for _ in range(n)]
        return (
            "，".join(f"{one}{chance.choice(('难', '多', '有人管', '要排队', '说了算', '每周一次'))}" for one in near)
            + "。"
        )

    with loading(Seed):
        seeds = Seed.objects.bulk_create(
            (
                Seed(
                    city_id=root.city_id, unit_id=root.id, state="published", title=f"{words(2)[:30]}{number}",
                    theme="democracy", origin="blank", drafted_at=at,
                )
                for number in range(count)
            ),
            batch_size=2000,
        )  # fmt: skip
    SeedVersion.objects.bulk_create(
        (
            SeedVersion(
                city_id=root.city_id, seed=seed, number=1, problem=words(12), reason=words(4), practice=words(40),
                effect=words(8), conditions=words(8), written_at=at, published_at=at,
            )
            for seed in seeds
        ),
        batch_size=2000,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return root.city_id


def _search(report: Report, count: int, *, rounds: int) -> None:
    from django.db import connection
    from django.utils import timezone

    from huozhong.seeds.queries import search, search_cards
    from huozhong.seeds.services import search as keeping

    city_id = _plant(count)
    began = time.monotonic()
    keeping.learn_library(city_id, at=timezone.now())
    group = f"Search over {count:,} seeds"
    report.add(group, "learning the library and placing every seed", "s", [time.monotonic() - began])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE seeds_seedindex, seeds_seed, seeds_seedversion")
    search.forget_libraries()
    report.add(
        group,
        "the first question of a process (the library is read into memory)",
        "ms",
        [milliseconds(lambda: search.search("讨薪", city_id=city_id))],
    )
    values = [
        milliseconds(lambda asked=asked: search.search(asked, city_id=city_id))
        for _ in range(max(2, rounds))
        for asked in ASKED
    ]
    report.add(group, "one question, by words and meaning, with reasons", "ms", values, target=100.0)
    whole = [
        milliseconds(
            lambda asked=asked: search_cards.cards_of(hit.seed_id for hit in search.search(asked, city_id=city_id))
        )
        for _ in range(max(2, rounds))
        for asked in ASKED
    ]
    report.add(group, "the same with its 60 cards", "ms", whole)
    report.add(
        group,
        "the newest fifty without a question",
        "ms",
        [milliseconds(lambda: search_cards.newest(search.Filters())) for _ in range(5)],
    )


def _lineage(report: Report, count: int, *, rounds: int) -> None:
    """The page of a seed's spread as its view asks for it, beside a bare read of the same rows."""
    from datetime import timedelta

    from django.db import connection
    from django.template.loader import render_to_string
    from django.utils import timezone

    from huozhong.seeds.models import Adoption, Seed, SeedVersion
    from huozhong.spread import queries
    from huozhong.unions import queries as unions
    from huozhong.unions.models import Unit

    at, chance = timezone.now(), Random(count)
    root = unions.root_units()[0]
    seed = Seed.objects.filter(city_id=root.city_id, state="published").order_by("-id")[count % 7]
    version = SeedVersion.objects.get(seed=seed, number=1)
    units = list(Unit.objects.order_by("id").values_list("id", flat=True))
    Adoption.objects.bulk_create(
        (
            Adoption(
                city_id=root.city_id, version=version, unit_id=chance.choice(units), project_id=-count * 10 - number,
                project_label="推开", adopted_at=at - timedelta(days=chance.randrange(1000)),
            )
            for number in range(count)
        ),
        batch_size=5000,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE seeds_adoption")

    def ask() -> Any:
        return queries.spread_of(seed.id, place=root.place, under=root, until="", page=1, on=at.date())

    def bare() -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT adoption.id, unit.path, adopted_at FROM seeds_adoption adoption"
                " JOIN unions_unit unit ON unit.id = unit_id WHERE version_id = %s", [version.id],
            )  # fmt: skip
            return len(cursor.fetchall())

    ask()
    group = "Spread of one seed"
    read = min(milliseconds(bare) for _ in range(3))
    values = [milliseconds(ask) for _ in range(max(3, rounds))]
    report.add(group, f"{count:,} adoptions: bare read of their rows", "ms", [read])
    report.add(
        group, f"{count:,} adoptions: everything the page tells", "ms", values,
        ratio=sorted(values)[len(values) // 2] / read, ratio_of="the bare read",
    )  # fmt: skip
    drawn = render_to_string("spread/picture.html", {"picture": ask().picture})
    report.add(group, f"{count:,} adoptions: bytes of the picture", "kB", [len(drawn.encode()) / 1000])


if __name__ == "__main__":
    main(sys.argv[1])
