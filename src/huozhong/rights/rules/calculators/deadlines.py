"""The last day of a period that is told in days, as the calculators' door answers it (民诉法 85; 民法典 201-203)."""

from __future__ import annotations

import re

from huozhong.clocks.engine import Due, Period, due
from huozhong.kernel.rulepacks import Unit
from huozhong.kernel.sentences import Sentence, say
from huozhong.kernel.workdays import Rolls
from huozhong.rights.rules.calculators.catalogue import Calculator
from huozhong.rights.rules.calculators.inputs import MISSING, Facts, Field, Kind
from huozhong.rights.rules.calculators.results import BadInput, Disputed, Worked
from huozhong.rights.rules.clocks import RULES, NotComputed, cite_of, compute
from huozhong.rights.rules.parameters import Parameters

CITE = "《中华人民共和国民事诉讼法》第八十五条；《中华人民共和国民法典》第二百零一条至第二百零三条"
_MOST = 3_650
_UNITS = {
    "calendar_day": Unit.DAYS, "day": Unit.DAYS, "days": Unit.DAYS, "calendar_days": Unit.DAYS, "日": Unit.DAYS,
    "natural_day": Unit.DAYS, "workday": Unit.WORKING_DAYS, "workdays": Unit.WORKING_DAYS,
    "working_day": Unit.WORKING_DAYS, "working_days": Unit.WORKING_DAYS, "工作日": Unit.WORKING_DAYS,
    "month": Unit.MONTHS, "months": Unit.MONTHS, "月": Unit.MONTHS,
    "year": Unit.YEARS, "years": Unit.YEARS, "年": Unit.YEARS,
}  # fmt: skip
# What a period is called in words, and the rule of the law of clocks that it means.
_RULES = (
    (r"set.?aside|撤销", "SUE-03"),
    (r"appeal|上诉", "CRT-06"),
    (r"judicial.?confirm|司法确认", "MED-04"),
    (r"answer.?(to)?.?(the)?.?(court|complaint)|答辩状", "CRT-02"),
    (r"retrial|再审", "CRT-08"),
    (r"sue|lawsuit|起诉|award", "SUE-01"),
)


def _rule_id(words: str) -> str | None:
    """The rule that is named by its number or in words."""
    if (number_ := words.strip().upper()) in RULES:
        return number_
    return next((rule for told, rule in _RULES if re.search(told, words, re.IGNORECASE)), None)


def _length(facts: Facts) -> tuple[int, Unit] | None:
    told, unit = facts.number("days"), Unit.DAYS
    if facts.text("unit"):
        found = _UNITS.get(facts.text("unit").lower())
        if found is None:
            raise BadInput("unit", say("只能是 calendar_day、workday、month、year。"))
        unit = found
    if told is None:
        for key, its in (("workdays", Unit.WORKING_DAYS), ("months", Unit.MONTHS), ("years", Unit.YEARS)):
            if (count := facts.number(key)) is not None:
                told, unit = count, its
    if told is None:
        return None
    if told.denominator != 1 or told > _MOST:
        raise BadInput("days", say("写成整天数，最多%(n)s。", n=_MOST))
    return int(told), unit


def _found(facts: Facts, params: Parameters, rule: str | None) -> tuple[Due, str]:
    """The end of the period, by its told length or else by its rule, and the citation."""
    start, length = facts.need_day("received"), _length(facts)
    if length is not None:
        period = Period(*length, rolls=Rolls.NEXT_WORKING_DAY)
        return due(period, start, calendar=params.calendar), cite_of(RULES[rule]) if rule else ""
    if rule is None:
        raise BadInput("days", MISSING)
    computed = compute(rule, start, book=params.book, jurisdictions=params.jurisdictions, calendar=params.calendar)
    if isinstance(computed, NotComputed):
        raise Disputed(computed.reason, cite=computed.cite)
    return computed.due, cite_of(computed.rule, computed.answers)


def _work(facts: Facts, params: Parameters) -> Worked:
    try:
        found, cite = _found(facts, params, _rule_id(facts.text("rule")))
    except ValueError as fault:
        if isinstance(fault, BadInput):
            raise
        raise BadInput("days", say("太长了，算出来的日子超出了日历。")) from None
    told: list[Sentence] = list(facts.remarks)
    if found.is_provisional:
        told.append(say("有关年份的放假安排尚未公布，这个日期是暂定的。"))
    values: dict[str, object] = {
        "last_day": found.legal_date,
        "natural_last_day": found.natural_last_day,
        "legal_date": found.legal_date,
        "safe_date": found.safe_date,
        "skipped": list(found.skipped),
        "provisional": found.is_provisional,
        "trace": [str(sentence) for sentence in found.trace],
    }
    formula = f"{found.start} → {found.natural_last_day} → {found.legal_date}"
    return Worked(values, (formula,), tuple(filter(None, (cite, CITE))), tuple(told))


DEADLINE_DAYS = Calculator(
    "deadline_days",
    say("期限到哪一天"),
    say("收到那天不算，从次日数起；最后一天是休息日的，顺延到下一个工作日。"),
    (
        Field("rule", Kind.TEXT, say("什么期限"), also=("rule_id", "what", "name")),
        Field(
            "received",
            Kind.DAY,
            say("收到（或者事情发生）的日期"),
            also=("base", "trigger", "served", "start", "from", "date", "event", "delivered"),
            pattern=r"(receiv|served|deliver|notif).*",
        ),
        Field("days", Kind.NUMBER, say("几天"), also=("n", "length", "count", "period", "calendar_days")),
        Field("unit", Kind.TEXT, say("单位：calendar_day、workday、month、year"), also=("units",)),
        Field("workdays", Kind.NUMBER, say("几个工作日"), also=("working_days",)),
        Field("months", Kind.NUMBER, say("几个月")),
        Field("years", Kind.NUMBER, say("几年")),
    ),
    {
        "last_day": say("最后一天"),
        "natural_last_day": say("不顺延的最后一天"),
        "safe_date": say("最稳妥的日子"),
        "skipped": say("跳过的日子"),
        "provisional": say("是不是暂定"),
    },
    _work,
)
