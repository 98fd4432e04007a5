"""Next year's holidays, invented: entered at the city's office and waiting for a second person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import groupby

from huozhong.clocks import queries as clocks
from huozhong.clocks import services
from huozhong.clocks.queries import NoticeDay
from huozhong.kernel.actors import Actor
from huozhong.kernel.places import Place
from huozhong.kernel.workdays import Calendar, DayKind
from huozhong.kernel.zone import day_of
from huozhong.site.sample.stage import in_the_office

LONG = ("春节", "国庆节")
DAY = timedelta(days=1)
NUMBER = "样本〔%s〕1号（不是真的通知）"


def tell(actors: Mapping[str, Actor], places: Mapping[str, Place], *, at: datetime) -> None:
    """When a notice is waited for, the office has entered an invented one; the registrar's approval is still out."""
    using = clocks.calendar()
    year = clocks.notice_due(on=day_of(at))
    days = invented(using, year) if year is not None else ()
    if year is None or not days:
        return
    entered = in_the_office(at, days_ago=1)
    notice_id = services.enter_notice(
        year=year, number=NUMBER % (year - 1), days=days, place=places["city"], actor=actors["office"], at=entered,
        is_sample=True,
    )  # fmt: skip
    services.submit_notice(notice_id, actor=actors["office"], at=entered)


def invented(using: Calendar, year: int) -> tuple[NoticeDay, ...]:
    """Each festival with the weekend beside it; the two long ones seven days, for two worked weekends each."""
    statutory = sorted((day, label) for day, label in using.statutory.items() if day.year == year)
    found: dict[date, NoticeDay] = {}
    for label, group in groupby(statutory, key=lambda one: one[1]):
        own = [day for day, _ in group]
        first = own[0]
        last = first + 6 * DAY if label in LONG else _to_the_weekend(own[-1])
        for n in range((last - first).days + 1):
            day = first + n * DAY
            found[day] = NoticeDay(day, DayKind.REST, label, day in using.statutory)
        if label in LONG:
            for day in (_sunday_before(first), _saturday_after(last)):
                found.setdefault(day, NoticeDay(day, DayKind.WORK, label))
    return tuple(found[day] for day in sorted(found) if day.year == year)


def _to_the_weekend(day: date) -> date:
    """Friday or Saturday: until Sunday."""
    return day + (6 - day.weekday()) * DAY if day.weekday() in (4, 5) else day


def _sunday_before(day: date) -> date:
    return day - (day.weekday() + 1) * DAY


def _saturday_after(day: date) -> date:
    return day + ((5 - day.weekday()) % 7 or 7) * DAY
