"""The line of the final award, and what a court asks (调解仲裁法 47, 53; 诉讼费用交纳办法 13-16)."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

from huozhong.kernel.sentences import Sentence, say
from huozhong.rights.rules.calculators.catalogue import MINIMUM, Calculator
from huozhong.rights.rules.calculators.inputs import MISSING, Facts, Field, Kind
from huozhong.rights.rules.calculators.results import BadInput, Disputed, Worked, number, yuan_of
from huozhong.rights.rules.parameters import Parameters

CITE_FINAL = "《中华人民共和国劳动争议调解仲裁法》第四十七条第一项"
CITE_FEE = "《诉讼费用交纳办法》第十三条第一款第四项"
CITE_HALF = "《诉讼费用交纳办法》第十五条、第十六条"
CITE_ORDER = "《诉讼费用交纳办法》第十四条第三项"
CITE_FREE = "《中华人民共和国劳动争议调解仲裁法》第五十三条"


def _threshold(facts: Facts, params: Parameters) -> Worked:
    moment = facts.moment("applied")
    on: date = moment.first if moment else params.on
    floor = facts.money("min_wage") or params.local_money("pay.minimum_wage", on=on)
    if floor is None:
        if facts.has("region"):
            raise Disputed(say("这里的最低工资还没有录入，请写明申请仲裁时的最低工资。"), cite=CITE_FINAL)
        raise BadInput("min_wage", MISSING)
    months = params.number("pay.final.months", on=on)
    line = yuan_of(floor * months)
    values: dict[str, object] = {"threshold": line}
    told: list[Sentence] = [*facts.remarks, say("每一项裁决分别对照；最低工资按申请仲裁那天的。")]
    if items := facts.moneys("items"):
        values["items"] = [{"amount": yuan_of(item), "is_final": item <= line} for item in items]
    return Worked(values, (f"{floor}×{months}={line}",), (CITE_FINAL,), tuple(told))


FINAL_AWARD = Calculator(
    "final_award_threshold",
    say("一裁终局的线"),
    say("每项不超过当地月最低工资十二个月的，裁决一般是终局的。"),
    (
        MINIMUM,
        Field("applied", Kind.DAY, say("申请仲裁的日期"), also=("applied_on", "filed", "date", "application_date")),
        Field("items", Kind.MONEYS, say("各项裁决的金额"), also=("awards", "amounts", "award_items", "award")),
    ),
    {"threshold": say("终局的线"), "items": say("各项是不是终局")},
    _threshold,
)


def _scale(amount: Decimal, scale: str) -> Fraction:
    """The fee of a property case: a fixed first step, then shares of each further step."""
    total, below = Fraction(0), Fraction(0)
    for step in scale.split(";"):
        limit, rate = (part.strip() for part in step.split(":"))
        upper = Fraction(limit) if limit != "*" else Fraction(amount)
        if not rate.endswith("%"):
            total += Fraction(rate)
        elif amount > below:
            total += (min(Fraction(amount), upper) - below) * Fraction(rate[:-1]) / 100
        below = upper
    return total


def _fee(facts: Facts, params: Parameters) -> Worked:
    case = facts.text("case") or "劳动争议"
    told: list[Sentence] = list(facts.remarks)
    if re.search(r"支付令|payment.?order", case, re.IGNORECASE):
        amount = facts.need_money("amount")
        whole = _scale(amount, params.ask("pay.court.property_scale").text())
        fee = yuan_of(whole * params.share("pay.court.payment_order_share"))
        return Worked({"fee": fee}, (f"{number(whole)}/3={fee}",), (CITE_ORDER,), tuple(told))
    if re.search(r"arbitration|仲裁", case, re.IGNORECASE) and not re.search(r"诉讼|court", case):
        return Worked({"fee": Decimal("0.00")}, ("0.00",), (CITE_FREE,), (*told, say("劳动争议仲裁不收费。")))
    if not re.search(r"劳动|labou?r|employ|人事|工资|wage", case, re.IGNORECASE):
        raise Disputed(say("这里只算劳动争议案件的受理费。"), cite=CITE_FEE)
    fee, cite = params.ask("pay.court.labour").money(), [CITE_FEE]
    formula = f"{fee}"
    if _is_halved(facts):
        formula, fee = f"{fee}/2={yuan_of(fee / 2)}", yuan_of(fee / 2)
        cite.append(CITE_HALF)
    told.append(say("追索劳动报酬的案件可以不预交受理费。"))
    return Worked({"fee": fee}, (formula,), tuple(cite), tuple(told))


def _is_halved(facts: Facts) -> bool:
    words = f"{facts.text('procedure')} {facts.text('ended_by')}"
    return bool(re.search(r"简易|小额|simpl|summary|small|调解|撤诉|撤回|mediat|settle|withdr", words, re.IGNORECASE))


COURT_FEE = Calculator(
    "court_fee",
    say("诉讼费"),
    say("劳动争议案件每件十元；仲裁不收费。"),
    (
        Field("case", Kind.TEXT, say("什么案件"), also=("case_type", "kind", "type", "matter")),
        Field("instance", Kind.NUMBER, say("第几审"), also=("level", "court_instance")),
        Field("procedure", Kind.TEXT, say("什么程序"), also=("track",)),
        Field("ended_by", Kind.TEXT, say("怎样结案"), also=("ending", "closed_by", "outcome")),
        Field("amount", Kind.MONEY, say("标的额（支付令）"), also=("sum", "value", "claim")),
    ),
    {"fee": say("受理费")},
    _fee,
)
