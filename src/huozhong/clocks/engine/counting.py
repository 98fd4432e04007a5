"""From a period and the day of its event to its last day: the law's, and the one to act on.

The day of the event is not counted. Months and years end on the same-numbered day, or on the month's last. A last day
that is a day of rest moves to the next working day; one that is a make-up workday does not move. Counted back, a day of
rest moves earlier. Sources: 民法典 201-203, 民事诉讼法 85, 劳动争议调解仲裁法 35.
"""

from __future__ import annotations

from datetime import date, timedelta

from huozhong.clocks.engine.bounds import least_worked, most_worked
from huozhong.clocks.engine.periods import Direction, Due, Period, next_day
from huozhong.kernel.periods import add_months
from huozhong.kernel.rulepacks import Unit
from huozhong.kernel.sentences import Sentence, say
from huozhong.kernel.workdays import Calendar, Rolls

_DAY = timedelta(days=1)


def due(period: Period, start: date, *, calendar: Calendar) -> Due:
    """When the period ends that the event of `start` begins; ValueError beyond the calendar."""
    try:
        return _due(period, start, calendar)
    except OverflowError:
        raise ValueError("the period ends beyond the calendar") from None


def _due(period: Period, start: date, calendar: Calendar) -> Due:
    natural = _end(period, period.unit, start, calendar)
    legal = _rolled(natural, period.rolls, calendar)
    skipped = _skipped(period, start, natural, legal, calendar)
    is_provisional = _is_provisional(period, start, natural, legal, calendar)
    trace = [*_counted_words(period, start, natural), *_rolled_words(natural, legal, skipped, period, calendar)]
    if period.is_authority_duty:
        safe = _latest(period, start, calendar)
        right_from = next_day(safe)
        trace.append(say("对方不作为的权利，从%(day)s起才稳妥：按最晚的读法等满为止。", day=right_from.isoformat()))
    else:
        safe, words = _earliest(period, start, calendar)
        right_from = None
        trace.append(words)
    if is_provisional:
        trace.append(say("有关年份的放假安排尚未公布，日期是暂定的；公布后会重新计算。"))
    return Due(start, natural, legal, safe, skipped, is_provisional, tuple(trace), calendar.fingerprint, right_from)


def _end(period: Period, unit: Unit, start: date, calendar: Calendar) -> date:
    """The last day before any roll."""
    length = period.length if period.direction is Direction.FORTH else -period.length
    if unit is Unit.DAYS:
        return start + timedelta(days=length)
    if unit is Unit.WORKING_DAYS:
        return calendar.add_workdays(start, length)
    return add_months(start, length if unit is Unit.MONTHS else 12 * length)


def _rolled(day: date, rolls: Rolls, calendar: Calendar) -> date:
    if rolls is Rolls.NEXT_WORKING_DAY:
        return calendar.on_or_after(day)
    if rolls is Rolls.PREVIOUS_WORKING_DAY:
        return calendar.on_or_before(day)
    return day


def _skipped(period: Period, start: date, natural: date, legal: date, calendar: Calendar) -> tuple[date, ...]:
    """Days of rest that were left out: inside a count of working days, and between the natural and the legal day."""
    found: list[date] = []
    if period.unit is Unit.WORKING_DAYS:
        found += [day for day in _between(start, natural) if not calendar.is_workday(day)]
    if legal != natural:
        found += [natural, *_between(natural, legal)]
    return tuple(sorted(found))


def _between(one: date, other: date) -> list[date]:
    low, high = sorted((one, other))
    return [low + timedelta(days=n) for n in range(1, (high - low).days)]


def _is_provisional(period: Period, start: date, natural: date, legal: date, calendar: Calendar) -> bool:
    """Whether a day that decides has no notice yet: the days of a roll, and every day of a count of working days."""
    watched: list[date] = []
    if Unit.WORKING_DAYS in period.units:
        watched += [start, _end(period, Unit.WORKING_DAYS, start, calendar)]
    if period.rolls is not Rolls.KEEP or period.is_authority_duty:
        watched += [natural, legal]
    inner = [day for day in watched if day != start]
    return not all(calendar.is_announced(day) for day in inner)


def _earliest(period: Period, start: date, calendar: Calendar) -> tuple[date, Sentence]:
    """The day to act on: the earliest end without a roll, moved back to a working day; and the words that say so."""
    guarded = (most_worked if period.direction is Direction.FORTH else least_worked)(calendar)
    ends = [(_end(period, unit, start, each), unit) for unit in period.units for each in (calendar, guarded)]
    end, unit = min(ends)
    safe = calendar.on_or_before(end)
    if safe < start and period.direction is Direction.FORTH:
        return end, say("期间里没有工作日：最迟%(day)s用邮寄办理，留好邮寄单。", day=end.isoformat())
    day = safe.isoformat()
    if unit is not period.unit:
        return safe, say("稳妥日是%(day)s：单位有两种读法，按较早的一种，并且不指望节假日顺延。", day=day)
    if safe != end:
        return safe, say("稳妥日是%(day)s：不指望节假日顺延，提前到工作日。", day=day)
    return safe, say("稳妥日是%(day)s：不指望节假日顺延。", day=day)


def _latest(period: Period, start: date, calendar: Calendar) -> date:
    """The last day of an authority's time under the reading that ends last."""
    tables = (calendar, least_worked(calendar))
    return max(each.on_or_after(_end(period, unit, start, each)) for unit in period.units for each in tables)


def _counted_words(period: Period, start: date, natural: date) -> list[Sentence]:
    values = {"n": period.length, "day": natural.isoformat()}
    if period.direction is Direction.BACK:
        opening = say("从%(start)s往前数，当天不计入。", start=start.isoformat())
        counted = {
            Unit.DAYS: say("往前第%(n)s日是%(day)s。", **values),
            Unit.WORKING_DAYS: say("往前第%(n)s个工作日是%(day)s。", **values),
            Unit.MONTHS: say("往前%(n)s个月的对应日是%(day)s。", **values),
            Unit.YEARS: say("往前%(n)s年的对应日是%(day)s。", **values),
        }
    else:
        first = next_day(start).isoformat()
        opening = say("%(start)s当天不计入，从%(first)s起算。", start=start.isoformat(), first=first)
        counted = {
            Unit.DAYS: say("第%(n)s日是%(day)s。", **values),
            Unit.WORKING_DAYS: say("第%(n)s个工作日是%(day)s。", **values),
            Unit.MONTHS: say("%(n)s个月后的对应日是%(day)s。", **values),
            Unit.YEARS: say("%(n)s年后的对应日是%(day)s。", **values),
        }
    words = [opening, counted[period.unit]]
    if period.unit in (Unit.MONTHS, Unit.YEARS) and natural.day != start.day:
        words.append(say("那个月没有%(number)s日，取月末。", number=start.day))
    return words


def _rolled_words(
    natural: date, legal: date, skipped: tuple[date, ...], period: Period, calendar: Calendar
) -> list[Sentence]:
    words: list[Sentence] = []
    inside = [day for day in skipped if day not in (natural, *_between(natural, legal))]
    if inside:
        words.append(say("其中跳过%(n)s个休息日：%(days)s。", n=len(inside), days=_listed(inside)))
    if legal != natural:
        festival = calendar.label(natural)
        why = say("%(festival)s放假", festival=festival) if festival else say("休息日")
        if legal > natural:
            words.append(say("这一天不上班（%(why)s），顺延到%(day)s。", why=why, day=legal.isoformat()))
        else:
            words.append(say("这一天不上班（%(why)s），提前到%(day)s。", why=why, day=legal.isoformat()))
    elif natural.weekday() >= 5 and calendar.is_workday(natural):
        words.append(say("这一天虽是周末，但是调休上班，不顺延。"))
    elif not calendar.is_workday(natural) and period.rolls is Rolls.KEEP:
        words.append(say("这一天是休息日；这个期间不因休息日顺延。"))
    return words


def _listed(days: list[date]) -> str:
    """Days as a reader takes them in: runs are shortened."""
    runs: list[list[date]] = []
    for day in days:
        if runs and day == runs[-1][-1] + _DAY:
            runs[-1].append(day)
        else:
            runs.append([day])
    shown = [run[0].isoformat() if len(run) == 1 else f"{run[0].isoformat()}～{run[-1].isoformat()}" for run in runs]
    return "、".join(shown[:12]) + ("…" if len(shown) > 12 else "")
