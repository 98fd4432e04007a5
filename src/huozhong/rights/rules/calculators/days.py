"""Which pay a day's work asks, and how many days of work a year, a quarter and a month have (劳社部发〔2008〕3号)."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from huozhong.kernel.sentences import Sentence, say
from huozhong.rights.rules.calculators.catalogue import Calculator
from huozhong.rights.rules.calculators.inputs import Facts, Field, Kind
from huozhong.rights.rules.calculators.results import BadInput, Disputed, Worked, number
from huozhong.rights.rules.parameters import Parameters

CITE = "《中华人民共和国劳动法》第四十四条；《全国年节及纪念日放假办法》"
CITE_TIME = "劳社部发〔2008〕3号；人社部发〔2025〕2号"
_MOST_DAYS = 3_700


def _asked_days(facts: Facts) -> tuple[date, ...]:
    if days := facts.days("days"):
        return days
    first, last = facts.day("first"), facts.day("last")
    if first is None or last is None:
        raise BadInput("days", say("缺少这一项。"))
    if last < first or (last - first).days > _MOST_DAYS:
        raise BadInput("last", say("起止日期不对，或者相隔太久。"))
    return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))


def _classes(facts: Facts, params: Parameters) -> Worked:
    calendar = params.calendar
    days = _asked_days(facts)
    told: list[Sentence] = list(facts.remarks)
    if days[0] < calendar.first:
        raise Disputed(
            say("%(year)s年以前的放假安排不在表里，没法分清哪天是法定节假日。", year=calendar.first.year), cite=CITE
        )
    if not all(calendar.is_announced(day) for day in days):
        told.append(say("有的日子还没有公布放假安排，结果是暂定的。"))
    triple = [day for day in days if calendar.is_statutory(day)]
    double = [day for day in days if not calendar.is_workday(day) and day not in set(triple)]
    plain = [day for day in days if calendar.is_workday(day) and day not in set(triple)]
    most, more = (Fraction(params.number(f"pay.overtime.{name}_percent"), 100) for name in ("statutory", "restday"))
    total = len(triple) * most + len(double) * more
    if plain:
        told.append(say("工作日上班不按天付加班费，延长的小时按150%。"))
    if double:
        told.append(say("休息日加班能安排补休的，可以不付；法定节假日不能用补休代替。"))
    values: dict[str, object] = {"x3": triple, "x2": double, "workdays": plain, "total_daily_wages": number(total)}
    formula = f"{len(triple)}×{number(most)}+{len(double)}×{number(more)}={number(total)}"
    return Worked(values, (formula,), (CITE,), tuple(told))


OVERTIME_DAY_CLASS = Calculator(
    "overtime_day_class",
    say("加班日子算几倍"),
    say("哪些日子三倍，哪些日子两倍：调休和法定节假日都按国务院的放假安排。"),
    (
        Field("days", Kind.DAYS, say("上班的日子"), also=("dates", "worked_days", "days_worked", "period", "range")),
        Field("first", Kind.DAY, say("第一天"), also=("from", "start")),
        Field("last", Kind.DAY, say("最后一天"), also=("to", "end", "until")),
    ),
    {
        "x3": say("三倍的日子"),
        "x2": say("两倍的日子"),
        "workdays": say("工作日"),
        "total_daily_wages": say("合计几个日工资"),
    },
    _classes,
)


def _conversion(facts: Facts, params: Parameters) -> Worked:
    on = params.on
    if (year := facts.number("year")) is not None:
        if year.denominator != 1 or not 1995 <= year <= 2099:
            raise BadInput("year", say("写成四位数的年份。"))
        on = date(int(year), 1, 1)
    asked = {key: facts.number(key) for key in ("year_days", "rest", "statutory")}
    keys = {"year_days": "pay.days.year", "rest": "pay.days.rest", "statutory": "pay.days.statutory"}
    whole, rest, statutory = (
        Fraction(params.number(rule, on=on)) if (given := asked[key]) is None else given for key, rule in keys.items()
    )
    work = whole - rest - statutory
    if work <= 0 or rest >= whole:
        raise BadInput("rest", say("休息日和节假日比全年还多。"))
    hours = params.number("pay.hours.day", on=on)
    told: list[Sentence] = list(facts.remarks)
    if asked["year_days"] is None and asked["rest"] is None:
        paid = params.exact("pay.days.paid", on=on)
    else:
        paid = (whole - rest) / 12
    values: dict[str, object] = {
        "year_workdays": int(work) if work.denominator == 1 else number(work),
        "quarter": number(work / 4),
        "month": number(work / 12),
        "paid_days": number(paid),
        "paid_hours": number(paid * hours),
    }
    formula = (
        f"{number(whole)}-{number(rest)}-{number(statutory)}={number(work)} ; {number(work)}/4={number(work / 4)}"
        f" ; {number(work)}/12={number(work / 12)} ; ({number(whole)}-{number(rest)})/12={number(paid)}"
    )
    return Worked(values, (formula,), (CITE_TIME,), tuple(told))


WORK_TIME = Calculator(
    "work_time_conversion",
    say("制度工作时间"),
    say("全年、每季、每月工作几天，每月计薪几天。"),
    (
        Field("year_days", Kind.NUMBER, say("全年天数"), also=("days", "days_in_year", "calendar_days")),
        Field("rest", Kind.NUMBER, say("休息日天数"), also=("rest_days", "weekends", "weekend_days")),
        Field(
            "statutory",
            Kind.NUMBER,
            say("法定节假日天数"),
            also=("statutory_days", "holidays", "holiday_days", "statutory_holidays"),
        ),
        Field("year", Kind.NUMBER, say("哪一年")),
    ),
    {
        "year_workdays": say("全年工作日"),
        "quarter": say("每季工作日"),
        "month": say("每月工作日"),
        "paid_days": say("每月计薪天数"),
        "paid_hours": say("每月计薪小时"),
    },
    _conversion,
)
