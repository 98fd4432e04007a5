"""Who hears that something is late, Monday's digest, draws for visits, changes on a document, milestones in motion."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from huozhong.access import services as access
from huozhong.kernel.actors import OPERATOR
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Forbidden, NotFound, Refused
from huozhong.kernel.roles import Role
from huozhong.kernel.zone import ZONE
from huozhong.projects import services
from huozhong.projects.models import Change, Draw, Drawn, OverdueTold, Task
from huozhong.projects.queries.visits import draws, nodes
from huozhong.projects.queries.waiting import waiting_for
from huozhong.projects.rules.sampling import draw
from huozhong.projects.rules.words import Occasion, Outcome
from huozhong.projects.tests import stage
from huozhong.records.models import Notice
from tests.cast import NOW, SINCE, TODAY, Cast, actor

pytestmark = pytest.mark.django_db
DUE = TODAY + timedelta(days=20)  # of the first milestone


def night(days_late: int) -> datetime:
    day = DUE + timedelta(days=days_late)
    return datetime(day.year, day.month, day.day, 0, 30, tzinfo=ZONE)


def told(project_id: int) -> list[tuple[str, list[str]]]:
    rows = OverdueTold.objects.filter(project_id=project_id).order_by("id")
    return [(row.rung, [one["name"] for one in row.told]) for row in rows]


def test_the_ladder_is_climbed_one_rung_at_a_time(cast: Cast) -> None:
    project_id = stage.running(cast)
    actor("陈主席", "chen", (Role.CHAIR, cast.works))
    climbed = {days: services.climb_ladder(at=night(days)) for days in (0, 1, 2, 6, 7, 8, 13, 14, 29, 30, 31)}

    assert {days: count for days, count in climbed.items() if count} == {1: 1, 7: 1, 14: 1, 30: 1}
    assert told(project_id) == [
        ("lead", ["薄志刚"]),
        ("chair", ["陈主席"]),
        ("district", ["梅雨晴"]),
        ("city", ["周项目"]),
    ]
    assert Notice.objects.filter(template="projects.overdue").count() == 4


def test_after_a_long_silence_the_rungs_are_told_in_order_and_nobody_twice(cast: Cast) -> None:
    project_id = stage.running(cast)
    access.appoint(
        cast.bo.person_id or 0, role=Role.CHAIR, at_place=cast.works, from_date=SINCE, actor=OPERATOR, at=NOW
    )

    services.climb_ladder(at=night(20))

    assert told(project_id) == [("lead", ["薄志刚"]), ("chair", []), ("district", ["梅雨晴"])]
    assert Notice.objects.filter(person_id=cast.bo.person_id, template__startswith="projects.overdue").count() == 1


def test_what_becomes_late_again_later_begins_at_the_bottom(cast: Cast) -> None:
    project_id = stage.running(cast)
    services.climb_ladder(at=night(8))
    services.finish_task(stage.task(project_id).id, day=DUE + timedelta(days=8), actor=cast.bo, at=night(8))
    assert services.climb_ladder(at=night(9)) == 0

    late = datetime(2027, 6, 3, 0, 30, tzinfo=ZONE)
    services.climb_ladder(at=late)

    rows = OverdueTold.objects.filter(project_id=project_id, since_date=date(2027, 6, 1))
    assert [row.rung for row in rows] == ["lead"]


def test_many_late_projects_are_one_notice_to_one_person(cast: Cast) -> None:
    for _ in range(3):
        stage.running(cast)

    services.climb_ladder(at=night(30))

    assert Notice.objects.filter(person_id=cast.office.person_id).values_list("template", flat=True).count() == 1
    assert OverdueTold.objects.count() == 12


def test_monday_tells_once_and_only_whoever_has_something_to_do(cast: Cast) -> None:
    stage.running(cast)
    monday = datetime(2026, 12, 7, 8, 0, tzinfo=ZONE)

    services.send_digests(at=monday)
    services.send_digests(at=monday + timedelta(hours=3))

    rows = Notice.objects.filter(template="projects.digest")
    assert {row.person_id for row in rows} == {cast.bo.person_id, cast.mei.person_id}
    assert rows.all().count() == 2
    assert rows.get(person_id=cast.bo.person_id).values == {"waiting": "1", "late": "0", "soon": "1", "red": "0"}
    services.send_digests(at=monday + timedelta(days=7))
    assert rows.all().count() == 4


def test_a_draw_can_be_drawn_again_and_waits_for_its_visits(cast: Cast) -> None:
    ids = [stage.running(cast) for _ in range(3)]

    services.draw_for_inspection(cast.city.unit_id, seed="1208", actor=cast.office, at=NOW)

    row = Draw.objects.get()
    drawn = list(Drawn.objects.order_by("id").values_list("project_id", flat=True))
    assert row.among == sorted(ids)
    assert row.cites[0]["rule"] == "projects.draw.share"
    assert tuple(drawn) == draw(row.among, share=Fraction(1, 10), seed="1208")
    assert [one.kind.text for one in waiting_for(cast.office, on=TODAY)] == ["督查：随机抽中"]
    services.inspect(
        drawn[0], day=TODAY, occasion=Occasion.RANDOM, outcome=Outcome.FINE, finding="合格", actor=cast.office, at=NOW
    )
    assert waiting_for(cast.office, on=TODAY) == ()
    assert draws(access.reach(cast.office, Permission.PROJECT_INSPECT))[0].drawn[0].visited_date == TODAY


def test_what_was_inspected_or_drawn_lately_is_left_out(cast: Cast) -> None:
    visited, free = stage.running(cast), stage.running(cast)
    services.inspect(
        visited, day=TODAY, occasion=Occasion.MILESTONE, outcome=Outcome.FINE, finding="好", actor=cast.office, at=NOW
    )

    services.draw_for_inspection(cast.city.unit_id, actor=cast.office, at=NOW)

    row = Draw.objects.get()
    assert (row.among, row.left_out) == ([free], 1)
    assert len(row.seed) == 16
    with pytest.raises(Refused, match="没有可以抽"):
        services.draw_for_inspection(cast.city.unit_id, actor=cast.office, at=NOW)
    services.draw_for_inspection(cast.city.unit_id, actor=cast.office, at=NOW + timedelta(days=91))
    assert Draw.objects.latest("id").among == [visited]


def test_only_the_office_draws(cast: Cast) -> None:
    stage.running(cast)

    with pytest.raises(Forbidden):
        services.draw_for_inspection(cast.city.unit_id, actor=cast.lin, at=NOW)
    with pytest.raises(NotFound):
        services.draw_for_inspection(cast.city.unit_id, actor=cast.sara, at=NOW)


def test_a_milestone_near_its_day_is_a_node_until_it_was_looked_at(cast: Cast) -> None:
    project_id = stage.running(cast)
    reach = access.reach(cast.office, Permission.PROJECT_INSPECT)
    assert nodes(reach, on=TODAY) == ()

    near = DUE - timedelta(days=14)
    assert [(one.project_id, one.due_date) for one in nodes(reach, on=near)] == [(project_id, DUE)]
    services.inspect(
        project_id, day=near, occasion=Occasion.MILESTONE, outcome=Outcome.FINE, finding="好", actor=cast.office,
        at=NOW + timedelta(days=6),
    )  # fmt: skip
    assert nodes(reach, on=near) == ()


def test_the_office_changes_lead_and_target_on_a_document(cast: Cast) -> None:
    project_id = stage.running(cast)
    words = {"why": "原负责人调走", "document_number": "样工发〔2026〕40号", "actor": cast.office, "at": NOW}

    services.change_lead(project_id, lead="沙莎", contact="", **words)  # type: ignore[arg-type]
    services.change_target(stage.target(project_id).id, target=Decimal("150"), due_date=None, **words)  # type: ignore[arg-type]

    lead, target = Change.objects.order_by("id")
    assert (lead.before["lead"], lead.after["lead"], stage.row(project_id).lead) == ("薄志刚", "沙莎", "沙莎")
    assert (target.before["target"], target.after["target"]) == ("200", "150")
    assert stage.target(project_id).baseline == 0


def test_a_change_without_document_reason_or_office_is_refused(cast: Cast) -> None:
    project_id = stage.running(cast)
    words = {"lead": "沙莎", "contact": "", "why": "调走", "document_number": "1号", "at": NOW}

    for wrong in ({"document_number": " "}, {"why": ""}, {"lead": " "}, {"why": "电话13812345678"}):
        with pytest.raises(Refused):
            services.change_lead(project_id, actor=cast.office, **(words | wrong))  # type: ignore[arg-type]
    with pytest.raises(Forbidden):
        services.change_lead(project_id, actor=cast.bo, **words)  # type: ignore[arg-type]
    target = stage.target(project_id)
    with pytest.raises(Refused, match="基数"):
        services.change_target(
            target.id, target=Decimal("0"), due_date=None, why="改", document_number="1号", actor=cast.office, at=NOW
        )
    assert not Change.objects.exists()


def test_a_milestone_is_begun_put_back_and_ordered_by_its_own_people(cast: Cast) -> None:
    project_id = stage.running(cast)
    first, second = Task.objects.filter(project_id=project_id).order_by("id")

    services.begin_task(first.id, actor=cast.bo, at=NOW)
    with pytest.raises(Refused):
        services.begin_task(first.id, actor=cast.bo, at=NOW)
    services.order_task(second.id, after_id=first.id, actor=cast.bo, at=NOW)
    with pytest.raises(Refused, match="自己"):
        services.order_task(first.id, after_id=second.id, actor=cast.bo, at=NOW)
    services.put_back_task(first.id, actor=cast.bo, at=NOW)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.begun_date, second.after_id) == (None, first.id)
    with pytest.raises(Forbidden):
        services.begin_task(first.id, actor=cast.lin, at=NOW)
    with pytest.raises(NotFound):
        services.begin_task(first.id, actor=cast.sara, at=NOW)
    other = Task.objects.filter(project_id=stage.running(cast)).first()
    assert other is not None
    with pytest.raises(Refused, match="本项目"):
        services.order_task(first.id, after_id=other.id, actor=cast.bo, at=NOW)
