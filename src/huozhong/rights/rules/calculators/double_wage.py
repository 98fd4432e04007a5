"""The second wage for a missing written contract: its window, its months, its sum (劳动合同法 82; 实施条例 6, 7)."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from huozhong.kernel.periods import add_months
from huozhong.kernel.sentences import Sentence, say
from huozhong.rights.rules.calculators import words
from huozhong.rights.rules.calculators.catalogue import AVERAGE, LAST_DAY, MONTHLY, START, Calculator
from huozhong.rights.rules.calculators.inputs import Facts, Field, Kind
from huozhong.rights.rules.calculators.results import BadInput, Worked, number, yuan_of
from huozhong.rights.rules.parameters import Parameters

DAY = timedelta(days=1)
_CEILING = say("该签无固定期限合同没有签的，二倍工资有没有十二个月的上限，各地不同：十二个月的数在下限里。")
CITE = "《中华人民共和国劳动合同法》第八十二条；《中华人民共和国劳动合同法实施条例》第六条、第七条"
CITE_REFUSED = "《最高人民法院关于审理劳动争议案件适用法律问题的解释（二）》第七条第二项"
CITE_PART = "《最高人民法院关于审理劳动争议案件适用法律问题的解释（二）》第六条"
FIELDS = (
    START,
    Field(
        "signed",
        Kind.DAY,
        say("补签书面合同的日期（没有签就不填）"),
        also=("signed_on", "contract_signed", "sign_date", "signing"),
        pattern=r"sign(ed|ing)?(_.*)?|contract_sign.*",
    ),
    Field(
        "left", LAST_DAY.kind, LAST_DAY.words, also=(*LAST_DAY.also, "last_day"), pattern=f"{LAST_DAY.pattern}|left.*"
    ),
    MONTHLY,
    AVERAGE,
    Field("window", Kind.SPAN, say("应付的起止日期"), also=("period", "span")),
    Field("window_start", Kind.DAY, say("应付的第一天"), also=("from", "period_start", "from_date", "double_from")),
    Field(
        "window_end", Kind.DAY, say("应付的最后一天"), also=("to", "period_end", "to_date", "double_to", "until_date")
    ),
    Field("months", Kind.NUMBER, say("应付几个月"), also=("n", "months_due", "months_unsigned")),
    Field(
        "contract_end",
        Kind.DAY,
        say("上一份合同到期的日期（到期未续签）"),
        also=("expired", "expiry", "old_contract_end", "previous_contract_end", "contract_expired"),
        pattern=r"(prev(ious)?_|old_|last_)?contract_(end|expir).*|expir.*",
    ),
    Field(
        "kind",
        Kind.TEXT,
        say("哪一种：入职未签、到期未续、该签无固定期限"),
        also=("case", "type", "basis", "article", "art", "situation", "scenario", "ground", "reason"),
    ),
    Field(
        "open_ended",
        Kind.FLAG,
        say("该签无固定期限合同而没有签"),
        pattern=r".*(open_?ended|82_?\(?2|no_?fixed|indefinite|second_paragraph).*",
    ),
    Field("renewal", Kind.FLAG, say("合同到期没有续签"), pattern=r".*(renewal|renew|gap).*"),
    Field(
        "open_ended_from",
        Kind.DAY,
        say("从哪一天起应当签无固定期限合同"),
        also=("due_from", "should_sign_from", "should_have_signed", "open_ended_due"),
    ),
    Field(
        "employee_refused_to_sign",
        Kind.FLAG,
        say("是劳动者本人故意或重大过失没有签"),
        pattern=r".*(refus|employee_fault|worker_fault|own_fault).*",
    ),
    Field("force_majeure", Kind.FLAG, say("因不可抗力没有签"), also=("act_of_god",)),
)


@dataclass(frozen=True, slots=True)
class Window:
    """The days for which a second wage is due; its months are counted from `origin`, so that a 31st stays a 31st."""

    first: date
    last: date
    kind: words.Contract
    origin: date
    offset: int = 0  # months from the origin to the first day
    low_first: date | None = None  # the later beginning under a stricter reading, where one is open

    def begins(self, month: int) -> date:
        """First day of a month of the window, the first being 0."""
        return add_months(self.origin, self.offset + month)

    @property
    def parts(self) -> tuple[int, date]:
        """Whole months and the first day after them."""
        count = 0
        while self.begins(count + 1) - DAY <= self.last:
            count += 1
        return count, self.begins(count)

    def since(self, day: date) -> Window | None:
        """What is left of it from a day on."""
        return Window(day, self.last, self.kind, day) if day <= self.last else None


def kind_of(facts: Facts) -> words.Contract:
    """Which contract was missing; the first one unless the facts say otherwise."""
    if facts.flag("open_ended") or facts.has("open_ended_from"):
        return words.Contract.OPEN_ENDED
    if facts.flag("renewal"):
        return words.Contract.RENEWAL
    told = words.contract_word(facts.text("kind")) if facts.text("kind") else None
    if told is None:
        return words.Contract.RENEWAL if facts.has("contract_end") else words.Contract.FIRST
    return told


def window_of(facts: Facts, params: Parameters) -> Window | None:
    """The window, or None when no day is due; BadInput when the facts do not tell it."""
    kind = kind_of(facts)
    told = facts.span("window")
    first = facts.day("window_start") or (told[0] if told else None)
    last = facts.day("window_end") or (told[1] if told else None)
    begun, most = (Window(first, first, kind, first), None) if first else _begins(facts, params, kind)
    ends = [day for day in (last, most) if day is not None]
    if (signed := facts.day("signed")) is not None:
        ends.append(signed - DAY)
    if (left := facts.moment("left")) is not None:
        ends.append(left.first)
    end = min(ends or [params.on])
    return replace(begun, last=end) if begun.first <= end else None


def _begins(facts: Facts, params: Parameters, kind: words.Contract) -> tuple[Window, date | None]:
    """A window of its first day, and the last day that the law allows."""
    grace, whole = params.number("pay.double.grace"), params.number("pay.double.whole")
    if kind is words.Contract.FIRST:
        start = facts.need_day("start")
        first = add_months(start, grace)
        return Window(first, first, kind, start, grace), add_months(start, whole) - DAY
    if kind is words.Contract.RENEWAL:
        ended = facts.day("contract_end")
        start = facts.need_day("start") if ended is None else ended + DAY
        policy = params.policy("renewal_gap")
        late, most = add_months(start, grace), add_months(start, whole) - DAY
        if policy == "after_one_month":
            return Window(late, late, kind, start, grace), most
        return Window(start, start, kind, start, low_first=None if policy else late), most
    due = facts.day("open_ended_from")
    if due is None:
        ended = facts.day("contract_end")
        due = facts.need_day("start") if ended is None else ended + DAY
    last = add_months(due, whole) - DAY
    return Window(due, due, kind, due), last if params.policy("open_ended_ceiling") == "12" else None


@dataclass(frozen=True, slots=True)
class Due:
    """Months and money of a window."""

    months: Fraction
    amount: Fraction | None
    formula: str
    has_part: bool


def due_in(window: Window, monthly: Decimal | None, params: Parameters) -> Due:
    """Whole months at the monthly wage; a part month by its working days (解释二 6)."""
    count, begins = window.parts
    months, amount = Fraction(count), Fraction(0)
    formula = f"{monthly}×{count}" if monthly is not None else f"{count}"
    if begins > window.last:
        return Due(months, None if monthly is None else Fraction(monthly) * count, formula, has_part=False)
    part, told = _part(begins, window.last, params)
    if monthly is not None:
        amount = Fraction(monthly) * count + Fraction(yuan_of(Fraction(monthly) * part))
        formula += f"+{monthly}{told}"
    return Due(months + part, None if monthly is None else amount, formula, has_part=True)


def _part(first: date, last: date, params: Parameters) -> tuple[Fraction, str]:
    policy = params.policy("part_month_divisor") or "21.75"
    share, told = Fraction(0), []
    day = first
    while day <= last:
        length = monthrange(day.year, day.month)[1]
        end = min(last, day.replace(day=length))
        if policy == "calendar_days":
            worked, divisor = (end - day).days + 1, Fraction(length)
        else:
            worked = params.calendar.workdays_between(day, end + DAY)
            divisor = (
                params.exact("pay.days.paid", on=max(day, params.on)) if policy == "21.75" else _workdays(day, params)
            )
        share += worked / divisor
        told.append(f"÷{number(divisor)}×{worked}")
        day = end + DAY
    return share, "+".join(told)


def _workdays(day: date, params: Parameters) -> Fraction:
    first = day.replace(day=1)
    return Fraction(params.calendar.workdays_between(first, add_months(first, 1)))


def wage_of(facts: Facts, params: Parameters) -> tuple[Decimal | None, Decimal | None, tuple[Sentence, ...]]:
    """The wage that counts, a higher one by another reading, and what to say about it."""
    fixed, average = facts.money("monthly"), facts.money("avg_12m")
    if fixed is None:
        return average, None, ()
    if average is None or average == fixed:
        return fixed, None, ()
    policy = params.policy("double_wage_base")
    if policy == "average":
        return average, None, (say("按平均工资算二倍工资。"),)
    if policy == "fixed":
        return fixed, None, (say("二倍工资只按每月固定的工资算，提成、奖金不计入。"),)
    return fixed, average, (say("二倍工资按固定工资还是平均工资算，各地不同：先按固定工资，按平均工资的数在上限里。"),)


def not_due(facts: Facts) -> Sentence | None:
    """Why nothing is due at all."""
    if facts.flag("employee_refused_to_sign"):
        return say("是劳动者本人故意或重大过失没有签合同的，不支持二倍工资。")
    if facts.flag("force_majeure"):
        return say("因不可抗力没有签合同的，不支持二倍工资。")
    return None


def _work(facts: Facts, params: Parameters) -> Worked:
    nothing = Decimal("0.00")
    if (refusal := not_due(facts)) is not None:
        values: dict[str, object] = {"window": None, "months": "0", "amount": nothing}
        return Worked(values, ("0.00",), (CITE, CITE_REFUSED), (*facts.remarks, refusal), nothing, nothing)
    wage, higher, warnings = wage_of(facts, params)
    if facts.has("months") and not (facts.has("start") or facts.has("window") or facts.has("window_start")):
        return _by_months(facts, params, wage, higher, warnings)
    window = window_of(facts, params)
    if window is None:
        values = {"window": None, "months": "0"} | ({"amount": nothing} if wage is not None else {})
        words_ = (*facts.remarks, say("没有应付二倍工资的日子。"))
        return Worked(values, ("0",), (CITE,), words_, nothing, nothing)
    due = due_in(window, wage, params)
    values = {"window": (window.first, window.last), "months": number(due.months), "kind": str(window.kind)}
    told = [*facts.remarks, *warnings, say("仲裁时效可能挡掉一部分，请同时算时效。")]
    cite = (CITE, CITE_PART) if due.has_part else (CITE,)
    if due.amount is None or wage is None:
        return Worked(values, (f"{window.first}..{window.last}",), cite, tuple(told))
    amount = high = yuan_of(due.amount)
    low = amount
    if window.low_first is not None:
        told.append(say("到期未续签的，从哪天起算各地不同：先从到期次日起算，满一个月再算的数在下限里。"))
        later = window.since(window.low_first)
        low = yuan_of(due_in(later, wage, params).amount or 0) if later else nothing
    capped = _capped_at(window, params)
    if capped is not None:
        told.append(_CEILING)
        low = yuan_of(due_in(capped, wage, params).amount or 0)
    if higher is not None:
        high = yuan_of(due_in(window, higher, params).amount or 0)
    values["amount"] = amount
    return Worked(values, (f"{due.formula}={amount}",), cite, tuple(told), min(low, high), max(amount, high))


def _capped_at(window: Window, params: Parameters) -> Window | None:
    """The first twelve months where it is open whether an open-ended contract that was due knows a ceiling."""
    last = add_months(window.first, params.number("pay.double.whole")) - DAY
    is_open = window.kind is words.Contract.OPEN_ENDED and params.policy("open_ended_ceiling") is None
    return replace(window, last=last) if is_open and window.last > last else None


def _by_months(
    facts: Facts, params: Parameters, wage: Decimal | None, higher: Decimal | None, warnings: tuple[Sentence, ...]
) -> Worked:
    """Told months instead of days; no more than the law allows for that kind of contract."""
    months, kind = facts.need_number("months"), kind_of(facts)
    if wage is None:
        raise BadInput("monthly", say("缺少这一项。"))
    most = params.number("pay.double.whole") - (
        params.number("pay.double.grace") if kind is words.Contract.FIRST else 0
    )
    told = [*facts.remarks, *warnings]
    policy = params.policy("open_ended_ceiling") if kind is words.Contract.OPEN_ENDED else "12"
    least = min(months, Fraction(most)) if policy is None else months
    if policy == "12" and months > most:
        least = months = Fraction(most)
        told.append(say("最多%(n)s个月。", n=most))
    if least < months:
        told.append(_CEILING)
    amount = yuan_of(Fraction(wage) * months)
    values = {"window": None, "months": number(months), "kind": str(kind), "amount": amount}
    high = yuan_of(Fraction(higher or wage) * months)
    low, formula = yuan_of(Fraction(wage) * least), f"{wage}×{number(months)}={amount}"
    return Worked(values, (formula,), (CITE,), tuple(told), low, max(amount, high))


DOUBLE_WAGE = Calculator(
    "double_wage",
    say("二倍工资差额"),
    say("没有签书面合同：从用工满一个月的次日起，最多十一个月，每月多付一份工资。"),
    FIELDS,
    {"window": say("应付的起止日期"), "months": say("几个月"), "kind": say("哪一种"), "amount": say("应付金额")},
    _work,
    policies=("part_month_divisor", "double_wage_base", "renewal_gap", "open_ended_ceiling"),
)
