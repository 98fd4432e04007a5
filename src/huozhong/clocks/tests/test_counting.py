"""Counting periods: against examples from outside, against counting by hand, and against what must always hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huozhong.clocks.engine import (
    Direction,
    Period,
    due,
    due_as_json,
    due_from_json,
    period_as_json,
    period_from_json,
)
from huozhong.clocks.engine.bounds import least_worked, most_worked
from huozhong.kernel.rulepacks import Unit
from huozhong.kernel.workdays import Rolls, YearNotice, china

CALENDAR = china()
ONE = timedelta(days=1)
UNITS = [Unit.DAYS, Unit.WORKING_DAYS, Unit.MONTHS, Unit.YEARS]
DAYS = st.dates(min_value=date(2004, 1, 1), max_value=date(2030, 12, 31))
PERIODS = st.builds(
    lambda length, unit, reading, is_back: Period(
        length,
        unit,
        direction=Direction.BACK if is_back else Direction.FORTH,
        rolls=Rolls.PREVIOUS_WORKING_DAY if is_back else Rolls.NEXT_WORKING_DAY,
        readings=(Unit.DAYS,) if reading and unit is Unit.WORKING_DAYS else (),
    ),
    st.integers(0, 60),
    st.sampled_from(UNITS),
    st.booleans(),
    st.booleans(),
)


def back(length: int, unit: Unit) -> Period:
    return Period(length, unit, Direction.BACK, Rolls.PREVIOUS_WORKING_DAY)


# --- counting by hand, from another calendar and with no shared code ---


@cache
def works(day: date) -> bool:
    """Another package's table, and a notice that it misread (国办发明电〔2005〕35号)."""
    if day > date(2026, 12, 31):
        return day.weekday() < 5
    return bool(chinese_calendar.is_workday(day)) or day == date(2005, 12, 31)


def by_hand(start: date, length: int, unit: Unit) -> date:
    """The last day as a person with a wall calendar finds it."""
    day, left = start, length
    if unit in (Unit.DAYS, Unit.WORKING_DAYS):
        while left:
            day += ONE
            if unit is Unit.DAYS or works(day):
                left -= 1
    else:
        year, month = start.year, start.month
        for _ in range(length if unit is Unit.MONTHS else 12 * length):
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        day = next(date(year, month, number) for number in range(start.day, 0, -1) if exists(year, month, number))
    while not works(day):
        day += ONE
    return day


def exists(year: int, month: int, number: int) -> bool:
    try:
        date(year, month, number)
    except ValueError:
        return False
    return True


def by_hand_back(start: date, length: int, unit: Unit) -> date:
    day, left = start, length
    while left:
        day -= ONE
        if unit is Unit.DAYS or works(day):
            left -= 1
    while not works(day):
        day -= ONE
    return day


def every_day(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@pytest.mark.parametrize(
    ("length", "unit"),
    [
        (3, Unit.DAYS),
        (7, Unit.DAYS),
        (10, Unit.DAYS),
        (15, Unit.DAYS),
        (30, Unit.DAYS),
        (45, Unit.DAYS),
        (3, Unit.WORKING_DAYS),
        (5, Unit.WORKING_DAYS),
        (10, Unit.WORKING_DAYS),
        (60, Unit.WORKING_DAYS),
        (1, Unit.MONTHS),
        (6, Unit.MONTHS),
        (1, Unit.YEARS),
        (2, Unit.YEARS),
    ],
)
def test_counting_by_hand_agrees_on_every_day_from_2018_to_2026(length: int, unit: Unit) -> None:
    period = Period(length, unit)
    differ = []
    for start in every_day(date(2018, 1, 1), date(2026, 12, 31)):
        found = due(period, start, calendar=CALENDAR)
        if found.legal_date > date(2026, 12, 31) or found.natural_last_day > date(2026, 12, 31):
            continue
        if found.legal_date != by_hand(start, length, unit):
            differ.append(start)

    assert not differ


@pytest.mark.parametrize(("length", "unit"), [(3, Unit.DAYS), (3, Unit.WORKING_DAYS), (5, Unit.WORKING_DAYS)])
def test_counting_back_by_hand_agrees_on_every_day_from_2018_to_2026(length: int, unit: Unit) -> None:
    differ = [
        start
        for start in every_day(date(2018, 1, 1), date(2026, 12, 31))
        if due(back(length, unit), start, calendar=CALENDAR).legal_date != by_hand_back(start, length, unit)
    ]

    assert not differ


# --- examples ---


@pytest.mark.parametrize(
    ("start", "period", "natural", "legal", "safe"),
    [
        ("2026-09-18", Period(15, Unit.DAYS), "2026-10-03", "2026-10-08", "2026-09-30"),
        ("2026-09-05", Period(15, Unit.DAYS), "2026-09-20", "2026-09-20", "2026-09-20"),
        ("2026-01-31", Period(15, Unit.DAYS), "2026-02-15", "2026-02-24", "2026-02-14"),
        ("2025-02-28", Period(1, Unit.MONTHS), "2025-03-28", "2025-03-28", "2025-03-28"),
        ("2025-01-31", Period(1, Unit.MONTHS), "2025-02-28", "2025-02-28", "2025-02-28"),
        ("2024-02-29", Period(1, Unit.YEARS), "2025-02-28", "2025-02-28", "2025-02-28"),
        ("2024-02-29", Period(4, Unit.YEARS), "2028-02-29", "2028-02-29", "2028-02-29"),
        ("2026-10-10", back(3, Unit.WORKING_DAYS), "2026-09-30", "2026-09-30", "2026-09-30"),
        ("2026-10-10", back(3, Unit.DAYS), "2026-10-07", "2026-09-30", "2026-09-30"),
    ],
)
def test_examples(start: str, period: Period, natural: str, legal: str, safe: str) -> None:
    found = due(period, date.fromisoformat(start), calendar=CALENDAR)

    assert (found.natural_last_day.isoformat(), found.legal_date.isoformat()) == (natural, legal)
    assert found.safe_date.isoformat() == safe


def test_where_the_unit_is_open_the_safe_day_is_the_earlier_reading() -> None:
    settled = due(Period(5, Unit.WORKING_DAYS), date(2026, 9, 25), calendar=CALENDAR)
    unsettled = due(Period(5, Unit.WORKING_DAYS, readings=(Unit.DAYS,)), date(2026, 9, 25), calendar=CALENDAR)

    assert settled.legal_date == unsettled.legal_date == settled.safe_date == date(2026, 10, 9)
    assert unsettled.safe_date == date(2026, 9, 30)


def test_an_authoritys_silence_counts_only_after_the_latest_reading() -> None:
    period = Period(5, Unit.WORKING_DAYS, readings=(Unit.DAYS,), is_authority_duty=True)
    found = due(period, date(2026, 9, 25), calendar=CALENDAR)

    assert found.safe_date == date(2026, 10, 9)
    assert found.right_from == date(2026, 10, 10)


def test_a_period_without_a_working_day_inside_asks_for_the_post() -> None:
    found = due(Period(3, Unit.DAYS), date(2026, 10, 1), calendar=CALENDAR)

    assert found.legal_date == date(2026, 10, 8)
    assert found.safe_date == date(2026, 10, 4)
    assert any("邮寄" in str(words) for words in found.trace)


def test_the_trace_says_what_was_skipped_and_why() -> None:
    found = due(Period(15, Unit.DAYS), date(2026, 9, 18), calendar=CALENDAR)

    assert [day.day for day in found.skipped] == [3, 4, 5, 6, 7]
    told = "".join(map(str, found.trace))
    assert "国庆节放假" in told
    assert "2026-09-18当天不计入" in told
    assert "2026-10-08" in told


def test_a_make_up_sunday_is_named_and_not_extended() -> None:
    found = due(Period(15, Unit.DAYS), date(2026, 9, 5), calendar=CALENDAR)

    assert any("调休上班，不顺延" in str(words) for words in found.trace)


# --- a year that is not announced yet ---


def test_a_year_without_a_notice_is_provisional_with_an_earlier_bound() -> None:
    found = due(Period(10, Unit.WORKING_DAYS), date(2027, 1, 25), calendar=CALENDAR)

    assert found.is_provisional
    assert found.safe_date < found.legal_date
    assert "尚未公布" in str(found.trace[-1])


def test_the_same_count_inside_the_announced_years_is_certain() -> None:
    assert not due(Period(10, Unit.WORKING_DAYS), date(2026, 9, 1), calendar=CALENDAR).is_provisional


NEAR_2027 = [
    day
    for day in every_day(date(2027, 1, 1), date(2027, 12, 24))
    if day.weekday() >= 5
    and not CALENDAR.is_statutory(day)
    and any(abs((day - holiday).days) <= 14 for holiday in CALENDAR.statutory)
]


@given(
    st.dates(min_value=date(2026, 12, 1), max_value=date(2027, 11, 30)),
    st.integers(1, 30),
    st.sampled_from([Unit.DAYS, Unit.WORKING_DAYS]),
    st.sets(
        st.dates(min_value=date(2027, 1, 1), max_value=date(2027, 12, 24)).filter(lambda day: day.weekday() < 5),
        max_size=20,
    ),
    st.data(),
)
def test_no_notice_that_is_still_to_come_can_end_a_period_before_the_safe_day(
    start: date, length: int, unit: Unit, free: set[date], data: st.DataObject
) -> None:
    """Any weekday may become free, any weekend near a holiday worked: the legal day stays on or after the bound."""
    made_up = data.draw(st.sets(st.sampled_from(NEAR_2027), max_size=12))
    statutory = {day: "节" for day in CALENDAR.statutory if day.year == 2027}
    rest = {**dict.fromkeys(free, "节"), **statutory}
    notice = YearNotice(2027, rest=rest, work=dict.fromkeys(made_up, "节"), statutory=statutory, notice="x")
    before = due(Period(length, unit), start, calendar=CALENDAR)

    after = due(Period(length, unit), start, calendar=CALENDAR.with_notice(notice))

    assert before.safe_date <= after.legal_date


def test_the_bounds_lie_on_either_side_of_the_plain_week() -> None:
    year = every_day(date(2027, 1, 1), date(2027, 12, 31))
    counts = [sum(map(each.is_workday, year)) for each in (least_worked(CALENDAR), CALENDAR, most_worked(CALENDAR))]

    assert counts[0] < counts[1] < counts[2]
    assert most_worked(CALENDAR).is_workday(date(2026, 10, 10)) is True
    assert most_worked(CALENDAR).is_workday(date(2026, 10, 3)) is False  # announced: stays


# --- what always holds ---


@given(DAYS, PERIODS)
def test_no_legal_day_is_a_day_of_rest_unless_the_rule_keeps_it(start: date, period: Period) -> None:
    assert CALENDAR.is_workday(due(period, start, calendar=CALENDAR).legal_date)


@given(DAYS, PERIODS)
def test_the_safe_day_never_lies_after_the_legal_day(start: date, period: Period) -> None:
    found = due(period, start, calendar=CALENDAR)

    assert found.safe_date <= found.legal_date


@given(DAYS, PERIODS)
def test_an_authoritys_last_day_never_lies_before_the_legal_day(start: date, period: Period) -> None:
    if period.direction is Direction.BACK:
        return
    duty = Period(period.length, period.unit, readings=period.readings, is_authority_duty=True)
    found = due(duty, start, calendar=CALENDAR)

    assert found.safe_date >= found.legal_date
    assert found.right_from is not None
    assert found.right_from > found.legal_date


@given(DAYS, st.integers(0, 60), PERIODS, st.sampled_from([lambda one: one.legal_date, lambda one: one.safe_date]))
def test_a_later_event_never_ends_earlier(start: date, later: int, period: Period, day: Callable[..., date]) -> None:
    first = due(period, start, calendar=CALENDAR)
    second = due(period, start + timedelta(days=later), calendar=CALENDAR)

    assert day(first) <= day(second)


@given(DAYS, PERIODS)
def test_everything_survives_being_kept(start: date, period: Period) -> None:
    found = due(period, start, calendar=CALENDAR)

    assert due_from_json(due_as_json(found)) == found
    assert period_from_json(period_as_json(period)) == period


@pytest.mark.parametrize("unit", [Unit.SHARE, Unit.COUNT, Unit.MONEY])
def test_what_is_no_length_of_time_is_refused(unit: Unit) -> None:
    with pytest.raises(ValueError, match="not a length"):
        Period(1, unit)


def test_a_negative_length_and_a_roll_to_the_wrong_side_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        Period(-1, Unit.DAYS)
    with pytest.raises(ValueError, match="never ends later"):
        Period(3, Unit.DAYS, Direction.BACK)


@pytest.mark.parametrize(
    "period", [Period(4_000_000, Unit.DAYS), Period(9000, Unit.YEARS), Period(99_999, Unit.MONTHS)]
)
def test_a_length_beyond_the_calendar_is_a_plain_error(period: Period) -> None:
    with pytest.raises(ValueError, match=r".+"):
        due(period, date(2026, 1, 1), calendar=CALENDAR)
