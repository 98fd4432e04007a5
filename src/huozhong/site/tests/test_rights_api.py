"""The API answers what the command line answers, keeps nothing, and holds its own document."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from huozhong.rights.tests.test_calculators_outside import CASES, made_precise
from huozhong.site.api import api
from huozhong.site.cli.rights_calculate import CALCULATE
from huozhong.site.cli.rights_deadline import DEADLINE
from huozhong.site.wsgi import application

pytestmark = pytest.mark.django_db
# What the schema cannot say (a day that exists, keys that need each other) is refused with 422 and a sentence, so
# "every fitting question is answered 200" is no promise of ours; everything else is held.
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
]
document = schemathesis.openapi.from_dict(json.loads(json.dumps(api.get_openapi_schema())))
document.app = application


@pytest.fixture
def open_connection() -> Iterator[None]:
    """The server's handler must not close the connection that holds the test's transaction."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def ask(path: str, question: object) -> tuple[int, Any]:
    """What a client without an account, a cookie or a token is answered."""
    response = Client(enforce_csrf_checks=True).post(path, data=json.dumps(question), content_type="application/json")
    return response.status_code, json.loads(response.content)


@pytest.mark.usefixtures("open_connection")
@document.parametrize()
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_generated_questions_never_break_it_and_answers_fit_the_document(case: schemathesis.Case) -> None:
    case.call_and_validate(checks=CHECKS)


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case["id"] for case in CASES])
def test_an_outside_case_is_answered_like_on_the_command_line(number: int) -> None:
    case = CASES[number]

    status, answer = ask("/api/rights/calculate", case)

    assert status == 200
    assert answer == json.loads(json.dumps(CALCULATE.answer(case)))
    expected = made_precise(case["expected"], answer)
    assert {key: answer.get(key) for key in expected} == expected


def test_a_deadline_is_answered_like_on_the_command_line() -> None:
    for question in (
        {"unit": "calendar_day", "base": "2026-09-18", "n": 15},
        {"rule": "SUE-01", "trigger": "2026-09-18"},
    ):
        assert ask("/api/rights/deadline", question) == (200, json.loads(json.dumps(DEADLINE.answer(question))))


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ({"calculator": "severance_N", "inputs": {"months": "6.4", "avg_12m": "1"}}, "months"),
        ({"calculator": "hat", "inputs": {}}, "calculator"),
        ({"calculator": "severance_N", "inputs": {}, "hat": 1}, "hat"),
        ([], "*"),
        ({"calculator": "severance_N"}, "inputs"),
    ],
)
def test_a_bad_question_is_told_which_key_is_wrong(question: object, key: str) -> None:
    status, answer = ask("/api/rights/calculate", question)

    assert (status, answer["key"]) == (422, key)
    assert len(answer["sentence"]) > 3


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b'{"a":1,"a":2}', b"[" * 9_000, b"1" * 5_000, b'{"a":NaN}'])
def test_what_is_not_json_is_refused(body: bytes) -> None:
    response = Client().post("/api/rights/calculate", data=body, content_type="application/json")

    assert response.status_code == 422
    assert json.loads(response.content)["key"]


def test_a_body_beyond_the_limit_is_not_read() -> None:
    response = Client().post("/api/rights/calculate", data=b" " * 70_000, content_type="application/json")

    assert response.status_code == 413


def test_nothing_of_a_question_is_logged_or_cached(capfd: pytest.CaptureFixture[str]) -> None:
    question = {"calculator": "sick_pay_floor", "inputs": {"min_wage": "1800", "note": "苗青青的工资条"}}

    response = Client().post("/api/rights/calculate", data=json.dumps(question), content_type="application/json")

    written = "".join(capfd.readouterr())
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    assert "苗青青" not in written


def test_the_listings_name_every_calculator_and_every_rule(client: Client) -> None:
    calculators = json.loads(client.get("/api/rights/calculators").content)["calculators"]
    rules = json.loads(client.get("/api/rights/rules").content)["rules"]

    assert {case["calculator"] for case in CASES} <= {one["name"] for one in calculators}
    assert len(rules) == 66
    assert all(rule["cite"] for rule in rules if rule["computes"])


def test_the_plain_page_lists_every_door_of_the_document_and_asks_no_other_host(client: Client) -> None:
    page = client.get("/api/").content.decode()
    paths = json.loads(client.get("/api/openapi.json").content)["paths"]

    assert {"/api/rights/calculate", "/api/rights/deadline"} <= set(paths)
    assert all(path in page for path in paths)
    assert not re.findall(r'(?:src|href)="https?://', page)
