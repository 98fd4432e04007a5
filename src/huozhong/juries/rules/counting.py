"""What a jury's cards come to: a proof sheet in, the result out. Exact fractions; free of every order.

The sheet is plain JSON, so that the page, the downloads and `huozhong juries count` compute from the same thing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from huozhong.juries.rules.rubric import read_rubric, rubric_refusal, two_places, weights_of
from huozhong.juries.rules.words import JUDGE_KINDS
from huozhong.kernel import quorum, tallies
from huozhong.kernel.sentences import Sentence, say

FORMAT = "huozhong.jury/1"
EVERYBODY = "all"  # the one group of a jury without separate panels
Sheet = Mapping[str, Any]


class BadSheet(ValueError):  # noqa: N818 - reads as what it is
    """A proof sheet that cannot be counted, with the sentence that says why."""

    def __init__(self, reason: Sentence) -> None:
        super().__init__(str(reason))
        self.reason = reason


def needed_of(asked: int, *, least: int, share: Fraction) -> int:
    """How many cards an entry needs: that share of those asked, and never fewer than the least number."""
    return max(least, quorum.at_least(share).needed(asked))


def kind_weights_refusal(weights: Mapping[str, int]) -> Sentence | None:
    """Separate panels have known kinds and weights that add up to a hundred; none at all is one jury."""
    if not weights:
        return None
    if set(weights) - set(JUDGE_KINDS) or len(weights) < 2 or any(weight < 1 for weight in weights.values()):
        return say("分组计分要有两类以上评委，每类的权重至少 1。")
    if sum(weights.values()) != 100:
        return say("各类评委的权重相加要等于 100。")
    return None


def fingerprint(sheet: Sheet) -> str:
    """SHA-256 of the sheet without its result, as canonical JSON."""
    plain = {key: value for key, value in sheet.items() if key != "result"}
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def count(sheet: Sheet) -> dict[str, Any]:
    """Every entry's total, place and ties, and how each came about. BadSheet when the sheet cannot be counted."""
    rubric = read_rubric(sheet["rubric"])
    refusal = rubric_refusal(rubric, sheet["ties_by"]) or kind_weights_refusal(sheet["kind_weights"])
    if refusal is not None:
        raise BadSheet(refusal)
    numbers = [entry["number"] for entry in sheet["entries"]]
    if len(set(numbers)) != len(numbers):
        raise BadSheet(say("有两个参评项的编号相同。"))
    scores: dict[int, tallies.Score] = {}
    told = {}
    for entry in sheet["entries"]:
        number = entry["number"]
        told[number], score = _entry(sheet, entry)
        if score is not None and told[number]["is_valid"]:
            scores[number] = score
    for standing in tallies.rank(scores, ties_by=sheet["ties_by"]):
        told[int(standing.key)] |= {"place": standing.place, "is_tied": standing.is_tied}
    return {"entries": [told[number] for number in sorted(told)], "fingerprint": fingerprint(sheet)}


def _entry(sheet: Sheet, entry: Mapping[str, Any]) -> tuple[dict[str, Any], tallies.Score | None]:
    weights, cards = sheet["kind_weights"], entry["cards"]
    groups = {kind: [card for card in cards if card["kind"] == kind] for kind in weights} or {EVERYBODY: list(cards)}
    if weights and any(card["kind"] not in weights for card in cards):
        raise BadSheet(say("有评委不属于任何一组。"))
    needed = needed_of(entry["asked"], least=sheet["least"], share=Fraction(sheet["quorum"]))
    scored = {kind: _group(sheet, found) for kind, found in groups.items()}
    whole = _together(scored, weights)
    return {
        "number": entry["number"],
        "asked": entry["asked"],
        "given": len(cards),
        "needed": needed,
        "is_valid": whole is not None and len(cards) >= needed,
        "total": None if whole is None else str(whole.total),
        "shown": None if whole is None else two_places(whole.total),
        "place": None,
        "is_tied": False,
        "by_dimension": {} if whole is None else {key: str(mean) for key, mean in whole.by_dimension.items()},
        "groups": [_told(sheet, kind, groups[kind], scored[kind], weights) for kind in groups],
    }, whole


def _group(sheet: Sheet, cards: Sequence[Mapping[str, Any]]) -> tallies.Score | None:
    if not cards:
        return None
    try:
        return tallies.score(
            [card["points"] for card in cards],
            rubric=weights_of(read_rubric(sheet["rubric"])),
            drop_from=sheet["drop_from"],
        )
    except (ValueError, TypeError):
        raise BadSheet(say("有一张评分卡不合打分表：每个维度都要有 0 到 100 的整数分。")) from None


def _together(scored: Mapping[str, tallies.Score | None], weights: Mapping[str, int]) -> tallies.Score | None:
    """One score out of the groups, each with its weight; None while a group has no card at all."""
    found = {kind: score for kind, score in scored.items() if score is not None}
    if len(found) < len(scored):
        return None
    if not weights:
        return found[EVERYBODY]
    share = {kind: Fraction(weights[kind], 100) for kind in found}
    dimensions = next(iter(found.values())).by_dimension
    return tallies.Score(
        total=sum((share[kind] * score.total for kind, score in found.items()), Fraction(0)),
        totals=tuple(sorted((one for score in found.values() for one in score.totals), reverse=True)),
        dropped=(),
        by_dimension={
            key: sum((share[kind] * score.by_dimension[key] for kind, score in found.items()), Fraction(0))
            for key in dimensions
        },
    )


def _told(
    sheet: Sheet,
    kind: str,
    cards: Sequence[Mapping[str, Any]],
    score: tallies.Score | None,
    weights: Mapping[str, int],
) -> dict[str, Any]:
    rubric = weights_of(read_rubric(sheet["rubric"]))
    return {
        "kind": kind,
        "weight": weights.get(kind, 100),
        "total": None if score is None else str(score.total),
        "dropped": [] if score is None else [str(one) for one in score.dropped],
        "cards": [{"judge": card["judge"], "total": str(rubric.total(card["points"]))} for card in cards],
    }
