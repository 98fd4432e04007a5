"""What may fit a union: what similar unions took up, what its members need; with the reason in one sentence."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from huozhong.kernel.classes import WORK_CLASSES
from huozhong.kernel.places import Level, Place
from huozhong.kernel.sentences import Sentence, say
from huozhong.records import queries as records

Needs = Callable[[int], Mapping[str, int]]
MOST_ALIKE = 4_000
CONSIDERED = 200
NEED_WEIGHT, TRADE_WEIGHT, TOWN_WEIGHT, SIZE_WEIGHT = 1.2, 1.0, 0.6, 0.8
_needs: list[Needs] = []


@dataclass(frozen=True, slots=True)
class Fit:
    """A seed that may fit, and why."""

    seed_id: int
    score: float
    why: Sentence


def register_needs(needs: Needs) -> None:
    """A room upstairs says which themes occupy a union (theme -> how often); called once, when the house is ready."""
    if needs not in _needs:
        _needs.append(needs)


_TAKEN = """
    WITH own AS (
        SELECT left(industry, 3) AS trade FROM unions_employer
        WHERE unit_id = %(unit)s AND industry <> '' ORDER BY employees DESC, id LIMIT 1
    ), alike AS (
        (SELECT DISTINCT employer.unit_id AS id, TRUE AS trade, FALSE AS near
         FROM unions_employer employer, own
         WHERE employer.city_id = %(city)s AND employer.industry LIKE own.trade || '%%'
           AND employer.unit_id <> %(unit)s LIMIT %(most)s)
        UNION ALL
        (SELECT id, FALSE, TRUE FROM unions_unit WHERE parent_id = %(parent)s AND id <> %(unit)s LIMIT %(most)s)
    )
    SELECT version.seed_id, adoption.unit_id, bool_or(alike.trade), bool_or(alike.near)
    FROM alike JOIN seeds_adoption adoption ON adoption.unit_id = alike.id
    JOIN seeds_seedversion version ON version.id = adoption.version_id
    GROUP BY 1, 2
"""
_CANDIDATES = """
    SELECT seed.id, seed.theme FROM seeds_seed seed
    WHERE seed.city_id = %(city)s AND seed.state = 'published'
      AND (seed.id = ANY(%(taken)s) OR seed.theme = ANY(%(themes)s))
      AND NOT EXISTS (
        SELECT 1 FROM seeds_adoption adoption JOIN seeds_seedversion version ON version.id = adoption.version_id
        WHERE adoption.unit_id = %(unit)s AND version.seed_id = seed.id)
    ORDER BY seed.id = ANY(%(taken)s) DESC, seed.id DESC LIMIT %(considered)s
"""


def fits(place: Place, *, parent_id: int | None, limit: int = 50) -> tuple[Fit, ...]:
    """Published seeds that the union has not taken up, those that fit best first; none where nothing speaks for any."""
    need: dict[str, int] = {}
    for ask in _needs:
        for theme, count in ask(place.unit_id).items():
            need[theme] = need.get(theme, 0) + count
    near_parent = parent_id if place.level in (Level.GRASSROOTS, Level.TOWN) else 0
    with connection.cursor() as cursor:
        cursor.execute(
            _TAKEN, {"unit": place.unit_id, "city": place.city_id, "parent": near_parent, "most": MOST_ALIKE}
        )
        taken = cursor.fetchall()
        words: dict[str, Any] = {
            "city": place.city_id, "unit": place.unit_id, "themes": [one for one in need if one],
            "taken": sorted({row[0] for row in taken}), "considered": CONSIDERED,
        }  # fmt: skip
        cursor.execute(_CANDIDATES, words)
        themes = dict(cursor.fetchall())
    sizes = _sizes([place.unit_id, *{row[1] for row in taken if row[0] in themes}])
    found = [_fit(seed, theme, place.unit_id, taken, sizes, need) for seed, theme in themes.items()]
    return tuple(sorted((one for one in found if one.score > 0), key=lambda one: (-one.score, one.seed_id))[:limit])


def _sizes(unit_ids: list[int]) -> dict[int, int]:
    counted = records.figures_of(["members"], unit_ids[:MOST_ALIKE])
    return {unit: count for (_, unit), count in counted.items()}


def _fit(
    seed: int, theme: str, own: int, taken: list[tuple[int, int, bool, bool]], sizes: Mapping[int, int],
    need: Mapping[str, int],
) -> Fit:  # fmt: skip
    takers = [row for row in taken if row[0] == seed]
    mine = sizes.get(own, 0)
    counts = {
        "trade": sum(row[2] for row in takers),
        "near": sum(row[3] for row in takers),
        "size": sum(bool(mine) and mine / 2 <= sizes.get(row[1], 0) <= 2 * mine for row in takers),
        "need": need.get(theme, 0) if theme else 0,
    }
    weights = {"trade": TRADE_WEIGHT, "near": TOWN_WEIGHT, "size": SIZE_WEIGHT, "need": NEED_WEIGHT}
    parts = {name: weights[name] * math.log1p(count) for name, count in counts.items()}
    best = max(parts, key=lambda name: parts[name])
    reasons = {
        "trade": say("同行业有 %(n)s 家工会采用了它。", n=counts["trade"]),
        "near": say("同一个上级下面有 %(n)s 家工会采用了它。", n=counts["near"]),
        "size": say("和你们人数相近的 %(n)s 家工会采用了它。", n=counts["size"]),
        "need": say(
            "你们做过 %(n)s 个“%(theme)s”的项目。", n=counts["need"], theme=WORK_CLASSES.get(theme, say("其他"))
        ),
    }
    return Fit(seed, sum(parts.values()), reasons[best])
