"""Overtime, leave, arrears, fees and periods: each remark that practice makes is a case."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huozhong.kernel.workdays import china
from huozhong.rights.rules.calculators import CALCULATORS, BadInput
from huozhong.rights.rules.calculators.inputs import field_of
from huozhong.rights.rules.claims import claim_kinds
from huozhong.rights.rules.kinds import ClaimKind
from huozhong.rights.tests.reckoning import reckon

TOLD = {"monthly": "3000.00", "statutory_days": 1, "restday_days": 4, "weekday_hours": 32}


@pytest.mark.parametrize("system", ["comprehensive", "综合计算工时", "comprehensive_approved"])
def test_items_are_rounded_before_they_are_added(system: str) -> None:
    # Comprehensive hours: rest days count as hours beyond the norm. The exact sum would be 2,068.97.
    found = reckon("overtime", TOLD | {"hours_system": system})

    assert (found["items"], found["amount"]) == (["413.79", "1655.17"], "2068.96")
    assert reckon("overtime", {"monthly": "3000", "hours_system": system, "statutory_days": 1, "excess_hours": 64})[
        "amount"
    ] == ("2068.96")
    hours = {"worked_hours": 564, "standard_hours": 500, "statutory_hours": 8}
    assert reckon("overtime", {"monthly": "3000", "hours_system": system, **hours})["amount"] == "2068.96"


def test_time_off_cancels_a_rest_day_but_never_a_statutory_day() -> None:
    found = reckon("overtime", TOLD | {"hours_system": "standard", "time_off_days": 5})

    assert found["items"] == ["413.79", "827.59"]


def test_flexible_hours_without_a_permit_are_paid_as_standard_hours() -> None:
    for told in ({"hours_system": "不定时", "is_approved": False}, {"hours_system": "flexible_unapproved"}):
        found = reckon("overtime", TOLD | told)
        assert found["amount"] == "2344.83"
        assert any("批准" in warning for warning in found["warnings"])
    assert reckon("overtime", TOLD | {"hours_system": "不定时工时制"})["amount"] == "0.00"


def test_the_base_is_never_below_the_minimum_wage_and_what_was_paid_is_deducted() -> None:
    assert reckon("overtime", TOLD | {"monthly": "1000", "min_wage": "3000"})["amount"] == "2344.83"
    assert reckon("overtime", TOLD | {"already_paid": "344.83"})["amount"] == "2000.00"


def test_mid_autumn_inside_national_day_2020_moves_no_fourth_day_away() -> None:
    found = reckon("overtime_day_class", {"days": "2020-10-01..2020-10-08"})

    assert found["x3"] == ["2020-10-01", "2020-10-02", "2020-10-03", "2020-10-04"]
    assert found["x2"] == ["2020-10-05", "2020-10-06", "2020-10-07", "2020-10-08"]
    assert found["total_daily_wages"] == "20"


def test_a_make_up_saturday_is_a_working_day() -> None:
    found = reckon("overtime_day_class", {"days": ["2026-09-20", "2026-10-10", "2026-09-19"]})

    assert (found["workdays"], found["x2"], found["x3"]) == (["2026-09-20", "2026-10-10"], ["2026-09-19"], [])


@given(st.dates(date(2008, 1, 1), date(2026, 12, 20)), st.integers(0, 40))
def test_every_day_stands_in_exactly_one_class(first: date, length: int) -> None:
    days = [first + timedelta(days=n) for n in range(length + 1)]

    found = reckon("overtime_day_class", {"days": [day.isoformat() for day in days]})

    classed = [*found["x3"], *found["x2"], *found["workdays"]]
    assert sorted(classed) == [day.isoformat() for day in days]
    assert found["total_daily_wages"] == str(3 * len(found["x3"]) + 2 * len(found["x2"]))
    assert all(not china().is_workday(date.fromisoformat(day)) for day in found["x2"])


def test_a_year_without_a_notice_is_told_to_be_provisional() -> None:
    assert any("暂定" in warning for warning in reckon("overtime_day_class", {"days": ["2030-10-01"]})["warnings"])
    assert "refused" in reckon("overtime_day_class", {"days": ["1999-10-01"]})


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2024, {"year_workdays": 250, "quarter": "62.5", "month": "20.83", "paid_days": "21.75"}),
        (2025, {"year_workdays": 248, "quarter": "62", "month": "20.67", "paid_days": "21.75", "paid_hours": "174"}),
        (2007, {"year_workdays": 251, "month": "20.92", "paid_days": "20.92"}),
    ],
)
def test_working_time_is_a_dated_number(year: int, expected: dict[str, object]) -> None:
    found = reckon("work_time_conversion", {"year": year})

    assert {key: found[key] for key in expected} == expected


def test_the_old_constants_follow_from_eleven_holidays() -> None:
    found = reckon("work_time_conversion", {"year_days": 365, "rest": 104, "statutory": 11})

    assert (found["year_workdays"], found["quarter"], found["month"]) == (250, "62.5", "20.83")


@pytest.mark.parametrize(
    ("years", "days"), [("0.9", 0), ("1", 5), ("9.9", 5), ("10", 10), ("19", 10), ("20", 15), ("40", 15)]
)
def test_leave_follows_the_whole_working_life(years: str, days: int) -> None:
    assert reckon("annual_leave_prorate", {"passed_days": 365, "work_years": years})["days"] == days


def test_leave_of_a_broken_year_is_floored_and_an_excess_is_not_clawed_back() -> None:
    told = {"left": "2026-06-30", "full_days": 10}  # 181 days

    found = reckon("annual_leave_prorate", told)
    assert (found["raw"], found["days"]) == ("4.96", 4)
    assert reckon("annual_leave_prorate", told | {"taken": 3})["days"] == 1
    assert reckon("annual_leave_prorate", told | {"taken": 9})["days"] == 0


def test_the_divisor_is_365_in_a_leap_year_too() -> None:
    assert reckon("annual_leave_prorate", {"joined": "2024-01-02", "full_days": 5})["raw"] == "5"
    assert reckon("annual_leave_prorate", {"joined": "2026-09-01", "full_days": 5})["days"] == 1
    assert (
        reckon("annual_leave_prorate", {"joined": "2026-03-01", "left": "2026-03-31", "full_days": 15})["raw"] == "1.27"
    )


def test_unused_leave_is_paid_without_overtime_and_two_hundred_per_cent_on_top() -> None:
    told = {"avg_12m": "2000.00", "overtime_part": "200.00", "days": 10}

    assert reckon("annual_leave_pay", told | {"rate": "3.0"})["amount"] == "2482.76"  # not rounded day by day
    assert reckon("annual_leave_pay", told | {"rate": "300%"})["amount"] == "2482.76"
    assert reckon("annual_leave_pay", told)["amount"] == "1655.17"
    broken = {"avg_12m": "2175", "left": "2026-06-30", "full_days": 10, "taken": 2}
    assert reckon("annual_leave_pay", broken)["amount"] == "400.00"


def test_arrears_are_due_less_paid_month_by_month() -> None:
    rows = [{"month": "2026-01", "due": "5000", "paid": "3000.50"}, {"month": "2026-02", "due": "5000"}]

    found = reckon("wage_arrears", {"months": rows})

    assert (found["items"], found["amount"]) == (["1999.50", "5000.00"], "6999.50")
    assert reckon("wage_arrears", {"monthly": "5000", "count": 3, "paid": ["2000"]})["amount"] == "13000.00"
    assert reckon("wage_arrears", {"due": ["1", "2"], "paid": ["1", "1.5"]})["amount"] == "0.50"


def test_an_addition_needs_an_unmet_order() -> None:
    told = {"due": ["10000"], "paid": ["0"]}

    assert "extra_high" not in reckon("wage_arrears", told)
    found = reckon("wage_arrears", told | {"order_unmet": True})
    assert (found["extra_low"], found["extra_high"]) == ("5000.00", "10000.00")


def test_the_line_of_the_final_award_is_that_of_the_day_of_application() -> None:
    assert reckon("final_award_threshold", {"region": "北京", "applied": "2025-08-31"})["threshold"] == "29040.00"
    found = reckon("final_award_threshold", {"region": "北京", "applied": "2025-09-01", "items": ["30480", "30480.01"]})
    assert found["threshold"] == "30480.00"
    assert [item["is_final"] for item in found["items"]] == [True, False]


def test_where_nobody_has_entered_the_minimum_wage_the_answer_says_so() -> None:
    assert set(reckon("final_award_threshold", {"region": "福建"})) == {"calculator", "refused", "cite"}
    assert set(reckon("sick_pay_floor", {"region": "福建省厦门市"})) == {"calculator", "refused", "cite"}
    assert reckon("sick_pay_floor", {"region": "北京"})["amount"] == "2032.00"


@pytest.mark.parametrize(
    ("told", "fee"),
    [
        ({"case": "劳动争议", "instance": 2}, "10.00"),
        ({"case": "劳动争议", "procedure": "简易程序"}, "5.00"),
        ({"case": "labour dispute", "ended_by": "withdrawn"}, "5.00"),
        ({"case": "劳动仲裁"}, "0.00"),
        ({"case": "支付令", "amount": "10000"}, "16.67"),
        ({"case": "支付令", "amount": "100000"}, "766.67"),
        ({"case": "支付令", "amount": "250000"}, "1683.33"),
    ],
)
def test_what_a_court_asks(told: dict[str, object], fee: str) -> None:
    assert reckon("court_fee", told)["fee"] == fee


def test_other_cases_are_refused_with_the_article() -> None:
    found = reckon("court_fee", {"case": "离婚"})

    assert set(found) == {"calculator", "refused", "cite"}
    assert "诉讼费用交纳办法" in found["cite"]


def test_the_day_of_receipt_does_not_count_and_a_rest_day_rolls() -> None:
    told = {"rule": "sue_after_award", "days": 15}

    assert reckon("deadline_days", told | {"received": "2025-07-01"})["last_day"] == "2025-07-16"
    found = reckon("deadline_days", told | {"received": "2026-09-18"})
    assert (found["natural_last_day"], found["last_day"]) == ("2026-10-03", "2026-10-08")
    assert found["safe_date"] == "2026-09-30"
    assert reckon("deadline_days", {"received": "2026-02-12", "workdays": 5})["last_day"] == "2026-02-26"


def test_a_period_may_be_told_by_its_rule() -> None:
    assert reckon("deadline_days", {"rule": "SUE-01", "received": "2026-09-18"})["last_day"] == "2026-10-08"
    assert reckon("deadline_days", {"rule": "set aside", "received": "2026-06-01"})["last_day"] == "2026-07-01"
    with pytest.raises(BadInput) as unknown:
        reckon("deadline_days", {"rule": "whatever", "received": "2026-06-01"})
    assert unknown.value.key == "days"


def test_daily_and_hourly_wage_may_be_rounded_day_first() -> None:
    assert reckon("daily_hourly_wage", {"monthly": "1500"}, {"rounding": "daily_first"})["hourly"] == "8.62"


@given(st.decimals(0, 10**9, places=2), st.integers(0, 500), st.integers(0, 60))
def test_overtime_grows_with_wage_and_hours(monthly: Decimal, hours: int, days: int) -> None:
    def amount(wage: Decimal, more: int) -> Decimal:
        told = {"monthly": str(wage), "weekday_hours": hours + more, "restday_days": days}
        return Decimal(reckon("overtime", told)["amount"])

    assert amount(monthly, 0) <= amount(monthly, 1) <= amount(monthly + 1, 1)


@pytest.mark.parametrize("name", CALCULATORS)
def test_every_calculator_names_an_unknown_key(name: str) -> None:
    with pytest.raises(BadInput) as refused:
        reckon(name, {"hat_size": 7})
    assert refused.value.key == "hat_size"


@pytest.mark.parametrize("name", CALCULATORS)
def test_an_input_is_understood_under_one_name_only_once(name: str) -> None:
    for field in CALCULATORS[name].inputs:
        for word in (field.key, *field.also):
            assert field_of(word, CALCULATORS[name].inputs) is field, word


def test_each_claim_item_of_the_courts_form_knows_its_calculators() -> None:
    assert set(claim_kinds) == set(ClaimKind)
    assert {way.main.name for way in claim_kinds.values() if way.main} <= set(CALCULATORS)
