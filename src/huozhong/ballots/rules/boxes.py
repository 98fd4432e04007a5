"""Paper ballots in numbers: what two scrutineers counted, where they differ, and whether a round stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from huozhong.ballots.rules.questions import NewQuestion
from huozhong.kernel.sentences import Sentence, say

SHOWN_FROM = 10  # the smallest number of voters whose sub-total may be shown


@dataclass(frozen=True, slots=True)
class BoxCount:
    """One scrutineer's count of one box: ballots, and the votes for each counted row of each question."""

    issued: int
    collected: int
    valid: int
    invalid: int
    votes: tuple[tuple[int, ...], ...]
    written: tuple[tuple[str, int], ...] = ()  # 另选他人: the names that voters wrote, and how often

    def as_json(self) -> dict[str, Any]:
        return {
            "issued": self.issued,
            "collected": self.collected,
            "valid": self.valid,
            "invalid": self.invalid,
            "votes": [list(one) for one in self.votes],
            "written": [list(one) for one in sorted(self.written)],
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> BoxCount:
        return cls(
            int(kept["issued"]),
            int(kept["collected"]),
            int(kept["valid"]),
            int(kept["invalid"]),
            tuple(tuple(int(n) for n in one) for one in kept["votes"]),
            tuple((str(name), int(n)) for name, n in kept["written"]),
        )


def count_refusal(count: BoxCount, questions: Sequence[NewQuestion], *, allows_other: bool) -> Sentence | None:
    """Why a count cannot be right, before it is compared with anybody else's."""
    numbers = [count.issued, count.collected, count.valid, count.invalid, *(n for one in count.votes for n in one)]
    if any(n < 0 or n > 1_000_000 for n in [*numbers, *(n for _, n in count.written)]):
        return say("票数要填不小于零的整数。")
    if count.valid + count.invalid != count.collected:
        return say("有效票加无效票应当等于收回的票。")
    if [len(one) for one in count.votes] != [len(one.rows) for one in questions]:
        return say("请把每一项的每个选项都填上。")
    written = sum(n for _, n in count.written)
    if written and not allows_other:
        return say("这张票没有“另选他人”，不能登记写上的名字。")
    if any(not name.strip() for name, _ in count.written) or len({n for n, _ in count.written}) < len(count.written):
        return say("另选他人的名字不能空着，也不能写两遍。")
    return next(
        (r for q, v in zip(questions, count.votes, strict=True) if (r := _votes_refusal(q, v, count.valid, written))),
        None,
    )


def _votes_refusal(question: NewQuestion, votes: Sequence[int], valid: int, written: int) -> Sentence | None:
    chosen, blank = (votes[1:], votes[0]) if question.is_blank_allowed else (votes, 0)
    if any(n > valid for n in votes):
        return say("“%(item)s”里有的选项得票比有效票还多。", item=question.text)
    cast, room = sum(chosen), valid - blank
    if cast + written * bool(question.candidates) > room * question.most or cast + written < room * question.least:
        return say("“%(item)s”的票数合计与有效票对不上。", item=question.text)
    return None


def differences(one: BoxCount, other: BoxCount) -> tuple[str, ...]:
    """The names of the numbers on which two counts differ: "issued", "votes.0.2", "written.王五"."""
    found = [n for n in ("issued", "collected", "valid", "invalid") if getattr(one, n) != getattr(other, n)]
    for q, (a, b) in enumerate(zip(one.votes, other.votes, strict=True)):
        found += [f"votes.{q}.{row}" for row, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    names = dict(one.written), dict(other.written)
    found += [f"written.{name}" for name in sorted({*names[0], *names[1]}) if names[0].get(name) != names[1].get(name)]
    return tuple(found)


def round_refusal(*, issued: int, collected: int) -> Sentence | None:
    """收回的票等于或少于发出的票，选举有效；多于发出的票，这一轮无效."""
    if collected <= issued:
        return None
    return say(
        "收回 %(collected)s 张，比发出的 %(issued)s 张还多：这一轮无效，应当重新投票。",
        collected=collected,
        issued=issued,
    )


def may_show_parts(parts: Iterable[int]) -> bool:
    """Whether sub-totals may be shown: each of them stands for at least ten voters, or for none."""
    return all(n == 0 or n >= SHOWN_FROM for n in parts)
