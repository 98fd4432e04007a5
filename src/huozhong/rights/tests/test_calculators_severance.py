"""Severance, 2N and the month in place of notice: each trap that practice knows."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huozhong.kernel.periods import add_months
from huozhong.rights.rules.calculators import BadInput
from huozhong.rights.tests.reckoning import reckon

DAYS = st.dates(date(2008, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("start", "last_day", "months"),
    [
        ("2020-01-01", "2020-06-29", "0.5"),
        ("2020-01-01", "2020-06-30", "1"),  # exactly six months, both days included
        ("2020-01-01", "2020-07-01", "1"),
        ("2020-01-01", "2020-12-31", "1"),
        ("2020-01-01", "2021-01-01", "1.5"),  # one day more is half a month
        ("2020-02-29", "2021-02-27", "1"),
        ("2020-02-29", "2021-02-28", "1.5"),
        ("2020-08-31", "2021-02-27", "1"),  # the sixth month ends on the short February's last day
        ("2020-05-01", "2020-05-01", "0.5"),
    ],
)
def test_both_end_days_count_and_six_months_are_a_year(start: str, last_day: str, months: str) -> None:
    assert reckon("service_months", {"start": start, "last_day": last_day})["months"] == months


@given(start=DAYS, length=st.integers(0, 6000))
def test_months_of_service_agree_with_walking_half_year_by_half_year(start: date, length: int) -> None:
    last_day = start + timedelta(days=length)

    # Walked: another half month each time a year begins, and again when its sixth month is complete.
    walked, year = Fraction(0), 0
    while add_months(start, 12 * year) <= last_day:
        walked += Fraction(1, 2)
        if add_months(start, 12 * year + 6) <= last_day + timedelta(days=1):
            walked += Fraction(1, 2)
        year += 1

    assert Fraction(reckon("service_months", {"start": start, "last_day": last_day})["months"]) == walked


@pytest.mark.parametrize("words", ["3年7个月", "3 years 7 months", "3 years and 7 months"])
def test_service_may_be_told_in_words(words: str) -> None:
    assert reckon("service_months", {"service": words})["months"] == "4"
    assert reckon("service_months", {"service": "under 6 months (probation)"})["months"] == "0.5"


def test_a_transfer_not_of_ones_own_wish_adds_the_years_of_the_first_employer_unless_he_paid() -> None:
    moved = {"start": "2018-01-01", "last_day": "2019-12-31", "prior_start": "2015-01-01"}

    assert reckon("service_months", moved)["months"] == "5"
    assert reckon("service_months", moved | {"prior_paid": True})["months"] == "2"


def test_a_wage_of_exactly_three_times_the_local_average_is_not_capped() -> None:
    told = {"months": "18", "local_avg": "2700.00"}

    at = reckon("severance_N", told | {"avg_12m": "8100.00"})
    above = reckon("severance_N", told | {"avg_12m": "8100.01"})

    assert (at["months"], at["amount"]) == ("18", "145800.00")
    assert (above["months"], above["base"], above["amount"]) == ("12", "8100.00", "97200.00")


def test_years_before_2008_do_not_count_where_the_ground_is_new() -> None:
    # （2023）京03民终20285号: the employer dissolved early; 28,600 yuan, 13 months at the minimum wage of 2,200.
    told = {"start": "1998-03-01", "last_day": "2020-12-31", "avg_12m": "below minimum wage", "min_wage": "2200.00"}

    dissolved = reckon("severance_N", told | {"ground": "employer dissolved early, art 44(5), 46(6)"})
    agreed = reckon("severance_N", told | {"ground": "协商一致解除"})
    silent = reckon("severance_N", told)

    assert (dissolved["months"], dissolved["base"], dissolved["amount"]) == ("13", "2200.00", "28600.00")
    assert (agreed["months"], agreed["amount"]) == ("23", "50600.00")
    assert (silent["low"], silent["amount"], silent["high"]) == ("28600.00", "28600.00", "50600.00")
    assert any("原因" in warning for warning in silent["warnings"])


def test_2n_counts_from_the_first_day_of_work_also_before_2008() -> None:
    told = {"start": "2003-01-01", "last_day": "2012-12-31", "avg_12m": "5000"}

    assert reckon("unlawful_2N", told)["amount"] == "100000.00"


@pytest.mark.parametrize(("policy", "amount"), [({"twelve_year_cap_in_2N": True}, "601056.00"),
                                                ({"twelve_year_cap_in_2N": False}, "1277244.00")])  # fmt: skip
def test_the_twelve_years_in_2n_are_a_policy(policy: dict[str, bool], amount: str) -> None:
    told = {"months": "25.5", "avg_12m": "60000.00", "local_avg": "8348.00"}

    assert reckon("unlawful_2N", told, policy)["amount"] == amount


def test_where_the_policy_is_open_both_sums_are_shown() -> None:
    found = reckon("unlawful_2N", {"months": "25.5", "avg_12m": "60000.00", "local_avg": "8348.00"})

    assert (found["low"], found["amount"], found["high"]) == ("601056.00", "601056.00", "1277244.00")
    assert any("封顶" in warning for warning in found["warnings"])


def test_a_base_told_as_already_cut_down_bears_the_cap_of_years() -> None:
    capped = {"twelve_year_cap_in_2N": True}

    for told in (
        {"base": "25044", "over_3x": True},
        {"base_capped": "25044"},
        {"avg_12m": "60000", "cap_base": "25044"},
    ):
        assert reckon("unlawful_2N", {"months": "25.5", **told}, capped)["amount"] == "601056.00"


def test_below_the_cap_the_policy_changes_nothing() -> None:
    found = reckon("unlawful_2N", {"months": "25.5", "avg_12m": "9000.00", "local_avg": "8348.00"})

    assert (found["low"], found["amount"], found["high"]) == ("459000.00",) * 3


@pytest.mark.parametrize(
    "paid",
    [
        {"already_paid": ["50000.00", "9000.00"]},
        {"already_paid": {"N": "50000.00", "plus1": "9000.00"}},
        {"paid_N": "50000.00", "paid_plus1": "9000.00"},
        {"already_paid": "59000"},
    ],
)
def test_what_was_paid_is_deducted_from_2n_however_it_is_told(paid: dict[str, object]) -> None:
    found = reckon("unlawful_2N", {"months": 5, "avg_12m": "10000.00", **paid})

    assert (found["gross"], found["amount"]) == ("100000.00", "41000.00")


def test_who_was_paid_more_owes_nothing_back() -> None:
    assert reckon("unlawful_2N", {"months": 1, "avg_12m": "100", "already_paid": "900"})["amount"] == "0.00"


@pytest.mark.parametrize("told", [{"unlawful": True}, {"with_2N": True}, {"ground": "违法解除"}, {"claims_2N": "yes"}])
def test_a_month_in_place_of_notice_never_stands_beside_2n(told: dict[str, object]) -> None:
    alone = reckon("notice_pay_N1", {"last_month": "8000.00", **told})
    whole = reckon("notice_pay_N1", {"months": "2", "avg_12m": "8000.00", "last_month": "8000.00", **told})

    assert (alone["plus1"], alone["amount"]) == ("0.00", "0.00")
    assert (whole["plus1"], whole["two_N"], whole["amount"]) == ("0.00", "32000.00", "32000.00")
    assert any("2N" in warning for warning in whole["warnings"])


def test_the_month_in_place_of_notice_is_last_months_wage_and_is_not_capped() -> None:
    told = {
        "months": "2",
        "avg_12m": "9000.00",
        "local_avg": "2000.00",
        "last_month": "30000.00",
        "ground": "art 40(3)",
    }
    found = reckon("notice_pay_N1", told)

    assert (found["N"], found["plus1"], found["amount"]) == ("12000.00", "30000.00", "42000.00")
    assert reckon("notice_pay_N1", told | {"notice_given": True})["plus1"] == "0.00"
    assert reckon("notice_pay_N1", told | {"ground": "合同期满"})["plus1"] == "0.00"


def test_the_average_spreads_the_bonus_counts_overtime_and_leaves_maternity_allowance_out() -> None:
    told = {"monthly": "10000", "months": 12, "annual_bonus": "12000", "bonus_months_in_window": 12}

    assert reckon("avg_12m_base", told)["avg_12m"] == "11000.00"
    assert reckon("avg_12m_base", told | {"overtime_total": "1200"})["avg_12m"] == "11100.00"
    with_allowance = reckon("avg_12m_base", told | {"maternity_allowance": "30000", "double_wage_extra": "5000"})
    assert with_allowance["avg_12m"] == "11000.00"
    assert len(with_allowance["warnings"]) == 3


def test_who_worked_less_than_a_year_has_the_average_of_the_real_months() -> None:
    assert reckon("avg_12m_base", {"wages": ["3000", "4000", "5000.01"]})["avg_12m"] == "4000.00"
    floored = reckon("avg_12m_base", {"wages": ["1000"], "min_wage": "2490"})
    assert (floored["avg_12m"], floored["base"]) == ("1000.00", "2490.00")


@given(months=st.integers(1, 60), wage=st.integers(1, 90_000_00), local=st.integers(1, 20_000_00))
def test_severance_never_exceeds_the_uncapped_sum_and_2n_is_twice_n(months: int, wage: int, local: int) -> None:
    told = {
        "months": str(Decimal(months) / 2),
        "avg_12m": str(Decimal(wage) / 100),
        "local_avg": str(Decimal(local) / 100),
    }

    once, twice = reckon("severance_N", told), reckon("unlawful_2N", told, {"twelve_year_cap_in_2N": True})

    assert Decimal(once["amount"]) <= Decimal(wage) / 100 * months / 2 + Decimal("0.01")
    assert abs(Decimal(twice["amount"]) - 2 * Decimal(once["amount"])) <= Decimal("0.01")
    assert Decimal(twice["low"]) <= Decimal(twice["amount"]) <= Decimal(twice["high"])


def test_a_place_with_entered_values_fills_what_the_asker_leaves_out() -> None:
    told = {"start": "2020-01-01", "last_day": "2025-10-31", "avg_12m": "2000.00", "region": "北京"}

    after = reckon("severance_N", told)
    before = reckon("severance_N", told | {"last_day": "2025-08-31"})

    assert (after["base"], before["base"]) == ("2540.00", "2420.00")  # by the day of the ending
    assert any("还没有对照原文" in warning for warning in after["warnings"])
    assert {"pay.minimum_wage"} <= {answer["rule"] for answer in after["parameters"]}


@pytest.mark.parametrize(
    ("inputs", "key"),
    [
        ({"months": "6.4", "avg_12m": "5000"}, "months"),
        ({"months": "6", "avg_12m": "much"}, "avg_12m"),
        ({"months": "6", "avg_12m": "-1"}, "avg_12m"),
        ({"months": "6", "avg_12m": "NaN"}, "avg_12m"),
        ({"months": "6", "avg_12m": True}, "avg_12m"),
        ({"months": "6", "avg_12m": "9" * 40}, "avg_12m"),
        ({"months": "6", "avg_12m": "1", "hat": 1}, "hat"),
        ({"start": "2026-02-30", "last_day": "2026-03-01", "avg_12m": "1"}, "start"),
        ({"start": "2026-03-02", "last_day": "2026-03-01", "avg_12m": "1"}, "last_day"),
        ({"start": "2026-03-02", "avg_12m": "1"}, "last_day"),
        ({"start": "2025-01-01", "start_date": "2025-01-02", "last_day": "2026-01-01", "avg_12m": "1"}, "start_date"),
        ({"months": "6"}, "avg_12m"),
        ({"avg_12m": "6"}, "months"),
        ({"months": "6", "avg_12m": "1", "region": "亚特兰蒂斯"}, "region"),
    ],
)
def test_bad_input_is_named(inputs: dict[str, object], key: str) -> None:
    with pytest.raises(BadInput) as refused:
        reckon("severance_N", inputs)

    assert refused.value.key == key


def test_before_the_law_of_2008_nothing_is_guessed() -> None:
    found = reckon("severance_N", {"start": "2001-01-01", "last_day": "2006-12-31", "avg_12m": "1000"})

    assert set(found) == {"calculator", "refused", "cite"}
