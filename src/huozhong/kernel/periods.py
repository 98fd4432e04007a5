"""Half-open ranges of days in the Shanghai zone: months, quarters, years, overlaps, and what held on a day."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from huozhong.kernel.zone import midnight

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from `start` until the day before `until`; without `until` it has no end."""

    start: date
    until: date | None = None

    def __post_init__(self) -> None:
        if self.until is not None and self.until <= self.start:
            raise ValueError(f"a period ends after it starts: {self.start} until {self.until}")

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.until is None or day < self.until)

    def __iter__(self) -> Iterator[date]:
        """Every day; an open period never ends."""
        day = self.start
        while day in self:
            yield day
            day += timedelta(days=1)

    @property
    def last_day(self) -> date | None:
        """The last day inside, None when open."""
        return None if self.until is None else self.until - timedelta(days=1)

    @property
    def length(self) -> int | None:
        """How many days, None when open."""
        return None if self.until is None else (self.until - self.start).days

    @property
    def code(self) -> str:
        """A month "2026-03", a quarter "2026Q1", a year "2026", or else the two days."""
        first = self.start
        if self == month(first):
            return f"{first:%Y-%m}"
        if self == quarter(first):
            return f"{first.year}Q{(first.month + 2) // 3}"
        if self == year(first):
            return f"{first.year:04d}"
        return f"{first.isoformat()}/{self.until.isoformat() if self.until else ''}"

    def overlaps(self, other: Period) -> bool:
        """Whether a day lies in both."""
        return (other.until is None or self.start < other.until) and (self.until is None or other.start < self.until)

    def intersection(self, other: Period) -> Period | None:
        """The days in both, or None."""
        if not self.overlaps(other):
            return None
        ends = [end for end in (self.until, other.until) if end is not None]
        return Period(max(self.start, other.start), min(ends) if ends else None)

    def moments(self) -> tuple[datetime, datetime | None]:
        """The first moment inside and the first moment after."""
        return midnight(self.start), None if self.until is None else midnight(self.until)


def month(day: date) -> Period:
    """The month of the day."""
    first = day.replace(day=1)
    return Period(first, add_months(first, 1))


def quarter(day: date) -> Period:
    """The quarter of the day."""
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return Period(first, add_months(first, 3))


def year(day: date) -> Period:
    """The year of the day."""
    return Period(date(day.year, 1, 1), date(day.year + 1, 1, 1))


def read_period(code: str) -> Period:
    """The period of "2026-03", "2026Q1", "2026" or "2026-01-01/2026-02-15"; ValueError otherwise."""
    if re.fullmatch(r"\d{4}", code, re.ASCII):
        return year(date(int(code), 1, 1))
    if found := re.fullmatch(r"(\d{4})-(\d{2})", code, re.ASCII):
        return month(date(int(found[1]), int(found[2]), 1))
    if found := re.fullmatch(r"(\d{4})Q([1-4])", code, re.ASCII):
        return quarter(date(int(found[1]), 3 * int(found[2]), 1))
    if found := re.fullmatch(r"(\d{4}-\d{2}-\d{2})/(\d{4}-\d{2}-\d{2})?", code, re.ASCII):
        return Period(date.fromisoformat(found[1]), date.fromisoformat(found[2]) if found[2] else None)
    raise ValueError(f"not a period: {code!r}")


def add_months(day: date, count: int) -> date:
    """The same-numbered day that many months later; where there is none, the month's last day (民法典 202)."""
    years, zero_based = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(years, zero_based + 1, min(day.day, monthrange(years, zero_based + 1)[1]))


def as_of(things: Iterable[Thing], day: date, *, period: Callable[[Thing], Period]) -> tuple[Thing, ...]:
    """Those that held on the day."""
    return tuple(thing for thing in things if day in period(thing))


def gaps_and_overlaps(periods: Iterable[Period]) -> tuple[tuple[Period, ...], tuple[Period, ...]]:
    """What lies uncovered between the first and the last, and what is covered twice by neighbours in time."""
    ordered = sorted(periods, key=lambda period: period.start)
    gaps: list[Period] = []
    doubled: list[Period] = []
    reach: Period | None = None
    for period in ordered:
        if reach is not None:
            if (shared := reach.intersection(period)) is not None:
                doubled.append(shared)
            elif reach.until is not None and reach.until < period.start:
                gaps.append(Period(reach.until, period.start))
        if reach is None or (reach.until is not None and (period.until is None or period.until > reach.until)):
            reach = period
    return tuple(gaps), tuple(doubled)
