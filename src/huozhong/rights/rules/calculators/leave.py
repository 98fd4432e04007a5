"""Paid annual leave: how many days of a broken year, and what unused days are worth (实施办法 5, 10-12)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from huozhong.kernel.sentences import Sentence, say
from huozhong.rights.rules.calculators.catalogue import AVERAGE_OR_WAGE, LAST_DAY, START, Calculator
from huozhong.rights.rules.calculators.inputs import MISSING, Facts, Field, Kind
from huozhong.rights.rules.calculators.overtime import daily_wage
from huozhong.rights.rules.calculators.results import BadInput, Worked, number, yuan_of
from huozhong.rights.rules.parameters import Parameters

CITE_DAYS = "《职工带薪年休假条例》第三条；《企业职工带薪年休假实施办法》第五条、第十二条"
CITE_PAY = "《企业职工带薪年休假实施办法》第十条、第十一条"
CITE_EXCLUDED = "《职工带薪年休假条例》第四条"
DAYS_FIELDS = (
    Field("joined", Kind.DAY, say("入职日期"), also=("start", *START.also), pattern=START.pattern),
    Field("left", Kind.DAY, say("离职日期"), also=("last_day", *LAST_DAY.also), pattern=LAST_DAY.pattern),
    Field(
        "remaining_days",
        Kind.NUMBER,
        say("当年在本单位剩余的日历天数"),
        also=("days_left", "remaining", "calendar_days_left", "remaining_calendar_days", "days_remaining"),
    ),
    Field(
        "passed_days",
        Kind.NUMBER,
        say("当年在本单位已过的日历天数"),
        also=("elapsed_days", "elapsed", "passed", "calendar_days_passed", "worked_days", "days_worked", "days_passed"),
        pattern=r"(elapsed|passed|worked).*days?|days_(elapsed|passed|employed|in_service).*|calendar_days(_.*)?",
    ),
    Field(
        "full_days",
        Kind.NUMBER,
        say("全年应休几天"),
        also=("entitlement", "annual_days", "full", "entitled_days", "full_entitlement", "annual_entitlement"),
        pattern=r"(full|annual|yearly|entitle).*",
    ),
    Field(
        "work_years",
        Kind.NUMBER,
        say("累计工作几年（包括以前的单位）"),
        also=("total_years", "cumulative_years", "working_years", "years", "career_years", "seniority"),
        pattern=r".*(cumulative|total|working|career).*years?.*",
    ),
    Field(
        "taken",
        Kind.NUMBER,
        say("已休几天"),
        also=("days_taken", "taken_days", "used", "used_days", "already_taken"),
        pattern=r".*(taken|used).*",
    ),
    Field("excluded", Kind.FLAG, say("有不享受年休假的情形"), also=("art4", "not_entitled")),
)


def entitlement(years: Fraction, params: Parameters) -> Fraction:
    """5, 10 or 15 days by the whole working life."""
    due = Fraction(0)
    for step in ("first", "second", "third"):
        if years >= params.number(f"pay.leave.years_{step}"):
            due = Fraction(params.number(f"pay.leave.days_{step}"))
    return due


def _days_in_year(facts: Facts) -> tuple[Fraction, bool]:
    """Calendar days of the year in this employment, and whether the employment ended in it."""
    for key in ("passed_days", "remaining_days"):
        if (told := facts.number(key)) is not None:
            return told, key == "passed_days" or facts.has("left")
    joined, left = facts.day("joined"), facts.day("left")
    if left is not None:
        begins = date(left.year, 1, 1)
        begins = joined if joined and joined > begins else begins
        if left < begins:
            raise BadInput("left", say("离职日期早于入职日期。"))
        return Fraction((left - begins).days + 1), True
    if joined is not None:
        return Fraction((date(joined.year, 12, 31) - joined).days + 1), False
    raise BadInput("remaining_days", MISSING)


def days_due(facts: Facts, params: Parameters) -> tuple[Fraction, int | str, str, list[Sentence]]:
    """The exact share of the year's leave, the whole days left of it, the sum in words, and remarks."""
    told: list[Sentence] = list(facts.remarks)
    counted, _ = _days_in_year(facts)
    divisor = params.number("pay.leave.year_days")
    full = facts.number("full_days")
    if full is None:
        full = entitlement(facts.need_number("work_years"), params)
    if counted > divisor + 1 or full > 366:
        raise BadInput("remaining_days", say("天数太多了。"))
    raw = counted / divisor * full
    whole, taken = Fraction(int(raw)), facts.number("taken") or Fraction(0)
    left = max(whole - taken, Fraction(0))
    if taken > whole:
        told.append(say("多休的不再扣回。"))
    if facts.flag("excluded"):
        left = Fraction(0)
        told.append(say("有条例第四条的情形（寒暑假、长事假、长病假），不享受当年年休假。"))
    elif facts.flag("excluded") is None:
        told.append(say("如果当年有寒暑假、长事假、长病假，可能不享受年休假，请先核对。"))
    minus = f"-{number(taken)}" if taken else ""
    formula = f"{number(counted)}/{divisor}×{number(full)}={number(raw)} → {number(whole)}{minus}={number(left)}"
    return raw, int(left) if left.denominator == 1 else number(left), formula, told


def _prorate(facts: Facts, params: Parameters) -> Worked:
    raw, days, formula, told = days_due(facts, params)
    return Worked({"raw": number(raw), "days": days}, (formula,), (CITE_DAYS, CITE_EXCLUDED), tuple(told))


PRORATE = Calculator(
    "annual_leave_prorate",
    say("年休假折算"),
    say("入职或离职那一年的年休假：按在单位的日历天数折算，不满一天的不算。"),
    DAYS_FIELDS,
    {"raw": say("折算的天数"), "days": say("还应休几天")},
    _prorate,
)


def _pay(facts: Facts, params: Parameters) -> Worked:
    average = facts.money("avg_without_overtime")
    overtime = facts.money("overtime_part") or 0
    monthly = average if average is not None else facts.need_money("avg_12m") - overtime
    if monthly < 0:
        raise BadInput("overtime_part", say("加班费比平均工资还多。"))
    told: list[Sentence] = list(facts.remarks)
    formula = []
    days = facts.number("days")
    if days is None:
        _, whole, sum_, told = days_due(facts, params)
        days = Fraction(whole)
        formula.append(sum_)
    percent = params.number("pay.leave.percent")
    rate = facts.number("rate")
    if rate is None:
        rate = Fraction(percent, 100) - 1
        told.append(say("正常工资已经付过，这里只算另外应付的200%；连同已付的共300%。"))
    daily = daily_wage(monthly, params)
    if params.policy("rounding") == "daily_first":
        daily = Fraction(yuan_of(daily))
        told.append(say("日工资先取到分，再乘天数。"))
    amount = yuan_of(daily * days * rate)
    if params.policy("leave_clock") is None:
        told.append(say("年休假工资的时效从哪天起算，各地不同，请尽早主张。"))
    paid_days = number(params.exact("pay.days.paid"))
    formula.append(f"{monthly}/{paid_days}×{number(rate)}×{number(days)}={amount}")
    values = {"daily": yuan_of(daily), "days": number(days), "rate": number(rate), "amount": amount}
    return Worked(values, tuple(formula), (CITE_PAY,), tuple(told), amount, amount)


LEAVE_PAY = Calculator(
    "annual_leave_pay",
    say("未休年休假工资"),
    say("没休的年休假：剔除加班费的月平均工资除以21.75，按天数付300%，其中正常工资已付的另付200%。"),
    (
        Field("days", Kind.NUMBER, say("应休未休几天"), also=("unused_days", "unused", "days_unused", "untaken_days")),
        AVERAGE_OR_WAGE,
        Field(
            "avg_without_overtime",
            Kind.MONEY,
            say("剔除加班费的月平均工资"),
            also=("avg_excluding_overtime", "avg_net_of_overtime", "avg_ex_overtime", "average_without_overtime"),
        ),
        Field(
            "overtime_part",
            Kind.MONEY,
            say("平均工资里的加班费"),
            also=("overtime", "overtime_monthly", "overtime_avg", "overtime_in_avg", "avg_overtime"),
        ),
        Field("rate", Kind.NUMBER, say("倍数（2是另付的，3是全部）"), also=("multiple", "factor", "times")),
        *(field for field in DAYS_FIELDS if field.key != "days"),
    ),
    {"daily": say("日工资"), "days": say("天数"), "rate": say("倍数"), "amount": say("应付金额")},
    _pay,
    policies=("rounding", "leave_clock"),
)
