"""A notice of rest days laid over the calendar: what it changes, what is wrong with it, what comes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from huozhong.kernel.packfiles import fingerprint_of
from huozhong.kernel.sentences import Sentence, say
from huozhong.kernel.workdays import Calendar, DayKind

MOST_DAYS = 120
ASKED_FROM = (10, 15)  # month and day from which next year's notice is waited for
_MUST = ("元旦", "春节", "清明", "劳动节", "端午", "中秋", "国庆节")


@dataclass(frozen=True, slots=True)
class NoticeDay:
    """One day of a notice: free, or worked although it is a weekend; whether it is paid threefold."""

    day: date
    kind: DayKind
    label: str
    is_statutory: bool = False


@dataclass(frozen=True, slots=True)
class DayChange:
    """One day before and after. `before` is what the table says today, by notice or by estimate."""

    day: date
    is_work_before: bool
    is_work_after: bool
    label: str
    is_statutory: bool
    was_announced: bool

    @property
    def is_real(self) -> bool:
        """Whether the day is worked or free otherwise than before."""
        return self.is_work_before != self.is_work_after


def overlay(base: Calendar, year: int, days: Sequence[NoticeDay], *, notice: str) -> Calendar:
    """The calendar with the year announced: estimates of the year go, the notice's days hold."""
    kinds, labels, statutory = dict(base.kinds), dict(base.labels), dict(base.statutory)
    for day in [day for day in (*kinds, *statutory) if day.year == year and day > base.last]:
        for table in (kinds, labels, statutory):
            table.pop(day, None)
    for one in days:
        kinds[one.day], labels[one.day] = one.kind, one.label
        if one.is_statutory:
            statutory[one.day] = one.label
    facts = [(day.isoformat(), str(kind), day in statutory) for day, kind in kinds.items()]
    return replace(
        base,
        kinds=kinds,
        labels=labels,
        statutory=statutory,
        notices={**base.notices, year: notice},
        last=max(base.last, date(year, 12, 24)),
        fingerprint=fingerprint_of([sorted(facts), max(base.last, date(year, 12, 24)).isoformat()]),
    )


def changes(base: Calendar, after: Calendar, days: Iterable[NoticeDay]) -> tuple[DayChange, ...]:
    """Every day of the notice and every day whose estimate goes, in order."""
    listed = {one.day: one for one in days}
    gone = {day for day in base.kinds if day not in after.kinds}
    return tuple(
        DayChange(
            day,
            base.is_workday(day),
            after.is_workday(day),
            listed[day].label if day in listed else "",
            day in after.statutory,
            base.is_announced(day),
        )
        for day in sorted({*listed, *gone})
    )


def faults(base: Calendar, year: int, days: Sequence[NoticeDay]) -> tuple[Sentence, ...]:
    """What must be mended before anybody approves; empty when all is well. A table is never narrowed."""
    found: list[Sentence] = []
    if not days:
        return (say("还没有填放假和上班的日子。"),)
    found += _misplaced(year, days)
    found += _doubtful(days)
    if year > base.last.year + 1:
        found.append(say("要先录入%(year)s年的放假安排，中间不能缺年。", year=base.last.year + 1))
    listed = {one.day for one in days}
    if date(year, 6, 1) <= base.last:
        lost = sorted(day for day in base.kinds if day.year == year and day <= base.last and day not in listed)
        if lost:
            found.append(
                say(
                    "%(year)s年的放假安排已经公布过：新的安排不能少列原来的日子。还差%(n)s天，例如%(day)s。",
                    year=year, n=len(lost), day=lost[0].isoformat(),
                )
            )  # fmt: skip
    else:
        labels = {one.label for one in days if one.kind is DayKind.REST}
        if missing := [name for name in _MUST if not any(name[:2] in label for label in labels)]:
            found.append(say("没有看到这些节日的放假安排：%(names)s。", names="、".join(missing)))
    return tuple(found)


def _misplaced(year: int, days: Sequence[NoticeDay]) -> list[Sentence]:
    found = []
    first, last = date(year - 1, 12, 25), date(year, 12, 31)
    if len(days) > MOST_DAYS:
        found.append(say("一年的放假安排不会超过%(n)s天，请检查。", n=MOST_DAYS))
    for one in days:
        if not first <= one.day <= last:
            found.append(say("%(day)s不在%(year)s年的放假安排里。", day=one.day.isoformat(), year=year))
    if len({one.day for one in days}) != len(days):
        twice = next(one.day for one in days if sum(other.day == one.day for other in days) > 1)
        found.append(say("%(day)s写了两次。", day=twice.isoformat()))
    return found


def _doubtful(days: Sequence[NoticeDay]) -> list[Sentence]:
    free = {one.day for one in days if one.kind is DayKind.REST}
    found = [
        say("%(day)s本来就是工作日，不用写成上班日。", day=one.day.isoformat())
        for one in days
        if one.kind is DayKind.WORK and one.day.weekday() < 5
    ]
    lonely = [one.day for one in days if one.is_statutory and one.kind is DayKind.WORK]
    found += [say("%(day)s是法定节日，不能是上班日。", day=day.isoformat()) for day in lonely]
    if free and not any(one.is_statutory for one in days):
        found.append(say("请勾出哪些天是法定节日（加班付三倍工资的日子）。"))
    return found


def is_waited_for(base: Calendar, *, on: date) -> int | None:
    """The year whose notice is to be entered now: from 15 October next year's, this year's whenever it is missing."""
    if base.last < date(on.year, 12, 24):
        return on.year
    if (on.month, on.day) >= ASKED_FROM and base.last < date(on.year + 1, 12, 24):
        return on.year + 1
    return None


def as_json(days: Iterable[NoticeDay]) -> list[dict[str, Any]]:
    """The days as a row keeps them."""
    return [
        {"day": one.day.isoformat(), "kind": str(one.kind), "label": one.label, "statutory": one.is_statutory}
        for one in sorted(days, key=lambda one: one.day)
    ]


def from_json(kept: Iterable[Mapping[str, Any]]) -> tuple[NoticeDay, ...]:
    """The days that a row keeps."""
    return tuple(
        NoticeDay(date.fromisoformat(one["day"]), DayKind(one["kind"]), str(one["label"]), bool(one["statutory"]))
        for one in kept
    )


def runs(days: Iterable[date]) -> tuple[tuple[date, date], ...]:
    """Neighbouring days as stretches from the first to the last."""
    found: list[tuple[date, date]] = []
    for day in sorted(days):
        if found and found[-1][1] == day - timedelta(days=1):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return tuple(found)
