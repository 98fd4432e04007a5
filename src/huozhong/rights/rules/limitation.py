"""Limitation of arbitration, claim item by claim item: interruption, suspension, and what local policy leaves open.

Sources: 劳动争议调解仲裁法 27; 法释〔2025〕12号 20 (a defence not raised in arbitration is not heard in court). A
suspension needs no "last six months" here, unlike 民法典 194.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from huozhong.kernel.periods import add_months
from huozhong.kernel.rulebooks import Book
from huozhong.kernel.rulepacks import NoRule
from huozhong.kernel.sentences import Sentence, say
from huozhong.kernel.workdays import Calendar, china
from huozhong.rights.rules.clocks import cite_of, rule_of
from huozhong.rights.rules.limitation_types import (
    MODE_WORDS,
    STATUS_WORDS,
    ClaimKind,
    Interruption,
    Limitation,
    LimitationFacts,
    Mode,
    ModeDays,
    Status,
    Suspension,
)

__all__ = [
    "MODE_WORDS",
    "STATUS_WORDS",
    "ClaimKind",
    "Interruption",
    "Limitation",
    "LimitationFacts",
    "Mode",
    "ModeDays",
    "Status",
    "Suspension",
    "limitation_of",
    "supported_window",
]

POLICY = "pay.policy.limitation_mode"
_DAY = timedelta(days=1)
_LATE_DEFENCE = say("对方在仲裁时没有提时效抗辩，到法院一般不能再提（法释〔2025〕12号第二十条）。")


def limitation_of(
    facts: LimitationFacts,
    *,
    on: date,
    book: Book,
    jurisdictions: Sequence[str] = ("CN",),
    calendar: Calendar | None = None,
) -> Limitation:
    """Where a claim stands if arbitration is applied for on that day."""
    counting = _Counting(facts, book, tuple(jurisdictions), calendar or china(), on)
    ways = {ClaimKind.DOUBLE_WAGE: _double_wage, ClaimKind.ANNUAL_LEAVE: _annual_leave}
    try:
        found = ways.get(facts.kind, _plain)(counting)
    except NoRule as missing:
        return _bare(Status.UNKNOWN, "LIM-01", missing.reason)
    except (ValueError, OverflowError):
        return _bare(Status.UNKNOWN, "LIM-01", say("算出来的日子超出了日历。"))
    barred = found.status in (Status.BARRED_IF_PLEADED, Status.PARTLY_BARRED)
    if barred and facts.defence_raised is False:
        return replace(found, is_supported=True, trace=(*found.trace, _LATE_DEFENCE))
    return replace(found, is_supported=not barred)


def supported_window(window: tuple[date, date], *, applied: date, mode: Mode, months: int) -> tuple[date, date] | None:
    """The part of a window of double wages within `months` of limitation, if pleaded; None when nothing is."""
    first, last = window
    if mode in (Mode.WHOLE_FROM_WINDOW_START, Mode.WHOLE_FROM_WINDOW_END):
        anchor = first if mode is Mode.WHOLE_FROM_WINDOW_START else last
        return window if applied <= add_months(anchor, months) else None
    if mode is Mode.PER_DAY_BACK:
        start = max(first, add_months(applied, -months))
        return (start, last) if start <= last else None
    start = first
    while start <= last and applied > add_months(min(add_months(start, 1) - _DAY, last), months):
        start = add_months(start, 1)
    return (start, last) if start <= last else None


@dataclass(frozen=True, slots=True)
class _Counting:
    facts: LimitationFacts
    book: Book
    jurisdictions: tuple[str, ...]
    calendar: Calendar
    on: date


@dataclass(frozen=True, slots=True)
class _Run:
    """One clock from its anchor to its end, after interruptions and suspensions."""

    anchor: date
    natural: date | None  # None while a procedure keeps it from running
    used: tuple[Interruption, ...]
    unproven: tuple[Interruption, ...]
    trace: tuple[Sentence, ...]


def _plain(counting: _Counting) -> Limitation:
    facts = counting.facts
    rule_id = "LIM-02" if facts.kind is ClaimKind.WAGES else "LIM-01"
    if facts.kind is ClaimKind.WAGES and facts.is_employed and facts.employment_ended_on is None:
        return _bare(Status.NOT_RUNNING, rule_id, say("在职期间追索劳动报酬，不受一年时效的限制。"))
    by_end = facts.kind in (ClaimKind.WAGES, ClaimKind.TERMINATION)
    anchor = facts.employment_ended_on or facts.accrued_on if by_end else facts.accrued_on or facts.employment_ended_on
    if anchor is None:
        return _bare(Status.UNKNOWN, rule_id, say("要知道权利被侵害或者离职的日子。"))
    opening = (
        say("劳动关系%(day)s终止，时效从次日起算。", day=anchor.isoformat())
        if by_end and facts.employment_ended_on
        else say("%(day)s知道权利被侵害，时效从次日起算。", day=anchor.isoformat())
    )
    run = _run(anchor, counting, rule_id, opening)
    if run.natural is None:
        return _limitation(Status.NOT_RUNNING, rule_id, run, counting)
    last = counting.calendar.on_or_after(run.natural)
    status = Status.IN_TIME if counting.on <= last else Status.BARRED_IF_PLEADED
    return _limitation(status, rule_id, run, counting)


def _double_wage(counting: _Counting) -> Limitation:
    facts = counting.facts
    if facts.window is None:
        return _bare(Status.UNKNOWN, "LIM-03", say("要知道应付二倍工资的期间。"))
    first, last = facts.window
    start_run = _run(first, counting, "LIM-03", say("应付二倍工资的期间从%(day)s开始。", day=first.isoformat()))
    end_run = _run(last, counting, "LIM-03", say("应付二倍工资的期间到%(day)s为止。", day=last.isoformat()))
    if start_run.natural is None or end_run.natural is None:
        return _limitation(Status.NOT_RUNNING, "LIM-03", start_run, counting)
    month_run = _run(min(add_months(first, 1) - _DAY, last), counting, "LIM-03", say("第一个月届满。"))
    roll = counting.calendar.on_or_after
    whole_start, whole_end = roll(start_run.natural), roll(end_run.natural)
    whole_month = roll(month_run.natural or start_run.natural)
    by_mode = (
        ModeDays(Mode.PER_DAY_BACK, whole_start, whole_end),
        ModeDays(Mode.PER_MONTH, whole_month, whole_end),
        ModeDays(Mode.WHOLE_FROM_WINDOW_START, whole_start, whole_start),
        ModeDays(Mode.WHOLE_FROM_WINDOW_END, whole_end, whole_end),
    )
    mode, cite = _mode(counting)
    considered = tuple(one for one in by_mode if mode is None or one.mode is mode)
    run = end_run if mode is Mode.WHOLE_FROM_WINDOW_END else start_run
    words = say("当地口径没有录入：四种算法都列出，按最早的一天办。") if mode is None else MODE_WORDS[mode]
    run = replace(run, trace=(*run.trace, words))
    found = _limitation(_by_modes(counting.on, considered), "LIM-03", run, counting)
    legal = found.legal_date if mode is not None else None
    return replace(found, by_mode=by_mode, legal_date=legal, cite="；".join(filter(None, (found.cite, cite))))


def _by_modes(on: date, considered: Sequence[ModeDays]) -> Status:
    if on <= min(one.whole_until for one in considered):
        return Status.IN_TIME
    if on > max(one.any_until for one in considered):
        return Status.BARRED_IF_PLEADED
    return Status.OPEN_POLICY if len(considered) > 1 else Status.PARTLY_BARRED


def _mode(counting: _Counting) -> tuple[Mode | None, str]:
    """The way of counting as asked, or the place's own; with where it comes from."""
    if counting.facts.mode is not None:
        return counting.facts.mode, ""
    try:
        answer = counting.book.ask(POLICY, jurisdictions=counting.jurisdictions, on=counting.on)
    except NoRule:
        return None, ""
    return Mode(answer.text()), str(answer.cite)


def _annual_leave(counting: _Counting) -> Limitation:
    """No national text: only the most cautious day, a year after the year's end."""
    year = counting.facts.leave_year or (counting.facts.accrued_on.year if counting.facts.accrued_on else None)
    words = say("未休年休假报酬的时效没有全国规定：只给最保守的日子，请律师看当地口径。")
    if year is None:
        return _bare(Status.UNKNOWN, "LIM-04", words)
    run = _run(date(year, 12, 31), counting, "LIM-01", words)
    if run.natural is None:
        return _limitation(Status.NOT_RUNNING, "LIM-04", run, counting)
    status = Status.IN_TIME if counting.on <= run.natural else Status.OPEN_POLICY
    found = _limitation(status, "LIM-04", run, counting)
    return replace(found, legal_date=None)


def _run(anchor: date, counting: _Counting, rule_id: str, opening: Sentence) -> _Run:
    """From the anchor through every proven interruption to the end of the last year."""
    years = _years(rule_id, anchor, counting)
    trace, used, unproven = [opening], [], []
    for event in sorted(counting.facts.events, key=lambda one: one.on):
        ends = event.ended_on or event.on
        day = {"day": event.on.isoformat()}
        if ends < anchor or event.on > counting.on:
            continue
        if not event.has_proof:
            unproven.append(event)
            trace.append(say("%(day)s的主张没有凭据，不算中断。", **day))
        elif event.on > counting.calendar.on_or_after(_end(anchor, years, counting.facts.suspensions)):
            trace.append(say("%(day)s的主张在时效届满之后，不算中断。", **day))
        else:
            used.append(event)
            if event.is_pending:
                trace.append(say("%(day)s起的程序还没有结束，时效停着。", **day))
                return _Run(anchor, None, tuple(used), tuple(unproven), tuple(trace))
            anchor = max(anchor, ends)
            trace.append(say("%(day)s时效中断，从%(end)s之后重新算。", end=ends.isoformat(), **day))
    natural = _end(anchor, years, counting.facts.suspensions)
    paused = (natural - add_months(anchor, 12 * years)).days
    if paused:
        trace.append(say("中止%(n)s天，接着算剩下的。", n=paused))
    trace.append(say("一年的最后一天是%(day)s。", day=natural.isoformat()))
    return _Run(anchor, natural, tuple(used), tuple(unproven), tuple(trace))


def _years(rule_id: str, on: date, counting: _Counting) -> int:
    chosen = rule_of(rule_id).period()
    return counting.book.ask(chosen.rule, jurisdictions=counting.jurisdictions, on=on).number()


def _end(anchor: date, years: int, suspensions: Sequence[Suspension]) -> date:
    """The natural last day: the years, and every suspended day that fell inside them."""
    natural = add_months(anchor, 12 * years)
    first = anchor + _DAY
    for start, end in _merged(suspensions):
        if start <= natural and end >= first:
            natural += timedelta(days=(end - max(start, first)).days + 1)
    return natural


def _merged(suspensions: Sequence[Suspension]) -> list[tuple[date, date]]:
    """Suspensions in order, days that lie in two counted once."""
    found: list[tuple[date, date]] = []
    for one in sorted(suspensions, key=lambda each: each.start):
        if found and one.start <= found[-1][1] + _DAY:
            found[-1] = (found[-1][0], max(found[-1][1], one.end))
        else:
            found.append((one.start, one.end))
    return found


def _limitation(status: Status, rule_id: str, run: _Run, counting: _Counting) -> Limitation:
    natural, calendar = run.natural, counting.calendar
    legal = calendar.on_or_after(natural) if natural else None
    return Limitation(
        status=status,
        rule_id=rule_id,
        starts_on=run.anchor + _DAY if natural else None,
        natural_last_day=natural,
        legal_date=legal,
        safe_date=calendar.on_or_before(natural) if natural else None,
        by_mode=(),
        used=run.used,
        unproven=run.unproven,
        is_provisional=legal is not None and not calendar.is_announced(legal),
        is_supported=True,
        trace=run.trace,
        cite=cite_of(rule_of(rule_id)),
    )


def _bare(status: Status, rule_id: str, words: Sentence) -> Limitation:
    return Limitation(
        status=status,
        rule_id=rule_id,
        starts_on=None,
        natural_last_day=None,
        legal_date=None,
        safe_date=None,
        by_mode=(),
        used=(),
        unproven=(),
        is_provisional=False,
        is_supported=True,
        trace=(words,),
        cite=cite_of(rule_of(rule_id)),
    )
