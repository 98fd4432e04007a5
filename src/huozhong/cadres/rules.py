"""What a goal, a record of work and a contract must hold; how near a goal is. Nothing here ranks anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from huozhong.kernel.sentences import Sentence, say

CONTRACT_NEAR = timedelta(days=60)  # our own: time enough for a renewal
MOST_GOALS = 12
WHOLE = Fraction(1)


class Contract(StrEnum):
    """How a social worker of the union is employed."""

    DIRECT = "direct"
    DISPATCH = "dispatch"
    SERVICE = "service"


CONTRACTS: dict[str, Sentence] = {
    Contract.DIRECT: say("工会直接聘用"),
    Contract.DISPATCH: say("劳务派遣"),
    Contract.SERVICE: say("购买服务"),
}


def share_of_goal(done: Decimal, target: Decimal | None) -> Fraction | None:
    """How far a goal has come, 1 at most; None when it has no number."""
    if target is None or target <= 0:
        return None
    return min(WHOLE, Fraction(done) / Fraction(target))


def goal_refusal(*, words: str, target: Decimal | None, unit_word: str, due_date: date, year: int) -> Sentence | None:
    """None when a goal can be answered for."""
    if not words.strip():
        return say("请写明要办成什么。")
    if target is not None and target <= 0:
        return say("目标数要大于零；没有数字的目标，就把这一格留空。")
    if target is not None and not unit_word.strip():
        return say("有目标数就要写明单位，比如“家”“人次”。")
    if due_date.year != year:
        return say("期限要在 %(year)s 年之内。", year=year)
    return None


@dataclass(frozen=True, slots=True)
class DeedFacts:
    """One thing that was done, as it was typed."""

    words: str
    day: date
    people: int
    amount: Decimal | None
    has_goal: bool


def deed_refusal(facts: DeedFacts, *, today: date) -> Sentence | None:
    """None when an entry of the record of work may be kept."""
    if not facts.words.strip():
        return say("请写一句做了什么。")
    if facts.day > today:
        return say("日期不能晚于今天。")
    if facts.people < 0:
        return say("服务人数不能是负数。")
    if facts.amount is not None and not facts.has_goal:
        return say("写了完成数，就要选是哪一个目标的。")
    return None


def contract_refusal(*, from_date: date, until_date: date | None) -> Sentence | None:
    if until_date is not None and until_date < from_date:
        return say("合同到期日早于开始日。")
    return None


def contract_is_near(until_date: date | None, *, on: date) -> bool:
    """Whether a contract ends soon or has ended: somebody must decide."""
    return until_date is not None and until_date <= on + CONTRACT_NEAR
