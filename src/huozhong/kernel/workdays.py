"""Which days are worked in China, and how periods of days, working days, months and years are counted.

Sources: notices of the State Council's General Office (packs/workdays.yaml); 民法典 201-203, 民事诉讼法 85.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from huozhong.kernel.packfiles import PACKS, fingerprint_of, load_yaml
from huozhong.kernel.periods import add_months
from huozhong.kernel.rulepacks import Unit
from huozhong.kernel.sentences import Sentence, say

DAY = timedelta(days=1)
_FARTHEST = 20_000  # working days; more is a mistake, not a period


class DayKind(StrEnum):
    REST = "rest"
    WORK = "work"


class Rolls(StrEnum):
    """Where a last day goes that is a day of rest."""

    KEEP = "keep"
    NEXT_WORKING_DAY = "next_working_day"
    PREVIOUS_WORKING_DAY = "previous_working_day"


@dataclass(frozen=True)
class Calendar:
    """Announced rest days and make-up workdays; outside them the week, and only provisionally."""

    kinds: Mapping[date, DayKind]
    labels: Mapping[date, str]
    notices: Mapping[int, str]
    first: date
    last: date  # from the next day on an answer is provisional
    fingerprint: str

    def is_workday(self, day: date) -> bool:
        """Whether the day is worked; provisional where `is_announced` says no."""
        kind = self.kinds.get(day)
        return day.weekday() < 5 if kind is None else kind is DayKind.WORK

    def is_announced(self, day: date) -> bool:
        """Whether a notice settles this day. The last week of December can still be touched by the next notice."""
        return self.first <= day <= self.last

    def label(self, day: date) -> str:
        """The festival that makes the day a rest day or a make-up workday, or nothing."""
        return self.labels.get(day, "")

    def add_workdays(self, day: date, count: int) -> date:
        """The count-th working day after the day, before it when negative; the day itself for 0."""
        if abs(count) > _FARTHEST:
            raise ValueError(f"{count} working days is no period")
        step = DAY if count > 0 else -DAY
        left = abs(count)
        while left:
            day += step
            left -= self.is_workday(day)
        return day

    def workdays_between(self, start: date, until: date) -> int:
        """How many working days lie in the half-open range; negative when until lies before start."""
        if until < start:
            return -self.workdays_between(until, start)
        return sum(self.is_workday(start + timedelta(days=n)) for n in range((until - start).days))

    def on_or_after(self, day: date) -> date:
        """The day itself if it is worked, else the first worked day after it."""
        while not self.is_workday(day):
            day += DAY
        return day

    def on_or_before(self, day: date) -> date:
        """The day itself if it is worked, else the last worked day before it."""
        while not self.is_workday(day):
            day -= DAY
        return day


@dataclass(frozen=True, slots=True)
class Counted:
    """A period's last day and how it was reached."""

    start: date
    natural_last_day: date
    last_day: date
    skipped: tuple[date, ...]  # days of rest between the natural and the real last day, or inside a working-day count
    is_provisional: bool  # a day that mattered has no notice yet
    trace: tuple[Sentence, ...] = field(default=())


@lru_cache(maxsize=1)
def china() -> Calendar:
    """The calendar that ships with the platform."""
    return read_calendar(PACKS.joinpath("workdays.yaml").read_text("utf-8"))


def read_calendar(text: str) -> Calendar:
    """A calendar out of the table's YAML; ValueError when a day stands in it twice."""
    raw: dict[str, Any] = load_yaml(text)
    kinds: dict[date, DayKind] = {}
    labels: dict[date, str] = {}

    def enter(year: int, month_day: str, kind: DayKind, label: str) -> None:
        day = date.fromisoformat(f"{year}-{month_day}")
        if day in kinds:
            raise ValueError(f"{day} stands twice in the table")
        kinds[day], labels[day] = kind, label

    for year, listed in raw["years"].items():
        for kind in DayKind:
            for label, days in listed[kind].items():
                for month_day in days:
                    enter(year, month_day, kind, label)
    for year, days in raw["estimated"].items():
        for month_day in days:
            enter(year, month_day, DayKind.REST, "")
    return Calendar(
        kinds=kinds,
        labels=labels,
        notices={year: listed["notice"] for year, listed in raw["years"].items()},
        first=raw["announced"]["from"],
        last=raw["announced"]["until"],
        fingerprint=fingerprint_of(sorted((day.isoformat(), str(kind)) for day, kind in kinds.items())),
    )


def count_from(
    start: date, length: int, unit: Unit, *, rolls: Rolls = Rolls.KEEP, calendar: Calendar | None = None
) -> Counted:
    """The last day of a period that begins the day after `start` (the day of the event is not counted)."""
    if length < 0:
        raise ValueError("a length is not negative; count_back counts towards the past")
    return _count(start, length, unit, rolls, calendar or china())


def count_back(
    start: date,
    length: int,
    unit: Unit,
    *,
    rolls: Rolls = Rolls.PREVIOUS_WORKING_DAY,
    calendar: Calendar | None = None,
) -> Counted:
    """The latest day that lies the full length before `start` ("three days before the hearing")."""
    if length < 0:
        raise ValueError("a length is not negative")
    return _count(start, -length, unit, rolls, calendar or china())


def _count(start: date, length: int, unit: Unit, rolls: Rolls, calendar: Calendar) -> Counted:
    if unit is Unit.WORKING_DAYS:
        natural = calendar.add_workdays(start, length)
        low, high = sorted((start, natural))
        inside = [low + timedelta(days=n) for n in range((high - low).days + 1)]
        skipped = tuple(day for day in inside if day not in (start, natural) and not calendar.is_workday(day))
        watched = [day for day in inside if day != start]
        trace = [_opening(start), say("第%(n)s个工作日是%(day)s。", n=length, day=natural.isoformat())]
    else:
        natural = _natural_end(start, length, unit)
        skipped, watched = (), []
        trace = [_opening(start), say("期间的最后一日是%(day)s。", day=natural.isoformat())]
    last = _rolled(natural, rolls, calendar)
    if last != natural:
        low, high = sorted((natural, last))
        crossed = tuple(low + timedelta(days=n) for n in range((high - low).days + 1))
        skipped += tuple(day for day in crossed if day != last)
        watched += crossed
        label = calendar.label(natural)
        why = say("休息日") if not label else say("%(festival)s放假", festival=label)
        trace.append(say("这一天是休息日（%(why)s），改到%(day)s。", why=why, day=last.isoformat()))
    elif rolls is not Rolls.KEEP:
        watched.append(natural)
    is_provisional = not all(calendar.is_announced(day) for day in watched)
    if is_provisional:
        trace.append(say("有关年份的放假安排尚未公布，这个日期是暂定的。"))
    return Counted(start, natural, last, skipped, is_provisional, tuple(trace))


def _opening(start: date) -> Sentence:
    return say("%(day)s当天不计入。", day=start.isoformat())


def _natural_end(start: date, length: int, unit: Unit) -> date:
    if unit is Unit.DAYS:
        return start + timedelta(days=length)
    if unit is Unit.MONTHS:
        return add_months(start, length)
    if unit is Unit.YEARS:
        return add_months(start, 12 * length)
    raise ValueError(f"{unit} is not a length of time")


def _rolled(day: date, rolls: Rolls, calendar: Calendar) -> date:
    if rolls is Rolls.NEXT_WORKING_DAY:
        return calendar.on_or_after(day)
    if rolls is Rolls.PREVIOUS_WORKING_DAY:
        return calendar.on_or_before(day)
    return day
