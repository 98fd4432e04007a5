"""Claim calculators (rights.md §2): facts in; amount, formula with numbers, citation, versions and range out. Pure.

`calculate(name, inputs, policy, book=…, jurisdictions=…, on=…)` is the only way in: command line, API, pages and the
dossier all ask here and so answer alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from huozhong.kernel.refusals import Refused
from huozhong.kernel.rulebooks import Book
from huozhong.kernel.sentences import say
from huozhong.kernel.workdays import Calendar, china
from huozhong.rights.rules.calculators import (
    average,
    days,
    deadlines,
    double_wage,
    double_wage_limits,
    fees,
    leave,
    limits,
    overtime,
    service,
    severance,
    wages,
)
from huozhong.rights.rules.calculators.catalogue import Calculator
from huozhong.rights.rules.calculators.inputs import Facts, Field, Kind, read_facts
from huozhong.rights.rules.calculators.policies import read_policy
from huozhong.rights.rules.calculators.results import BadInput, Disputed, Result, Worked
from huozhong.rights.rules.parameters import Parameters, chain_for

_ALL = (
    severance.SEVERANCE_N,
    severance.UNLAWFUL_2N,
    severance.NOTICE_PAY_N1,
    service.SERVICE_MONTHS,
    average.AVG_12M_BASE,
    double_wage.DOUBLE_WAGE,
    double_wage_limits.DOUBLE_WAGE_LIMITATION,
    wages.WAGE_ARREARS,
    overtime.OVERTIME,
    days.OVERTIME_DAY_CLASS,
    overtime.DAILY_HOURLY,
    days.WORK_TIME,
    leave.LEAVE_PAY,
    leave.PRORATE,
    wages.SICK_PAY,
    fees.FINAL_AWARD,
    fees.COURT_FEE,
    limits.LIMITATION,
    deadlines.DEADLINE_DAYS,
)
CALCULATORS: Mapping[str, Calculator] = MappingProxyType({one.name: one for one in _ALL})


def calculate(
    name: str,
    inputs: Mapping[str, Any],
    policy: Mapping[str, Any] | None = None,
    *,
    book: Book,
    jurisdictions: Sequence[str],
    on: date,
    calendar: Calendar | None = None,
) -> Result:
    """The answer of one calculator; BadInput names the key that is wrong, a disputed question is a refused Result.

    `on` is the day whose rules hold where the inputs name no nearer one (`on`, `last_day`, `applied`).
    """
    calculator = CALCULATORS.get(name)
    if calculator is None:
        raise BadInput("calculator", say("没有这个计算器。"))
    facts = read_facts(inputs, calculator.inputs)
    chain = tuple(jurisdictions)
    if facts.has("region"):
        named = chain_for(facts.text("region"))
        if named is None:
            raise BadInput("region", say("没有找到这个地方。"))
        chain = named
    params = Parameters(
        book,
        jurisdictions=chain,
        on=facts.day("on") or on,
        policy=read_policy(policy or {}),
        calendar=calendar or china(),
    )
    try:
        worked = calculator.work(facts, params)
    except Disputed as no:
        return Result(name, refused=no.reason, cite=no.cite)
    except Refused as no:
        return Result(name, refused=no.reason, cite=no.cite)
    except OverflowError:
        raise BadInput("inputs", say("日期或者数字超出了范围。")) from None
    return _whole(name, worked, facts, params)


def _whole(name: str, worked: Worked, facts: Facts, params: Parameters) -> Result:
    warnings = list(dict.fromkeys(worked.warnings))
    doubtful = [answer for answer in params.used if not answer.is_verified]
    if doubtful:
        titles = "、".join(dict.fromkeys(answer.title for answer in doubtful))
        warnings.append(say("有的数还没有对照原文：%(rules)s。用之前请核对。", rules=titles))
    amount, claimed = worked.values.get("amount"), facts.money("claimed")
    if claimed is not None and amount is not None and claimed != amount:
        warnings.append(say("和主张的%(claimed)s不一样。", claimed=claimed))
    return Result(
        name,
        values=MappingProxyType(dict(worked.values)),
        formula=" ; ".join(worked.formula),
        cite="；".join(dict.fromkeys(part for cite in worked.cite for part in cite.split("；"))),
        warnings=tuple(warnings),
        parameters=params.used,
        low=worked.low,
        high=worked.high,
    )


__all__ = [
    "CALCULATORS",
    "BadInput",
    "Calculator",
    "Field",
    "Kind",
    "Result",
    "calculate",
]
