"""What waits is told once, counted as it is listed, and costs one statement to count."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huozhong.projects import services
from huozhong.projects.queries import unanswered_calls, waiting_count, waiting_for
from huozhong.projects.rules.words import Occasion, Outcome
from huozhong.projects.tests import stage
from tests.cast import NOW, TODAY, Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("made", "who", "kind"),
    [
        (stage.draft, "bo", "完成申报"),
        (stage.declared, "office", "初审"),
        (stage.shortlisted, "office", "立项"),
        (stage.approved, "bo", "启动实施"),
        (stage.awaiting, "office", "验收"),
    ],
)
def test_each_step_waits_for_whoever_takes_it(cast: Cast, made: Callable[[Cast], int], who: str, kind: str) -> None:
    project_id = made(cast)

    rows = waiting_for(getattr(cast, who), on=TODAY)

    assert [(row.kind.text, row.url) for row in rows] == [(kind, f"/projects/{project_id}/")]
    assert rows[0].unit_name == "柳溪机电厂工会"
    assert waiting_for(cast.sara, on=TODAY) == ()


def test_the_count_is_the_length_of_the_list_for_everybody(cast: Cast) -> None:
    for made in (stage.draft, stage.declared, stage.declared, stage.approved, stage.running, stage.awaiting):
        made(cast)

    everybody = (cast.lin, cast.office, cast.mei, cast.bo, cast.sara)
    counts = {one.name: waiting_count(one, on=TODAY) for one in everybody}

    assert counts == {one.name: len(waiting_for(one, on=TODAY, limit=99)) for one in everybody}
    assert counts[cast.office.name] == 3
    assert counts[cast.sara.name] == 0


def test_counting_is_two_statements_and_the_list_four_however_much_waits(cast: Cast) -> None:
    for made in (stage.draft, stage.declared, stage.approved, stage.awaiting):
        made(cast)

    for one in (cast.office, cast.bo):
        with CaptureQueriesContext(connection) as counted:
            waiting_count(one, on=TODAY)
        with CaptureQueriesContext(connection) as listed:
            waiting_for(one, on=TODAY)
        assert len(counted) <= 2, [query["sql"] for query in counted]
        assert len(listed) <= 4, [query["sql"] for query in listed]


def test_the_soonest_come_first_however_few_are_asked_for(cast: Cast) -> None:
    calls = [
        stage.open_call(cast, title=f"{days} 天后截止", closes_at=NOW + timedelta(days=days)) for days in (9, 2, 5)
    ]
    for programme_id in calls:
        stage.draft(cast, programme_id=programme_id)
    stage.declared(cast)  # the office decides, and its day is not set: it comes last for whoever does both

    drafts = [row.due_date for row in waiting_for(cast.bo, on=TODAY, limit=2)]

    assert drafts == [TODAY + timedelta(days=2), TODAY + timedelta(days=5)]
    assert [row.due_date for row in waiting_for(cast.office, on=TODAY)] == [None]


def test_what_an_inspection_found_is_told_once(cast: Cast) -> None:
    project_id = stage.running(cast)
    services.inspect(
        project_id,
        day=TODAY,
        occasion=Occasion.RANDOM,
        outcome=Outcome.RECTIFY,
        finding="缺签到表",
        due_date=TODAY + timedelta(days=3),
        actor=cast.office,
        at=NOW,
    )

    rows = waiting_for(cast.bo, on=TODAY)

    assert stage.row(project_id).due_date == TODAY + timedelta(days=3)
    assert [(row.kind.text, row.due_date) for row in rows] == [("整改", TODAY + timedelta(days=3))]
    assert waiting_count(cast.bo, on=TODAY) == 1


def test_a_task_near_its_day_still_waits(cast: Cast) -> None:
    stage.running(cast)

    rows = waiting_for(cast.bo, on=TODAY + timedelta(days=10))

    assert [row.kind.text for row in rows] == ["任务“%(task)s”"]


def test_an_open_call_is_told_to_who_may_answer_it_the_soonest_closing_first(cast: Cast) -> None:
    late = stage.open_call(cast)
    soon = stage.open_call(cast, title="技能项目", closes_at=NOW + timedelta(days=5))

    assert [call.programme_id for call in unanswered_calls(cast.bo, at=NOW)] == [soon, late]
    assert unanswered_calls(cast.office, at=NOW) == ()
    assert [call.programme_id for call in unanswered_calls(cast.bo, at=NOW + timedelta(days=6))] == [late]


def test_a_call_that_the_union_has_begun_to_answer_is_not_told_again(cast: Cast) -> None:
    programme_id = stage.open_call(cast)
    stage.draft(cast, programme_id=programme_id)

    assert unanswered_calls(cast.bo, at=NOW) == ()
    assert [call.programme_id for call in unanswered_calls(cast.sara, at=NOW)] == [programme_id]
