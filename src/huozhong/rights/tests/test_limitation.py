"""Limitation, claim by claim: the day before, the day, the day after; what interrupts, suspends and stays open."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huozhong.kernel.packfiles import standing_book
from huozhong.kernel.periods import add_months
from huozhong.rights.rules.limitation import (
    ClaimKind,
    Interruption,
    Limitation,
    LimitationFacts,
    Mode,
    Status,
    Suspension,
    limitation_of,
    supported_window,
)

BOOK = standing_book()
ONE = timedelta(days=1)
ENDED = date(2025, 3, 3)
WINDOW = (date(2019, 12, 13), date(2020, 11, 12))


def found(on: date, region: tuple[str, ...] = ("CN",), **facts: object) -> Limitation:
    return limitation_of(LimitationFacts(**facts), on=on, book=BOOK, jurisdictions=region)  # type: ignore[arg-type]


def wages(on: date, **more: object) -> Limitation:
    return found(on, kind=ClaimKind.WAGES, employment_ended_on=ENDED, **more)


def test_nothing_runs_against_wages_while_employed() -> None:
    one = found(date(2026, 1, 1), kind=ClaimKind.WAGES, is_employed=True, accrued_on=date(2019, 1, 1))

    assert one.status is Status.NOT_RUNNING
    assert one.rule_id == "LIM-02"
    assert one.is_supported


@pytest.mark.parametrize(
    ("on", "status"),
    [
        (date(2026, 3, 2), Status.IN_TIME),
        (date(2026, 3, 3), Status.IN_TIME),
        (date(2026, 3, 4), Status.BARRED_IF_PLEADED),
    ],
)
def test_wages_are_in_time_for_one_year_from_the_end(on: date, status: Status) -> None:
    assert wages(on).status is status


def test_a_published_case_of_overtime_pay_is_in_time() -> None:
    one = found(date(2019, 12, 31), kind=ClaimKind.WAGES, employment_ended_on=date(2019, 2, 1))

    assert one.status is Status.IN_TIME
    assert "第二十七条第四款" in one.cite


def test_a_barred_claim_is_marked_and_stands_when_the_defence_came_too_late() -> None:
    assert not wages(date(2026, 6, 1)).is_supported
    late = wages(date(2026, 6, 1), defence_raised=False)
    assert (late.status, late.is_supported) == (Status.BARRED_IF_PLEADED, True)


def test_a_proven_demand_starts_a_new_year() -> None:
    demand = Interruption("demand", date(2026, 1, 10))
    one = wages(date(2026, 6, 1), events=(demand,))

    assert one.status is Status.IN_TIME
    assert one.natural_last_day == date(2027, 1, 10)
    assert one.starts_on == date(2026, 1, 11)
    assert one.used == (demand,)


def test_a_procedure_restarts_the_year_when_it_ends_and_keeps_it_still_until_then() -> None:
    begun = Interruption("mediation", date(2026, 1, 10), ended_on=date(2026, 2, 20))
    pending = Interruption("arbitration", date(2026, 1, 10), is_pending=True)

    assert wages(date(2026, 6, 1), events=(begun,)).natural_last_day == date(2027, 2, 20)
    still = wages(date(2029, 6, 1), events=(pending,))
    assert (still.status, still.legal_date) == (Status.NOT_RUNNING, None)


def test_without_proof_there_is_no_interruption() -> None:
    chat = Interruption("demand", date(2026, 1, 10), has_proof=False)
    one = wages(date(2026, 6, 1), events=(chat,))

    assert one.status is Status.BARRED_IF_PLEADED
    assert one.unproven == (chat,)
    assert any("没有凭据" in str(words) for words in one.trace)


def test_a_demand_after_the_end_does_not_wake_a_barred_claim() -> None:
    one = wages(date(2026, 6, 1), events=(Interruption("demand", date(2026, 3, 10)),))

    assert one.status is Status.BARRED_IF_PLEADED
    assert one.used == ()


def test_what_has_not_happened_yet_interrupts_nothing() -> None:
    one = wages(date(2026, 2, 1), events=(Interruption("demand", date(2026, 2, 10)),))

    assert one.natural_last_day == date(2026, 3, 3)


def test_a_suspension_keeps_the_unused_rest() -> None:
    one = wages(date(2026, 3, 12), suspensions=(Suspension(date(2025, 5, 1), date(2025, 5, 10)),))

    assert one.natural_last_day == date(2026, 3, 13)
    assert one.status is Status.IN_TIME


def test_days_that_two_suspensions_share_count_once() -> None:
    overlapping = (Suspension(date(2025, 5, 1), date(2025, 5, 10)), Suspension(date(2025, 5, 5), date(2025, 5, 12)))

    assert wages(date(2026, 3, 1), suspensions=overlapping).natural_last_day == date(2026, 3, 15)


def test_a_suspension_outside_the_year_changes_nothing() -> None:
    outside = (Suspension(date(2024, 1, 1), date(2024, 2, 1)), Suspension(date(2027, 1, 1), date(2027, 2, 1)))

    assert wages(date(2026, 3, 1), suspensions=outside).natural_last_day == date(2026, 3, 3)


def test_a_suspension_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="ends after it starts"):
        Suspension(date(2026, 1, 2), date(2026, 1, 1))


def test_a_last_day_on_a_day_of_rest_moves_and_the_safe_day_does_not_count_on_it() -> None:
    one = found(date(2026, 10, 8), kind=ClaimKind.TERMINATION, employment_ended_on=date(2025, 10, 3))

    assert (one.natural_last_day, one.legal_date, one.safe_date) == (
        date(2026, 10, 3),
        date(2026, 10, 8),
        date(2026, 9, 30),
    )
    assert one.status is Status.IN_TIME


def test_without_a_day_nothing_is_guessed() -> None:
    assert found(date(2026, 1, 1), kind=ClaimKind.OTHER).status is Status.UNKNOWN
    assert found(date(2026, 1, 1), kind=ClaimKind.DOUBLE_WAGE).status is Status.UNKNOWN
    assert found(date(2026, 1, 1), kind=ClaimKind.ANNUAL_LEAVE).status is Status.UNKNOWN


@pytest.mark.parametrize("day", [date(2007, 1, 1), date(9999, 12, 30)])
def test_where_no_rule_or_calendar_holds_nothing_is_guessed(day: date) -> None:
    one = found(date(2026, 1, 1), kind=ClaimKind.TERMINATION, employment_ended_on=day)

    assert (one.status, one.legal_date, one.is_supported) == (Status.UNKNOWN, None, True)


# --- double wages ---


def double(on: date, mode: Mode | None = None, region: tuple[str, ...] = ("CN",)) -> Limitation:
    return found(on, region, kind=ClaimKind.DOUBLE_WAGE, window=WINDOW, mode=mode)


def test_the_same_facts_are_barred_in_court_and_in_time_in_arbitration() -> None:
    """A published case: started 2019-11-13, applied 2021-09: the award gave all, the court nothing."""
    applied = date(2021, 9, 15)

    assert double(applied, Mode.WHOLE_FROM_WINDOW_START).status is Status.BARRED_IF_PLEADED
    assert double(applied, Mode.WHOLE_FROM_WINDOW_END).status is Status.IN_TIME
    assert supported_window(WINDOW, applied=applied, mode=Mode.WHOLE_FROM_WINDOW_START, months=12) is None
    assert supported_window(WINDOW, applied=applied, mode=Mode.WHOLE_FROM_WINDOW_END, months=12) == WINDOW


def test_the_clock_of_the_whole_window_starts_the_day_after_it_ends() -> None:
    one = found(
        date(2019, 12, 1),
        kind=ClaimKind.DOUBLE_WAGE,
        window=(date(2015, 2, 1), date(2015, 12, 31)),
        mode=Mode.WHOLE_FROM_WINDOW_END,
    )

    assert one.starts_on == date(2016, 1, 1)
    assert one.status is Status.BARRED_IF_PLEADED


def test_day_by_day_part_of_the_window_is_left() -> None:
    applied = date(2021, 3, 1)

    assert double(applied, Mode.PER_DAY_BACK).status is Status.PARTLY_BARRED
    left = supported_window(WINDOW, applied=applied, mode=Mode.PER_DAY_BACK, months=12)
    assert left == (date(2020, 3, 1), WINDOW[1])


def test_where_no_policy_is_entered_all_four_ways_are_shown_and_the_earliest_day_is_safe() -> None:
    one = double(date(2021, 3, 1))

    assert one.status is Status.OPEN_POLICY
    assert {each.mode for each in one.by_mode} == set(Mode)
    assert one.legal_date is None
    assert one.safe_date == date(2020, 12, 11)  # 13 December 2020 is a Sunday


def test_beijing_counts_day_by_day_because_its_own_paper_says_so() -> None:
    one = double(date(2024, 6, 1), region=("1101", "11", "CN"))

    assert "534" in one.cite
    assert one.legal_date is not None


def test_annual_leave_has_no_national_text_and_only_a_cautious_day() -> None:
    early = found(date(2026, 5, 1), kind=ClaimKind.ANNUAL_LEAVE, leave_year=2025)
    late = found(date(2027, 5, 1), kind=ClaimKind.ANNUAL_LEAVE, leave_year=2025)

    assert (early.status, early.legal_date, early.safe_date) == (Status.IN_TIME, None, date(2026, 12, 31))
    assert late.status is Status.OPEN_POLICY


# --- what always holds ---

DAYS = st.dates(min_value=date(2018, 1, 1), max_value=date(2026, 6, 30))


@given(DAYS, st.lists(st.integers(0, 900), max_size=5), st.integers(0, 1500))
def test_one_more_proven_interruption_never_ends_a_claim_earlier(ended: date, offsets: list[int], until: int) -> None:
    on = ended + timedelta(days=until)
    events = tuple(Interruption("demand", ended + timedelta(days=n)) for n in offsets)
    few = found(on, kind=ClaimKind.TERMINATION, employment_ended_on=ended, events=events[:-1])
    more = found(on, kind=ClaimKind.TERMINATION, employment_ended_on=ended, events=events)

    assert few.natural_last_day is not None
    assert more.natural_last_day is not None
    assert few.natural_last_day <= more.natural_last_day


@given(DAYS, st.lists(st.tuples(st.integers(0, 500), st.integers(0, 60)), max_size=4))
def test_suspension_adds_exactly_the_days_that_fell_inside_by_hand(ended: date, pauses: list[tuple[int, int]]) -> None:
    suspensions = tuple(
        Suspension(ended + timedelta(days=start), ended + timedelta(days=start + length)) for start, length in pauses
    )
    one = found(ended, kind=ClaimKind.TERMINATION, employment_ended_on=ended, suspensions=suspensions)

    left = (add_months(ended, 12) - ended).days
    day = ended
    while left:
        day += ONE
        left -= not any(each.start <= day <= each.end for each in suspensions)
    assert one.natural_last_day is not None
    assert one.natural_last_day >= day
    # a pause that follows the last counted day at once is part of the same obstacle, and nothing else is added
    rest = (one.natural_last_day - day).days
    assert all(any(each.start <= day + timedelta(days=n) <= each.end for each in suspensions) for n in range(1, rest))


@given(DAYS, st.sampled_from(list(Mode)), st.integers(0, 1000))
def test_what_is_left_of_a_window_only_shrinks_as_time_goes_by(start: date, mode: Mode, later: int) -> None:
    window = (start, add_months(start, 11) - ONE)
    applied = start + timedelta(days=later)

    now = supported_window(window, applied=applied, mode=mode, months=12)
    then = supported_window(window, applied=applied + ONE, mode=mode, months=12)

    assert then is None or (now is not None and now[0] <= then[0] and now[1] == then[1])
