"""Holds budget lines and vouchers against the rules of union money. Exact shares, no rows, no clock.

What rests on a value that somebody read refuses; what we only know, or propose, asks a person to look. Where a province
has no value, the line says so: nothing is guessed, and nothing stands in the way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from huozhong.funds.rules.words import CONTEST, FESTIVAL, FESTIVALS, HEADS, OUTING, SPEAKS_OF, Cap, Span
from huozhong.kernel.classes import MONEY_CLASSES
from huozhong.kernel.jurisdictions import place_name
from huozhong.kernel.money import rounded, shown
from huozhong.kernel.rulepacks import Answer, NoRule
from huozhong.kernel.sentences import Sentence, say

Ask = Callable[[str], Answer]  # the value in force here and now; raises NoRule where nobody entered one
EVERYBODY = ""  # handed out to all members


@dataclass(frozen=True, slots=True)
class Spend:
    """One line of a budget, or one voucher: what for, for how many, for whom, on which occasion."""

    purpose: str
    money_class: str
    head: str
    amount: Decimal
    people: int | None = None  # who get something; of a contest, the winners
    participants: int | None = None  # who take part in a contest
    whom: str = EVERYBODY  # which members, where not all
    occasion: str = ""  # which festival
    fees: Decimal | None = None  # what the members paid in fees this year, for an outing


@dataclass(frozen=True, slots=True)
class Earlier:
    """What one person of a group already got this year under a head."""

    head: str
    each: Fraction
    whom: str = EVERYBODY
    occasion: str = ""


class Weight(StrEnum):
    """What a finding does: refuse, ask a person to look, or say that no value is known."""

    OVER = "over"
    ASK = "ask"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about one line: what, how much it weighs, and the answer on which it rests."""

    row: int  # which line, from 0
    weight: Weight
    says: Sentence
    answer: dict[str, Any] | None = None

    @property
    def refuses(self) -> bool:
        return self.weight is Weight.OVER


def check(lines: Sequence[Spend], *, ask: Ask, earlier: Sequence[Earlier] = ()) -> tuple[Finding, ...]:
    """Everything that the rules say about these lines, in their order; what refuses stands first within a line."""
    found: list[Finding] = []
    before = list(earlier)
    for row, line in enumerate(lines):
        of_line = [*_class(row, line), *_words(row, line)]
        if line.head in HEADS:
            of_line += _capped(row, line, ask, before)
            if line.head == CONTEST:
                of_line += _winners(row, line, ask)
            if line.head == OUTING:
                of_line += _outing(row, line, ask)
            if line.people and HEADS[line.head].is_capped:
                before.append(Earlier(line.head, Fraction(line.amount) / line.people, line.whom, line.occasion))
        found += sorted(of_line, key=lambda one: one.weight is not Weight.OVER)
    return tuple(found)


def decides(answer: Answer) -> bool:
    """Whether a value was read somewhere; what is only known or proposed never refuses anybody."""
    return answer.is_verified or answer.mark is None


def cited(answer: Answer) -> str:
    """The source for a sentence, with its doubt."""
    doubt = "" if answer.is_verified else "（未核实）"
    return f"{answer.cite}{doubt}"


def each_so_far(cap: Cap, line: Spend, earlier: Sequence[Earlier]) -> Fraction:
    """The most that one of these people already got this year under the cap."""
    if cap.span is Span.EVENT:
        return Fraction(0)
    same = [
        one
        for one in earlier
        if one.head == line.head and (not cap.only or (one.occasion in cap.only and one.occasion == line.occasion))
    ]
    of_all = sum((one.each for one in same if one.whom == EVERYBODY), Fraction(0))
    groups: dict[str, Fraction] = {}
    for one in same:
        if one.whom != EVERYBODY:
            groups[one.whom] = groups.get(one.whom, Fraction(0)) + one.each
    if line.whom == EVERYBODY:
        return of_all + max(groups.values(), default=Fraction(0))
    return of_all + groups.get(line.whom, Fraction(0))


def _class(row: int, line: Spend) -> list[Finding]:
    card = HEADS.get(line.head)
    if card is None or not line.money_class or card.money_class == line.money_class:
        return []
    words = say(
        "“%(purpose)s”：%(head)s属于%(right)s，请改支出科目。",
        purpose=line.purpose,
        head=card.word,
        right=MONEY_CLASSES[card.money_class],
    )
    return [Finding(row, Weight.OVER, words)]


def _words(row: int, line: Spend) -> list[Finding]:
    if line.head in HEADS and HEADS[line.head].is_capped:
        return []
    for word, head in SPEAKS_OF:
        if word in line.purpose:
            words = say(
                "“%(purpose)s”像是%(head)s，有的省对它定了标准。是的话请选这一项，不是就不用管。",
                purpose=line.purpose,
                head=HEADS[head].word,
            )
            return [Finding(row, Weight.ASK, words)]
    return []


def _capped(row: int, line: Spend, ask: Ask, earlier: Sequence[Earlier]) -> list[Finding]:
    card = HEADS[line.head]
    if not card.is_capped:
        return []
    if line.head == FESTIVAL and line.occasion not in FESTIVALS:
        return [Finding(row, Weight.OVER, say("“%(purpose)s”：请选是哪个节日。", purpose=line.purpose))]
    found: list[Finding] = []
    missing: NoRule | None = None
    answers = []
    for cap in card.caps:
        if cap.only and line.occasion not in cap.only:
            continue
        try:
            answers.append((cap, ask(cap.rule)))
        except NoRule as refused:
            missing = missing or refused
    if not answers and missing is not None:
        return [Finding(row, Weight.UNKNOWN, _unknown(line, missing))]
    if not line.people:
        return [Finding(row, Weight.OVER, say("“%(purpose)s”按人定标准，请填人数。", purpose=line.purpose))]
    for cap, answer in answers:
        before = each_so_far(cap, line, earlier)
        if Fraction(line.amount) / line.people + before > Fraction(answer.money()):
            weight = Weight.OVER if decides(answer) else Weight.ASK
            found.append(Finding(row, weight, _over(line, answer, before), answer.as_json()))
    return found


def _over(line: Spend, answer: Answer, before: Fraction) -> Sentence:
    assert line.people
    cap = Fraction(answer.money())
    most = max(Fraction(0), (cap - before) * line.people)
    values = {
        "purpose": line.purpose,
        "each": _each(Fraction(line.amount) / line.people),
        "people": line.people,
        "rule": answer.title,
        "cap": shown(answer.money()),
        "most": shown(_down(most)),
        "cite": cited(answer),
    }
    if before:
        return say(
            "“%(purpose)s”每人 %(each)s 元，加上今年已有的 %(before)s 元，超过%(rule)s %(cap)s 元，最多可列 %(most)s 元。依据：%(cite)s",  # noqa: E501
            before=_each(before),
            **values,
        )
    return say(
        "“%(purpose)s”%(people)s 人，每人 %(each)s 元，超过%(rule)s %(cap)s 元，最多可列 %(most)s 元。依据：%(cite)s",
        **values,
    )


def _each(share: Fraction) -> str:
    """What one person gets, to the fen; a rest of a fen is shown rounded up, so that 300.001 never reads as 300."""
    fen = -((-share.numerator * 100) // share.denominator)
    return shown(Decimal(fen) / 100)


def _down(exact: Fraction) -> Decimal:
    return Decimal(exact.numerator * 100 // exact.denominator) / 100


def _unknown(line: Spend, missing: NoRule) -> Sentence:
    return say(
        "“%(purpose)s”：%(place)s没有经核实的“%(rule)s”，系统不猜。请按本省文件自己核对，并请规则管理员录入。",
        purpose=line.purpose,
        place=place_name(missing.keeper),
        rule=missing.rule.title,
    )


def _winners(row: int, line: Spend, ask: Ask) -> list[Finding]:
    if not line.people or not line.participants:
        return [Finding(row, Weight.OVER, say("“%(purpose)s”：请填获奖人数和参赛人数。", purpose=line.purpose))]
    answer = ask("money.contest.winners_share")
    if Fraction(line.people, line.participants) <= answer.share():
        return []
    most = line.participants * answer.share().numerator // answer.share().denominator
    words = say(
        "“%(purpose)s”%(participants)s 人参赛、%(people)s 人获奖，超过 %(share)s，最多 %(most)s 人。依据：%(cite)s",
        purpose=line.purpose,
        participants=line.participants,
        people=line.people,
        share=str(answer.share()),
        most=most,
        cite=cited(answer),
    )
    return [Finding(row, Weight.OVER if decides(answer) else Weight.ASK, words, answer.as_json())]


def _outing(row: int, line: Spend, ask: Ask) -> list[Finding]:
    if line.fees is None:
        return [Finding(row, Weight.ASK, say("“%(purpose)s”：请填本年会费收入，好核对倍数。", purpose=line.purpose))]
    answer = ask("money.outing.times_fees")
    union_money = Fraction(line.amount) - Fraction(line.fees)
    if union_money <= answer.number() * Fraction(line.fees):
        return []
    words = say(
        "“%(purpose)s”会费 %(fees)s 元以外还要工会经费 %(more)s 元，超过会费的 %(times)s 倍。依据：%(cite)s",
        purpose=line.purpose,
        fees=shown(line.fees),
        more=shown(rounded(union_money)),
        times=answer.number(),
        cite=cited(answer),
    )
    return [Finding(row, Weight.OVER if decides(answer) else Weight.ASK, words, answer.as_json())]
