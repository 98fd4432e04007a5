"""What a year without a notice may still become: the calendar with the most working days, and the one with the fewest.

The State Council announces a year's holidays late in the year before. Until then weekends near a statutory holiday may
be worked in exchange for a longer holiday, and weekdays near one may become days off.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from huozhong.kernel.workdays import Calendar, DayKind

WEEKENDS_WITHIN = 14  # days on either side of a statutory holiday in which a weekend may be worked in exchange
FREE_BEFORE, FREE_AFTER = 3, 6  # the widest that announced holidays since 2008 reached around their statutory days
_UNTIL = date(2060, 1, 1)


@lru_cache(maxsize=8)
def most_worked(calendar: Calendar) -> Calendar:
    """As many working days as a notice could leave: every weekend near a statutory holiday is worked."""
    near = _near(calendar, WEEKENDS_WITHIN, WEEKENDS_WITHIN)
    known = {day.year for day in calendar.statutory}  # beyond them no holiday is known, so every weekend may be worked
    worked = {
        day: DayKind.WORK
        for day in _unannounced(calendar)
        if day.weekday() >= 5 and day not in calendar.statutory and (day in near or day.year not in known)
    }
    return _with(calendar, worked, "most worked")


@lru_cache(maxsize=8)
def least_worked(calendar: Calendar) -> Calendar:
    """As few working days as a notice could leave: every weekday close around a statutory holiday is free."""
    near = _near(calendar, FREE_BEFORE, FREE_AFTER)
    free = {day: DayKind.REST for day in _unannounced(calendar) if day in near}
    return _with(calendar, free, "least worked")


def _with(calendar: Calendar, kinds: Mapping[date, DayKind], name: str) -> Calendar:
    return replace(calendar, kinds={**calendar.kinds, **kinds}, fingerprint=f"{calendar.fingerprint}: {name}")


def _near(calendar: Calendar, before: int, after: int) -> frozenset[date]:
    return frozenset(day + timedelta(days=n) for day in calendar.statutory for n in range(-before, after + 1))


def _unannounced(calendar: Calendar) -> list[date]:
    first = calendar.last + timedelta(days=1)
    return [first + timedelta(days=n) for n in range((_UNTIL - first).days)]
