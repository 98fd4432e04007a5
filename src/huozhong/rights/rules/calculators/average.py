"""The average wage of the last twelve months: all pay due, bonuses spread over the year (实施条例 27)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from huozhong.kernel.sentences import Sentence, say
from huozhong.rights.rules.calculators.catalogue import MINIMUM, Calculator
from huozhong.rights.rules.calculators.inputs import MISSING, Facts, Field, Kind
from huozhong.rights.rules.calculators.results import BadInput, Worked, number, yuan_of
from huozhong.rights.rules.parameters import Parameters

CITE = "《中华人民共和国劳动合同法》第四十七条第三款；《中华人民共和国劳动合同法实施条例》第二十七条"
_FIELDS = (
    Field(
        "monthly",
        Kind.MONEY,
        say("每月应得工资"),
        also=("wage", "monthly_wage", "salary", "base"),
        pattern=r"monthly_.*",
    ),
    Field("months", Kind.NUMBER, say("几个月"), also=("months_worked", "window_months", "months_in_window")),
    Field(
        "wages",
        Kind.MONEYS,
        say("逐月的应得工资"),
        also=("months_list", "monthly_list", "pay", "wage_list", "monthly_wages"),
    ),
    Field("total", Kind.MONEY, say("这些月份的应得工资合计"), also=("wage_total", "total_wages", "sum", "total_pay")),
    Field("annual_bonus", Kind.MONEY, say("年终奖"), also=("bonus", "year_end_bonus", "yearly_bonus", "年终奖")),
    Field("bonus_months_in_window", Kind.NUMBER, say("年终奖里有几个月落在这十二个月内"), also=("bonus_months",)),
    Field("overtime_total", Kind.MONEY, say("加班费合计"), also=("overtime", "overtime_pay", "overtime_sum")),
    Field("other_total", Kind.MONEY, say("其他货币收入合计"), also=("allowances", "other", "subsidies", "commission")),
    Field("maternity_allowance", Kind.MONEY, say("生育津贴（不计入）"), pattern=r".*(maternity|生育).*"),
    Field("double_wage_extra", Kind.MONEY, say("二倍工资中加付的一倍（不计入）"), pattern=r".*double_?wage.*|.*二倍.*"),
    MINIMUM,
)


def _work(facts: Facts, params: Parameters) -> Worked:
    window = params.number("pay.severance.window")
    listed = facts.moneys("wages")
    months = facts.number("months") or Fraction(len(listed) or window)
    if not 0 < months <= window:
        raise BadInput("months", say("最多%(n)s个月；工作不满的，写实际月数。", n=window))
    parts, formula = _parts(facts, months, listed)
    bonus, spread = facts.money("annual_bonus"), facts.number("bonus_months_in_window")
    if bonus is not None:
        spread = months if spread is None else spread
        if spread > window:
            raise BadInput("bonus_months_in_window", say("最多%(n)s个月。", n=window))
        parts += Fraction(bonus) / 12 * spread
        formula += f"+{bonus}/12×{number(spread)}"
    for key in ("overtime_total", "other_total"):
        if (more := facts.money(key)) is not None:
            parts += Fraction(more)
            formula += f"+{more}"
    average = yuan_of(parts / months)
    warnings: list[Sentence] = [*facts.remarks, say("按税前应得工资算，不是打到卡上的数。")]
    if facts.has("maternity_allowance"):
        warnings.append(say("生育津贴没有计入。"))
    if facts.has("double_wage_extra"):
        warnings.append(say("二倍工资中加付的一倍没有计入。"))
    values: dict[str, object] = {"avg_12m": average, "base": average}
    floor = facts.money("min_wage") or params.local_money("pay.minimum_wage")
    if floor is not None and average < floor:
        values["base"] = yuan_of(floor)
        warnings.append(say("平均工资低于最低工资，按最低工资算。"))
    return Worked(values, (f"({formula})/{number(months)}={average}",), (CITE,), tuple(warnings))


def _parts(facts: Facts, months: Fraction, listed: tuple[Decimal, ...]) -> tuple[Fraction, str]:
    monthly, total = facts.money("monthly"), facts.money("total")
    if listed:
        if facts.has("months") and len(listed) != months:
            raise BadInput("wages", say("逐月工资的个数和月数不一样。"))
        return Fraction(sum(listed, Decimal(0))), "+".join(str(one) for one in listed)
    if total is not None:
        return Fraction(total), str(total)
    if monthly is None:
        raise BadInput("monthly", MISSING)
    return Fraction(monthly) * months, f"{monthly}×{number(months)}"


AVG_12M_BASE = Calculator(
    "avg_12m_base",
    say("离职前十二个月平均工资"),
    say("补偿和赔偿的基数：应得工资、奖金、加班费都算，年终奖按月分摊。"),
    _FIELDS,
    {"avg_12m": say("月平均工资"), "base": say("不低于最低工资的基数")},
    _work,
)
