"""Suggestions for practical things: when one may suggest, the four rules, and which suggestions say the same."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from itertools import pairwise

from huozhong.kernel.sentences import Sentence, say
from huozhong.projects.rules.window import moment

FOUR_RULES: dict[str, Sentence] = {
    "is_needed": say("职工需要"),
    "is_doable": say("工会能办"),
    "is_within_year": say("年内能办成"),
    "is_welcome": say("职工会满意"),
}
CHANNELS: dict[str, Sentence] = {
    "member": say("会员登录提交"),
    "open": say("网页提交"),
    "paper": say("书面"),
    "call": say("电话"),
}
DECISIONS: dict[str, Sentence] = {
    "waiting": say("还没看"),
    "chosen": say("选上了"),
    "declined": say("这次不办"),
    "merged": say("并入同样的建议"),
}
ALIKE = Fraction(1, 2)  # share of pairs of signs that two suggestions have in common


def suggesting_refusal(opens_at: datetime, closes_at: datetime, at: datetime) -> Sentence | None:
    """None while suggestions are taken; the closing second itself still counts."""
    if at < opens_at:
        return say("还没有开始，%(opens)s 起可以提建议。", opens=moment(opens_at))
    if at.replace(microsecond=0) > closes_at:
        return say("提建议已于 %(closes)s 截止。您写的字还在这一页上，可以抄下来明年再提。", closes=moment(closes_at))
    return None


def rules_refusal(ticks: Mapping[str, bool | None]) -> Sentence | None:
    """Only what meets all four rules is chosen."""
    left = [str(word) for name, word in FOUR_RULES.items() if not ticks.get(name)]
    return say("四条里还有没打钩的：%(rules)s。都做到才能选上。", rules="、".join(left)) if left else None


def pairs_of(text: str) -> frozenset[str]:
    """The pairs of neighbouring signs of a text, without punctuation and width; one sign alone is its own pair."""
    plain = [s for s in unicodedata.normalize("NFKC", text).casefold() if unicodedata.category(s)[0] in "LN"]
    if len(plain) < 2:
        return frozenset(plain)
    return frozenset(first + second for first, second in pairwise(plain))


def likeness(one: str, other: str) -> Fraction:
    """The share of pairs that two texts have in common, of all that either has (Jaccard); 0 when either is empty."""
    left, right = pairs_of(one), pairs_of(other)
    return Fraction(len(left & right), len(left | right)) if left and right else Fraction(0)


def groups_alike(texts: Sequence[tuple[int, str]], *, at_least: Fraction = ALIKE) -> tuple[tuple[int, ...], ...]:
    """Groups of ids whose texts say nearly the same as the first of the group; every id in one group at most."""
    pairs = {number: pairs_of(text) for number, text in texts}
    holding: dict[str, list[int]] = {}
    for number, found in pairs.items():
        for pair in found:
            holding.setdefault(pair, []).append(number)
    taken: set[int] = set()
    groups = []
    for number, _text in texts:
        if number in taken:
            continue
        near = {other for pair in pairs[number] for other in holding[pair] if other != number and other not in taken}
        like = [
            other
            for other in sorted(near)
            if Fraction(len(pairs[number] & pairs[other]), len(pairs[number] | pairs[other])) >= at_least
        ]
        if like:
            groups.append((number, *like))
            taken.update((number, *like))
    return tuple(groups)
