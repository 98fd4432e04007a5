"""Which days are worked in China, and how periods of days, working days, months and years are counted.

Sources: notices of the State Council's General Office (packs/workdays.yaml); 民法典 201-203, 民事诉讼法 85.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any

from huozhong.kernel.packfiles import PACKS, fingerprint_of, load_yaml
from huozhong.kernel.periods import add_months
from huozhong.kernel.rulepacks import Unit
from huozhong.kernel.sentences import Sentence, say

DAY = timedelta(days=1)
_FARTHEST = 20_000  # working days; more is a mistake, not a period
_INDEX = (date(1985, 1, 1), date(2060, 1, 1))  # working days inside are numbered once for each calendar


class DayKind(StrEnum):
    REST = "rest"
    WORK = "work"


@dataclass(frozen=True, slots=True)
class YearNotice:
    """One year's announced days, with festivals; a notice may also touch the last days of the December before."""

    year: int
    rest: Mapping[date, str]
    work: Mapping[date, str]
    statutory: Mapping[date, str]
    notice: str  # number or address of the State Council's paper

    def __post_init__(self) -> None:
        if self.rest.keys() & self.work.keys():
            raise ValueError("a day is both a rest day and a make-up workday")
        if wrong := [day for day in (*self.rest, *self.work, *self.statutory) if not self._may_touch(day)]:
            raise ValueError(f"{wrong[0]} is not a day of {self.year}")
        if wrong := [day for day in self.statutory if day not in self.rest]:
            raise ValueError(f"{wrong[0]} is a statutory holiday but no rest day")

    def _may_touch(self, day: date) -> bool:
        return day.year == self.year or date(self.year - 1, 12, 25) <= day < date(self.year, 1, 1)


class Rolls(StrEnum):
    """Where a last day goes that is a day of rest."""

    KEEP = "keep"
    NEXT_WORKING_DAY = "next_working_day"
    PREVIOUS_WORKING_DAY = "previous_working_day"


@dataclass(frozen=True, eq=False)
class Calendar:
    """Announced rest days and make-up workdays; outside them the week, and only provisionally."""

    kinds: Mapping[date, DayKind]
    labels: Mapping[date, str]
    notices: Mapping[int, str]
    first: date
    last: date  # from the next day on an answer is provisional
    fingerprint: str
    statutory: Mapping[date, str] = field(default_factory=dict)  # day -> festival; work on it is paid 300 %
    statutory_notes: Mapping[date, str] = field(default_factory=dict)  # why a day beyond the decree's list stands there

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Calendar) and self.fingerprint == other.fingerprint

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def is_workday(self, day: date) -> bool:
        """Whether the day is worked; provisional where `is_announced` says no."""
        kind = self.kinds.get(day)
        return day.weekday() < 5 if kind is None else kind is DayKind.WORK

    def is_announced(self, day: date) -> bool:
        """Whether a notice settles this day. The last week of December can still be touched by the next notice."""
        return self.first <= day <= self.last

    def is_statutory(self, day: date) -> bool:
        """Whether work on this day is paid 300 %; provisional where `is_announced` says no."""
        return day in self.statutory

    def label(self, day: date) -> str:
        """The festival that makes the day a rest day or a make-up workday, or nothing."""
        return self.labels.get(day, "")

    def add_workdays(self, day: date, count: int) -> date:
        """The count-th working day after the day, before it when negative; the day itself for 0."""
        if abs(count) > _FARTHEST:
            raise ValueError(f"{count} working days is no period")
        if count == 0:
            return day
        numbers = self._worked_numbers
        place = (
            bisect_right(numbers, day.toordinal()) + count - 1
            if count > 0
            else bisect_left(numbers, day.toordinal()) + count
        )
        if _INDEX[0] <= day < _INDEX[1] and 0 <= place < len(numbers):
            return date.fromordinal(numbers[place])
        return self._stepped(day, count)

    def _stepped(self, day: date, count: int) -> date:
        step = DAY if count > 0 else -DAY
        left = abs(count)
        while left:
            day += step
            left -= self.is_workday(day)
        return day

    @cached_property
    def _worked_numbers(self) -> list[int]:
        first, until = (edge.toordinal() for edge in _INDEX)
        return [number for number in range(first, until) if self.is_workday(date.fromordinal(number))]

    def workdays_between(self, start: date, until: date) -> int:
        """How many working days lie in the half-open range; negative when until lies before start."""
        if until < start:
            return -self.workdays_between(until, start)
        if _INDEX[0] <= start and until < _INDEX[1]:
            numbers = self._worked_numbers
            return bisect_left(numbers, until.toordinal()) - bisect_left(numbers, start.toordinal())
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

    def with_notice(self, announced: YearNotice) -> Calendar:
        """The same calendar with a further year announced, or with that year's days as a later notice has them."""
        if announced.year > self.last.year + 1 or announced.year < self.first.year:
            raise ValueError(f"{announced.year} does not follow {self.last.year}")
        year = announced.year
        named = {*announced.rest, *announced.work}
        kinds = {day: kind for day, kind in self.kinds.items() if day.year != year and day not in named}
        kinds |= dict.fromkeys(announced.rest, DayKind.REST) | dict.fromkeys(announced.work, DayKind.WORK)
        labels = {day: label for day, label in self.labels.items() if day in kinds}
        statutory = {day: label for day, label in self.statutory.items() if day.year != year}
        return _sealed(
            replace(
                self,
                kinds=kinds,
                labels=labels | dict(announced.rest) | dict(announced.work),
                notices={**self.notices, year: announced.notice},
                last=max(self.last, date(year, 12, 24)),
                statutory=statutory | dict(announced.statutory),
                statutory_notes={day: why for day, why in self.statutory_notes.items() if day.year != year},
            )
        )


def _sealed(calendar: Calendar) -> Calendar:
    """The calendar with the fingerprint of its content."""
    content = {
        "kinds": sorted((day.isoformat(), str(kind)) for day, kind in calendar.kinds.items()),
        "statutory": sorted(day.isoformat() for day in calendar.statutory),
        "announced": [calendar.first, calendar.last],
    }
    return replace(calendar, fingerprint=fingerprint_of(content))


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
    read = Calendar(
        kinds=kinds,
        labels=labels,
        notices={year: listed["notice"] for year, listed in raw["years"].items()},
        first=raw["announced"]["from"],
        last=raw["announced"]["until"],
        fingerprint="",
        statutory=_statutory_days(raw["statutory"], kinds),
        statutory_notes=raw["statutory_beyond"],
    )
    return _sealed(read)


def _statutory_days(listed: Mapping[int, Mapping[str, list[str]]], kinds: Mapping[date, DayKind]) -> dict[date, str]:
    found: dict[date, str] = {}
    for year, festivals in listed.items():
        for festival, days in festivals.items():
            for month_day in days:
                day = date.fromisoformat(f"{year}-{month_day}")
                if day in found or kinds.get(day) is DayKind.WORK:
                    raise ValueError(f"{day} stands twice in the table, or is worked")
                found[day] = festival
    return found


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
