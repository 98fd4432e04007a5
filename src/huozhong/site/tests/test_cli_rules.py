"""Rules and working days on the command line: the common manner, no Django, their own schemas."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import jsonschema
import pytest

from huozhong.site.cli import rules, workdays
from huozhong.site.cli.compute import Computing

NO_DJANGO = """
import sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"django", "psycopg", "procrastinate"}:
            raise ImportError(name)
sys.meta_path.insert(0, Refuse())
from huozhong.site.cli.main import main
sys.exit(main(sys.argv[1:]))
"""
ASKED = {"rule": "terms.federation", "jurisdiction": "3202", "on": "2026-11-22"}


def run(*words: str, given: Any = None) -> subprocess.CompletedProcess[str]:
    text = given if isinstance(given, str) else json.dumps(given, ensure_ascii=False)
    return subprocess.run([sys.executable, "-c", NO_DJANGO, *words], input=text, capture_output=True, text=True)


def test_a_rule_is_answered_with_its_article() -> None:
    done = run("rules", "ask", given=ASKED)

    answer = json.loads(done.stdout)
    assert (answer["value"], answer["cite"]["article"], answer["status"]) == ("5", "第十六条", "verified")
    jsonschema.validate(answer, rules.ASK.output_schema)


def test_one_bad_item_leaves_standard_output_empty_and_names_the_item_and_the_key() -> None:
    done = run("rules", "ask", given=[ASKED, ASKED | {"rule": "no.such"}, ASKED | {"on": "2026-02-30"}])

    assert (done.returncode, done.stdout) == (2, "")
    lines = done.stderr.splitlines()
    assert [line.split(":")[0] for line in lines] == ["item 2", "item 3"]
    assert lines[0].split(": ")[1] == "rule"
    assert lines[1].split(": ")[1] == "on"


def test_a_missing_local_rule_is_refused_with_the_sentence() -> None:
    done = run("rules", "ask", given=ASKED | {"rule": "money.cap.birthday"})

    assert done.returncode == 2
    assert "没有生效的规定" in done.stderr
    assert "江苏省总工会" in done.stderr


def test_jiangsu_is_told_what_is_missing() -> None:
    done = run("rules", "missing", given={"jurisdiction": "3202", "on": "2026-11-22"})

    answer = json.loads(done.stdout)
    assert {row["keeper_name"] for row in answer["missing"]} == {"江苏省", "无锡市"}
    jsonschema.validate(answer, rules.MISSING.output_schema)


def test_a_period_is_counted_and_says_how() -> None:
    done = run(
        "workdays",
        "count",
        given=[{"start": "2026-09-18", "length": 15, "unit": "days", "rolls": "next_working_day"}],
    )

    (answer,) = json.loads(done.stdout)
    assert (answer["natural_last_day"], answer["last_day"]) == ("2026-10-03", "2026-10-08")
    jsonschema.validate(answer, workdays.COUNT.output_schema)


def test_an_unannounced_day_says_so() -> None:
    done = run("workdays", "day", given=[{"day": "2026-09-20"}, {"day": "2027-10-01"}])

    worked, provisional = json.loads(done.stdout)
    assert (worked["is_workday"], worked["is_announced"]) == (True, True)
    assert (provisional["is_workday"], provisional["is_announced"]) == (False, False)


@pytest.mark.parametrize(
    ("words", "given"),
    [
        (("workdays", "count"), {"start": "2026-01-01", "length": -1, "unit": "days"}),
        (("workdays", "count"), {"start": "2026-01-01", "length": 10**9, "unit": "working_days"}),
        (("workdays", "count"), {"start": "9999-12-01", "length": 90, "unit": "years"}),
        (("workdays", "count"), {"start": "2026-01-01", "length": 1, "unit": "weeks"}),
        (("workdays", "day"), {"day": "2026-01-01", "extra": 1}),
        (("rules", "ask"), ASKED | {"jurisdiction": "江苏"}),
        (("rules", "missing"), "not json"),
    ],
)
def test_bad_input_ends_with_2_and_no_answer(words: tuple[str, ...], given: Any) -> None:
    done = run(*words, given=given)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("item 1: ")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", [*rules.VERBS.values(), *workdays.VERBS.values()])
def test_schemas_are_schemas(command: Computing) -> None:
    for schema in (command.input_schema, command.output_schema):
        jsonschema.Draft202012Validator.check_schema(dict(schema))


def test_the_list_names_every_rule_once() -> None:
    rows = json.loads(run("rules", "list").stdout)

    assert len(rows) == len({row["rule"] for row in rows}) > 40
