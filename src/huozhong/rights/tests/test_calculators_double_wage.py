"""The second wage for a missing contract, and how much of it is still in time."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huozhong.kernel.periods import add_months
from huozhong.kernel.workdays import china
from huozhong.rights.rules.calculators import BadInput
from huozhong.rights.tests.reckoning import reckon

STARTS = st.dates(date(2009, 1, 1), date(2024, 12, 31))
MODES = ["per_day_back", "per_month", "whole_from_window_start", "whole_from_window_end"]


@given(start=STARTS, wait=st.integers(0, 900))
def test_the_window_begins_after_a_month_and_ends_before_the_year_or_the_signing(start: date, wait: int) -> None:
    signed = start + timedelta(days=wait)
    found = reckon("double_wage", {"start": start, "signed": signed, "monthly": "3000.00"})

    due = [
        day
        for day in (start + timedelta(days=n) for n in range(800))
        if add_months(start, 1) <= day < min(signed, add_months(start, 12))
    ]
    assert found["window"] == ([due[0].isoformat(), due[-1].isoformat()] if due else None)
    assert Decimal(found["amount"]) <= 33000
    assert (Decimal(found["amount"]) == 0) == (not due) or found["months"] == "0"


def test_nobody_who_signed_or_left_within_the_first_month_is_owed_a_second_wage() -> None:
    told = {"start": "2025-03-10", "monthly": "5000"}

    assert reckon("double_wage", told | {"signed": "2025-04-10"})["amount"] == "0.00"
    assert reckon("double_wage", told | {"left": "2025-04-09"})["amount"] == "0.00"
    assert reckon("double_wage", told | {"left": "2025-04-10"})["window"] == ["2025-04-10", "2025-04-10"]


@pytest.mark.parametrize(
    ("policy", "amount"),
    [
        # 2025-04-10..2025-06-15: two months and 10 to 15 June, of which four days are worked (10, 11, 12, 13).
        ({}, "10919.54"),
        ({"part_month_divisor": "workdays_of_month"}, "11000.00"),  # June 2025 has 20 working days
        ({"part_month_divisor": "calendar_days"}, "11000.00"),  # 6 of 30 days
    ],
)
def test_a_part_month_is_paid_by_its_working_days(policy: dict[str, str], amount: str) -> None:
    assert (
        reckon("double_wage", {"start": "2025-03-10", "left": "2025-06-15", "monthly": "5000"}, policy)["amount"]
        == amount
    )


def test_only_fixed_pay_counts_in_beijing_elsewhere_both_sums_are_shown() -> None:
    told = {"contract_end": "2021-04-13", "left": "2021-11-13", "monthly": "9000.00", "avg_12m": "12101.35"}

    beijing = reckon("double_wage", told | {"region": "北京", "on": "2024-06-01"})
    elsewhere = reckon("double_wage", told)

    # （2023）京0105民初8452号: 9,000 yuan for seven months, 2021-04-14 to 2021-11-13.
    assert (beijing["window"], beijing["months"], beijing["amount"]) == (["2021-04-14", "2021-11-13"], "7", "63000.00")
    assert beijing["low"] == beijing["high"] == "63000.00"
    assert elsewhere["amount"] == "63000.00"
    assert elsewhere["high"] == "84709.45"
    assert elsewhere["low"] == "54000.00"  # where the gap begins only after a month


@pytest.mark.parametrize("told", [{"window": ["2021-04-14", "2021-11-13"]}, {"window": "2021-04-14..2021-11-13"},
                                  {"window_start": "2021-04-14", "window_end": "2021-11-13"},
                                  {"from": "2021-04-14", "to": "2021-11-13"}])  # fmt: skip
def test_a_window_may_be_told_as_it_is(told: dict[str, object]) -> None:
    assert reckon("double_wage", {"monthly": "9000.00", **told})["amount"] == "63000.00"


def test_a_renewal_gap_ends_after_twelve_months() -> None:
    found = reckon("double_wage", {"expired": "2020-06-30", "left": "2023-01-31", "monthly": "4000"})

    assert (found["window"], found["months"], found["amount"]) == (["2020-07-01", "2021-06-30"], "12", "48000.00")


@pytest.mark.parametrize("word", [{"kind": "82(2)"}, {"open_ended": True}, {"basis": "应订未订无固定期限合同"},
                                  {"art82_2": True}])  # fmt: skip
def test_an_open_ended_contract_that_was_due_knows_no_ceiling(word: dict[str, object]) -> None:
    # （2022）京0105民初43551号: 292,500 yuan, fifteen months at 19,500.
    by_months = reckon("double_wage", {"monthly": "19500.00", "months_inferred": "15", **word})
    by_days = reckon("double_wage", {"monthly": "19500.00", "due_from": "2021-01-01", "left": "2022-03-31", **word})

    assert (by_months["amount"], by_days["amount"], by_days["months"]) == ("292500.00", "292500.00", "15")
    assert by_months["low"] == by_days["low"] == "234000.00"  # where twelve months are held to be the ceiling
    capped = {"monthly": "19500.00", "months": "15", **word}
    assert reckon("double_wage", capped, {"open_ended_ceiling": "12"})["amount"] == "234000.00"
    beijing = reckon("double_wage", capped | {"region": "北京", "on": "2024-06-01"})
    assert beijing["low"] == beijing["high"] == "292500.00"


def test_told_months_of_a_first_contract_stop_at_eleven() -> None:
    assert reckon("double_wage", {"monthly": "2000", "months": "14"})["amount"] == "22000.00"


def test_who_refused_to_sign_is_owed_nothing() -> None:
    found = reckon("double_wage", {"start": "2024-01-01", "monthly": "2000", "worker_refused": "是"})

    assert (found["amount"], found["months"]) == ("0.00", "0")
    assert "第七条第二项" in found["cite"]


def naive(mode: str, start: date, applied: date) -> int:
    """Days of the window that are in time, judged day by day."""
    first, last = add_months(start, 1), add_months(start, 12) - timedelta(days=1)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    if mode == "whole_from_window_start":
        return len(days) if applied <= china().on_or_after(add_months(first, 12)) else 0
    if mode == "whole_from_window_end":
        return len(days) if applied <= china().on_or_after(add_months(last, 12)) else 0
    if mode == "per_day_back":
        return sum(applied <= add_months(day, 12) for day in days)
    ends = [add_months(start, n + 2) - timedelta(days=1) for n in range(11)]
    return sum(next(applied <= china().on_or_after(add_months(end, 12)) for end in ends if day <= end) for day in days)


@given(start=STARTS, wait=st.integers(300, 900), mode=st.sampled_from(MODES))
def test_what_is_in_time_agrees_with_judging_day_by_day(start: date, wait: int, mode: str) -> None:
    applied = start + timedelta(days=wait)
    told = {"start": start, "applied": applied, "defence_raised": True, "monthly": "3000"}

    found = reckon("double_wage_limitation", told, {"limitation_mode": mode})

    left = found["supported_window"]
    days = (date.fromisoformat(left[1]) - date.fromisoformat(left[0])).days + 1 if left else 0
    assert days == naive(mode, start, applied)


@given(start=STARTS, wait=st.integers(300, 900))
def test_with_no_policy_the_most_cautious_reading_is_told_and_all_four_are_shown(start: date, wait: int) -> None:
    told = {"start": start, "applied": start + timedelta(days=wait), "defence_raised": True, "monthly": "3000"}

    found = reckon("double_wage_limitation", told)

    each = {mode: reckon("double_wage_limitation", told, {"limitation_mode": mode}) for mode in MODES}
    sums = [Decimal(one["supported"]) for one in each.values()]
    assert {mode: one["supported_months"] for mode, one in found["modes"].items()} == {
        mode: one["supported_months"] for mode, one in each.items()
    }
    assert Decimal(found["supported"]) == Decimal(found["low"]) == min(sums)
    assert Decimal(found["high"]) == max(sums)


def test_limitation_is_only_heard_when_it_is_pleaded() -> None:
    told = {"start": "2015-01-01", "applied": "2019-12-01", "monthly": "1000", "defence_raised": False}

    assert reckon("double_wage_limitation", told)["supported"] == "11000.00"


def test_a_demand_starts_the_year_anew_only_while_it_still_runs() -> None:
    told = {"start": "2020-01-01", "applied": "2022-06-01", "monthly": "1000", "defence_raised": True}
    policy = {"limitation_mode": "whole_from_window_end"}

    def supported(*demands: str) -> str:
        found = reckon("double_wage_limitation", told | {"interruptions": list(demands)}, policy)
        return str(found["supported"])

    assert supported() == "0.00"
    assert supported("2021-12-31") == "11000.00"  # the last day of the running year
    assert supported("2022-01-01") == "0.00"  # a day late
    assert supported("2021-05-31") == "0.00"  # the new year ended a day too early
    assert supported("2021-01-15", "2021-12-01") == "11000.00"


def test_beijing_counts_back_day_by_day() -> None:
    told = {"start": "2023-01-01", "applied": "2024-09-01", "monthly": "6000", "defence_raised": True}

    found = reckon("double_wage_limitation", told | {"region": "北京", "on": "2024-09-01"})

    assert found["mode"] == "per_day_back"
    assert found["supported_window"] == ["2023-09-01", "2023-12-31"]
    assert (found["supported_months"], found["supported"]) == ("4", "24000.00")


@pytest.mark.parametrize(
    ("inputs", "policy", "key"),
    [
        ({"start": "2020-01-01"}, {}, "applied"),
        ({"applied": "2020-01-01"}, {}, "start"),
        ({"start": "2020-01-01", "applied": "2021-01-01"}, {"limitation_mode": "by_taste"}, "policy.limitation_mode"),
        ({"start": "2020-01-01", "applied": "2021-01-01"}, {"hats": 1}, "policy.hats"),
    ],
)
def test_bad_input_is_named(inputs: dict[str, object], policy: dict[str, object], key: str) -> None:
    with pytest.raises(BadInput) as refused:
        reckon("double_wage_limitation", inputs, policy)

    assert refused.value.key == key
