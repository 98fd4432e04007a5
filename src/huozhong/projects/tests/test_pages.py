"""Pages: who sees what, and what a page does with a refusal."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huozhong.projects import services
from huozhong.projects.models import BudgetLine, Progress, Project, Reading
from huozhong.projects.tests import stage
from huozhong.seeds import services as seeds
from tests.cast import NOW, TODAY, Cast


@pytest.fixture
def as_(cast: Cast) -> Any:
    """as_("bo") is a client at which Bo is signed in."""

    def sign_in(name: str) -> Client:
        client = Client()
        cast.sign_in(client, getattr(cast, name))
        return client

    return sign_in


def url(name: str, *args: Any) -> str:
    return reverse(f"projects:{name}", args=args)


def test_the_pages_of_each_role_open(cast: Cast, as_: Any) -> None:
    draft_id = stage.draft(cast)
    running_id = stage.running(cast)
    programme_id = stage.row(running_id).programme_id
    bo, office = as_("bo"), as_("office")
    bos = [url("list"), url("programmes"), url("programme", programme_id), url("start"), url("project", draft_id)]
    bos += [url("form", draft_id, step) for step in ("basics", "need", "plan", "money", "check")]
    bos += [url("project", running_id), url("progress", running_id)]
    bos += [url("report", running_id), url("attach", running_id)]
    bos += [url("finish_task", running_id, stage.task(running_id).id)]
    bos += [url("move_task", running_id, stage.task(running_id).id)]
    offices = [url("overview"), url("list"), url("new_programme"), url("project", running_id)]
    offices += [url("change_programme", programme_id)]
    offices += [url("inspect", running_id), url("change_budget", running_id, stage.line(running_id).id)]
    offices += [url("move_programme", programme_id, "close"), url("move", running_id, "start")]

    for client, addresses in ((bo, bos), (office, offices)):
        for address in addresses:
            assert client.get(address).status_code == 200, address


@pytest.mark.parametrize(
    ("made", "who"), [(stage.draft, "bo"), (stage.running, "bo"), (stage.running, "office"), (stage.awaiting, "office")]
)
def test_the_page_of_a_project_stays_within_its_number_of_questions(cast: Cast, as_: Any, made: Any, who: str) -> None:
    address, client = url("project", made(cast)), as_(who)
    client.get(address)

    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200

    statements = [query["sql"] for query in asked.captured_queries]
    # thirty of its own; its account, its jury, what is public of it, its stories and who was told of it: one each
    assert len(statements) <= 35, [sql[:90] for sql in statements]
    asked_rules = sum('FROM "rulebook_localvalue"' in sql for sql in statements)
    # a draft's budget is held against the caps of its union too
    assert asked_rules == (2 if made is stage.draft else 1)


@pytest.mark.parametrize(
    ("name", "actor", "status"),
    [
        ("overview", "bo", 403),
        ("new_programme", "bo", 403),
        ("visiting", "bo", 403),
        ("start", "office", 403),
        ("overview", "office", 200),
        ("list", "sara", 200),
    ],
)
def test_a_page_asks_for_its_permission(cast: Cast, as_: Any, name: str, actor: str, status: int) -> None:
    assert as_(actor).get(url(name)).status_code == status


@pytest.mark.parametrize(
    ("page", "actor", "status"),
    [
        ("project", "sara", 404),
        ("progress", "sara", 404),
        ("progress", "mei", 200),  # a district's cadre works for the unions below
        ("progress", "office", 403),
        ("inspect", "bo", 403),
        ("inspect", "office", 200),
        ("report", "lin", 403),
    ],
)
def test_outside_the_reach_404_inside_but_not_allowed_403(
    cast: Cast, as_: Any, page: str, actor: str, status: int
) -> None:
    project_id = stage.running(cast)

    assert as_(actor).get(url(page, project_id)).status_code == status


def test_nobody_signed_in_is_asked_to_sign_in(cast: Cast) -> None:
    assert Client().get(url("list")).status_code == 302


def test_a_draft_is_seen_only_where_it_may_be_declared(cast: Cast, as_: Any) -> None:
    project_id = stage.draft(cast)

    assert as_("bo").get(url("project", project_id)).status_code == 200
    assert as_("office").get(url("project", project_id)).status_code == 404
    assert "机电厂工间学堂" not in as_("office").get(url("list")).content.decode()


def test_a_late_save_keeps_what_was_typed_on_the_page_and_the_draft_as_it_was(cast: Cast, as_: Any) -> None:
    project_id = stage.draft(cast)
    services.move_programme(
        stage.row(project_id).programme_id, "close", actor=cast.office, at=stage.later(1), why="提前截止。"
    )

    answer = as_("bo").post(url("form", project_id, "basics"), {"name": "改过的名字", "lead": "新负责人"})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "征集已经关闭" in page
    assert "改过的名字" in page
    assert stage.row(project_id).name == "机电厂工间学堂"


def test_the_steps_of_the_form_save_and_lead_on(cast: Cast, as_: Any) -> None:
    project_id = stage.draft(cast)
    bo = as_("bo")
    plan = {
        "targets-TOTAL_FORMS": "1",
        "targets-INITIAL_FORMS": "0",
        "targets-0-indicator": "考取证书",
        "targets-0-unit_word": "人",
        "targets-0-baseline": "0",
        "targets-0-target": "42",
        "targets-0-due_date": "2027-06-01",
        "tasks-TOTAL_FORMS": "1",
        "tasks-INITIAL_FORMS": "0",
        "tasks-0-title": "开课",
        "tasks-0-due_date": "2027-05-01",
    }
    money = {
        "budget-TOTAL_FORMS": "1",
        "budget-INITIAL_FORMS": "0",
        "budget-0-purpose": "课酬",
        "budget-0-money_class": "activities",
        "budget-0-amount": "100.10",
        "budget-0-own": "0.10",
        "budget-0-social": "100",
    }

    first = bo.post(url("form", project_id, "plan"), plan)
    second = bo.post(url("form", project_id, "money"), money)
    declared = bo.post(url("form", project_id, "check"), {"sent": "1"})

    assert first["Location"] == url("form", project_id, "money")
    assert second["Location"] == url("form", project_id, "check")
    assert declared["Location"] == url("project", project_id)
    assert stage.row(project_id).state == "declared"
    assert stage.target(project_id).target == Decimal("42")
    assert BudgetLine.objects.get(project_id=project_id).social == Decimal("100.00")


def test_the_office_decides_by_the_pages(cast: Cast, as_: Any) -> None:
    project_id = stage.declared(cast)
    office = as_("office")

    empty = office.post(url("move", project_id, "return"), {"why": ""})
    assert empty.status_code == 422
    assert office.post(url("move", project_id, "shortlist"), {}).status_code == 302
    paper = {
        "meeting": "主席办公会议纪要（2026）第 8 号",
        "document_number": "样工发〔2026〕31号",
        "decided_date": TODAY,
    }
    assert office.post(url("move", project_id, "approve"), paper).status_code == 302

    assert stage.row(project_id).approval_number == "样工发〔2026〕31号"
    assert as_("bo").post(url("move", project_id, "start"), {}).status_code == 302
    assert stage.row(project_id).state == "running"


def test_a_second_click_meets_409(cast: Cast, as_: Any) -> None:
    project_id = stage.approved(cast)
    bo = as_("bo")

    assert bo.post(url("move", project_id, "start"), {}).status_code == 302
    assert bo.post(url("move", project_id, "start"), {}).status_code == 409


def test_the_same_sentence_greys_the_button_and_refuses_the_verb(cast: Cast, as_: Any) -> None:
    project_id = stage.running(cast)

    page = as_("bo").get(url("project", project_id)).content.decode()

    assert "指标“参加学习的职工”还没有一次读数，不能结项。" in page


def test_progress_and_a_reading_in_one_form(cast: Cast, as_: Any) -> None:
    project_id = stage.running(cast)
    target = stage.target(project_id)
    said = {"day": TODAY.isoformat(), "text": "第一课开讲", "people": "38", f"target_{target.id}": "38"}

    assert as_("bo").post(url("progress", project_id), said).status_code == 302

    assert Progress.objects.get().people == 38
    assert Reading.objects.get().value == Decimal("38")


def test_a_refused_number_takes_the_whole_entry_back(cast: Cast, as_: Any) -> None:
    project_id = stage.running(cast)
    said = {"day": (TODAY + timedelta(days=90)).isoformat(), "text": "明年的课"}

    answer = as_("bo").post(url("progress", project_id), said)

    assert answer.status_code == 422
    assert "日期不能晚于今天" in answer.content.decode()
    assert Progress.objects.count() == 0


def test_filters_search_and_the_pager(cast: Cast, as_: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from huozhong.projects.queries import lists
    from huozhong.projects.views import lists as pages

    programme_id = stage.open_call(cast)
    made = [stage.draft(cast, programme_id=programme_id, name=f"第{n}期学堂") for n in range(3)]
    services.declare(made[0], actor=cast.bo, at=NOW)
    monkeypatch.setattr(pages, "PAGE", 2)
    monkeypatch.setattr(lists.project_lines, "__kwdefaults__", {"asked": None, "before": None, "limit": 2})
    bo = as_("bo")

    first = bo.get(url("list")).content.decode()
    rest = bo.get(url("list") + f"?before={made[1]}").content.decode()
    found = bo.get(url("list") + "?state=declared&q=学堂&year=2027").content.decode()

    assert all(name in first for name in ("第2期", "第1期"))
    assert "第0期" not in first
    assert f"before={made[1]}" in first
    assert "第0期" in rest
    assert "第1期" not in rest
    assert "第0期" in found
    assert "第2期" not in found
    assert bo.get(url("list") + f"?unit={cast.away.unit_id}").status_code == 404


def test_an_attachment_of_another_project_is_not_served(cast: Cast, as_: Any) -> None:
    project_id = stage.running(cast)

    assert as_("bo").get(url("file", project_id, 4711)).status_code == 404
    assert Project.objects.count() == 1


def test_a_page_answers_head_refuses_post_and_outlives_a_stray_sign_in_the_search(cast: Cast, as_: Any) -> None:
    running_id = stage.running(cast)
    bo = as_("bo")

    for address in (url("list"), url("programmes"), url("project", running_id), url("progress", running_id)):
        assert bo.head(address).status_code == 200, address
    for address in (url("list"), url("programmes"), url("project", running_id)):
        assert bo.post(address).status_code == 405, address
    assert bo.get(url("list"), {"q": "茶\x00座𠮷"}).status_code == 200


def test_a_number_beyond_the_column_is_told_on_the_form(cast: Cast, as_: Any) -> None:
    running_id = stage.running(cast)

    answer = as_("bo").post(url("progress", running_id), {"day": TODAY.isoformat(), "text": "巡查", "people": "9" * 20})

    assert answer.status_code == 422
    assert "巡查" in answer.content.decode()
    assert not Progress.objects.filter(project_id=running_id, text="巡查").exists()


def test_what_the_declaration_will_ask_for_is_not_called_optional(cast: Cast, as_: Any) -> None:
    draft_id = stage.draft(cast)

    words = as_("bo").get(url("form", draft_id, "need")).content.decode()

    assert words.count("（提交前填好）") == 4
    assert "（可不填）" in words


def test_a_wrong_step_says_at_its_top_how_much_is_wrong(cast: Cast, as_: Any) -> None:
    draft_id = stage.draft(cast)

    answer = as_("bo").post(url("form", draft_id, "need"), {"headcount": "9" * 20})

    assert answer.status_code == 422
    assert "有 1 处需要改一下" in answer.content.decode()


def test_an_accepted_project_shows_when_it_is_looked_back_at(cast: Cast, as_: Any) -> None:
    project_id = stage.accepted(cast)
    row = stage.row(project_id)
    seeds.plan_look_backs(project_id, project_label=row.name, unit=row.place, accepted_date=row.accepted_date, at=NOW)

    text = as_("bo").get(url("project", project_id)).content.decode()

    assert "结项 6 个月" in text
    assert "结项 12 个月" in text
