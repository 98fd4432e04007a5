"""Is a claim still in time? One year, by the kind of claim (调解仲裁法 27)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from huozhong.kernel.sentences import Sentence, say
from huozhong.rights.rules.calculators import words
from huozhong.rights.rules.calculators.catalogue import LAST_DAY, Calculator
from huozhong.rights.rules.calculators.double_wage_limits import APPLIED, CITE_DEFENCE, DEFENCE, INTERRUPTED, Clock
from huozhong.rights.rules.calculators.inputs import MISSING, Facts, Field, Kind, Moment
from huozhong.rights.rules.calculators.results import BadInput, Disputed, Worked
from huozhong.rights.rules.parameters import POLICIES, Parameters

CITE_GENERAL = "《中华人民共和国劳动争议调解仲裁法》第二十七条第一款"
CITE_WAGES = "《中华人民共和国劳动争议调解仲裁法》第二十七条第四款"
DAY = timedelta(days=1)
_FIELDS = (
    Field(
        "claim", Kind.TEXT, say("主张什么：工资、加班费、补偿、年休假……"), also=("claim_kind", "kind", "what", "item")
    ),
    Field(
        "employment_ended",
        Kind.DAY,
        say("离职日期（还在职就不填）"),
        also=("last_day", *LAST_DAY.also),
        pattern=rf"{LAST_DAY.pattern}|employment_(ended|terminated|over).*",
    ),
    Field(
        "accrued",
        Kind.DAY,
        say("知道权利受侵害的日期"),
        also=("accrual", "accrual_date", "known", "known_date", "knew", "infringed", "due", "due_date"),
        pattern=r"(accru|known|knew|infring|aware).*",
    ),
    Field("year", Kind.NUMBER, say("哪一年的年休假"), also=("leave_year",)),
    APPLIED,
    DEFENCE,
    INTERRUPTED,
    Field("suspended_days", Kind.NUMBER, say("时效中止了几天"), also=("suspension_days", "suspended")),
    Field("monthly", Kind.MONEY, say("月工资"), also=("wage", "amount")),
)


@dataclass(frozen=True, slots=True)
class Base:
    """The day after which the year runs; None while nothing runs."""

    day: date | None
    rule: str
    cite: str


def _bases(facts: Facts, params: Parameters) -> dict[str, Base]:
    """The base day under each reading that is still open; one reading where nothing is."""
    claim = words.claim_word(facts.text("claim"))
    ended = facts.moment("employment_ended")
    if claim is words.Claim.WAGES:
        return {"": Base(_cautious(ended), "art 27(4)", CITE_WAGES)}
    if claim is words.Claim.DOUBLE_WAGE:
        raise Disputed(say("二倍工资的时效请用“二倍工资的仲裁时效”算，四种算法各地不同。"), cite=CITE_GENERAL)
    if claim is words.Claim.ANNUAL_LEAVE:
        return _leave_bases(facts, params, ended)
    known = facts.moment("accrued") or ended
    if known is None:
        raise BadInput("accrued", MISSING)
    return {"": Base(_cautious(known), "art 27(1)", CITE_GENERAL)}


def _leave_bases(facts: Facts, params: Parameters, ended: Moment | None) -> dict[str, Base]:
    policy = params.policy("leave_clock")
    year = facts.number("year")
    found: dict[str, Base] = {}
    for mode in [policy] if policy else POLICIES["leave_clock"]:
        if mode == "employment_end":
            found[mode] = Base(_cautious(ended), "art 27(1)", CITE_GENERAL)
        elif year is not None:
            later = 1 if mode == "next_year_end" else 0
            if year.denominator != 1 or not 2008 <= year <= 2098:
                raise BadInput("year", say("写成四位数的年份。"))
            found[mode] = Base(date(int(year) + later, 12, 31), "art 27(1)", CITE_GENERAL)
    if not found:
        raise BadInput("year", MISSING)
    return found


def _cautious(moment: Moment | None) -> date | None:
    """The earliest day, where only a month is told: the clock could have begun then."""
    return moment.first if moment else None


def _work(facts: Facts, params: Parameters) -> Worked:
    bases = _bases(facts, params)
    applied = facts.moment("applied")
    made = applied.last if applied else params.on
    clock = Clock(params.number("pay.limitation.general"), facts.days("interruptions"), made, params.calendar)
    longer = timedelta(days=int(facts.number("suspended_days") or 0))
    told: list[Sentence] = list(facts.remarks)
    found = {mode: _judged(base, clock, longer) for mode, base in bases.items()}
    worst = min(found, key=lambda mode: (found[mode][0], found[mode][1] or date.max))
    in_time, last_day = found[worst]
    base = bases[worst]
    if base.day is None:
        told.append(say("还在职时，拖欠劳动报酬的时效不起算。"))
    if facts.flag("defence_raised") is False:
        in_time = True
        told.append(say("单位在仲裁中没有提出时效抗辩，不审查时效。"))
    elif not in_time:
        told.append(say("可能过了时效：单位提出抗辩才会不支持，仍然可以主张。"))
    if any(moment and not moment.is_exact for moment in (applied, facts.moment("employment_ended"))):
        told.append(say("只写到月的，按对劳动者最不利的那天算。"))
    if len(found) > 1:
        told.append(say("年休假的时效从哪天起算各地不同，按最稳妥的算。"))
    values: dict[str, object] = {
        "in_time": in_time,
        "rule": base.rule,
        "clock_starts": base.day + DAY if base.day else None,
        "last_day": last_day,
        "modes": {mode: {"in_time": one[0], "last_day": one[1]} for mode, one in found.items() if mode},
    }
    formula = f"{base.day or '-'} → {last_day or '-'} ; {made}"
    return Worked(values, (formula,), (base.cite, CITE_DEFENCE), tuple(told))


def _judged(base: Base, clock: Clock, longer: timedelta) -> tuple[bool, date | None]:
    """Whether a claim is in time, and the last day as it stands after every interruption."""
    if base.day is None:
        return True, None
    last_day = clock.calendar.on_or_after(clock.last_day(base.day) + longer)
    in_time = clock.is_in_time(last_day)
    for event in sorted(day for day in clock.events if day <= clock.applied):
        if event <= last_day:
            last_day = max(last_day, clock.last_day(event))
    return in_time, last_day


LIMITATION = Calculator(
    "limitation",
    say("仲裁时效"),
    say("一年：工资从离职起算，其他从知道权利受侵害起算；催要、投诉会重新计算。"),
    _FIELDS,
    {
        "in_time": say("还在不在时效内"),
        "rule": say("按哪一款"),
        "clock_starts": say("从哪一天起算"),
        "last_day": say("最后一天"),
        "modes": say("各种算法的结果"),
    },
    _work,
    policies=("leave_clock",),
)
