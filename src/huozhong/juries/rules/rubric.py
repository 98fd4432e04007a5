"""What is judged, with which weight, and what the points mean in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from huozhong.kernel import tallies
from huozhong.kernel.sentences import Sentence, say

MOST = 100
ANCHORS = (20, 60, 100)
MOST_DIMENSIONS = 8


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension: its key in cards, the words for people, its weight in points of a hundred, and its anchors."""

    key: str
    word: str
    weight: int
    anchors: Mapping[int, str]

    def as_json(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "word": self.word,
            "weight": self.weight,
            "anchors": {str(points): said for points, said in self.anchors.items() if said},
        }


def read_rubric(rows: Sequence[Mapping[str, Any]]) -> tuple[Dimension, ...]:
    """The dimensions as they are stored."""
    return tuple(
        Dimension(
            row["key"],
            row["word"],
            row["weight"],
            {int(points): said for points, said in row.get("anchors", {}).items()},
        )
        for row in rows
    )


def rubric_refusal(rubric: Sequence[Dimension], ties_by: Sequence[str]) -> Sentence | None:
    """A rubric has one to eight dimensions, each with a name and a weight, adding up to a hundred."""
    if not rubric:
        return say("请至少写一个评分维度。")
    if len(rubric) > MOST_DIMENSIONS:
        return say("评分维度最多 %(n)s 个。", n=MOST_DIMENSIONS)
    keys, words = [one.key for one in rubric], [one.word.strip() for one in rubric]
    if not all(words) or len(set(words)) != len(words) or len(set(keys)) != len(keys):
        return say("每个评分维度要有名称，而且不能重复。")
    if any(one.weight < 1 for one in rubric):
        return say("每个评分维度的权重至少 1 分。")
    total = sum(one.weight for one in rubric)
    if total != MOST:
        return say("权重相加要等于 100，现在是 %(total)s。", total=total)
    if set(ties_by) - set(keys) or len(set(ties_by)) != len(ties_by):
        return say("同分时的先后只能用评分维度，每个用一次。")
    return None


def points_refusal(rubric: Sequence[Dimension], points: Mapping[str, int | None]) -> Sentence | None:
    """A whole number from 0 to 100 in every dimension, and in no other."""
    for one in rubric:
        value = points.get(one.key)
        if value is None or isinstance(value, bool) or not 0 <= value <= MOST:
            return say("“%(dimension)s”请打 0 到 100 的整数分。", dimension=one.word)
    if set(points) - {one.key for one in rubric}:
        return say("打分表已经变了，请刷新再打。")
    return None


def weights_of(rubric: Sequence[Dimension]) -> tallies.Rubric:
    """The weights as the kernel's rubric."""
    return tallies.Rubric({one.key: Fraction(one.weight, MOST) for one in rubric}, most=MOST)


def two_places(value: Fraction) -> str:
    """A total for people, rounded half up to two places, without floats."""
    hundredths = (value.numerator * 200 + value.denominator) // (value.denominator * 2)
    return f"{hundredths // 100}.{hundredths % 100:02d}"
