"""Finding seeds by their words and by their meaning. Pure: no Django, no clock, no rows.

Words: Chinese is cut by rjieba (jieba's dictionary with the union's words added); a word that the cutter does not
know is found by its pairs of characters. Meaning: latent semantic analysis (Deerwester and others 1990) of the
library itself: term counts weighted by log(1 + tf) * idf, a truncated singular value decomposition, cosine. The
union's thesaurus adds, to a query, the other words of a group. Both rankings are merged by reciprocal rank (Cormack,
Clarke, Buettcher 2009).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

Floats = NDArray[np.float32]
DIMENSIONS = 64
SEEDS_FOR_AN_AXIS = 8  # more axes than that would only repeat the words
FEWEST_SEEDS = 20  # below this there is no library to learn meaning from; the thesaurus still works
MOST_TERMS = 30_000
SYNONYM = 0.7  # weight of a word that stands for the one asked
STEADY = 60  # the constant of reciprocal rank
SEED = 20161221
_HAN = re.compile(r"[㐀-鿿]+")
_LATIN = re.compile(r"[a-z0-9]+")
_IDLE = frozenset(
    """的 了 和 与 及 在 是 对 为 把 被 让 给 从 到 我们 怎么 怎样 如何 什么 哪些 有 做 想 要 能 可以 一个
    进行 开展 工作 问题 做法 办法 工会""".split()  # noqa: SIM905 - words, as one writes them
)


@cache
def thesaurus() -> Mapping[str, tuple[str, ...]]:
    """Each known word with its whole group, itself included."""
    listed = yaml.safe_load(Path(__file__).with_name("finding_words.yaml").read_text(encoding="utf-8"))["groups"]
    return {word: tuple(group) for group in listed for word in group}


@cache
def _cutter() -> Any:
    import rjieba

    cutter = rjieba.Jieba()
    for word in (*thesaurus(), "总工会", "工会小组"):
        cutter.add_word(word, 20_000, "n")
    return cutter


def words_of(text: str) -> list[str]:
    """The words of a text, long ones also by their parts, in order; single characters and idle words are left out."""
    found: list[str] = []
    for piece in _cutter().cut_for_search(text.lower()[:20_000], False):
        word = piece.strip()
        if _is_word(word):
            found.append(word)
    return found


def pairs_of(text: str) -> list[str]:
    """Every two neighbouring Chinese characters."""
    return [run[at : at + 2] for run in _HAN.findall(text) for at in range(len(run) - 1)]


def loose_pairs_of(text: str) -> list[str]:
    """Pairs of characters that the cutter left single: how words that no dictionary has are found."""
    return _loose_pairs([one.strip() for one in _cutter().cut(text.lower()[:20_000], False)])


@dataclass(frozen=True, slots=True)
class Asked:
    """A query: its words, each with other words that mean the same, and its pairs of characters."""

    text: str
    words: tuple[str, ...]
    synonyms: Mapping[str, tuple[str, ...]]
    pairs: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not self.words and not self.pairs


def ask(text: str) -> Asked:
    """Understand a query. The longest cut of a word stands for it: 职工代表大会 is not asked as 职工 and 大会 too."""
    plain = text.lower().strip()[:60]
    cut = [one.strip() for one in _cutter().cut(plain, False)]
    words = [word for word in dict.fromkeys(cut) if _is_word(word)]
    known = thesaurus()
    synonyms = {word: tuple(one for one in known[word] if one != word) for word in words if word in known}
    return Asked(plain, tuple(words), synonyms, tuple(_loose_pairs(cut)))


def _is_word(word: str) -> bool:
    return bool((len(word) > 1 and _HAN.fullmatch(word) and word not in _IDLE) or _LATIN.fullmatch(word))


def _loose_pairs(cut: Sequence[str]) -> list[str]:
    """Pairs that hold a character which no word of the query holds; not across idle words."""
    text = "".join(" " if one in _IDLE else one for one in cut)
    held = "".join("#" * len(one) if _is_word(one) else " " if one in _IDLE else one for one in cut)
    return list(
        dict.fromkeys(
            text[at : at + 2]
            for at in range(len(text) - 1)
            if _HAN.fullmatch(text[at : at + 2]) and held[at : at + 2] != "##"
        )
    )


@dataclass(frozen=True, slots=True)
class Space:
    """What a library taught: its terms, how rare each is, where each stands; `known` counts seeds by term."""

    terms: Mapping[str, int]
    rarity: Floats
    axes: Floats  # a row for each term
    known: NDArray[np.int32]

    def vector(self, weights: Mapping[str, float]) -> Floats:
        """Where a bag of words stands, of length one; zeros when nothing of it is known."""
        at = [(self.terms[word], weight) for word, weight in weights.items() if word in self.terms]
        if not at:
            return np.zeros(self.axes.shape[1], dtype=np.float32)
        rows = np.array([one for one, _ in at])
        tall = np.log1p(np.array([weight for _, weight in at], dtype=np.float32)) * self.rarity[rows]
        return unit(tall @ self.axes[rows])

    def of_text(self, text: str) -> Floats:
        """Where a text stands."""
        return self.vector(Counter(words_of(text)))

    def of_query(self, asked: Asked) -> Floats:
        """Where a query stands, with the words that mean the same."""
        weights: dict[str, float] = {}
        for word in (*asked.words, *asked.pairs):
            weights[word] = 1.0
            for part in words_of(word):
                weights.setdefault(part, 0.5)
            for other in asked.synonyms.get(word, ()):
                weights.setdefault(other, SYNONYM)
                for part in words_of(other):
                    weights.setdefault(part, 0.3)
        return self.vector(weights)

    def frequency(self, word: str) -> int:
        """In how many of the seeds that were learnt from the word stands."""
        return int(self.known[self.terms[word]]) if word in self.terms else 0

    def nearest(self, asked: Floats, words: Iterable[str]) -> str:
        """Of the words, the one that stands nearest to the query; "" when none is known."""
        listed = [word for word in dict.fromkeys(words) if word in self.terms]
        if not listed:
            return ""
        rows = self.axes[[self.terms[word] for word in listed]]
        near = (rows @ asked) / np.maximum(np.linalg.norm(rows, axis=1), 1e-9)
        return listed[int(np.argmax(near))]


def unit(vector: Floats) -> Floats:
    """The vector, of length one; zeros stay zeros."""
    length = float(np.linalg.norm(vector))
    return np.asarray(vector / length if length else vector, dtype=np.float32)


def learn(texts: Sequence[str]) -> Space | None:
    """Learn where words stand from the texts of a library; None when there are too few."""
    if len(texts) < FEWEST_SEEDS:
        return None
    from scipy.sparse import csr_matrix
    from scipy.sparse.linalg import svds

    counted = [Counter(words_of(text)) for text in texts]
    known = Counter(word for bag in counted for word in bag)
    kept = sorted(word for word, n in known.most_common(MOST_TERMS) if n > 1) or sorted(known)
    terms = {word: at for at, word in enumerate(kept)}
    rarity = np.array([np.log((1 + len(texts)) / (1 + known[word])) + 1 for word in kept], dtype=np.float32)
    rows, columns, values = [], [], []
    for at, bag in enumerate(counted):
        for word, count in bag.items():
            if (column := terms.get(word)) is not None:
                rows.append(at)
                columns.append(column)
                values.append(np.log1p(count) * rarity[column])
    table = csr_matrix((values, (rows, columns)), shape=(len(texts), len(kept)), dtype=np.float32)
    lengths = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    table = csr_matrix(table.multiply(1 / np.maximum(lengths, 1e-9)[:, None]))
    wide = max(1, min(DIMENSIONS, len(texts) // SEEDS_FOR_AN_AXIS, min(table.shape) - 1))
    start = np.random.default_rng(SEED).standard_normal(min(table.shape)).astype(np.float32)
    _, _, axes = svds(table, k=wide, v0=start)
    return Space(
        terms,
        rarity,
        np.ascontiguousarray(axes.T, dtype=np.float32),
        np.array([known[w] for w in kept], dtype=np.int32),
    )


def merge(*rankings: Sequence[int], weights: Sequence[float] = ()) -> list[tuple[int, float]]:
    """One ranking from several, best first: each place gives 1 / (60 + place); ties by the smaller id."""
    scores: dict[int, float] = {}
    for at, ranking in enumerate(rankings):
        weight = weights[at] if weights else 1.0
        for place, one in enumerate(ranking, start=1):
            scores[one] = scores.get(one, 0.0) + weight / (STEADY + place)
    return sorted(scores.items(), key=lambda one: (-one[1], one[0]))
