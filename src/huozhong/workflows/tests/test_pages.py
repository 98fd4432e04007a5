"""The pages of the room, asked as people ask them."""

from __future__ import annotations

import pytest
from django.test import Client

from huozhong.records import queries as records
from huozhong.workflows import queries, services
from huozhong.workflows.models import Workflow, WorkflowVersion
from tests.cast import NOW, Cast

KIND = "projects.project"


@pytest.fixture
def office(cast: Cast, client: Client) -> Client:
    cast.sign_in(client, cast.office)
    return client


def start(cast: Cast, *, title: str = "补助项目审批", template: str = "one") -> int:
    return services.start_workflow(
        cast.city.unit_id, kind=KIND, title=title, template=template, actor=cast.office, at=NOW
    )


def outcomes(*rows: dict[str, str]) -> dict[str, str]:
    said = {"outcomes-TOTAL_FORMS": str(len(rows)), "outcomes-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        said |= {f"outcomes-{number}-{name}": value for name, value in row.items()}
    return said


def test_an_office_begins_from_a_template_and_publishes(cast: Cast, office: Client) -> None:
    assert "本单位还没有自己的流程" in office.get("/workflows/").content.decode()
    answer = office.post("/workflows/new/", {"unit": cast.city.unit_id, "title": "小额项目", "template": "one"})
    row = Workflow.objects.get()
    assert answer.headers["Location"] == f"/workflows/{row.pk}/"

    page = office.get(f"/workflows/{row.pk}/").content.decode()
    assert "第 1 版草稿已经检查通过，可以发布。" in page
    assert "stateDiagram-v2" in page
    assert "用文字说明这张图" in page
    office.post(f"/workflows/{row.pk}/publish/", {"change_note": ""})

    assert "不能再改；要改就另起一版" in office.get(f"/workflows/{row.pk}/").content.decode()
    assert "小额项目：第 1 版" in office.get(f"/workflows/{row.pk}/versions/1/").content.decode()


def test_a_second_version_says_what_changed(cast: Cast, office: Client) -> None:
    workflow = start(cast)
    services.publish(workflow, actor=cast.office, at=NOW)
    office.post(f"/workflows/{workflow}/next/")

    answer = office.post(f"/workflows/{workflow}/publish/", {"change_note": ""})

    assert answer.status_code == 422
    assert WorkflowVersion.objects.filter(published_at__isnull=False).count() == 1
    office.post(f"/workflows/{workflow}/publish/", {"change_note": "期限改短。"})
    assert WorkflowVersion.objects.filter(published_at__isnull=False).count() == 2


def test_a_stage_is_added_changed_moved_and_taken_out(cast: Cast, office: Client) -> None:
    workflow = start(cast)
    said = {"name": "实地考察", "reviewer": "visitors", "days": "8", "after": "a1"}
    answer = office.post(
        f"/workflows/{workflow}/stages/new/a/", said | outcomes({"word": "可行", "target": ""}, {"word": ""})
    )
    assert answer.status_code == 302
    assert names(workflow) == ["资格审查", "实地考察"]

    said = {"name": "现场看", "reviewer": "visitors", "days": "6"}
    rows = outcomes({"word": "可行", "target": "approved"}, {"word": "不行", "target": "rejected", "DELETE": "on"})
    office.post(f"/workflows/{workflow}/stages/a2/", said | rows)
    assert names(workflow) == ["资格审查", "现场看"]
    office.post(f"/workflows/{workflow}/stages/a2/up/")
    assert names(workflow) == ["现场看", "资格审查"]
    assert "可以发布" in office.get(f"/workflows/{workflow}/").content.decode()
    office.post(f"/workflows/{workflow}/stages/a2/down/")
    office.post(f"/workflows/{workflow}/stages/a2/remove/")
    assert names(workflow) == ["资格审查"]

    told = [row.action for row in records.history("workflows.workflow", workflow)]
    assert told == ["stage_removed", "stage_shifted", "stage_shifted", "stage_saved", "stage_added", "workflow_drafted"]


def names(workflow: int) -> list[str]:
    draft = WorkflowVersion.objects.get(workflow_id=workflow, published_at__isnull=True)
    return [one["name"] for one in draft.design["stages"]]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "", "reviewer": "office", "days": "5"},
        {"name": "长" * 17, "reviewer": "office", "days": "5"},
        {"name": "复核", "reviewer": "the-moon", "days": "5"},
        {"name": "复核", "reviewer": "office", "days": "0"},
        {"name": "复核", "reviewer": "office", "days": "many"},
        {"name": "复核 13812345678", "reviewer": "office", "days": "5"},
    ],
)
def test_bad_input_comes_back_with_its_form(cast: Cast, office: Client, wrong: dict[str, str]) -> None:
    workflow = start(cast)

    rows = outcomes({"word": "同意", "target": "approved"})
    answer = office.post(f"/workflows/{workflow}/stages/new/a/", wrong | rows)

    assert answer.status_code == 422
    assert names(workflow) == ["资格审查"]


def test_an_outcome_cannot_lead_where_the_ground_has_no_road(cast: Cast, office: Client) -> None:
    workflow = start(cast)
    said = {"name": "直达", "reviewer": "office", "days": "5"}

    for nowhere in ("running", "accepted", "draft", "own_a1", "a99", "'; DROP TABLE"):
        answer = office.post(f"/workflows/{workflow}/stages/a1/", said | outcomes({"word": "跳过", "target": nowhere}))
        assert answer.status_code == 422
    assert names(workflow) == ["资格审查"]


def test_the_form_without_its_own_counters_is_refused_quietly(cast: Cast, office: Client) -> None:
    workflow = start(cast)

    answer = office.post(f"/workflows/{workflow}/stages/a1/", {"name": "审", "reviewer": "office", "days": "5"})

    assert answer.status_code == 422


def test_a_broken_draft_lists_its_sentences_and_greys_the_button(cast: Cast, office: Client) -> None:
    workflow = start(cast, template="two")

    page = office.get(f"/workflows/{workflow}/").content.decode()

    assert "还有 2 处要改" in page
    assert page.count("今天一个评委也没有，请先聘任") >= 2
    assert "先把下面列出的几处改好，才能发布。" in page
    publish = office.get(f"/workflows/{workflow}/publish/").content.decode()
    assert "现在还不能发布" in publish
    answer = office.post(f"/workflows/{workflow}/publish/", {"change_note": ""})
    assert answer.status_code == 422


def test_the_dry_run_is_shown_and_writes_nothing(cast: Cast, office: Client) -> None:
    workflow = start(cast)
    before = list(WorkflowVersion.objects.values())

    page = office.get(f"/workflows/{workflow}/dry-run/?year=2025").content.decode()

    assert "2025 年没有申报过的项目" in page
    assert "什么也没有写进去" in page
    assert list(WorkflowVersion.objects.values()) == before
    for odd in ("", "?year=", "?year=99999", "?year=二〇二五", "?year=-1"):
        assert office.get(f"/workflows/{workflow}/dry-run/{odd}").status_code == 200


def test_a_draft_that_was_never_published_may_be_given_up_whole(cast: Cast, office: Client) -> None:
    workflow = start(cast)

    answer = office.post(f"/workflows/{workflow}/drop/")

    assert answer.headers["Location"] == "/workflows/"
    assert not Workflow.objects.exists()


def test_a_workflow_that_is_retired_is_no_longer_offered(cast: Cast, office: Client) -> None:
    workflow = start(cast)
    services.publish(workflow, actor=cast.office, at=NOW)
    assert [one.title for one in queries.offered(cast.city.unit_id, kind=KIND)] == ["补助项目审批"]

    office.post(f"/workflows/{workflow}/retire/", {"why": "改用新的。"})

    assert queries.offered(cast.city.unit_id, kind=KIND) == ()
    page = office.get(f"/workflows/{workflow}/").content.decode()
    assert "已停用；正在走的项目照旧走完。" in page
    assert office.post(f"/workflows/{workflow}/next/").status_code == 409


def test_two_workflows_of_one_name_are_refused(cast: Cast, office: Client) -> None:
    start(cast)

    answer = office.post("/workflows/new/", {"unit": cast.city.unit_id, "title": "补助项目审批", "template": "one"})

    assert answer.status_code == 422
    assert "已经有一个叫“补助项目审批”的流程" in answer.content.decode()


def test_a_cadre_below_is_refused_with_a_sentence_and_another_office_finds_nothing(cast: Cast, client: Client) -> None:
    workflow = start(cast)
    cast.sign_in(client, cast.bo)
    for url in ("/workflows/", "/workflows/new/", f"/workflows/{workflow}/"):
        answer = client.get(url)
        assert answer.status_code == 403
        assert "您的职务没有这项权限" in answer.content.decode()

    cast.sign_in(client, cast.mei)  # the district's office does not reach up to the city
    assert client.get("/workflows/").status_code == 200
    for url in ("", "publish/", "dry-run/", "stages/a1/", "stages/new/a/", "retire/"):
        assert client.get(f"/workflows/{workflow}/{url}").status_code == 404
    for url in ("next/", "drop/", "stages/a1/up/", "stages/a1/remove/"):
        assert client.post(f"/workflows/{workflow}/{url}").status_code == 404


def test_pages_that_are_not_there_are_not_found(cast: Cast, office: Client) -> None:
    workflow = start(cast)

    for url in ("versions/1/", "versions/9/", "stages/a9/", "stages/new/z/", "stages/x/"):
        assert office.get(f"/workflows/{workflow}/{url}").status_code == 404
