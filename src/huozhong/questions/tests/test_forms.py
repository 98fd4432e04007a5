"""Forms in the database and on pages: written, published, filled in, never changed afterwards."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse

from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.questions import engine, queries, services
from huozhong.questions.engine import Condition, Kind, Question, Test
from huozhong.questions.models import AnswerSheet, FormVersion
from huozhong.records import queries as records
from tests.cast import NOW, Cast

KIND, THING = "tests.thing", 7


def start(cast: Cast) -> int:
    form_id = services.start_form("补充表", unit=cast.city, actor=cast.office, at=NOW)
    add(cast, form_id, Question("", Kind.YES, "有没有场地", is_required=True))
    add(cast, form_id, Question("", Kind.WHOLE, "场地多大", most=Decimal(5000),
                                shown_if=(Condition("q1", Test.IS, "yes"),)))  # fmt: skip
    return form_id


def add(cast: Cast, form_id: int, question: Question, **words: Any) -> None:
    services.write_question(form_id, question, section=0, actor=cast.office, at=NOW, **words)


def published(cast: Cast) -> tuple[int, int]:
    form_id = start(cast)
    return form_id, services.publish_form(form_id, actor=cast.office, at=NOW)


def save(cast: Cast, version_id: int, answers: dict[str, Any], **more: Any) -> engine.Checked:
    return services.save_answers(
        KIND, THING, version_id=version_id, answers=answers, city_id=cast.city.city_id, actor=cast.bo, at=NOW, **more
    )


def test_a_published_version_is_changed_by_nobody(cast: Cast) -> None:
    _, version_id = published(cast)

    with pytest.raises(ProgrammingError), transaction.atomic():
        FormVersion.objects.filter(pk=version_id).update(note="改一改")
    with pytest.raises(ProgrammingError), transaction.atomic():
        FormVersion.objects.filter(pk=version_id).delete()


def test_a_change_after_publishing_writes_a_new_version_beside_the_old_one(cast: Cast) -> None:
    form_id, first = published(cast)
    add(cast, form_id, Question("", Kind.SHORT, "谁管场地"))

    second = services.publish_form(form_id, note="多问一句", actor=cast.office, at=NOW)

    assert [q.label for q in queries.version(first).definition] == ["有没有场地", "场地多大"]
    assert [q.label for q in queries.version(second).definition] == ["有没有场地", "场地多大", "谁管场地"]
    assert [card.number for card in queries.versions(queries.find_form(form_id, actor=cast.office))] == [1, 2]


def test_a_form_with_a_fault_is_not_published(cast: Cast) -> None:
    form_id = start(cast)
    services.shift_question(form_id, "q2", by=-1, actor=cast.office, at=NOW)

    with pytest.raises(Refused, match="只能用前面的问题"):
        services.publish_form(form_id, actor=cast.office, at=NOW)


def test_a_form_that_did_not_change_is_not_published_again(cast: Cast) -> None:
    form_id, _ = published(cast)

    with pytest.raises(Conflict):
        services.publish_form(form_id, actor=cast.office, at=NOW)


def test_answers_stay_with_the_version_they_were_begun_with(cast: Cast) -> None:
    form_id, first = published(cast)
    save(cast, first, {"q1": "yes", "q2": "120"})
    services.drop_question(form_id, "q2", actor=cast.office, at=NOW)
    second = services.publish_form(form_id, actor=cast.office, at=NOW)

    sheet = queries.sheet_of(KIND, THING)

    assert sheet is not None
    assert (sheet.version.number, sheet.answers) == (1, {"q1": True, "q2": 120})
    with pytest.raises(Conflict):
        save(cast, second, {"q1": "no"})


def test_a_hidden_answer_is_kept_for_the_day_its_question_is_back(cast: Cast) -> None:
    _, version_id = published(cast)
    save(cast, version_id, {"q1": "yes", "q2": "120"})

    checked = save(cast, version_id, {"q1": "no", "q2": "120"})

    assert checked.shown == {"q1": False}
    assert AnswerSheet.objects.get().answers == {"q1": False, "q2": 120}


def test_going_over_to_a_new_version_keeps_what_no_longer_fits_beside_it(cast: Cast) -> None:
    form_id, first = published(cast)
    save(cast, first, {"q1": "yes", "q2": "120"})
    services.drop_question(form_id, "q2", actor=cast.office, at=NOW)
    second = services.publish_form(form_id, actor=cast.office, at=NOW)

    left = services.take_version(KIND, THING, version_id=second, actor=cast.bo, at=NOW)

    sheet = queries.sheet_of(KIND, THING)
    assert sheet is not None
    assert (left, sheet.version.number, sheet.answers, sheet.left_over) == (
        ("场地多大",), 2, {"q1": True}, {"场地多大": "120"},
    )  # fmt: skip


def test_wrong_answers_are_refused_each_at_its_field_and_nothing_is_written(cast: Cast) -> None:
    _, version_id = published(cast)
    save(cast, version_id, {"q1": "yes", "q2": "10"})

    with pytest.raises(services.UnfitAnswers) as refused:
        save(cast, version_id, {"q1": "yes", "q2": "六千"})

    assert {key: str(reason) for key, reason in refused.value.by_key.items()} == {"q2": "请填写数字，例如 12。"}
    assert AnswerSheet.objects.get().answers == {"q1": True, "q2": 10}


def test_a_file_is_kept_within_its_limit(cast: Cast) -> None:
    form_id = start(cast)
    add(cast, form_id, Question("", Kind.FILE, "场地照片", most=Decimal(1)))
    version_id = services.publish_form(form_id, actor=cast.office, at=NOW)

    with pytest.raises(services.UnfitAnswers) as refused:
        save(cast, version_id, {"q1": "no"}, uploads={"q3": b"%PDF-" + b"0" * 1024 * 1024})
    checked = save(cast, version_id, {"q1": "no"}, uploads={"q3": b"%PDF-1.4\n"})

    assert str(refused.value.by_key["q3"]) == "文件太大：最多 1 MB。"
    assert isinstance(checked.kept["q3"]["id"], int)


def test_a_unit_is_found_by_its_whole_name_anywhere_in_the_city(cast: Cast) -> None:
    found = queries.unit_named("青山纺织厂工会", city_id=cast.city.city_id, actor=cast.bo)

    assert found == {"id": cast.away.unit_id, "name": "青山纺织厂工会"}
    with pytest.raises(Refused, match="请写工会的全称"):
        queries.unit_named("青山纺织", city_id=cast.city.city_id, actor=cast.bo)


def test_only_an_office_writes_forms_and_only_its_own(cast: Cast) -> None:
    form_id = start(cast)

    with pytest.raises(Forbidden):
        services.start_form("表", unit=cast.works, actor=cast.bo, at=NOW)
    with pytest.raises(NotFound):
        queries.find_form(form_id, actor=cast.mei)
    assert [line.title for line in queries.form_lines(cast.mei)] == []


def test_who_saves_over_somebody_else_s_change_is_told_first(cast: Cast) -> None:
    form_id = start(cast)
    card = queries.versions(queries.find_form(form_id, actor=cast.office))[-1]
    services.shift_question(form_id, "q2", by=-1, actor=cast.office, at=NOW)

    with pytest.raises(Refused, match="刚刚被改过"):
        services.write_question(
            form_id, Question("q1", Kind.YES, "换个问法"), seen=card.saves, actor=cast.office, at=NOW
        )


def test_every_step_is_in_the_trail(cast: Cast) -> None:
    form_id, _ = published(cast)

    actions = [entry.action for entry in records.history("questions.form", form_id)]

    assert sorted(set(actions)) == ["changed", "drafted", "form_published"]


# --- pages -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def office(cast: Cast, client: Client) -> Client:
    cast.sign_in(client, cast.office)
    return client


def test_an_office_writes_a_form_in_the_browser(cast: Cast, office: Client) -> None:
    made = office.post(reverse("questions:new"), {"title": "2027 补充表"})
    form_id = int(re.findall(r"/questions/(\d+)/", made["Location"])[0])
    add_url = reverse("questions:new_question", args=[form_id, 0])
    office.post(f"{add_url}?kind=one", {"label": "做哪一类", "choices": "送学\n送医\n", "is_required": "on"})
    office.post(f"{add_url}?kind=short", {"label": "哪家医院", "if_1": "q3|is|c2"})

    page = office.get(reverse("questions:form", args=[form_id])).content.decode()

    assert "送学、送医" in page
    assert "“做哪一类”选的是“送医”时才出现" in page
    assert "发布前还有" not in page
    answer = office.post(reverse("questions:publish", args=[form_id]), {"note": "第一版"})
    assert answer.status_code == 302
    assert office.get(reverse("questions:version", args=[form_id, 1])).status_code == 200


def test_a_question_is_ordered_by_its_buttons_and_the_button_keeps_the_focus(cast: Cast, office: Client) -> None:
    form_id = start(cast)
    answer = office.post(reverse("questions:shift", args=[form_id]), {"key": "q2", "by": "up"}, follow=True)

    text = answer.content.decode()
    assert text.index('id="q2"') < text.index('id="q1"')
    assert re.search(r'value="up"[^>]*autofocus', text)


def test_the_preview_tries_a_form_out_and_keeps_nothing(cast: Cast, office: Client) -> None:
    form_id = start(cast)
    url = reverse("questions:preview", args=[form_id])

    wrong = office.post(url, {"a-q1": "yes", "a-q2": "<script>alert(1)</script>"})
    right = office.post(url, {"a-q1": "no", "a-q2": "看不见的"})

    assert wrong.status_code == 422
    assert "请填写数字" in wrong.content.decode()
    assert "<script>alert" not in wrong.content.decode()
    assert "这样填可以交上来" in right.content.decode()
    assert not AnswerSheet.objects.exists()


def test_hostile_words_are_shown_as_words(cast: Cast, office: Client) -> None:
    form_id = start(cast)
    add(cast, form_id, Question("", Kind.SHORT, "<img src=x onerror=alert(1)>"))

    for name in ("questions:form", "questions:preview", "questions:publish"):
        assert "<img src=x" not in office.get(reverse(name, args=[form_id])).content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"label": ""}, "请填写这一项。"),
        ({"label": "字" * 200}, "120"),
        ({"label": "多少", "least": "9", "most": "1"}, "上限比下限小。"),
        ({"label": "多少", "if_1": "q9|is|yes"}, "请从列出的选项里选。"),
    ],
)
def test_what_is_wrong_with_a_question_is_said_at_its_field(
    cast: Cast, office: Client, typed: dict[str, str], sentence: str
) -> None:
    form_id = start(cast)
    answer = office.post(f"{reverse('questions:new_question', args=[form_id, 0])}?kind=whole", typed)

    assert answer.status_code == 422
    assert sentence in " ".join(re.findall(r'class="wrong".*?</p>', answer.content.decode(), re.S))


def test_somebody_without_the_permission_is_not_let_in(cast: Cast, client: Client) -> None:
    form_id = start(cast)
    cast.sign_in(client, cast.bo)

    assert client.get(reverse("questions:list")).status_code == 403
    assert client.get(reverse("questions:form", args=[form_id])).status_code == 403
