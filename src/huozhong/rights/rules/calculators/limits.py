"""Is a claim still in time? One year, by the kind of claim (调解仲裁法 27)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from huozhong.kernel.sentences import Sentence, say
from huozhong.rights.rules.calculators import words
from huozhong.rights.rules.calculators.catalogue import LAST_DAY, Calculator
from huozhong.rights.rules.calculators.double_wage_limits import APPLIED, CITE_DEFENCE, DEFENCE, INTERRUPTED
from huozhong.rights.rules.calculators.inputs import MISSING, Facts, Field, Kind, Moment, read_facts
from huozhong.rights.rules.calculators.results import BadInput, Disputed, Worked
from huozhong.rights.rules.limitation import (
    STATUS_WORDS,
    ClaimKind,
    Interruption,
    Limitation,
    LimitationFacts,
    Status,
    Suspension,
    limitation_of,
)
from huozhong.rights.rules.parameters import POLICIES, Parameters

CITE_GENERAL = "《中华人民共和国劳动争议调解仲裁法》第二十七条第一款"
CITE_WAGES = "《中华人民共和国劳动争议调解仲裁法》第二十七条第四款"
_PAUSE = (
    Field("from", Kind.DAY, say("第一天"), also=("start", "begin", "on", "date")),
    Field("to", Kind.DAY, say("最后一天"), also=("end", "until", "last")),
    Field("why", Kind.TEXT, say("为什么"), also=("reason", "type", "kind")),
)
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
    Field(
        "suspensions",
        Kind.TABLE,
        say("时效中止的起止日期（from、to）"),
        also=("suspended", "suspension", "pauses"),
    ),
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
    found = {mode: _judged(base, facts, params, made) for mode, base in bases.items()}
    worst = min(found, key=lambda mode: (_is_in_time(found[mode]), found[mode].legal_date or date.max))
    judged, base = found[worst], bases[worst]
    told: list[Sentence] = [*facts.remarks, STATUS_WORDS[judged.status]]
    if facts.flag("defence_raised") is False:
        told.append(say("单位在仲裁中没有提出时效抗辩，不审查时效。"))
    if any(moment and not moment.is_exact for moment in (applied, facts.moment("employment_ended"))):
        told.append(say("只写到月的，按对劳动者最不利的那天算。"))
    if len(found) > 1:
        told.append(say("年休假的时效从哪天起算各地不同，按最稳妥的算。"))
    values: dict[str, object] = {
        "in_time": all(_is_in_time(one) for one in found.values()),
        "status": str(judged.status),
        "rule": base.rule,
        "clock_starts": judged.starts_on,
        "last_day": judged.legal_date,
        "safe_date": judged.safe_date,
        "modes": {
            mode: {"in_time": _is_in_time(one), "last_day": one.legal_date} for mode, one in found.items() if mode
        },
        "trace": [str(sentence) for sentence in judged.trace],
    }
    formula = f"{base.day or '-'} → {judged.legal_date or '-'} ; {made}"
    return Worked(values, (formula,), (base.cite, CITE_DEFENCE), tuple(told))


def _is_in_time(judged: Limitation) -> bool:
    """Whether the claim is heard: in time, not running, or not pleaded when it had to be."""
    return judged.is_supported and judged.status is not Status.UNKNOWN


def _judged(base: Base, facts: Facts, params: Parameters, made: date) -> Limitation:
    """One base day held against the year, its interruptions and its pauses."""
    is_wages = base.rule == "art 27(4)"
    known = LimitationFacts(
        kind=ClaimKind.WAGES if is_wages else ClaimKind.OTHER,
        accrued_on=None if is_wages else base.day,
        employment_ended_on=base.day if is_wages else None,
        is_employed=base.day is None,
        events=tuple(
            Interruption(event.kind, event.on, event.ended_on, event.has_proof)
            for event in facts.events("interruptions")
        ),
        suspensions=tuple(_suspension(row) for row in facts.table("suspensions")),
        defence_raised=facts.flag("defence_raised"),
    )
    if base.day is None:
        known = replace(known, kind=ClaimKind.WAGES)
    return limitation_of(known, on=made, book=params.book, jurisdictions=params.jurisdictions, calendar=params.calendar)


def _suspension(row: Mapping[str, Any]) -> Suspension:
    read = read_facts(row, _PAUSE)
    start, end = read.need_day("from"), read.need_day("to")
    if end < start:
        raise BadInput("suspensions", say("起止日期不对，或者相隔太久。"))
    return Suspension(start, end)


LIMITATION = Calculator(
    "limitation",
    say("仲裁时效"),
    say("一年：工资从离职起算，其他从知道权利受侵害起算；催要、投诉会重新计算。"),
    _FIELDS,
    {
        "in_time": say("还在不在时效内"),
        "status": say("状态"),
        "rule": say("按哪一款"),
        "clock_starts": say("从哪一天起算"),
        "last_day": say("最后一天"),
        "safe_date": say("最稳妥的日子"),
        "modes": say("各种算法的结果"),
    },
    _work,
    policies=("leave_clock",),
)
