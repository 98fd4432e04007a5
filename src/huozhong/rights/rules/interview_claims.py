"""Which claim items an interview leads to, and with what each can be computed; what is missing is said, not guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from huozhong.kernel.sentences import Sentence, say
from huozhong.rights.rules.elements import ELEMENTS, Answers, said
from huozhong.rights.rules.kinds import CLAIMS, ClaimKind

_UNLAWFUL = frozenset({"dismissed", "misconduct"})
_PAID_FOR = frozenset({"layoff", "expired", "agreed", "forced"})
_BY_WAGE = say("没有说平均工资，先按月工资估。")


@dataclass(frozen=True, slots=True)
class ClaimDraft:
    """One claim item as the interview gives it. Without a calculator the amount is what the worker stated."""

    kind: ClaimKind
    title: Sentence
    calculator: str = ""
    inputs: Mapping[str, Any] = field(default_factory=dict)
    amount: str = ""
    lacks: tuple[Sentence, ...] = ()  # labels of elements without which no sum can be told
    note: Sentence | None = None
    accrual_date: date | None = None


def claims_of(answers: Answers) -> tuple[ClaimDraft, ...]:
    """The claim items, in the order of the court's form."""
    troubles = frozenset(said(answers, "trouble") or ())
    found: list[ClaimDraft] = []
    if "wages" in troubles:
        found.append(_wages(answers))
    if "no_contract" in troubles:
        found.append(_double_wage(answers))
    if "overtime" in troubles:
        found.append(_overtime(answers))
    if "leave" in troubles:
        found.append(_leave(answers))
    if "insurance" in troubles:
        found.append(_stated(ClaimKind.INSURANCE, answers, "insurance_loss"))
    if "dismissed" in troubles:
        found += _ending(answers)
    if said(answers, "costs") not in (None, "0.00"):
        found.append(_stated(ClaimKind.COSTS, answers, "costs"))
    if "relation" in troubles:
        found.append(ClaimDraft(ClaimKind.OTHER, say("确认劳动关系")))
    if "injury" in troubles:
        found.append(ClaimDraft(ClaimKind.OTHER, say("工伤待遇")))
    if said(answers, "other_claim") is not None:
        found.append(ClaimDraft(ClaimKind.OTHER, CLAIMS[ClaimKind.OTHER]))
    return tuple(found)


def _day(answers: Answers, key: str) -> date | None:
    given = said(answers, key)
    return date.fromisoformat(given) if given else None


def _lacking(answers: Answers, *keys: str) -> tuple[Sentence, ...]:
    return tuple(ELEMENTS[key].label for key in keys if said(answers, key) is None)


def _stated(kind: ClaimKind, answers: Answers, key: str) -> ClaimDraft:
    amount = said(answers, key) or ""
    return ClaimDraft(kind, CLAIMS[kind], amount=amount, lacks=_lacking(answers, key))


def _wages(answers: Answers) -> ClaimDraft:
    amount = said(answers, "wages_owed") or ""
    return ClaimDraft(
        ClaimKind.WAGES,
        CLAIMS[ClaimKind.WAGES],
        amount=amount,
        lacks=_lacking(answers, "wages_owed"),
        accrual_date=_day(answers, "ended"),
    )


def _double_wage(answers: Answers) -> ClaimDraft:
    kind, title = ClaimKind.DOUBLE_WAGE, CLAIMS[ClaimKind.DOUBLE_WAGE]
    lacks = _lacking(answers, "started", "contract", "monthly_wage")
    accrual = _day(answers, "started")
    if said(answers, "contract") == "expired":
        lacks = _lacking(answers, "contract_until", "monthly_wage")
        accrual = _day(answers, "contract_until")
    if lacks:
        return ClaimDraft(kind, title, lacks=lacks, accrual_date=accrual)
    inputs: dict[str, Any] = {
        "start": said(answers, "started"),
        "signed": said(answers, "contract_date") if said(answers, "contract") == "yes" else None,
        "monthly": said(answers, "monthly_wage"),
    }
    if said(answers, "contract") == "expired":
        inputs = {"contract_end": said(answers, "contract_until"), "renewal": True, "monthly": inputs["monthly"]}
    if said(answers, "ended"):
        inputs["left"] = said(answers, "ended")
    if said(answers, "refused_to_sign") == "worker":
        inputs["employee_refused_to_sign"] = True
    note = None
    if said(answers, "contract") == "service":
        note = say("签的是别的协议，要先确认是不是劳动关系。")
    return ClaimDraft(kind, title, "double_wage", inputs, note=note, accrual_date=accrual)


def _overtime(answers: Answers) -> ClaimDraft:
    kind, title = ClaimKind.OVERTIME, CLAIMS[ClaimKind.OVERTIME]
    hours = ("overtime_weekday_hours", "overtime_rest_days", "overtime_statutory_days")
    lacks = _lacking(answers, "monthly_wage", "hours_system")
    if not any(said(answers, key) for key in hours):
        lacks += _lacking(answers, *hours)
    accrual = _day(answers, "ended")
    if lacks:
        return ClaimDraft(kind, title, lacks=lacks, accrual_date=accrual)
    names = ("weekday_hours", "restday_days", "statutory_days")
    inputs: dict[str, Any] = {
        "monthly": said(answers, "monthly_wage"),
        "hours_system": said(answers, "hours_system"),
        **{name: said(answers, key) or "0" for name, key in zip(names, hours, strict=True)},
    }
    missing = _lacking(answers, *hours)
    note = say("说不清的天数先按零算，找到考勤再补。") if missing else None
    return ClaimDraft(kind, title, "overtime", inputs, note=note, accrual_date=accrual)


def _leave(answers: Answers) -> ClaimDraft:
    """Wages for the days were paid while working, so twice the daily wage is owed on top."""
    kind, title = ClaimKind.LEAVE, CLAIMS[ClaimKind.LEAVE]
    wage = said(answers, "average_wage") or said(answers, "monthly_wage")
    if wage is None or said(answers, "leave_days") is None:
        lacks = _lacking(answers, "leave_days") + (() if wage else _lacking(answers, "monthly_wage"))
        return ClaimDraft(kind, title, lacks=lacks, accrual_date=_day(answers, "ended"))
    inputs = {"avg_12m": wage, "overtime_part": "0", "days": said(answers, "leave_days"), "rate": "2"}
    note = None if said(answers, "average_wage") else _BY_WAGE
    return ClaimDraft(kind, title, "annual_leave_pay", inputs, note=note, accrual_date=_day(answers, "ended"))


def _ending(answers: Answers) -> list[ClaimDraft]:
    """N or 2N by how it ended; who left of their own wish is owed neither."""
    how = said(answers, "how_ended")
    if how == "resigned":
        return []
    kind = ClaimKind.UNLAWFUL if how in _UNLAWFUL else ClaimKind.SEVERANCE
    wage = said(answers, "average_wage") or said(answers, "monthly_wage")
    lacks = _lacking(answers, "started", "ended") + (() if wage else _lacking(answers, "average_wage"))
    accrual = _day(answers, "ended")
    if how not in _UNLAWFUL | _PAID_FOR or lacks:
        lacks = lacks or _lacking(answers, "how_ended")
        return [ClaimDraft(kind, CLAIMS[kind], lacks=lacks, accrual_date=accrual)]
    inputs: dict[str, Any] = {"start": said(answers, "started"), "last_day": said(answers, "ended"), "avg_12m": wage}
    paid = said(answers, "ending_paid")
    note = None if said(answers, "average_wage") else _BY_WAGE
    if kind is ClaimKind.UNLAWFUL and paid not in (None, "0.00"):
        inputs["already_paid"] = [paid]
    elif paid not in (None, "0.00"):
        note = say("单位已经给的补偿要扣掉。")
    calculator = "unlawful_2N" if kind is ClaimKind.UNLAWFUL else "severance_N"
    found = [ClaimDraft(kind, CLAIMS[kind], calculator, inputs, note=note, accrual_date=accrual)]
    if how == "layoff" and said(answers, "notice_month") == "no" and said(answers, "monthly_wage"):
        found.append(
            ClaimDraft(
                ClaimKind.OTHER,
                say("没有提前三十天通知的一个月工资"),
                amount=said(answers, "monthly_wage") or "",
                note=say("只有按劳动合同法第四十条解除的才有。"),
                accrual_date=accrual,
            )
        )
    return found
