"""Search over published seeds: by words in the database, by meaning in memory; each hit says why it was found."""

from __future__ import annotations

import io
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Max
from numpy.typing import NDArray

from huozhong.kernel.sentences import Sentence, say
from huozhong.seeds.engine import finding
from huozhong.seeds.models.finding import SeedIndex, WordSpace

DEEP = 300  # hits that each way of searching brings
COMMON = 3_000  # a word in more seeds than this is no help alone: only the newest are ranked by it
NEWEST = 1_500
NEAR = 0.35  # cosine below which meaning says nothing


@dataclass(frozen=True, slots=True)
class Filters:
    """What a seed must be, besides found. Empty means: anything."""

    theme: str = ""
    origin: str = ""
    label: str = ""  # strength of evidence
    trade: str = ""  # adopted in this trade, "C34"
    size: str = ""  # adopted by unions of this size: a key of SIZES
    cost: int | None = None  # yuan for one person served, at most, as the label has it

    @property
    def are_set(self) -> bool:
        return self != Filters()


@dataclass(frozen=True, slots=True)
class Hit:
    """A seed that was found, and why."""

    seed_id: int
    score: float
    by_words: tuple[str, ...]
    by_meaning: str
    why: Sentence


@dataclass(slots=True)
class _Library:
    """One city's seeds in this process: vectors of length one, a row each."""

    space_id: int = 0
    space: finding.Space | None = None
    seeds: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    vectors: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 1), dtype=np.float32))
    renewed_at: datetime | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


_libraries: dict[int, _Library] = {}


def forget_libraries() -> None:
    """What this process keeps in memory is read anew."""
    _libraries.clear()


def unpacked(content: bytes | memoryview[int]) -> finding.Space:
    """A space as it was kept."""
    with np.load(io.BytesIO(bytes(content)), allow_pickle=False) as kept:
        terms = {word: at for at, word in enumerate(str(kept["terms"]).split("\n"))}
        return finding.Space(
            terms, kept["rarity"].astype(np.float32), kept["axes"].astype(np.float32), kept["known"].astype(np.int32)
        )


def library(city_id: int) -> _Library:
    """The city's library, brought up to date: two small questions when nothing has changed."""
    found = _libraries.setdefault(city_id, _Library())
    with found.lock:
        newest = WordSpace.objects.filter(city_id=city_id).order_by("-id").values_list("id", flat=True).first() or 0
        if newest != found.space_id:
            found.space = unpacked(WordSpace.objects.get(pk=newest).content or b"") if newest else None
            found.space_id, found.renewed_at = newest, None
            found.seeds, found.vectors = np.zeros(0, dtype=np.int64), np.zeros((0, finding.DIMENSIONS), np.float32)
        renewed = SeedIndex.objects.filter(city_id=city_id).aggregate(last=Max("indexed_at"))["last"]
        if newest and renewed and renewed != found.renewed_at:
            _read(found, city_id)
            found.renewed_at = renewed
    return found


def _read(found: _Library, city_id: int) -> None:
    rows = SeedIndex.objects.filter(city_id=city_id, space_id=found.space_id, vector__isnull=False)
    if found.renewed_at is not None:
        rows = rows.filter(indexed_at__gte=found.renewed_at)
    listed = list(rows.order_by("seed_id").values_list("seed_id", "vector"))
    if not listed:
        return
    ids = np.array([seed for seed, _ in listed], dtype=np.int64)
    block = np.frombuffer(b"".join(bytes(vector or b"") for _, vector in listed), dtype=np.float16)
    fresh = block.reshape(len(listed), -1).astype(np.float32)
    kept = ~np.isin(found.seeds, ids)
    older = found.vectors[kept] if kept.any() else np.zeros((0, fresh.shape[1]), np.float32)
    found.seeds, found.vectors = np.concatenate([found.seeds[kept], ids]), np.vstack([older, fresh])


def search(text: str, *, city_id: int, filters: Filters | None = None, limit: int = 60) -> tuple[Hit, ...]:
    """Published seeds that a query finds, best first. Drafts are not among them."""
    asked = finding.ask(text)
    if asked.is_empty:
        return ()
    held = library(city_id)
    by_words = _by_words(asked, held, city_id)
    by_synonyms = _by_synonyms(asked, held, city_id)
    near, vector = _by_meaning(asked, held)
    ranked = finding.merge(by_words, by_synonyms, [seed for seed, _ in near], weights=(1.3, 1.1, 1.0))
    allowed = passing([seed for seed, _ in ranked], filters or Filters(), city_id=city_id)
    best = [(seed, score) for seed, score in ranked if seed in allowed][:limit]
    return _explained(asked, best, set(by_words), held, vector)


_FOUND = """
    SELECT seed_id FROM seeds_seedindex WHERE city_id = %(city)s AND words @@ %(query)s::tsquery
    ORDER BY ts_rank(words, %(query)s::tsquery, 1) DESC, seed_id DESC LIMIT %(deep)s
"""
_FOUND_AMONG_NEWEST = """
    WITH newest AS MATERIALIZED (
        SELECT seed_id, words FROM seeds_seedindex WHERE city_id = %(city)s ORDER BY seed_id DESC LIMIT %(newest)s
    )
    SELECT seed_id FROM newest WHERE words @@ %(query)s::tsquery
    ORDER BY ts_rank(words, %(query)s::tsquery, 1) DESC, seed_id DESC LIMIT %(deep)s
"""


def _by_words(asked: finding.Asked, held: _Library, city_id: int) -> list[int]:
    """All words first; where few hold all, those that hold the rarest ones."""
    groups = [[word] for word in asked.words or asked.pairs]
    found = _run(" & ".join(_any(group) for group in groups), held, city_id, words=[g[0] for g in groups], is_all=True)
    groups = [[word] for word in (*asked.words, *asked.pairs)]
    if len(found) < DEEP // 10 and len(groups) > 1:
        rare = [group for group in groups if _frequency(held, group[0]) <= COMMON] or groups
        more = _run(" | ".join(_any(group) for group in rare), held, city_id, words=[g[0] for g in rare], is_all=False)
        found += [seed for seed in more if seed not in set(found)]
    return found


def _by_synonyms(asked: finding.Asked, held: _Library, city_id: int) -> list[int]:
    """Seeds that use another word for a word of the query."""
    others = [other for words in asked.synonyms.values() for other in words]
    return _run(_any(others), held, city_id, words=others, is_all=False) if others else []


def _any(words: Sequence[str]) -> str:
    quoted = [
        "'" + word.replace("\\", "").replace("'", "") + ("':*" if word.isascii() and len(word) > 1 else "'")
        for word in words
    ]
    return "(" + " | ".join(quoted) + ")"


def _frequency(held: _Library, word: str) -> int:
    return held.space.frequency(word) if held.space else 0


def _run(query: str, held: _Library, city_id: int, *, words: list[str], is_all: bool) -> list[int]:
    seen = [_frequency(held, word) for word in words]
    expected = min(seen, default=0) if is_all else sum(seen)
    sql = _FOUND_AMONG_NEWEST if expected > COMMON else _FOUND
    with connection.cursor() as cursor:
        cursor.execute(sql, {"city": city_id, "query": query, "deep": DEEP, "newest": NEWEST})
        return [row[0] for row in cursor.fetchall()]


def _by_meaning(asked: finding.Asked, held: _Library) -> tuple[list[tuple[int, float]], NDArray[np.float32]]:
    if held.space is None or not len(held.seeds):
        return [], np.zeros(0, dtype=np.float32)
    vector = held.space.of_query(asked)
    near = held.vectors @ vector
    deep = min(DEEP, len(near))
    top = np.argpartition(-near, deep - 1)[:deep]
    top = top[np.argsort(-near[top], kind="stable")]
    return [(int(held.seeds[at]), float(near[at])) for at in top if near[at] >= NEAR], vector


_PASSING = """
    SELECT seed.id FROM seeds_seed seed
    LEFT JOIN seeds_evidence evidence ON evidence.seed_id = seed.id AND evidence.city_id = seed.city_id
    WHERE seed.id = ANY(%(ids)s) AND seed.city_id = %(city)s AND seed.state = 'published'
      AND (%(theme)s = '' OR seed.theme = %(theme)s) AND (%(origin)s = '' OR seed.origin = %(origin)s)
      AND (%(label)s = '' OR evidence.strength = %(label)s)
      AND (%(cost)s::numeric IS NULL OR (
        SELECT sum(adoption.cost) / nullif(sum(adoption.beneficiaries), 0) FROM seeds_adoption adoption
        JOIN seeds_seedversion version ON version.id = adoption.version_id
        WHERE version.seed_id = seed.id AND adoption.cost IS NOT NULL AND adoption.beneficiaries > 0
      ) <= %(cost)s::numeric)
      AND (%(trade)s = '' OR EXISTS (
        SELECT 1 FROM seeds_adoption adoption JOIN seeds_seedversion version ON version.id = adoption.version_id
        JOIN unions_employer employer ON employer.unit_id = adoption.unit_id
        WHERE version.seed_id = seed.id AND employer.industry LIKE %(trade)s || '%%'))
      AND (%(least)s = 0 OR EXISTS (
        SELECT 1 FROM seeds_adoption adoption JOIN seeds_seedversion version ON version.id = adoption.version_id
        JOIN unions_employer employer ON employer.unit_id = adoption.unit_id
        WHERE version.seed_id = seed.id GROUP BY adoption.unit_id
        HAVING sum(employer.employees) BETWEEN %(least)s AND %(most)s))
"""
SIZES: dict[str, tuple[int, int, Sentence]] = {
    "small": (1, 99, say("百人以下")),
    "middle": (100, 999, say("百人到千人")),
    "large": (1000, 10_000_000, say("千人以上")),
}


def passing(seed_ids: Sequence[int], filters: Filters, *, city_id: int) -> set[int]:
    """Which of these seeds are published and pass the filters."""
    if not seed_ids:
        return set()
    least, most, _ = SIZES.get(filters.size, (0, 0, None))
    words: dict[str, Any] = {
        "ids": list(seed_ids), "city": city_id, "theme": filters.theme, "origin": filters.origin,
        "label": filters.label, "cost": filters.cost, "trade": filters.trade, "least": least, "most": most,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_PASSING, words)
        return {row[0] for row in cursor.fetchall()}


def _explained(
    asked: finding.Asked, best: list[tuple[int, float]], by_words: set[int],
    held: _Library, vector: NDArray[np.float32],
) -> tuple[Hit, ...]:  # fmt: skip
    """Say of each hit which words stand in it, or which of its words means what was asked."""
    lexemes = _lexemes([seed for seed, _ in best])
    hits = []
    for seed, score in best:
        own = lexemes.get(seed, set())
        words = tuple(word for word in (*asked.words, *asked.pairs) if word in own) if seed in by_words else ()
        other = "" if words else _meant(asked, own, held, vector)
        if words:
            why = say("写到了“%(words)s”。", words="”“".join(words))
        elif other:
            why = say("意思相近：它写的是“%(word)s”。", word=other)
        elif seed in by_words:
            why = say("名称的拼音相符。")
        else:
            why = say("意思相近。")
        hits.append(Hit(seed, score, words, other, why))
    return tuple(hits)


def _meant(asked: finding.Asked, own: set[str], held: _Library, vector: NDArray[np.float32]) -> str:
    for word in asked.words:
        for other in asked.synonyms.get(word, ()):
            if other in own:
                return other
    return held.space.nearest(vector, sorted(own)) if held.space is not None and len(vector) else ""


def _lexemes(seed_ids: list[int]) -> dict[int, set[str]]:
    sql = "SELECT seed_id, tsvector_to_array(words) FROM seeds_seedindex WHERE seed_id = ANY(%s)"
    with connection.cursor() as cursor:
        cursor.execute(sql, [seed_ids])
        return {seed: set(words) for seed, words in cursor.fetchall()}
