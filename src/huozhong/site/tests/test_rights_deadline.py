"""`huozhong rights deadline`: the outside examples of days pass; what is wrong ends with 2 and a sentence."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from huozhong.rights.rules.clocks import RULES
from huozhong.site.cli import rights_deadline
from huozhong.site.cli.compute import run

OUTSIDE = Path(__file__).resolve().parents[2] / "rights" / "tests" / "outside_cases.json"
CASES = json.loads(OUTSIDE.read_text("utf-8"))["deadline_vectors"]
# More of the same kind, worked out by hand against the notices: the day before, the day, the day after.
MORE = [
    {"unit": "calendar_day", "base": "2026-02-01", "n": 15, "natural_last_day": "2026-02-16", "due": "2026-02-24"},
    {"unit": "calendar_day", "base": "2026-09-17", "n": 15, "natural_last_day": "2026-10-02", "due": "2026-10-08"},
    {"unit": "calendar_day", "base": "2026-09-25", "n": 15, "natural_last_day": "2026-10-10", "due": "2026-10-10"},
    {"unit": "calendar_day", "base": "2020-01-17", "n": 15, "natural_last_day": "2020-02-01", "due": "2020-02-03"},
    {"unit": "calendar_day", "base": "2019-04-16", "n": 15, "natural_last_day": "2019-05-01", "due": "2019-05-05"},
    {"unit": "workday", "base": "2026-09-30", "n": 1, "natural_last_day": None, "due": "2026-10-08"},
    {"unit": "workday", "base": "2026-02-13", "n": 1, "natural_last_day": None, "due": "2026-02-14"},
    {"unit": "month", "base": "2025-01-31", "n": 1, "natural_last_day": "2025-02-28", "due": "2025-02-28"},
    {"unit": "month", "base": "2024-01-30", "n": 1, "natural_last_day": "2024-02-29", "due": "2024-02-29"},
    {"unit": "year", "base": "2024-02-29", "n": 1, "natural_last_day": "2025-02-28", "due": "2025-02-28"},
    {"unit": "year", "base": "2025-10-01", "n": 1, "natural_last_day": "2026-10-01", "due": "2026-10-08"},
]


def asked(*questions: dict[str, Any]) -> list[dict[str, Any]]:
    out = io.StringIO()
    assert run(rights_deadline.DEADLINE, stdin=io.BytesIO(json.dumps(list(questions)).encode()), stdout=out) == 0
    found: list[dict[str, Any]] = json.loads(out.getvalue())
    return found


def refused(question: object, capsys: pytest.CaptureFixture[str]) -> str:
    code = run(rights_deadline.DEADLINE, stdin=io.BytesIO(json.dumps(question).encode()))
    said = capsys.readouterr()
    assert (code, said.out) == (2, "")
    return said.err


@pytest.mark.parametrize("case", [*CASES, *MORE], ids=lambda case: f"{case['base']}+{case['n']}{case['unit']}")
def test_an_outside_example_is_answered(case: dict[str, Any]) -> None:
    [found] = asked({key: case[key] for key in ("unit", "base", "n")})

    assert found["legal_date"] == case["due"]
    assert found["natural_last_day"] == case["natural_last_day"]
    assert not found["provisional"]
    assert found["cite"]
    assert found["trace"]


def test_a_whole_example_may_be_sent_with_its_label() -> None:
    assert asked(CASES[0])[0]["legal_date"] == CASES[0]["due"]


def test_every_rule_answers_or_refuses_and_fits_the_schema() -> None:
    check = Draft202012Validator(rights_deadline.ANSWER)
    answers = asked(*({"rule": rule_id, "trigger": "2026-09-18"} for rule_id in RULES))

    for rule_id, found in zip(RULES, answers, strict=True):
        check.validate(found)
        assert ("refused" in found) is not RULES[rule_id].computes
        assert found["cite"]


def test_a_rule_answers_as_its_own_length_does_and_says_more() -> None:
    plain, ruled = asked(
        {"unit": "calendar_day", "base": "2026-09-18", "n": 15}, {"rule": "sue-01", "trigger": "2026-09-18"}
    )

    same = ("natural_last_day", "legal_date", "safe_date", "skipped", "provisional")
    assert {key: plain[key] for key in same} == {key: ruled[key] for key in same}
    assert "第五十条" in ruled["cite"]
    assert ruled["trace"][0].startswith("收到裁决书")
    assert ruled["parameters"][0]["cite"]["quote"]


def test_a_rule_of_several_periods_shows_them_all_until_one_is_chosen() -> None:
    both, one = asked(
        {"rule": "CRT-06", "trigger": "2026-09-18"}, {"rule": "CRT-06", "trigger": "2026-09-18", "variant": "ruling"}
    )

    assert (both["variant"], both["legal_date"]) == ("judgment", "2026-10-08")
    assert [(other["variant"], other["legal_date"]) for other in both["also"]] == [("ruling", "2026-09-28")]
    assert (one["variant"], one["legal_date"], one["also"]) == ("ruling", "2026-09-28", [])


def test_a_kind_may_be_asked_for_by_its_name() -> None:
    by_name, by_english = asked(
        {"rule": "CRT-06", "trigger": "2026-09-18", "variant": "裁定"},
        {"rule": "CRT-06", "trigger": "2026-09-18", "variant": "Ruling"},
    )

    assert by_name["legal_date"] == by_english["legal_date"] == "2026-09-28"


def test_interruptions_and_suspensions_move_a_limitation() -> None:
    plain, again, paused = asked(
        {"rule": "LIM-02", "trigger": "2025-03-03"},
        {"rule": "LIM-02", "trigger": "2025-03-03", "interrupted": ["2025-12-01", "2026-06-02"]},
        {"rule": "LIM-01", "trigger": "2025-03-03", "suspended": [{"from": "2025-05-01", "to": "2025-05-10"}]},
    )

    assert [one["natural_last_day"] for one in (plain, again, paused)] == ["2026-03-03", "2027-06-02", "2026-03-13"]
    assert any("重新算" in words for words in again["trace"])
    assert any("中止10天" in words for words in paused["trace"])


@pytest.mark.parametrize("trigger", ["2007-09-18", "9999-12-31", "0001-01-01"])
@pytest.mark.parametrize("more", [{}, {"suspended": []}])
def test_a_day_for_which_no_rule_or_calendar_holds_is_refused_not_guessed(trigger: str, more: dict[str, Any]) -> None:
    [found] = asked({"rule": "LIM-01", "trigger": trigger, **more})

    assert len(found["refused"]) > 5


def test_backwards_a_day_of_rest_moves_earlier() -> None:
    [found] = asked({"unit": "calendar_day", "base": "2026-10-10", "n": 3, "direction": "back"})

    assert (found["natural_last_day"], found["legal_date"]) == ("2026-10-07", "2026-09-30")


def test_a_year_without_a_notice_is_provisional_and_never_an_error() -> None:
    answers = asked(
        {"unit": "workday", "base": "2027-01-25", "n": 10},
        {"unit": "calendar_day", "base": "2027-09-20", "n": 15},
        {"unit": "year", "base": "2026-11-23", "n": 40},
        {"rule": "LIM-01", "trigger": "2026-09-18"},
    )

    assert all(found["provisional"] for found in answers)
    assert all(found["safe_date"] <= found["legal_date"] for found in answers)


def test_a_local_policy_gives_a_legal_day_only_where_it_is_entered() -> None:
    nowhere, beijing = asked(
        {"rule": "LIM-03", "trigger": "2025-01-13"}, {"rule": "LIM-03", "trigger": "2025-01-13", "region": "北京"}
    )

    assert (nowhere["legal_date"], nowhere["safe_date"]) == (None, "2026-01-13")
    assert beijing["legal_date"] == "2026-01-13"


def test_a_rule_that_must_not_compute_says_so_and_ends_well() -> None:
    [found] = asked({"rule": "LIM-04", "trigger": "2026-09-18"})

    assert set(found) == {"rule", "state", "refused", "cite"}
    assert found["state"] == "unclassified"


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ({"unit": "week", "base": "2026-09-18", "n": 1}, "unit"),
        ({"unit": "workday", "base": "2026-02-30", "n": 1}, "base"),
        ({"unit": "workday", "base": "18.9.2026", "n": 1}, "base"),
        ({"unit": "workday", "base": "2026-09-18", "n": -1}, "n"),
        ({"unit": "workday", "base": "2026-09-18", "n": "5"}, "n"),
        ({"unit": "workday", "base": "2026-09-18", "n": 1.5}, "n"),
        ({"unit": "workday", "base": "2026-09-18", "n": True}, "n"),
        ({"unit": "calendar_day", "base": "2026-09-18", "n": 10**9}, "n"),
        ({"unit": "workday", "base": "2026-09-18", "n": 10**9}, "n"),
        ({"unit": "month", "base": "2026-09-18", "n": 10**30}, "n"),
        ({"unit": "workday", "base": "2026-09-18"}, "*"),
        ({"unit": "workday", "base": "2026-09-18", "n": 1, "direction": "up"}, "direction"),
        ({"unit": "workday", "base": "2026-09-18", "n": 1, "direction": "back", "roll": "next"}, "roll"),
        ({"unit": "workday", "base": "2026-09-18", "n": 1, "variant": "main"}, "variant"),
        ({"rule": "SUE-99", "trigger": "2026-09-18"}, "rule"),
        ({"rule": "SUE-01"}, "*"),
        ({"rule": "SUE-01", "trigger": "2026-02-30"}, "trigger"),
        ({"rule": "SUE-01", "trigger": "2026-09-18", "n": 3}, "n"),
        ({"rule": "CRT-06", "trigger": "2026-09-18", "variant": "opinion"}, "variant"),
        ({"rule": "SUE-01", "trigger": "2026-09-18", "region": "亚特兰蒂斯"}, "region"),
        ({"rule": "SUE-01", "trigger": "2026-09-18", "unheard": 1}, "unheard"),
        ({"rule": "SUE-01", "trigger": "2026-09-18", "interrupted": ["2026-09-20"]}, "interrupted"),
        ({"rule": "LIM-01", "trigger": "2026-09-18", "interrupted": ["2026-02-30"]}, "interrupted"),
        (
            {"rule": "LIM-01", "trigger": "2026-09-18", "suspended": [{"from": "2026-02-03", "to": "2026-02-01"}]},
            "suspended",
        ),
        ({}, "*"),
        ("SUE-01", "*"),
    ],
)
def test_bad_input_ends_with_2_and_names_its_key(
    question: object, key: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refused(question, capsys)

    assert said.startswith(f"item 1: {key}: ")
    assert "Traceback" not in said


def test_help_lists_every_key_and_every_rule(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        rights_deadline.main(["--help"])

    printed = capsys.readouterr().out
    assert ended.value.code == 0
    assert all(rule_id in printed for rule_id in RULES)
    assert all(
        key in printed for key in (*rights_deadline.QUESTION["properties"], *rights_deadline.ANSWER["properties"])
    )
