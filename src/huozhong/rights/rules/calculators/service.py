"""Months of service for severance: full years, a half-year or more is a year, less is half a month (劳动合同法 47)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from huozhong.kernel.periods import add_months
from huozhong.kernel.sentences import Sentence, say
from huozhong.rights.rules.calculators import words
from huozhong.rights.rules.calculators.catalogue import LAST_DAY, START, Calculator
from huozhong.rights.rules.calculators.inputs import Facts, Field, Kind
from huozhong.rights.rules.calculators.results import BadInput, Worked, number
from huozhong.rights.rules.parameters import Parameters

CITE = "《中华人民共和国劳动合同法》第四十七条第一款"
CITE_97 = "《中华人民共和国劳动合同法》第九十七条第三款"
CITE_TRANSFER = "《中华人民共和国劳动合同法实施条例》第十条"
YEARS = Field("years", Kind.NUMBER, say("工作满几年"), also=("full_years", "service_years"))
REST_MONTHS = Field("months", Kind.NUMBER, say("另几个月"), also=("extra_months", "rest_months"))
REST_DAYS = Field("days", Kind.NUMBER, say("另几天"), also=("extra_days", "rest_days"))
IN_WORDS = Field("service", Kind.TEXT, say("工作年限（文字）"), also=("length_of_service", "tenure", "service_text"))
PRIOR_START = Field(
    "prior_start",
    Kind.DAY,
    say("原单位入职日期（非本人原因调来）"),
    also=("previous_start", "transfer_from", "old_employer_start", "previous_employer_start"),
)
PRIOR_PAID = Field("prior_paid", Kind.FLAG, say("原单位已付过经济补偿"), also=("previous_paid", "old_employer_paid"))
GROUND = Field(
    "ground",
    Kind.TEXT,
    say("因为什么离职"),
    also=("reason", "basis", "cause", "termination_ground", "article", "claims", "claim", "dismissal", "finding"),
    pattern=r"(ground|reason|basis|cause|legal_basis)(_of.*|_for.*|_text)?",
)
NEW_GROUND = Field(
    "ground_is_new",
    Kind.FLAG,
    say("这种离职情形 2008 年以前的规定没有补偿"),
    also=("new_ground", "ground_new", "art97", "art_97", "only_from_2008"),
    pattern=r".*(new_ground|ground_.*new|art_?97).*",
)
COUNT_FROM = Field(
    "count_from",
    Kind.DAY,
    say("年限从哪一天起算"),
    also=("counted_from", "count_start", "years_from", "service_from", "calc_start"),
)
SERVICE = (START, LAST_DAY, YEARS, REST_MONTHS, REST_DAYS, IN_WORDS, PRIOR_START, PRIOR_PAID)


@dataclass(frozen=True, slots=True)
class Months:
    """Months of pay, how they were reached, and how many there would be if all years counted."""

    count: Fraction
    formula: str
    most: Fraction
    warnings: tuple[Sentence, ...] = ()
    cite: tuple[str, ...] = (CITE,)


def full_months(start: date, last_day: date) -> tuple[int, bool]:
    """Whole months of service, both days included, and whether days are left over (1 Jan to 30 Jun: six, none left)."""
    until = last_day + timedelta(days=1)
    count = (until.year - start.year) * 12 + until.month - start.month
    while add_months(start, count) > until:
        count -= 1
    return count, add_months(start, count) < until


def months_due(months: int, *, has_days: bool, whole_from: int) -> Fraction:
    """Months of pay for that service."""
    years, rest = divmod(months, 12)
    if rest >= whole_from:
        return Fraction(years + 1)
    return Fraction(years) + (Fraction(1, 2) if rest or has_days else 0)


def from_days(facts: Facts, params: Parameters, *, counts_all: bool) -> Months:
    """Months of pay between two days; before 2008 only where the ground is old (`counts_all` for 2N, 条例 25)."""
    start, last_day = facts.need_day("start"), facts.need_day("last_day")
    cite, warnings = [CITE], []
    prior = facts.day("prior_start")
    if prior and not facts.flag("prior_paid"):
        start = min(start, prior)
        cite.append(CITE_TRANSFER)
    if last_day < start:
        raise BadInput("last_day", say("离职日期早于入职日期。"))
    whole = _between(start, last_day, params)
    begins = facts.day("count_from")
    law_day = date.fromisoformat(params.ask("pay.severance.years_from", on=max(last_day, params.on)).text())
    if begins is None and not counts_all and start < law_day <= last_day:
        begins, remark = _after_art_97(facts, start, law_day)
        cite.append(CITE_97)
        warnings.append(remark)
    if begins is None or begins <= start:
        return Months(whole.count, whole.formula, whole.count, tuple(warnings), tuple(cite))
    counted = _between(begins, last_day, params)
    is_open = ground_of(facts) is words.Ground.UNKNOWN and not facts.has("count_from")
    return Months(
        counted.count, counted.formula, whole.count if is_open else counted.count, tuple(warnings), tuple(cite)
    )


def ground_of(facts: Facts) -> words.Ground:
    """Whether the older rules knew the ground, as far as the facts say."""
    if (is_new := facts.flag("ground_is_new")) is not None:
        return words.Ground.NEW if is_new else words.Ground.OLD
    return words.ground_word(facts.text("ground")) if facts.text("ground") else words.Ground.UNKNOWN


def _after_art_97(facts: Facts, start: date, law_day: date) -> tuple[date, Sentence]:
    found = ground_of(facts)
    if found is words.Ground.OLD:
        return start, say("2008年以前的年限按当时的规定计算，其中协商解除、不能胜任的最多十二个月。")
    if found is words.Ground.NEW:
        return law_day, say("这种情形是劳动合同法新规定的，补偿年限从2008年1月1日起算。")
    return law_day, say(
        "2008年以前的年限算不算，要看离职的原因：请写明原因。现在从2008年1月1日起算，全部年限的数在上限里。"
    )


def _between(start: date, last_day: date, params: Parameters) -> Months:
    count, has_days = full_months(start, last_day)
    due = months_due(count, has_days=has_days, whole_from=params.number("pay.severance.whole_from", on=last_day))
    plus = "+" if has_days else ""
    return Months(due, f"{start}..{last_day}：{count // 12}年{count % 12}个月{plus} → {number(due)}", due)


def from_counts(facts: Facts, params: Parameters) -> Months | None:
    """Months of pay for service told in years, months and days, or in words."""
    has_days = bool(facts.number("days"))
    if facts.has("years") or facts.has("days") or facts.has("months"):
        months = (facts.number("years") or Fraction(0)) * 12 + (facts.number("months") or 0)
        has_days = has_days or months.denominator != 1
        count = int(months)
    elif (told := words.service_word(facts.text("service"))) is not None:
        count, has_days = told[0] * 12 + told[1], told[2]
    else:
        return None
    if count > 70 * 12:
        raise BadInput("years", say("工作年限太长了。"))
    due = months_due(count, has_days=has_days, whole_from=params.number("pay.severance.whole_from"))
    return Months(due, f"{count // 12}年{count % 12}个月{'+' if has_days else ''} → {number(due)}", due)


def _work(facts: Facts, params: Parameters) -> Worked:
    if facts.has("start") or facts.has("last_day"):
        found = from_days(facts, params, counts_all=True)
    else:
        counted = from_counts(facts, params)
        if counted is None:
            raise BadInput("start", say("写明入职和离职日期，或者工作了几年几个月。"))
        found = counted
    return Worked({"months": number(found.count)}, (found.formula,), found.cite, (*facts.remarks, *found.warnings))


SERVICE_MONTHS = Calculator(
    "service_months",
    say("补偿年限"),
    say("工作年限折成几个月工资：满一年一个月，半年以上按一年，不到半年按半个月。"),
    SERVICE,
    {"months": say("折合几个月工资")},
    _work,
)
