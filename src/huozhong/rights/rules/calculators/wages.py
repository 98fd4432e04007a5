"""Wages owed month by month, and the floor of sick pay (劳动合同法 30, 85; 劳动法 50)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from huozhong.kernel.sentences import Sentence, say
from huozhong.rights.rules.calculators.catalogue import MINIMUM, Calculator
from huozhong.rights.rules.calculators.inputs import MISSING, Facts, Field, Kind, read_facts
from huozhong.rights.rules.calculators.results import BadInput, Disputed, Worked, number, yuan_of
from huozhong.rights.rules.parameters import Parameters

CITE_OWED = "《中华人民共和国劳动法》第五十条；《中华人民共和国劳动合同法》第三十条"
CITE_EXTRA = "《中华人民共和国劳动合同法》第八十五条；《劳动保障监察条例》第二十六条"
CITE_SICK = "《关于贯彻执行〈中华人民共和国劳动法〉若干问题的意见》第五十九条"
_ROW = (
    Field("month", Kind.TEXT, say("月份"), also=("period", "when")),
    Field("due", Kind.MONEY, say("应发"), also=("wage", "owed", "agreed")),
    Field("paid", Kind.MONEY, say("实发"), also=("received", "actual")),
)


def _rows(facts: Facts) -> list[tuple[str, Decimal, Decimal]]:
    if rows := facts.table("months"):
        read = [read_facts(row, _ROW) for row in rows]
        return [(row.text("month"), row.need_money("due"), row.money("paid") or Decimal(0)) for row in read]
    due, paid = facts.moneys("due"), facts.moneys("paid")
    if not due:
        count = facts.need_number("count")
        if count.denominator != 1 or not 0 < count <= 240:
            raise BadInput("count", say("写成整月数，最多240。"))
        due = (facts.need_money("monthly"),) * int(count)
        paid = (sum(paid, Decimal(0)), *(Decimal(0),) * (len(due) - 1))
    if not paid:
        paid = (Decimal(0),) * len(due)
    if len(paid) == 1 and len(due) > 1:
        paid = (*paid, *(Decimal(0),) * (len(due) - 1))
    if len(due) != len(paid):
        raise BadInput("paid", say("应发和实发的月数不一样。"))
    return [(str(n), one, got) for n, (one, got) in enumerate(zip(due, paid, strict=True), start=1)]


def _arrears(facts: Facts, params: Parameters) -> Worked:
    rows = _rows(facts)
    items = [yuan_of(due - paid) for _, due, paid in rows]
    told: list[Sentence] = list(facts.remarks)
    if any(item < 0 for item in items):
        told.append(say("有的月份多发了，抵作别的月份的补发。"))
    amount = max(sum(items, Decimal("0.00")), Decimal("0.00"))
    formula = "+".join(f"({due}-{paid})" for _, due, paid in rows) + f"={amount}"
    values: dict[str, object] = {
        "items": items,
        "months": [{"month": month, "owed": item} for (month, _, _), item in zip(rows, items, strict=True)],
        "amount": amount,
    }
    high = amount
    if facts.flag("order_unmet"):
        least, most = (yuan_of(Fraction(amount) * params.share(f"pay.extra.{name}")) for name in ("least", "most"))
        values |= {"extra_low": least, "extra_high": most}
        told.append(say("监察责令后仍不付的，再加付50%到100%，由监察部门责令。"))
    else:
        told.append(say("加付赔偿金要先由劳动监察责令限期支付、单位逾期不付，才能主张。"))
    return Worked(values, (formula,), (CITE_OWED, CITE_EXTRA), tuple(told), amount, high)


WAGE_ARREARS = Calculator(
    "wage_arrears",
    say("拖欠工资"),
    say("逐月：应发减实发，再相加。"),
    (
        Field("months", Kind.TABLE, say("逐月：月份、应发、实发"), also=("rows", "items", "list")),
        Field("due", Kind.MONEYS, say("各月应发"), also=("owed", "wages_due", "payable")),
        Field("paid", Kind.MONEYS, say("各月实发"), also=("already_paid", "received", "wages_paid")),
        Field("monthly", Kind.MONEY, say("每月应发"), also=("wage", "monthly_wage", "salary")),
        Field("count", Kind.NUMBER, say("欠了几个月"), also=("month_count", "n", "months_count", "number_of_months")),
        Field(
            "order_unmet",
            Kind.FLAG,
            say("劳动监察责令过，逾期没有付"),
            also=("inspectorate_order_unmet",),
            pattern=r".*(order|inspect|责令).*",
        ),
    ),
    {"items": say("逐月欠款"), "amount": say("应付金额"), "extra_low": say("加付最少"), "extra_high": say("加付最多")},
    _arrears,
)


def _sick(facts: Facts, params: Parameters) -> Worked:
    floor = facts.money("min_wage") or params.local_money("pay.minimum_wage")
    if floor is None:
        if facts.has("region"):
            raise Disputed(say("这里的最低工资还没有录入，请写明最低工资。"), cite=CITE_SICK)
        raise BadInput("min_wage", MISSING)
    share, months = params.share("pay.sick.share"), facts.number("months")
    months = Fraction(1) if months is None else months
    amount = yuan_of(Fraction(floor) * share * months)
    told = [*facts.remarks, say("这是最低的数；当地规定、合同或制度更高的，按更高的。")]
    values = {"amount": amount, "monthly": yuan_of(Fraction(floor) * share)}
    return Worked(values, (f"{floor}×{number(share)}×{number(months)}={amount}",), (CITE_SICK,), tuple(told))


SICK_PAY = Calculator(
    "sick_pay_floor",
    say("病假工资最低数"),
    say("医疗期内的病假工资不低于当地最低工资的80%。"),
    (MINIMUM, Field("months", Kind.NUMBER, say("几个月"), also=("n", "month_count"))),
    {"amount": say("最低应付"), "monthly": say("每月最低")},
    _sick,
)
