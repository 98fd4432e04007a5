"""People type telephone numbers where they do not belong: a sentence or a mark in the trail, never a broken page."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from huozhong.projects.models import Progress, Task
from huozhong.projects.tests import stage
from huozhong.records.engine.personal import holds_personal_number
from huozhong.records.models import Trail
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
PHONE = "13912345678"


def signed_in(cast: Cast, who: str) -> Client:
    client = Client()
    cast.sign_in(client, getattr(cast, who))
    return client


def no_number_in_the_trail() -> bool:
    rows = Trail.objects.values_list("label", "why", "details")
    return not any(holds_personal_number(f"{label} {why} {details}") for label, why, details in rows)


def test_a_task_whose_title_holds_a_number_can_be_finished_and_the_trail_does_not_keep_the_number(cast: Cast) -> None:
    project_id = stage.running(cast)
    task = stage.task(project_id)
    Task.objects.filter(pk=task.pk).update(title=f"找老王 {PHONE} 借场地")

    answer = signed_in(cast, "bo").post(
        reverse("projects:finish_task", args=[project_id, task.pk]), {"day": TODAY.isoformat()}
    )

    assert answer.status_code == 302, answer.content.decode()[:3000]
    noted = Trail.objects.get(action="task_done")
    assert noted.details["task"] == "找老王 *** 借场地"
    assert no_number_in_the_trail()


def test_a_reason_with_a_number_is_a_page_with_a_sentence_and_nothing_is_written(cast: Cast) -> None:
    project_id = stage.declared(cast)
    office = signed_in(cast, "office")
    before = Trail.objects.count()

    answer = office.post(reverse("projects:move", args=[project_id, "reject"]), {"why": f"请先打 {PHONE} 商量"})

    assert answer.status_code == 422
    assert "不要写证件号码或手机号码" in answer.content.decode()
    assert stage.row(project_id).state == "declared"
    assert Trail.objects.count() == before


def test_progress_with_a_number_in_its_words_is_refused_and_the_words_stay_on_the_page(cast: Cast) -> None:
    project_id = stage.running(cast)

    answer = signed_in(cast, "bo").post(
        reverse("projects:progress", args=[project_id]),
        {"day": TODAY.isoformat(), "text": f"回访了老王，电话 {PHONE}", "people": "3"},
    )

    assert answer.status_code == 422
    assert "不要写证件号码或手机号码" in answer.content.decode()
    assert "回访了老王" in answer.content.decode()
    assert not Progress.objects.filter(project_id=project_id, text__contains="老王").exists()
    assert no_number_in_the_trail()
