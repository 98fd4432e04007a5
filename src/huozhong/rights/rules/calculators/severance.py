"""Severance N, unlawful dismissal 2N, and the month in place of notice (劳动合同法 40, 46-48, 87)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from huozhong.kernel.sentences import Sentence, say
from huozhong.rights.rules.calculators import service
from huozhong.rights.rules.calculators.catalogue import AVERAGE_OR_WAGE, LOCAL_AVERAGE, MINIMUM, Calculator
from huozhong.rights.rules.calculators.inputs import MISSING, Facts, Field, Kind
from huozhong.rights.rules.calculators.results import BadInput, Worked, number, yuan_of
from huozhong.rights.rules.parameters import Parameters

CITE_BASE = "《中华人民共和国劳动合同法实施条例》第二十七条"
CITE_CAP = "《中华人民共和国劳动合同法》第四十七条第二款"
CITE_2N = "《中华人民共和国劳动合同法》第八十七条；《中华人民共和国劳动合同法实施条例》第二十五条"
CITE_PLUS1 = "《中华人民共和国劳动合同法》第四十条；《中华人民共和国劳动合同法实施条例》第二十条"
MONTHS = Field(
    "months",
    Kind.NUMBER,
    say("补偿月数（同时写了年数时，是另几个月）"),
    also=("n", "n_months", "compensation_months", "severance_months", "service_months", "months_of_service"),
    pattern=r"months_(counted|due|of_pay)|(counted|compensation|severance|service)_months.*",
)
ABOVE_CAP = Field(
    "above_cap",
    Kind.FLAG,
    say("月工资高于当地平均工资三倍（写的已经是三倍）"),
    also=("over_3x", "wage_over_3x", "above_3x", "is_capped", "capped"),
)
LOCAL_TRIPLE = Field(
    "local_avg_3x",
    Kind.MONEY,
    say("当地职工月平均工资的三倍"),
    also=("local_3x", "three_times_local", "triple_local_avg", "cap_base"),
    pattern=r"base_capped|(cap|triple|three_?times|3x).*|.*_3x",
)
PAID = Field(
    "already_paid",
    Kind.MONEYS,
    say("单位已经付过的"),
    also=("paid", "already_received", "received", "deduct", "deductions", "paid_already", "offset"),
)
PAID_N = Field("paid_n", Kind.MONEY, say("已付的经济补偿"), also=("paid_severance", "n_paid", "severance_paid"))
PAID_PLUS1 = Field(
    "paid_plus1",
    Kind.MONEY,
    say("已付的代通知金"),
    also=("paid_notice", "paid_notice_pay", "plus1_paid", "notice_pay_paid", "paid_1"),
    pattern=r"paid_(\+1|plus_?(1|one)|notice.*)",
)
_NOTHING = Decimal("0.00")
_CAPPED = say("平均工资高于当地平均工资三倍，按三倍算，年限最多十二年。")
_SERVICE = tuple(field for field in service.SERVICE if field.key != "months")
_FIELDS = (*_SERVICE, MONTHS, AVERAGE_OR_WAGE, LOCAL_AVERAGE, LOCAL_TRIPLE, ABOVE_CAP, MINIMUM)


@dataclass(frozen=True, slots=True)
class Base:
    """The monthly wage that counts, and whether it was cut down to three times the local average."""

    exact: Fraction
    is_capped: bool
    warnings: tuple[Sentence, ...]
    cite: tuple[str, ...]


def months_of(facts: Facts, params: Parameters, *, counts_all: bool) -> service.Months:
    """Months of pay, as told or out of the service."""
    told = facts.number("months")
    if told is not None and not facts.has("years") and not facts.has("days"):
        if (told * 2).denominator != 1 or told > 70:
            raise BadInput("months", say("补偿月数是半个月的倍数；或者写入职、离职日期。"))
        return service.Months(told, "", told)
    if facts.has("start") or facts.has("last_day"):
        return service.from_days(facts, params, counts_all=counts_all)
    found = service.from_counts(facts, params)
    if found is None:
        raise BadInput("months", say("写明入职和离职日期，或者补偿月数。"))
    return found


def base_of(facts: Facts, params: Parameters, *, on: date) -> Base:
    """The average wage, not below the minimum wage, cut down to three times the local average if it is higher."""
    average = facts.money("avg_12m")
    floor = facts.money("min_wage") or params.local_money("pay.minimum_wage", on=on)
    multiple = params.number("pay.severance.cap_multiple", on=on)
    local = facts.money("local_avg") or params.local_money("pay.average_wage", on=on)
    cap = facts.money("local_avg_3x") or (local * multiple if local is not None else None)
    warnings: list[Sentence] = []
    is_told_capped = bool(facts.flag("above_cap"))
    if (average is None and facts.has("local_avg_3x")) or (is_told_capped and average is not None):
        told = facts.money("local_avg_3x") if average is None or facts.has("local_avg_3x") else average
        return Base(Fraction(told or 0), True, (_CAPPED,), (CITE_BASE, CITE_CAP))
    if average is None:
        if floor is None:
            raise BadInput("avg_12m", MISSING)
        warnings.append(say("没有写平均工资，先按最低工资算，这是最少的数。"))
        return Base(Fraction(floor), False, tuple(warnings), (CITE_BASE,))
    if floor is not None and average < floor:
        return Base(Fraction(floor), False, (say("平均工资低于最低工资，按最低工资算。"),), (CITE_BASE,))
    if average == 0:
        raise BadInput("min_wage", say("平均工资低于最低工资时，要写当地最低工资。"))
    if cap is not None and average > cap:
        return Base(
            Fraction(cap),
            True,
            (_CAPPED,),
            (CITE_BASE, CITE_CAP),
        )
    if cap is None:
        warnings.append(say("没有当地平均工资，没有核对三倍封顶。"))
    if floor is None:
        warnings.append(say("没有当地最低工资，没有核对最低标准。"))
    return Base(Fraction(average), False, tuple(warnings), (CITE_BASE,))


def _day(facts: Facts, params: Parameters) -> date:
    return facts.day("last_day") or params.on


def _times(base: Fraction | Decimal, months: Fraction, factor: int = 1) -> str:
    tail = f"×{factor}" if factor != 1 else ""
    return f"{yuan_of(base)}×{number(months)}{tail}"


def _severance(facts: Facts, params: Parameters) -> Worked:
    on = _day(facts, params)
    months, base = months_of(facts, params, counts_all=False), base_of(facts, params, on=on)
    most_years = params.number("pay.severance.cap_years", on=on)
    count, most = months.count, months.most
    if base.is_capped:
        count, most = min(count, Fraction(most_years)), min(most, Fraction(most_years))
    gross, paid = yuan_of(base.exact * count), _paid(facts)
    amount, high = _left(base.exact * count, paid), _left(base.exact * most, paid)
    less = f"-{paid}={amount}" if paid else ""
    return Worked(
        {"months": number(count), "base": yuan_of(base.exact), "gross": gross, "amount": amount},
        (*((months.formula,) if months.formula else ()), f"{_times(base.exact, count)}={gross}{less}"),
        (*months.cite, *base.cite),
        (*facts.remarks, *months.warnings, *base.warnings),
        low=amount,
        high=high,
    )


def _paid(facts: Facts) -> Decimal:
    """What the employer has paid on account of the ending."""
    return sum(facts.moneys("already_paid"), facts.money("paid_n") or _NOTHING)


def _unlawful(facts: Facts, params: Parameters) -> Worked:
    on = _day(facts, params)
    months, base = months_of(facts, params, counts_all=True), base_of(facts, params, on=on)
    factor, most_years = params.number("pay.unlawful.multiple", on=on), params.number("pay.severance.cap_years", on=on)
    count, warnings = months.count, [*facts.remarks, *months.warnings, *base.warnings]
    paid = _paid(facts) + (facts.money("paid_plus1") or _NOTHING)
    capped = min(count, Fraction(most_years))
    low = high = None
    if base.is_capped and count > capped:
        policy = params.policy("twelve_year_cap_in_2N", on=on)
        if policy is None:
            warnings.append(say("十二年封顶管不管赔偿金，各地看法不同：先按封顶算，不封顶的数在上限里。"))
            low, high = _left(base.exact * capped * factor, paid), _left(base.exact * count * factor, paid)
        if policy != "false":
            count = capped
    once = yuan_of(base.exact * count)
    gross = yuan_of(base.exact * count * factor)
    amount = _left(Fraction(gross), paid)
    if paid:
        warnings.append(say("单位已付的补偿和代通知金从赔偿金里扣除。"))
    less = f"-{paid}={amount}" if paid else ""
    return Worked(
        {"months": number(count), "base": yuan_of(base.exact), "N": once, "gross": gross, "paid": yuan_of(paid)}
        | {"amount": amount},
        (*((months.formula,) if months.formula else ()), f"{_times(base.exact, count, factor)}={gross}{less}"),
        (CITE_2N, *months.cite, *base.cite),
        tuple(warnings),
        low=amount if low is None else low,
        high=amount if high is None else high,
    )


def _left(gross: Fraction, paid: Decimal) -> Decimal:
    return max(yuan_of(yuan_of(gross) - paid), Decimal("0.00"))


LAST_MONTH = Field(
    "last_month",
    Kind.MONEY,
    say("离职前一个月的工资标准"),
    also=("last_month_wage", "last_monthly", "last_wage", "previous_month", "上月工资"),
    pattern=r"(last|previous|prior)_month.*|notice_(wage|base)",
)
IS_UNLAWFUL = Field(
    "unlawful",
    Kind.FLAG,
    say("是违法解除（主张2N）"),
    pattern=r".*(unlawful|illegal|2n|two_?n|double_n|wrongful|违法|赔偿金).*",
)
NOTICE_GIVEN = Field(
    "notice_given",
    Kind.FLAG,
    say("单位提前三十日书面通知了"),
    also=("notified_30_days", "thirty_days_notice", "notice", "notice_30d"),
    pattern=r".*notice_(given|served|period_kept)|notified.*",
)
IS_ART_40 = Field("art40", Kind.FLAG, say("按劳动合同法第四十条解除"), also=("art_40", "is_art40", "article_40"))
_PLUS1_GROUND = re.compile(r"40|四十条|医疗期|不能胜任|客观情况|incompet|medical|sick|change", re.IGNORECASE)
_UNLAWFUL_GROUND = re.compile(r"unlawful|illegal|wrongful|违法|2n|87|八十七", re.IGNORECASE)


def _plus1_refusal(facts: Facts) -> Sentence | None:
    """Why no month in place of notice is due; None when it is."""
    ground = facts.text("ground")
    if facts.flag("unlawful") or _UNLAWFUL_GROUND.search(ground):
        return say("代通知金只用于合法的第四十条解除；主张违法解除赔偿金（2N）时不再另付。")
    if facts.flag("notice_given"):
        return say("单位提前三十日书面通知了，不用再付代通知金。")
    if facts.flag("art40") is False or (ground and facts.flag("art40") is None and not _PLUS1_GROUND.search(ground)):
        return say("只有按第四十条解除才有代通知金。")
    return None


def _notice(facts: Facts, params: Parameters) -> Worked:
    refusal = _plus1_refusal(facts)
    is_unlawful = bool(facts.flag("unlawful") or _UNLAWFUL_GROUND.search(facts.text("ground")))
    has_service = any(facts.has(key) for key in ("months", "years", "start", "service", "days"))
    standard, warnings = facts.money("last_month"), []
    if standard is None and refusal is None:
        standard = facts.need_money("avg_12m")
        warnings.append(say("没有写上一个月的工资标准，先用平均工资代替。"))
    plus1 = Decimal("0.00") if refusal else yuan_of(standard or 0)
    if not has_service:
        words = (*facts.remarks, *warnings, *((refusal,) if refusal else ()))
        return Worked({"plus1": plus1, "amount": plus1}, (f"{plus1}",), (CITE_PLUS1,), words, low=plus1, high=plus1)
    found = (_unlawful if is_unlawful else _severance)(facts, params)
    due = found.values["amount"]
    if not isinstance(due, Decimal):
        raise TypeError("an amount is a decimal")
    total = due + plus1
    key = "two_N" if is_unlawful else "N"
    return Worked(
        {"months": found.values["months"], "base": found.values["base"], key: due, "plus1": plus1, "amount": total},
        (*found.formula, f"{due}+{plus1}={total}"),
        (*found.cite, CITE_PLUS1),
        (*found.warnings, *warnings, *((refusal,) if refusal else ())),
        low=(found.low or due) + plus1,
        high=(found.high or due) + plus1,
    )


_ANSWERS = {"months": say("补偿月数"), "base": say("月工资基数"), "amount": say("应付金额")}
_GROUNDS = (service.GROUND, service.NEW_GROUND, service.COUNT_FROM)
SEVERANCE_N = Calculator(
    "severance_N",
    say("经济补偿（N）"),
    say("离职补偿：每工作满一年一个月工资。"),
    (*_FIELDS, *_GROUNDS, PAID, PAID_N),
    {**_ANSWERS, "gross": say("扣除已付之前"), "amount": say("还应付")},
    _severance,
)
UNLAWFUL_2N = Calculator(
    "unlawful_2N",
    say("违法解除赔偿金（2N）"),
    say("单位违法解除或终止时，按经济补偿的二倍赔偿。"),
    (*_FIELDS, PAID, PAID_N, PAID_PLUS1, service.GROUND),
    {**_ANSWERS, "N": say("一倍的数"), "gross": say("扣除已付之前"), "paid": say("已付"), "amount": say("还应付")},
    _unlawful,
    policies=("twelve_year_cap_in_2N",),
)
NOTICE_PAY_N1 = Calculator(
    "notice_pay_N1",
    say("代通知金（N+1）"),
    say("按第四十条解除又没有提前三十日通知的，另付一个月工资。"),
    (*_FIELDS, *_GROUNDS, LAST_MONTH, IS_UNLAWFUL, NOTICE_GIVEN, IS_ART_40, PAID, PAID_N, PAID_PLUS1),
    {**_ANSWERS, "N": say("经济补偿"), "two_N": say("赔偿金"), "plus1": say("代通知金")},
    _notice,
    policies=("twelve_year_cap_in_2N",),
)
