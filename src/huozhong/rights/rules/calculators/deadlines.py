"""The last day of a period that is told in days, as the calculators' door answers it (民诉法 85; 民法典 201-203)."""

from __future__ import annotations

import re
from fractions import Fraction

from huozhong.clocks.engine import Period, due
from huozhong.kernel.rulepacks import Unit
from huozhong.kernel.sentences import Sentence, say
from huozhong.kernel.workdays import Rolls
from huozhong.rights.rules.calculators.catalogue import Calculator
from huozhong.rights.rules.calculators.inputs import Facts, Field, Kind
from huozhong.rights.rules.calculators.results import BadInput, Disputed, Worked, number
from huozhong.rights.rules.parameters import Parameters

CITE = "《中华人民共和国民事诉讼法》第八十五条；《中华人民共和国民法典》第二百零一条至第二百零三条"
CITE_AWARD = "《中华人民共和国劳动争议调解仲裁法》第四十八条、第五十条"
CITE_SET_ASIDE = "《中华人民共和国劳动争议调解仲裁法》第四十九条"
_MOST = 3_650
_UNITS = {
    "calendar_day": Unit.DAYS, "day": Unit.DAYS, "days": Unit.DAYS, "calendar_days": Unit.DAYS, "日": Unit.DAYS,
    "natural_day": Unit.DAYS, "workday": Unit.WORKING_DAYS, "workdays": Unit.WORKING_DAYS,
    "working_day": Unit.WORKING_DAYS, "working_days": Unit.WORKING_DAYS, "工作日": Unit.WORKING_DAYS,
    "month": Unit.MONTHS, "months": Unit.MONTHS, "月": Unit.MONTHS,
    "year": Unit.YEARS, "years": Unit.YEARS, "年": Unit.YEARS,
}  # fmt: skip
# What a period is called in words, and the article that it rests on.
_RULES = ((r"set.?aside|撤销|sue.?0?3", CITE_SET_ASIDE), (r"sue|lawsuit|起诉|award", CITE_AWARD))


def _length(facts: Facts) -> tuple[int, Unit]:
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
        raise Disputed(say("没有写期间有几天。要按规则算，请用期限计算（rights deadline）。"), cite=CITE)
    if told.denominator != 1 or told > _MOST:
        raise BadInput("days", say("写成整天数，最多%(n)s。", n=_MOST))
    return int(told), unit


def _work(facts: Facts, params: Parameters) -> Worked:
    length, unit = _length(facts)
    start = facts.need_day("received")
    found = due(Period(length, unit, rolls=Rolls.NEXT_WORKING_DAY), start, calendar=params.calendar)
    cite = next((its for words, its in _RULES if re.search(words, facts.text("rule"), re.IGNORECASE)), "")
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
    formula = f"{start}+{number(Fraction(length))}={found.natural_last_day} → {found.legal_date}"
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
