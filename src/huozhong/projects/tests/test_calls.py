"""A call's own questions, who may answer it, and the closing second with the words that came too late."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from huozhong.kernel.refusals import Forbidden, NotFound, Refused
from huozhong.projects import queries, services
from huozhong.projects.models import KeptWords, Programme
from huozhong.projects.tests import stage
from huozhong.questions import services as forms
from huozhong.questions.engine import Condition, Kind, Question, Test
from huozhong.records import queries as records
from tests.cast import NOW, Cast


def published(cast: Cast) -> tuple[int, int]:
    """A form of three questions, the second under a condition; its id and its first version."""
    form_id = forms.start_form("补充表", unit=cast.city, actor=cast.office, at=NOW)
    for question in (
        Question("", Kind.YES, "有没有场地", is_required=True),
        Question("", Kind.WHOLE, "场地多大", is_required=True, shown_if=(Condition("q1", Test.IS, "yes"),)),
        Question("", Kind.MONEY, "场地一年花多少钱"),
    ):
        forms.write_question(form_id, question, section=0, actor=cast.office, at=NOW)
    return form_id, forms.publish_form(form_id, actor=cast.office, at=NOW)


def second_version(cast: Cast, form_id: int) -> int:
    forms.drop_question(form_id, "q2", actor=cast.office, at=NOW)
    forms.write_question(form_id, Question("", Kind.SHORT, "谁管场地"), section=0, actor=cast.office, at=NOW)
    return forms.publish_form(form_id, note="面积不问了", actor=cast.office, at=NOW)


def save(project_id: int, cast: Cast, version_id: int, *, at: Any = NOW, **answers: object) -> None:
    services.save_answers(project_id, version_id=version_id, answers=answers, actor=cast.bo, at=at)


def renew(call: int, cast: Cast, version_id: int | None) -> None:
    form = stage.call_form(form_version_id=version_id)
    services.change_programme(call, form=form, actor=cast.office, at=NOW, why="换成新版")


def test_a_declaration_waits_for_the_required_answers_that_are_shown(cast: Cast) -> None:
    _, version = published(cast)
    project_id = stage.draft(cast, programme_id=stage.open_call(cast, form_version_id=version))

    with pytest.raises(Refused, match="“补充问题”里还有 1 项必填的没填：“有没有场地”"):
        services.declare(project_id, actor=cast.bo, at=NOW)
    save(project_id, cast, version, q1="yes")
    with pytest.raises(Refused, match="“场地多大”"):
        services.declare(project_id, actor=cast.bo, at=NOW)
    save(project_id, cast, version, q1="no")

    assert services.declare(project_id, actor=cast.bo, at=NOW).state == "declared"


def test_answers_under_an_old_version_are_shown_and_exported_beside_those_under_the_new_one(cast: Cast) -> None:
    form_id, first = published(cast)
    call = stage.open_call(cast, form_version_id=first)
    old = stage.draft(cast, programme_id=call)
    save(old, cast, first, q1="yes", q2="120", q3="1,500")
    renew(call, cast, second_version(cast, form_id))
    second = Programme.objects.get(pk=call).form_version_id
    assert second is not None
    services.declare(old, actor=cast.bo, at=NOW)
    new = stage.draft(cast, programme_id=call, name="第二个项目")
    save(new, cast, second, q1="yes", q4="=HYPERLINK(1)")
    services.declare(new, actor=cast.bo, at=NOW)

    shown = queries.answers_shown(stage.row(old))
    assert shown is not None
    assert (shown.number, [line.label for _, lines in shown.told for line in lines]) == (
        1, ["有没有场地", "场地多大", "场地一年花多少钱"],
    )  # fmt: skip
    _, content = services.export_answers(call, form="xlsx", actor=cast.office, at=NOW)
    rows = list(load_workbook(io.BytesIO(content)).active.iter_rows(min_row=2, values_only=True))  # type: ignore[union-attr]
    told = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert [(one["项目名称"], one["表格版本"], one["场地多大"], one["谁管场地"]) for one in told] == [
        ("机电厂工间学堂", 1, 120, None),
        ("第二个项目", 2, None, "=HYPERLINK(1)"),
    ]
    assert told[0]["场地一年花多少钱"] == 1500
    _, plain = services.export_answers(call, form="csv", actor=cast.office, at=NOW)
    cells = list(csv.DictReader(io.StringIO(plain.decode("utf-8-sig"))))
    assert [one["谁管场地"] for one in cells] == ["", "'=HYPERLINK(1)"]


def test_a_draft_may_go_over_to_the_new_version_and_loses_nothing(cast: Cast) -> None:
    form_id, first = published(cast)
    call = stage.open_call(cast, form_version_id=first)
    project_id = stage.draft(cast, programme_id=call)
    save(project_id, cast, first, q1="yes", q2="120")
    renew(call, cast, second_version(cast, form_id))

    left = services.take_new_form(project_id, actor=cast.bo, at=NOW)

    shown = queries.answers_shown(stage.row(project_id))
    assert shown is not None
    assert (left, shown.number, shown.left_over) == (("场地多大",), 2, {"场地多大": "120"})


def test_a_form_added_in_mid_round_asks_nothing_of_what_was_declared_before(cast: Cast) -> None:
    call = stage.open_call(cast)
    project_id = stage.draft(cast, programme_id=call)
    services.declare(project_id, actor=cast.bo, at=NOW)
    renew(call, cast, published(cast)[1])

    services.shortlist(project_id, actor=cast.office, at=NOW)

    assert stage.row(project_id).state == "shortlisted"


def test_a_call_that_is_out_keeps_its_form(cast: Cast) -> None:
    call = stage.open_call(cast, form_version_id=published(cast)[1])

    with pytest.raises(Refused, match="不能撤下"):
        renew(call, cast, None)
    with pytest.raises(Refused, match="只能换成同一张表的新版本"):
        renew(call, cast, published(cast)[1])


def test_an_unpublished_form_or_somebody_else_s_is_attached_to_no_call(cast: Cast) -> None:
    _, version = published(cast)

    with pytest.raises(Refused, match="已经发布的表格"):
        services.draft_programme(
            cast.district.unit_id, form=stage.call_form(form_version_id=version), actor=cast.mei, at=NOW
        )


def test_only_the_office_exports_answers(cast: Cast) -> None:
    call = stage.open_call(cast, form_version_id=published(cast)[1])

    with pytest.raises(Forbidden):
        services.export_answers(call, form="csv", actor=cast.bo, at=NOW)


# --- who may answer a call -------------------------------------------------------------------------------------------


NUMBER = "样工发〔2024〕9号"


def honour(cast: Cast, unit_id: int, **changed: Any) -> int:
    said: dict[str, Any] = {
        "honour": "model_home",
        "grade": "city",
        "year": 2024,
        "document_number": "样工发〔2024〕9号",
    }
    return services.record_honour(unit_id, **(said | changed), actor=cast.office, at=NOW)


def test_a_call_for_the_honoured_is_answered_by_them_alone(cast: Cast) -> None:
    call = stage.open_call(cast, honours=("model_home", "worker_pioneer"))

    assert queries.answerable_calls(cast.bo, at=NOW) == ()
    with pytest.raises(Refused, match="模范职工之家、工人先锋号"):
        services.start_draft(call, unit_id=cast.works.unit_id, name="茶座", actor=cast.bo, at=NOW)
    honour(cast, cast.works.unit_id)

    assert [one.programme_id for one in queries.answerable_calls(cast.bo, at=NOW)] == [call]
    assert services.start_draft(call, unit_id=cast.works.unit_id, name="茶座", actor=cast.bo, at=NOW)


def test_a_struck_honour_no_longer_counts(cast: Cast) -> None:
    call = stage.open_call(cast, honours=("model_home",))
    services.strike_honour(honour(cast, cast.works.unit_id), why="录错了单位", actor=cast.office, at=NOW)

    with pytest.raises(Refused, match="模范职工之家"):
        services.start_draft(call, unit_id=cast.works.unit_id, name="茶座", actor=cast.bo, at=NOW)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"honour": "best"}, "没有这种荣誉"),
        ({"document_number": " "}, "文号"),
        ({"year": 2099}, "年度不对"),
        ({}, "已经登记过"),
    ],
)
def test_an_honour_is_entered_once_with_its_document(cast: Cast, changed: dict[str, Any], sentence: str) -> None:
    honour(cast, cast.works.unit_id)

    with pytest.raises(Refused, match=sentence):
        honour(cast, cast.works.unit_id, **changed)


def test_an_office_enters_honours_only_below_itself(cast: Cast) -> None:
    with pytest.raises(NotFound):
        services.record_honour(
            cast.away.unit_id, honour="model_home", grade="city", year=2024, document_number="1", actor=cast.mei, at=NOW
        )


def test_several_calls_of_a_year_are_answered_side_by_side(cast: Cast) -> None:
    stage.open_call(cast, title="项目征集")
    stage.open_call(cast, title="为职工办实事", call_kind="practical")

    assert sorted(one.title for one in queries.answerable_calls(cast.bo, at=NOW)) == ["为职工办实事", "项目征集"]


# --- the closing second ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "is_in_time"),
    [
        (stage.CLOSES - timedelta(seconds=1), True),
        (stage.CLOSES, True),
        (stage.CLOSES + timedelta(microseconds=999_999), True),
        (stage.CLOSES + timedelta(seconds=1), False),
    ],
)
def test_a_save_counts_up_to_the_closing_second(cast: Cast, moment: Any, is_in_time: bool) -> None:
    _, version = published(cast)
    project_id = stage.draft(cast, programme_id=stage.open_call(cast, form_version_id=version))

    def saved() -> bool:
        try:
            save(project_id, cast, version, at=moment, q1="no")
            services.save_draft(project_id, form=stage.whole_form(lead="新人"), actor=cast.bo, at=moment)
        except services.TooLate:
            return False
        return True

    assert saved() is is_in_time
    assert stage.row(project_id).lead == ("新人" if is_in_time else "薄志刚")


def close(call: int) -> None:
    Programme.objects.filter(pk=call).update(closes_at=timezone.now() - timedelta(seconds=2))


@pytest.fixture
def bo(cast: Cast, client: Client) -> Client:
    cast.sign_in(client, cast.bo)
    return client


LATE = {"name": "机电厂工间学堂", "lead": "来不及的人", "contact": "办公室"}


def test_words_that_came_too_late_are_kept_beside_the_draft_and_shown_again(cast: Cast, bo: Client) -> None:
    call = stage.open_call(cast)
    project_id = stage.draft(cast, programme_id=call)
    close(call)
    url = reverse("projects:form", args=[project_id, "basics"])

    refused = bo.post(url, LATE)
    again = bo.get(url).content.decode()

    assert refused.status_code == 422
    assert "截止" in refused.content.decode()
    assert 'value="来不及的人"' in refused.content.decode()
    assert stage.row(project_id).lead == "薄志刚"
    assert 'value="来不及的人"' in again
    assert "没有存进申报表" in again
    assert "late_words_kept" in [entry.action for entry in records.history("projects.project", project_id)]


def test_kept_words_are_saved_when_the_call_is_extended(cast: Cast, bo: Client) -> None:
    call = stage.open_call(cast)
    project_id = stage.draft(cast, programme_id=call)
    close(call)
    url = reverse("projects:form", args=[project_id, "basics"])
    bo.post(url, LATE)
    Programme.objects.filter(pk=call).update(closes_at=timezone.now() + timedelta(days=1))

    assert bo.post(url, LATE).status_code == 302
    assert stage.row(project_id).lead == "来不及的人"
    assert not KeptWords.objects.exists()


def test_kept_words_may_be_given_up(cast: Cast, bo: Client) -> None:
    call = stage.open_call(cast)
    project_id = stage.draft(cast, programme_id=call)
    close(call)
    url = reverse("projects:form", args=[project_id, "basics"])
    bo.post(url, LATE)

    bo.post(reverse("projects:forget_words", args=[project_id, "basics"]))

    assert "来不及的人" not in bo.get(url).content.decode()


def test_late_rows_of_a_list_and_late_answers_come_back_too(cast: Cast, bo: Client) -> None:
    _, version = published(cast)
    call = stage.open_call(cast, form_version_id=version)
    project_id = stage.draft(cast, programme_id=call)
    close(call)
    money, answers = (reverse("projects:form", args=[project_id, step]) for step in ("money", "answers"))
    rows = {"budget-TOTAL_FORMS": "1", "budget-INITIAL_FORMS": "0", "budget-0-purpose": "晚来的一行"}

    bo.post(money, rows)
    bo.post(answers, {"a-q1": "yes", "a-q2": "77"})

    assert "晚来的一行" in bo.get(money).content.decode()
    assert 'value="77"' in bo.get(answers).content.decode()
    assert "里有没存上的字" in bo.get(reverse("projects:form", args=[project_id, "check"])).content.decode()


# --- pages -----------------------------------------------------------------------------------------------------------


def test_a_wrong_answer_is_blamed_at_its_field_and_nothing_typed_is_lost(cast: Cast, bo: Client) -> None:
    _, version = published(cast)
    project_id = stage.draft(cast, programme_id=stage.open_call(cast, form_version_id=version))
    url = reverse("projects:form", args=[project_id, "answers"])

    answer = bo.post(url, {"a-q1": "yes", "a-q2": "<b>很大</b>", "a-q3": "1500"})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "请填写数字，例如 12。" in text
    assert 'value="1500"' in text
    assert "&lt;b&gt;很大&lt;/b&gt;" in text
    assert bo.post(url, {"a-q1": "yes", "a-q2": "80", "a-q3": "1500"})["Location"].endswith("/form/check/")


def test_a_wrong_row_of_plan_or_budget_is_named_at_the_top(cast: Cast, bo: Client) -> None:
    project_id = stage.draft(cast)
    money = {"budget-TOTAL_FORMS": "1", "budget-INITIAL_FORMS": "0", "budget-0-amount": "一千"}
    plan = {
        "targets-TOTAL_FORMS": "1", "targets-INITIAL_FORMS": "0", "tasks-TOTAL_FORMS": "0", "tasks-INITIAL_FORMS": "0",
        "targets-0-indicator": "参加人数", "targets-0-target": "很多",
    }  # fmt: skip

    on_money = bo.post(reverse("projects:form", args=[project_id, "money"]), money).content.decode()
    on_plan = bo.post(reverse("projects:form", args=[project_id, "plan"]), plan).content.decode()

    assert 'class="wrongs"' in on_money
    assert 'href="#id_budget-0-amount">预算 1 · 金额：' in on_money
    assert 'class="wrongs"' in on_plan
    assert 'href="#id_targets-0-target">指标 1 · 目标值：' in on_plan


def test_a_project_without_own_questions_has_no_such_step(cast: Cast, bo: Client) -> None:
    project_id = stage.draft(cast)

    assert bo.get(reverse("projects:form", args=[project_id, "answers"])).status_code == 404
    assert "补充问题" not in bo.get(reverse("projects:form", args=[project_id, "check"])).content.decode()


def test_a_file_of_an_answer_is_served_only_where_the_project_is_seen(cast: Cast, bo: Client) -> None:
    form_id, _ = published(cast)
    forms.write_question(form_id, Question("", Kind.FILE, "照片"), section=0, actor=cast.office, at=NOW)
    version = forms.publish_form(form_id, actor=cast.office, at=NOW)
    project_id = stage.draft(cast, programme_id=stage.open_call(cast, form_version_id=version))
    services.save_answers(
        project_id, version_id=version, answers={"q1": "no"}, uploads={"q4": io.BytesIO(b"%PDF-1.4\n")},
        actor=cast.bo, at=NOW,
    )  # fmt: skip
    found = queries.asked(stage.row(project_id))
    assert found is not None
    url = reverse("projects:answer_file", args=[project_id, found.answers["q4"]["id"]])

    answer = bo.get(url)
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")  # type: ignore[attr-defined]
    cast.sign_in(bo, cast.sara)
    assert bo.get(url).status_code == 404


def test_the_office_s_pages_answer(cast: Cast, client: Client) -> None:
    call = stage.open_call(cast, form_version_id=published(cast)[1], honours=("model_home",))
    honour(cast, cast.works.unit_id)
    cast.sign_in(client, cast.office)

    assert "模范职工之家" in client.get(reverse("projects:programme", args=[call])).content.decode()
    assert "还没有人回答" in client.get(reverse("projects:answers", args=[call])).content.decode()
    assert "样工发〔2024〕9号" in client.get(reverse("projects:honours")).content.decode()
    assert client.get(reverse("projects:answers_sheet", args=[call, "pdf"])).status_code == 404
    wrong = client.post(reverse("projects:honours"), {"unit": "没有的工会", "honour": "model_home"})
    assert wrong.status_code == 422
