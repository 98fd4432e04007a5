"""What search keeps is renewed: a seed when it is published, the whole library at night."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from django.db import connection, transaction
from pypinyin import Style, lazy_pinyin

from huozhong.records import services as records
from huozhong.seeds.engine import finding
from huozhong.seeds.models import Seed, SeedVersion
from huozhong.seeds.models.finding import WordSpace
from huozhong.seeds.queries import search
from huozhong.seeds.workflow import SeedState

CHUNK = 500
_WEIGHTED = (("title", "A"), ("problem", "B"), ("reason", "C"), ("practice", "C"), ("effect", "D"), ("conditions", "D"))


def index_seed(seed_id: int, *, at: datetime) -> None:
    """A seed is found by what its published version says, from now."""
    seed = Seed.objects.filter(pk=seed_id, state=SeedState.PUBLISHED).first()
    if seed is not None:
        held = search.library(seed.city_id)
        _write(_rows([seed], held.space, held.space_id or None), at=at)


@records.job("seeds.renew_search", periodic="20 2 * * *")
def renew_search(*, at: datetime) -> None:
    """Every night: what words mean is learnt anew from each city's library, and every seed is placed in it."""
    for city_id in (
        Seed.objects.filter(state=SeedState.PUBLISHED).order_by().values_list("city_id", flat=True).distinct()
    ):
        learn_library(city_id, at=at)


@transaction.atomic
def learn_library(city_id: int, *, at: datetime) -> int:
    """Learn a city's library and place its seeds; answers how many there are. Old spaces go after a week."""
    seeds = list(Seed.objects.filter(city_id=city_id, state=SeedState.PUBLISHED).order_by("id"))
    texts = {version.seed_id: version for version in _published(seeds)}
    space = finding.learn([_text(seed, texts[seed.id]) for seed in seeds if seed.id in texts])
    space_id = None
    if space is not None:
        row = WordSpace.objects.create(city_id=city_id, learnt_at=at, seeds=len(seeds), content=_packed(space))
        space_id = row.pk
        WordSpace.objects.filter(city_id=city_id, learnt_at__lt=at - timedelta(days=7)).exclude(pk=row.pk).delete()
    _write(_rows(seeds, space, space_id), at=at)
    return len(seeds)


def _packed(space: finding.Space) -> bytes:
    kept = io.BytesIO()
    words = sorted(space.terms, key=lambda word: space.terms[word])
    np.savez_compressed(
        kept, terms=np.array("\n".join(words)), rarity=space.rarity, axes=space.axes.astype(np.float16),
        known=space.known,
    )  # fmt: skip
    return kept.getvalue()


def _published(seeds: Iterable[Seed]) -> Iterator[SeedVersion]:
    """The newest published version of each seed."""
    rows = SeedVersion.objects.filter(seed_id__in=[seed.id for seed in seeds], published_at__isnull=False)
    return rows.order_by("seed_id", "-number").distinct("seed_id").iterator(chunk_size=2000)


def _text(seed: Seed, version: SeedVersion) -> str:
    return "\n".join([seed.title, seed.title, *(getattr(version, name) for name, _ in _WEIGHTED[1:])])


Row = tuple[int, int, int, int | None, str, bytes | None]


def _rows(seeds: list[Seed], space: finding.Space | None, space_id: int | None) -> Iterator[Row]:
    for first in range(0, len(seeds), CHUNK):
        some = {seed.id: seed for seed in seeds[first : first + CHUNK]}
        for version in _published(some.values()):
            seed = some[version.seed_id]
            vector = None
            if space is not None:
                vector = space.of_text(_text(seed, version)).astype(np.float16).tobytes()
            yield seed.city_id, seed.id, version.id, space_id, _lexemes(seed, version), vector


def _lexemes(seed: Seed, version: SeedVersion) -> str:
    """The words of a seed as a tsvector in text: title A, problem B, then C and D; pairs and pinyin of the title."""
    found: dict[str, list[str]] = {}
    position = 0
    for name, weight in _WEIGHTED:
        text = seed.title if name == "title" else getattr(version, name)
        words = [*finding.words_of(text), *finding.loose_pairs_of(text)]
        if name in ("title", "problem"):
            words += finding.pairs_of(text)
        for word in words:
            position = min(position + 1, 16_000)
            found.setdefault(word, []).append(f"{position}{weight}")
    syllables = lazy_pinyin(seed.title, errors="ignore")
    initials = lazy_pinyin(seed.title, style=Style.FIRST_LETTER, errors="ignore")
    for word in ("".join(syllables), "".join(initials)):
        if word:
            found.setdefault(word.lower(), []).append("1A")
    return " ".join(
        f"'{_plain(word)}':{','.join(places[:64])}" for word, places in sorted(found.items()) if _plain(word)
    )


def _plain(word: str) -> str:
    return word.replace("'", "").replace("\\", "")[:200]


_UPSERT = """
    INSERT INTO seeds_seedindex (city_id, seed_id, version_id, space_id, words, vector, indexed_at)
    VALUES (%s, %s, %s, %s, %s::tsvector, %s, %s)
    ON CONFLICT (city_id, seed_id) DO UPDATE SET version_id = EXCLUDED.version_id, space_id = EXCLUDED.space_id,
        words = EXCLUDED.words, vector = EXCLUDED.vector, indexed_at = EXCLUDED.indexed_at
"""


def _write(rows: Iterable[Row], *, at: datetime) -> None:
    with connection.cursor() as cursor:
        batch: list[tuple[Any, ...]] = []
        for row in rows:
            batch.append((*row, at))
            if len(batch) >= CHUNK:
                cursor.executemany(_UPSERT, batch)
                batch = []
        if batch:
            cursor.executemany(_UPSERT, batch)


__all__ = ["index_seed", "learn_library", "renew_search"]
