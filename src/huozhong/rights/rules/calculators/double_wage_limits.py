"""How much of the second wage is still in time: four readings that tribunals really use (调解仲裁法 27; 解释二 20)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from huozhong.kernel.periods import add_months
from huozhong.kernel.sentences import Sentence, say
from huozhong.kernel.workdays import Calendar
from huozhong.rights.rules.calculators import double_wage
from huozhong.rights.rules.calculators.catalogue import Calculator
from huozhong.rights.rules.calculators.double_wage import Window
from huozhong.rights.rules.calculators.inputs import MISSING, Facts, Field, Kind
from huozhong.rights.rules.calculators.results import BadInput, Worked, number, yuan_of
from huozhong.rights.rules.parameters import POLICIES, Parameters

DAY = timedelta(days=1)
CITE = "《中华人民共和国劳动争议调解仲裁法》第二十七条第一款"
CITE_DEFENCE = "《最高人民法院关于审理劳动争议案件适用法律问题的解释（二）》第二十条"
APPLIED = Field(
    "applied",
    Kind.DAY,
    say("申请仲裁的日期"),
    also=("claimed_on", "filed", "filing", "arbitration_applied", "application", "asserted", "claim_date"),
    pattern=r"(applied|filed|filing|application|arbitration_(date|applied|filed)|asserted|sued).*",
)
DEFENCE = Field(
    "defence_raised",
    Kind.FLAG,
    say("单位提出了时效抗辩"),
    also=("defense_raised", "limitation_raised", "limitation_pleaded", "pleaded", "defence"),
    pattern=r".*(defen[cs]e|plead).*",
)
INTERRUPTED = Field(
    "interruptions",
    Kind.EVENTS,
    say("中断时效的事：催要、投诉、申请调解等，各写日期和有没有凭据"),
    also=("interrupted", "events", "interruption", "demands", "demand"),
)
_MODES = POLICIES["limitation_mode"]


@dataclass(frozen=True, slots=True)
class Supported:
    """What one reading leaves of the window."""

    window: Window | None
    clock_starts: date
    last_day: date  # last day on which everything would still be in time


@dataclass(frozen=True, slots=True)
class Clock:
    """The year of limitation: how long, what interrupted it, when the claim was made, and the days of rest."""

    months: int
    events: tuple[date, ...]
    applied: date
    calendar: Calendar

    def last_day(self, base: date) -> date:
        """Last day of the period that begins after `base`; a day of rest rolls on (民法典 203)."""
        return self.calendar.on_or_after(add_months(base, self.months))

    def is_in_time(self, last_day: date) -> bool:
        """Whether a claim is in time: every interruption inside the running year starts a new year."""
        for event in sorted(day for day in self.events if day <= self.applied):
            if event <= last_day:
                last_day = max(last_day, self.last_day(event))
        return self.applied <= last_day


def supported_by(mode: str, window: Window, clock: Clock) -> Supported:
    """What a reading leaves of the window when the claim is made on that day."""
    if mode in ("whole_from_window_start", "whole_from_window_end"):
        base = window.first if mode.endswith("start") else window.last
        last_day = clock.last_day(base)
        return Supported(window if clock.is_in_time(last_day) else None, base + DAY, last_day)
    if mode == "per_day_back":
        # Counted back from the claim day by day, so no single day rolls.
        day = window.first
        while day <= window.last and not clock.is_in_time(add_months(day, clock.months)):
            day += DAY
        return Supported(window.since(day), window.first + DAY, add_months(window.first, clock.months))
    month = 0
    while window.begins(month) <= window.last and not clock.is_in_time(clock.last_day(_month_end(window, month))):
        month += 1
    end = _month_end(window, 0)
    left = replace(window, first=window.begins(month), offset=window.offset + month)
    return Supported(left if left.first <= left.last else None, end + DAY, clock.last_day(end))


def _month_end(window: Window, month: int) -> date:
    return min(window.begins(month + 1) - DAY, window.last)


def _work(facts: Facts, params: Parameters) -> Worked:
    window = double_wage.window_of(facts, params)
    if window is None or double_wage.not_due(facts):
        raise BadInput("start", double_wage.not_due(facts) or say("没有应付二倍工资的日子。"))
    moment = facts.moment("applied")
    if moment is None:
        raise BadInput("applied", MISSING)
    months = params.number("pay.limitation.general")
    events = tuple(event.ended_on or event.on for event in facts.events("interruptions") if event.has_proof)
    mode = params.policy("limitation_mode")
    modes = [mode] if mode else list(_MODES)
    clock = Clock(months, events, moment.last, params.calendar)
    whole = {one: supported_by(one, window, clock) for one in modes}
    is_raised = facts.flag("defence_raised")
    told: list[Sentence] = list(facts.remarks)
    if is_raised is False:
        told.append(say("单位在仲裁中没有提出时效抗辩，不审查时效。"))
        whole = {one: Supported(window, found.clock_starts, found.last_day) for one, found in whole.items()}
    elif is_raised is None:
        told.append(say("只有单位提出时效抗辩才审查时效；这里按会提出来算。"))
    if not moment.is_exact and is_raised is not False:
        early = [supported_by(one, window, replace(clock, applied=moment.first)) for one in modes]
        if [one.window for one in early] != [one.window for one in whole.values()]:
            told.append(say("申请只写到月，按当月最后一天算；写明日期，结果可能更好。"))
    if mode is None:
        told.append(say("二倍工资的时效怎么算，这里没有定：列出四种算法，最稳妥的是从应付第一天起一年内申请。"))
    return _answer(facts, params, window=window, found=whole, told=told)


def _answer(
    facts: Facts, params: Parameters, *, window: Window, found: dict[str, Supported], told: list[Sentence]
) -> Worked:
    due = double_wage.due_in(window, None, params)
    left = {mode: _months(one.window, params) for mode, one in found.items()}
    worst = min(found, key=lambda mode: (left[mode], found[mode].last_day))
    chosen = found[worst]
    money = {mode: _money(facts, params, one.window, window) for mode, one in found.items()}
    values: dict[str, object] = {
        "window": (window.first, window.last),
        "months": number(due.months),
        "supported_months": number(left[worst]),
        "supported_window": (chosen.window.first, chosen.window.last) if chosen.window else None,
        "clock_starts": chosen.clock_starts,
        "last_day": chosen.last_day,
        "mode": worst if len(found) == 1 else None,
        "modes": {mode: {"supported_months": number(left[mode]), "last_day": found[mode].last_day} for mode in found},
    }
    known = [one for one in money.values() if one is not None]
    if (amount := money[worst]) is not None:
        values |= {"supported": amount, "amount": amount}
    formula = f"{window.first}..{window.last} → {values['supported_months']}/{number(due.months)}"
    low, high = (min(known), max(known)) if known else (None, None)
    return Worked(values, (formula,), (CITE, CITE_DEFENCE, double_wage.CITE), tuple(told), low, high)


def _months(window: Window | None, params: Parameters) -> Fraction:
    return double_wage.due_in(window, None, params).months if window else Fraction(0)


def _money(facts: Facts, params: Parameters, left: Window | None, window: Window) -> Decimal | None:
    wage = double_wage.wage_of(facts, params)[0]
    if wage is not None:
        return yuan_of(double_wage.due_in(left, wage, params).amount or 0) if left else Decimal("0.00")
    claimed = facts.money("claimed")
    if claimed is None:
        return None
    whole = _months(window, params)
    return yuan_of(Fraction(claimed) * _months(left, params) / whole) if whole else Decimal("0.00")


DOUBLE_WAGE_LIMITATION = Calculator(
    "double_wage_limitation",
    say("二倍工资的仲裁时效"),
    say("还有几个月的二倍工资在一年时效以内；四种算法，各地不同。"),
    (*double_wage.FIELDS, APPLIED, DEFENCE, INTERRUPTED),
    {
        "window": say("应付的起止日期"),
        "supported_months": say("还在时效内的月数"),
        "supported_window": say("还在时效内的起止日期"),
        "supported": say("还在时效内的金额"),
        "clock_starts": say("时效从哪一天起算"),
        "last_day": say("全部不过时效的最后一天"),
        "modes": say("四种算法各自的结果"),
    },
    _work,
    policies=("limitation_mode", "part_month_divisor", "double_wage_base", "renewal_gap"),
)
