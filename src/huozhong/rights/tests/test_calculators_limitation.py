"""Limitation by kind of claim, as the calculators' door answers it."""

from __future__ import annotations

import pytest

from huozhong.rights.rules.calculators import BadInput
from huozhong.rights.tests.reckoning import reckon

ENDED = {"claim": "加班费", "employment_ended": "2024-03-15"}


@pytest.mark.parametrize(("applied", "in_time"), [("2025-03-14", True), ("2025-03-17", True), ("2025-03-18", False)])
def test_wages_run_from_the_end_of_work_and_a_last_day_of_rest_rolls(applied: str, in_time: bool) -> None:
    found = reckon("limitation", ENDED | {"applied": applied})  # 15 March 2025 is a Saturday

    assert (found["in_time"], found["rule"], found["last_day"]) == (in_time, "art 27(4)", "2025-03-17")
    assert found["safe_date"] == "2025-03-14"


def test_nothing_runs_against_wages_while_employed() -> None:
    found = reckon("limitation", {"claim": "工资", "applied": "2030-01-01"})

    assert (found["in_time"], found["last_day"], found["status"]) == (True, None, "not_running")


def test_severance_and_2n_run_from_the_ending_under_the_first_paragraph() -> None:
    found = reckon("limitation", {"claim": "2N", "employment_ended": "2024-03-15", "applied": "2025-09-01"})

    assert (found["in_time"], found["rule"]) == (False, "art 27(1)")
    assert any("抗辩" in warning for warning in found["warnings"])
    assert reckon("limitation", {"claim": "2N", "employment_ended": "2024-03-15", "applied": "2025-09-01",
                                 "defence_raised": False})["in_time"] is True  # fmt: skip


def test_a_demand_counts_only_with_proof_and_only_in_time() -> None:
    def in_time(event: object) -> bool:
        return bool(reckon("limitation", ENDED | {"applied": "2025-12-01", "interruptions": [event]})["in_time"])

    assert in_time("2025-01-10")
    assert in_time({"type": "demand", "date": "2025-01-10", "proof": True})
    assert not in_time({"type": "demand", "date": "2025-01-10", "proof": False})
    assert not in_time("2025-04-10")


def test_a_pause_keeps_the_rest_of_the_year() -> None:
    paused = {"suspensions": [{"from": "2024-06-01", "to": "2024-06-30"}]}

    assert reckon("limitation", ENDED | paused | {"applied": "2025-04-14"})["in_time"] is True
    assert reckon("limitation", ENDED | paused | {"applied": "2025-04-15"})["in_time"] is False


def test_leave_has_three_readings_and_the_most_cautious_is_told() -> None:
    told = {"claim": "年休假", "year": 2022, "employment_ended": "2024-03-15", "applied": "2024-06-01"}

    found = reckon("limitation", told)

    assert found["in_time"] is False
    assert {mode: one["in_time"] for mode, one in found["modes"].items()} == {
        "year_end": False,
        "next_year_end": True,
        "employment_end": True,
    }
    assert reckon("limitation", told, {"leave_clock": "next_year_end"})["in_time"] is True


def test_a_double_wage_is_sent_to_its_own_calculator_and_a_bare_claim_asks_for_its_day() -> None:
    assert "refused" in reckon("limitation", {"claim": "二倍工资", "applied": "2024-01-01"})
    with pytest.raises(BadInput) as missing:
        reckon("limitation", {"claim": "别的", "applied": "2024-01-01"})
    assert missing.value.key == "accrued"
