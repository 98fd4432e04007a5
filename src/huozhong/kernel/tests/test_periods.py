"""Half-open ranges of days, month ends and the Shanghai zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from huozhong.kernel.periods import (
    Period,
    add_months,
    as_of,
    gaps_and_overlaps,
    month,
    quarter,
    read_period,
    year,
)
from huozhong.kernel.zone import day_of, midnight

DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2150, 12, 31))
PERIODS = st.builds(
    lambda start, length: Period(start, start + timedelta(days=length) if length else None), DAYS, st.integers(0, 4000)
)


@given(DAYS, st.integers(-600, 600))
def test_months_are_added_as_another_library_adds_them(day: date, count: int) -> None:
    assert add_months(day, count) == day + relativedelta(months=count)


@given(PERIODS, PERIODS, DAYS)
def test_a_day_lies_in_the_intersection_when_it_lies_in_both(one: Period, two: Period, day: date) -> None:
    shared = one.intersection(two)

    assert (shared is not None and day in shared) == (day in one and day in two)
    assert one.overlaps(two) == two.overlaps(one) == (shared is not None)


@given(DAYS, st.sampled_from([month, quarter, year]))
def test_a_period_reads_back_from_its_code(day: date, made: object) -> None:
    period = made(day)  # type: ignore[operator]

    assert day in period
    assert read_period(period.code) == period


@given(PERIODS)
def test_any_period_reads_back_from_its_code(period: Period) -> None:
    assert read_period(period.code) == period


def test_a_period_ends_the_day_before_its_until() -> None:
    march = month(date(2026, 3, 15))

    assert (march.last_day, march.length, march.code) == (date(2026, 3, 31), 31, "2026-03")
    assert date(2026, 4, 1) not in march
    assert len(list(march)) == 31


def test_a_period_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="ends after it starts"):
        Period(date(2026, 3, 1), date(2026, 3, 1))


@pytest.mark.parametrize("code", ["2026-13", "2026Q5", "26", "2026-3", "２０２６", "2026-02-30/", ""])
def test_a_code_that_names_no_period_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_period(code)


def test_late_evening_in_utc_is_the_next_day_in_shanghai() -> None:
    assert day_of(datetime(2026, 3, 31, 16, 0, tzinfo=UTC)) == date(2026, 4, 1)
    assert day_of(datetime(2026, 3, 31, 15, 59, tzinfo=UTC)) == date(2026, 3, 31)
    assert midnight(date(2026, 4, 1)).astimezone(UTC) == datetime(2026, 3, 31, 16, 0, tzinfo=UTC)
    with pytest.raises(ValueError, match="zone"):
        day_of(datetime(2026, 3, 31))  # noqa: DTZ001 - the point of the test


def test_what_held_on_a_day_is_found() -> None:
    spans = [Period(date(2020, 1, 1), date(2021, 1, 1)), Period(date(2021, 1, 1))]

    assert as_of(spans, date(2021, 1, 1), period=lambda span: span) == (spans[1],)


def test_gaps_and_overlaps_are_told_apart() -> None:
    first, second, third = (
        Period(date(2020, 1, 1), date(2020, 6, 1)),
        Period(date(2020, 5, 1), date(2020, 7, 1)),
        Period(date(2020, 8, 1)),
    )

    gaps, doubled = gaps_and_overlaps([third, first, second])

    assert gaps == (Period(date(2020, 7, 1), date(2020, 8, 1)),)
    assert doubled == (Period(date(2020, 5, 1), date(2020, 6, 1)),)
