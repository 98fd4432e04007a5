"""The addresses that a phone speaks to: what they hold, what they refuse, and that they say so in JSON."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from django.test import Client

from huozhong.projects.models import Progress
from huozhong.projects.tests import stage
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SEND, MINE, PAGE, WORKER = "/projects/checkins/send/", "/projects/checkins/mine/", "/projects/checkins/", "worker.js"


@pytest.fixture
def bo(cast: Cast, client: Client) -> Client:
    cast.sign_in(client, cast.bo)
    return client


def words(project_id: int, **changed: object) -> dict[str, object]:
    said = {"key": str(uuid4()), "noted_at": "2026-11-20T06:30:00.000Z", "project": project_id, "day": "2026-11-20"}
    return said | {"text": "第三次课", "people": "12", "keep_for": ""} | changed


def test_the_page_and_its_script_hold_nothing_of_anybody(cast: Cast, bo: Client, client: Client) -> None:
    stage.running(cast)
    bo.get(MINE)
    client.logout()
    page, worker = client.get(PAGE), client.get(PAGE + WORKER)

    assert page.status_code == worker.status_code == 200
    assert worker["Content-Type"] == "text/javascript"
    assert 'credentials: "omit"' in worker.content.decode()
    assert "薄志刚" not in page.content.decode()
    assert "机电厂" not in page.content.decode()


def test_the_phone_learns_the_projects_that_its_owner_runs(cast: Cast, bo: Client) -> None:
    project_id = stage.running(cast)
    stage.accepted(cast)

    told = json.loads(bo.get(MINE).content)

    assert (told["person"], told["called"]) == (cast.bo.person_id, "薄志刚")
    assert [one["id"] for one in told["projects"]] == [project_id]
    assert told["projects"][0]["targets"][0] | {"id": 0} == {
        "id": 0, "indicator": "参加学习的职工", "unit": "人", "latest": "—", "goal": "200",
    }  # fmt: skip


def test_somebody_else_learns_nothing_of_them(cast: Cast, client: Client) -> None:
    stage.running(cast)
    cast.sign_in(client, cast.sara)

    assert json.loads(client.get(MINE).content)["projects"] == []


def test_the_same_check_in_twice_answers_the_same_entry(cast: Cast, bo: Client) -> None:
    project_id = stage.running(cast)
    check_in = words(project_id, day=str(stage.row(project_id).approved_date))

    answers = [json.loads(bo.post(SEND, check_in).content) for _ in range(2)]

    assert [one["is_new"] for one in answers] == [True, False]
    assert answers[0]["entry"] == answers[1]["entry"] == Progress.objects.get().pk


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "x"},
        {"noted_at": "yesterday"},
        {"noted_at": "2026-11-20T06:30:00"},
        {"day": "2026-13-40"},
        {"day": ""},
        {"text": ""},
        {"text": "字" * 1001},
        {"text": "\x00"},
        {"people": "-1"},
        {"people": "many"},
        {"people": "9" * 20},
        {"project": "0"},
        {"project": str(2**63)},
        {"project": "999999"},
        {"target_1": "abc"},
        {"target_x": "1"},
        {"target_999": "1"},
        {"keep_for": "用" * 61},
    ],
)
def test_whatever_is_wrong_is_refused_with_a_reason_and_nothing_is_kept(
    cast: Cast, bo: Client, wrong: dict[str, str]
) -> None:
    project_id = stage.running(cast)

    answer = bo.post(SEND, words(project_id, day="2026-11-20") | wrong)

    assert answer.status_code == 422
    assert json.loads(answer.content)["reason"]
    assert not Progress.objects.exists()


def test_who_runs_no_project_sends_nothing(cast: Cast, client: Client) -> None:
    project_id = stage.running(cast)

    assert client.post(SEND, words(project_id)).status_code == 302
    cast.sign_in(client, cast.office)
    assert client.post(SEND, words(project_id)).status_code == 403
    cast.sign_in(client, cast.sara)
    assert client.post(SEND, words(project_id)).status_code == 422
    assert not Progress.objects.exists()
