"""Overtime: hourly and daily wage, 150, 200 and 300 per cent, by the system of hours (劳动法 44)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from huozhong.kernel.sentences import Sentence, say
from huozhong.rights.rules.calculators import words
from huozhong.rights.rules.calculators.catalogue import MINIMUM, MONTHLY, Calculator
from huozhong.rights.rules.calculators.inputs import Facts, Field, Kind
from huozhong.rights.rules.calculators.results import BadInput, Worked, number, yuan_of
from huozhong.rights.rules.parameters import Parameters

CITE = "《中华人民共和国劳动法》第四十四条"
CITE_RATE = "劳社部发〔2008〕3号第二条；人社部发〔2025〕2号"
CITE_SYSTEM = "《工资支付暂行规定》第十三条"
_HOURS_SYSTEM = Field(
    "hours_system",
    Kind.TEXT,
    say("工时制：标准、综合计算、不定时"),
    also=("system", "working_hours_system", "work_system", "工时制"),
    pattern=r".*hours?_system|system.*",
)
_FIELDS = (
    _HOURS_SYSTEM,
    Field(
        "statutory_days",
        Kind.NUMBER,
        say("法定节假日加班几天"),
        also=("holiday_days", "statutory_holiday_days", "legal_holiday_days", "days_300", "x3_days"),
        pattern=r"(statutory|legal|public|national)_?(holiday)?s?_?days?(_.*)?|holiday_?days?",
    ),
    Field(
        "statutory_hours",
        Kind.NUMBER,
        say("法定节假日加班几小时"),
        also=("holiday_hours", "statutory_holiday_hours", "hours_300", "x3_hours"),
        pattern=r"(statutory|legal|public|national)_?(holiday)?s?_?hours?(_.*)?|holiday_?hours?",
    ),
    Field(
        "restday_days",
        Kind.NUMBER,
        say("休息日加班几天"),
        also=("rest_days", "weekend_days", "days_200", "x2_days"),
        pattern=r"(rest_?day|weekend|rest)_?s?_?days?(_.*)?",
    ),
    Field(
        "restday_hours",
        Kind.NUMBER,
        say("休息日加班几小时"),
        also=("rest_hours", "weekend_hours", "hours_200", "x2_hours"),
        pattern=r"(rest_?day|weekend|rest)_?s?_?hours?(_.*)?",
    ),
    Field(
        "weekday_hours",
        Kind.NUMBER,
        say("平时延长几小时（综合工时：超过标准的小时）"),
        also=("extended_hours", "excess_hours", "overtime_hours", "hours", "over_hours", "hours_150", "x15_hours"),
        pattern=r"(week_?day|work_?day|extended|excess|over_?time|ordinary|other|extra|over|period)_?s?_?(over_?time_?)?hours?(_.*)?"
        r"|hours?_(over|excess|extra|beyond).*",
    ),
    Field("worked_hours", Kind.NUMBER, say("周期内实际工作小时"), also=("total_hours", "actual_hours")),
    Field("standard_hours", Kind.NUMBER, say("周期内标准工作小时"), also=("norm_hours", "quota_hours")),
    Field(
        "time_off_days",
        Kind.NUMBER,
        say("休息日加班后补休几天"),
        also=("compensated_days", "days_off_given", "compensatory_days"),
        pattern=r".*(time_off|compensat|补休).*",
    ),
    Field("is_approved", Kind.FLAG, say("特殊工时制经过人社部门批准"), pattern=r".*(approv|permit).*"),
    MONTHLY,
    MINIMUM,
    Field("already_paid", Kind.MONEYS, say("已付的加班费"), also=("paid", "deduct", "paid_overtime", "received")),
)


def daily_wage(monthly: Fraction | Decimal, params: Parameters, *, on: date | None = None) -> Fraction:
    """The wage of one paid day, exactly."""
    return Fraction(monthly) / params.exact("pay.days.paid", on=on)


def _system(facts: Facts) -> tuple[words.Hours, Sentence | None]:
    told = facts.text("hours_system")
    found = words.hours_word(told)
    if found is None:
        raise BadInput("hours_system", say("工时制只能是 standard、comprehensive、flexible_approved。"))
    if found is words.Hours.FLEXIBLE_APPROVED and facts.flag("is_approved") is False:
        found = words.Hours.FLEXIBLE_UNPROVED
    if found is words.Hours.FLEXIBLE_UNPROVED:
        return words.Hours.STANDARD, say("不定时工时制没有批准文件的，按标准工时算加班。")
    if found is words.Hours.COMPREHENSIVE and facts.flag("is_approved") is False:
        return words.Hours.STANDARD, say("综合工时制没有批准文件的，按标准工时算加班。")
    return found, None


def _base(facts: Facts, params: Parameters) -> tuple[Decimal, list[Sentence]]:
    monthly = facts.need_money("monthly")
    floor = facts.money("min_wage") or params.local_money("pay.minimum_wage")
    if floor is not None and monthly < floor:
        return floor, [say("月工资低于最低工资，按最低工资算。")]
    return monthly, []


def _work(facts: Facts, params: Parameters) -> Worked:
    system, remark = _system(facts)
    monthly, told = _base(facts, params)
    told = [*facts.remarks, *told, *([remark] if remark else [])]
    if system is words.Hours.FLEXIBLE_APPROVED:
        told.append(say("经批准的不定时工时制一般没有加班费；有的地方规定法定节假日仍付三倍，请查本地规定。"))
        nothing = Decimal("0.00")
        values: dict[str, object] = {"items": [], "amount": nothing, "hours_system": str(system)}
        return Worked(values, ("0.00",), (CITE, CITE_SYSTEM), tuple(told), nothing, nothing)
    lines = _lines(facts, params, monthly, system, told)
    items = [yuan_of(exact) for exact, _ in lines]
    gross = sum(items, Decimal("0.00"))
    paid = sum(facts.moneys("already_paid"), Decimal(0))
    amount = max(gross - paid, Decimal("0.00"))
    values = {"items": items, "lines": [told_ for _, told_ in lines], "gross": gross, "amount": yuan_of(amount)}
    values |= {"hours_system": str(system)}
    formula = " ; ".join(f"{told_}={item}" for (_, told_), item in zip(lines, items, strict=True))
    less = f" ; {gross}-{paid}={yuan_of(amount)}" if paid else ""
    return Worked(values, (formula + less,), (CITE, CITE_RATE), tuple(told), yuan_of(amount), yuan_of(amount))


def _lines(
    facts: Facts, params: Parameters, monthly: Decimal, system: words.Hours, told: list[Sentence]
) -> list[tuple[Fraction, str]]:
    """Each item of the claim: statutory days, rest days, weekdays. Comprehensive hours know only 150 and 300."""
    day_hours = params.number("pay.hours.day")
    percents = {name: params.number(f"pay.overtime.{name}_percent") for name in ("statutory", "restday", "weekday")}
    days = _days_of(facts, "statutory", day_hours)
    rest = _days_of(facts, "restday", day_hours)
    hours = _weekday_hours(facts)
    if facts.has("time_off_days"):
        rest = max(rest - facts.need_number("time_off_days"), Fraction(0))
        told.append(say("补休过的休息日不再付加班费；法定节假日不能用补休代替。"))
    if system is words.Hours.COMPREHENSIVE:
        hours, rest = hours + rest * day_hours, Fraction(0)
        told.append(say("综合计算工时：超过标准的小时都按150%，法定节假日按300%。"))
    daily, paid_days = daily_wage(monthly, params), number(params.exact("pay.days.paid"))
    found = []
    for count, name in ((days, "statutory"), (rest, "restday")):
        if count:
            factor = Fraction(percents[name], 100)
            found.append((daily * count * factor, f"{monthly}/{paid_days}×{number(count)}×{number(factor)}"))
    if hours:
        factor = Fraction(percents["weekday"], 100)
        text = f"{monthly}/{paid_days}/{day_hours}×{number(hours)}×{number(factor)}"
        found.append((daily / day_hours * hours * factor, text))
    return found


def _days_of(facts: Facts, name: str, day_hours: int) -> Fraction:
    days = facts.number(f"{name}_days") or Fraction(0)
    return days + (facts.number(f"{name}_hours") or Fraction(0)) / day_hours


def _weekday_hours(facts: Facts) -> Fraction:
    told = facts.number("weekday_hours")
    if told is not None:
        return told
    worked, standard = facts.number("worked_hours"), facts.number("standard_hours")
    if worked is None or standard is None:
        return Fraction(0)
    return max(worked - standard, Fraction(0))


OVERTIME = Calculator(
    "overtime",
    say("加班费"),
    say("平时150%，休息日200%，法定节假日300%；按月工资除以21.75天。"),
    _FIELDS,
    {"items": say("逐项金额"), "lines": say("逐项算式"), "gross": say("扣除已付之前"), "amount": say("应付金额")},
    _work,
)


def _daily_hourly(facts: Facts, params: Parameters) -> Worked:
    monthly = facts.need_money("monthly")
    daily, day_hours = daily_wage(monthly, params), params.number("pay.hours.day")
    if params.policy("rounding") == "daily_first":
        daily = Fraction(yuan_of(daily))
    paid_days = number(params.exact("pay.days.paid"))
    values = {"daily": yuan_of(daily), "hourly": yuan_of(daily / day_hours)}
    formula = f"{monthly}/{paid_days}={values['daily']} ; {monthly}/{paid_days}/{day_hours}={values['hourly']}"
    return Worked(values, (formula,), (CITE_RATE,), facts.remarks)


DAILY_HOURLY = Calculator(
    "daily_hourly_wage",
    say("日工资和小时工资"),
    say("月工资除以21.75天是日工资，再除以8小时是小时工资。"),
    (MONTHLY,),
    {"daily": say("日工资"), "hourly": say("小时工资")},
    _daily_hourly,
    policies=("rounding",),
)
