"""The table of days against a second source and official examples; counting against the rules of the civil code."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huozhong.kernel.packfiles import PACKS
from huozhong.kernel.rulepacks import Unit
from huozhong.kernel.workdays import Rolls, YearNotice, china, count_back, count_from, read_calendar

CALENDAR = china()
DAYS = st.dates(min_value=date(2004, 1, 1), max_value=date(2026, 10, 31))

# Days on which the package `holidays` and our table differ, each with its reason. The State Council's notices win.
# (chinesecalendar, our seed, has one error: 2005-12-31, corrected by 国办发明电〔2005〕35号; `holidays` has it right.)
KNOWN_DIFFERENCES: dict[date, str] = {}


def test_the_table_agrees_with_the_second_calendar_on_every_day_since_2004() -> None:
    second = holidays.country_holidays("CN", years=range(2004, 2027))
    day, differences = date(2004, 1, 1), {}
    while day <= date(2026, 12, 31):
        if CALENDAR.is_workday(day) != second.is_working_day(day):
            differences[day] = CALENDAR.label(day)
        day += timedelta(days=1)

    assert differences.keys() == KNOWN_DIFFERENCES.keys()


def test_the_table_agrees_with_the_first_calendar_but_for_the_notice_it_misread() -> None:
    day, differences = date(2004, 1, 1), []
    while day <= date(2026, 12, 31):
        if CALENDAR.is_workday(day) != chinese_calendar.is_workday(day):
            differences.append(day)
        day += timedelta(days=1)

    assert differences == [date(2005, 12, 31)]  # 国办发明电〔2005〕35号: a Saturday that was worked


@pytest.mark.parametrize(
    ("day", "is_worked"),
    [
        (date(2005, 12, 31), True),  # 国办发明电〔2005〕35号：12月31日（星期六）上班
        (date(2006, 1, 28), True),  # the same: 1月28日、2月5日上班
        (date(2006, 1, 2), False),
        (date(2006, 12, 30), True),  # 国办发明电〔2006〕49号
        (date(2006, 12, 31), True),
        (date(2020, 1, 31), False),  # the holiday was lengthened to 2 February
        (date(2020, 2, 2), False),
        (date(2020, 2, 3), True),
        (date(2026, 9, 20), True),  # Sunday, made up
        (date(2026, 9, 25), False),
    ],
)
def test_days_named_in_a_notice(day: date, is_worked: bool) -> None:
    assert CALENDAR.is_workday(day) is is_worked


def test_a_year_without_a_notice_is_provisional_and_rests_on_fixed_holidays() -> None:
    assert not CALENDAR.is_announced(date(2027, 5, 1))
    assert not CALENDAR.is_workday(date(2027, 10, 1))
    assert not CALENDAR.is_workday(date(2027, 2, 8))
    assert CALENDAR.is_workday(date(2027, 3, 1))


def test_the_last_week_of_the_last_year_can_still_be_changed_by_the_next_notice() -> None:
    assert CALENDAR.is_announced(date(2026, 12, 24))
    assert not CALENDAR.is_announced(date(2026, 12, 25))
    assert not CALENDAR.is_announced(date(2003, 12, 31))


@pytest.mark.parametrize(
    ("start", "length", "unit", "natural", "due"),
    [  # worked examples collected for labour disputes, DD-01 to DD-13
        ("2026-09-18", 15, Unit.DAYS, "2026-10-03", "2026-10-08"),
        ("2026-09-05", 15, Unit.DAYS, "2026-09-20", "2026-09-20"),
        ("2026-01-31", 15, Unit.DAYS, "2026-02-15", "2026-02-24"),
        ("2024-09-20", 15, Unit.DAYS, "2024-10-05", "2024-10-08"),
        ("2026-09-25", 5, Unit.WORKING_DAYS, "2026-10-09", "2026-10-09"),
        ("2026-02-12", 5, Unit.WORKING_DAYS, "2026-02-26", "2026-02-26"),
        ("2025-02-28", 1, Unit.MONTHS, "2025-03-28", "2025-03-28"),
        ("2025-01-31", 1, Unit.MONTHS, "2025-02-28", "2025-02-28"),
        ("2024-02-29", 1, Unit.YEARS, "2025-02-28", "2025-02-28"),
        ("2025-03-03", 1, Unit.YEARS, "2026-03-03", "2026-03-03"),
    ],
)
def test_worked_examples(start: str, length: int, unit: Unit, natural: str, due: str) -> None:
    counted = count_from(date.fromisoformat(start), length, unit, rolls=Rolls.NEXT_WORKING_DAY)

    assert (counted.natural_last_day.isoformat(), counted.last_day.isoformat()) == (natural, due)
    assert not counted.is_provisional


def test_a_rolled_day_says_why_and_what_was_skipped() -> None:
    counted = count_from(date(2026, 9, 18), 15, Unit.DAYS, rolls=Rolls.NEXT_WORKING_DAY)

    assert [day.day for day in counted.skipped] == [3, 4, 5, 6, 7]
    assert "国庆节放假" in str(counted.trace[-1])


def test_a_count_that_runs_into_an_unannounced_year_says_so() -> None:
    counted = count_from(date(2026, 12, 20), 10, Unit.WORKING_DAYS)

    assert counted.is_provisional
    assert "暂定" in str(counted.trace[-1])


def test_natural_days_that_need_no_calendar_are_never_provisional() -> None:
    assert not count_from(date(2026, 12, 20), 30, Unit.DAYS).is_provisional


def test_days_before_a_hearing_move_earlier_never_later() -> None:
    counted = count_back(date(2026, 10, 10), 3, Unit.DAYS)

    assert counted.natural_last_day == date(2026, 10, 7)
    assert counted.last_day == date(2026, 9, 30)


@given(DAYS, st.integers(0, 60), st.sampled_from([Unit.DAYS, Unit.WORKING_DAYS, Unit.MONTHS, Unit.YEARS]))
def test_a_rolled_last_day_is_always_worked(start: date, length: int, unit: Unit) -> None:
    assert CALENDAR.is_workday(count_from(start, length, unit, rolls=Rolls.NEXT_WORKING_DAY).last_day) or (
        unit is Unit.WORKING_DAYS and length == 0
    )


@given(DAYS, st.integers(0, 40), st.integers(0, 200), st.sampled_from([Unit.DAYS, Unit.WORKING_DAYS, Unit.MONTHS]))
def test_a_later_start_never_ends_earlier(start: date, later: int, length: int, unit: Unit) -> None:
    first = count_from(start, length, unit, rolls=Rolls.NEXT_WORKING_DAY)
    second = count_from(start + timedelta(days=later), length, unit, rolls=Rolls.NEXT_WORKING_DAY)

    assert first.last_day <= second.last_day


@given(DAYS, st.integers(1, 200))
def test_adding_and_counting_working_days_agree(start: date, count: int) -> None:
    end = CALENDAR.add_workdays(start, count)

    assert CALENDAR.workdays_between(start + timedelta(days=1), end + timedelta(days=1)) == count
    assert CALENDAR.workdays_between(end + timedelta(days=1), start + timedelta(days=1)) == -count


@given(DAYS, st.integers(1, 200))
def test_counting_back_undoes_counting_forth_from_a_worked_day(start: date, count: int) -> None:
    worked = CALENDAR.on_or_after(start)

    assert CALENDAR.add_workdays(CALENDAR.add_workdays(worked, count), -count) == worked


def test_a_day_that_stands_twice_is_refused() -> None:
    text = PACKS.joinpath("workdays.yaml").read_text("utf-8").replace('元旦: ["01-01"]', '元旦: ["01-01", "01-01"]', 1)

    with pytest.raises(ValueError, match="stands twice"):
        read_calendar(text)


def test_a_negative_length_is_refused() -> None:
    with pytest.raises(ValueError, match="not negative"):
        count_from(date(2026, 1, 1), -1, Unit.DAYS)


# Names of the second package that are days off in place of a statutory day, or days given on top.
NOT_STATUTORY = ("补假", "休息日", "延长")


@pytest.mark.parametrize("year", range(2004, 2027))
def test_statutory_days_agree_with_the_second_calendar_save_where_two_festivals_meet(year: int) -> None:
    second = holidays.country_holidays("CN", years=year, language="zh_CN")
    theirs = {day for day, name in second.items() if not any(word in name for word in NOT_STATUTORY)}
    ours = {day for day in CALENDAR.statutory if day.year == year}
    meets = {day for day in CALENDAR.statutory_notes if day.month == 10}

    assert ours - theirs == {day for day in meets if day.year == year}
    assert theirs <= ours


@pytest.mark.parametrize(
    ("year", "count"), [(2004, 10), (2007, 10), (2008, 11), (2013, 11), (2024, 11), (2025, 13), (2026, 13)]
)
def test_the_decree_gives_so_many_statutory_days(year: int, count: int) -> None:
    assert sum(day.year == year for day in CALENDAR.statutory) == count


def test_mid_autumn_on_national_day_makes_four_days_of_triple_pay() -> None:
    assert [CALENDAR.is_statutory(date(2020, 10, day)) for day in range(1, 9)] == [True] * 4 + [False] * 4
    assert [CALENDAR.is_statutory(date(2009, 10, day)) for day in range(1, 9)] == [True] * 4 + [False] * 4


def test_every_statutory_day_is_a_day_of_rest() -> None:
    assert not [day for day in CALENDAR.statutory if CALENDAR.is_workday(day)]


def notice_2027() -> YearNotice:
    """An invented notice: New Year bridged by a Sunday worked in December's stead."""
    return YearNotice(
        year=2027,
        rest={date(2027, 1, 1): "元旦", date(2027, 1, 2): "元旦", date(2027, 1, 3): "元旦", date(2026, 12, 31): "元旦"},
        work={date(2027, 1, 9): "元旦"},
        statutory={date(2027, 1, 1): "元旦"},
        notice="国办发明电〔2026〕x号",
    )


def test_a_new_notice_settles_its_year_and_the_december_before() -> None:
    after = CALENDAR.with_notice(notice_2027())

    assert after.is_announced(date(2026, 12, 31))
    assert after.is_announced(date(2027, 12, 24))
    assert not after.is_announced(date(2027, 12, 25))
    assert not after.is_workday(date(2026, 12, 31))
    assert after.is_workday(date(2027, 1, 9))
    assert after.is_workday(date(2027, 2, 8))  # the estimate has gone
    assert after.fingerprint != CALENDAR.fingerprint
    assert CALENDAR.is_workday(date(2026, 12, 31))


@pytest.mark.parametrize(
    ("rest", "work", "statutory"),
    [
        ({date(2027, 1, 1): "元旦"}, {date(2027, 1, 1): "元旦"}, {}),
        ({date(2028, 1, 1): "元旦"}, {}, {}),
        ({date(2026, 12, 1): "元旦"}, {}, {}),
        ({}, {}, {date(2027, 1, 1): "元旦"}),
    ],
)
def test_a_notice_that_contradicts_itself_is_refused(
    rest: dict[date, str], work: dict[date, str], statutory: dict[date, str]
) -> None:
    with pytest.raises(ValueError, match=r"\d{4}|both"):
        YearNotice(year=2027, rest=rest, work=work, statutory=statutory, notice="x")


def test_no_year_is_left_out_between_two_notices() -> None:
    late = YearNotice(year=2028, rest={date(2028, 1, 1): "元旦"}, work={}, statutory={}, notice="x")

    with pytest.raises(ValueError, match="does not follow"):
        CALENDAR.with_notice(late)


@given(st.dates(min_value=date(1980, 1, 1), max_value=date(2065, 12, 31)), st.integers(-300, 300))
def test_numbered_working_days_agree_with_walking_day_by_day(start: date, count: int) -> None:
    day, left = start, abs(count)
    while left:
        day += timedelta(days=1 if count > 0 else -1)
        left -= CALENDAR.is_workday(day)

    assert CALENDAR.add_workdays(start, count) == day
