"""A project's life by the verbs: what each step writes, and what it refuses."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from huozhong.kernel.actors import CLOCK
from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.kernel.roles import Role
from huozhong.lifecycles.services import Decision
from huozhong.projects import services
from huozhong.projects.models import ClosingReport, Programme, Project
from huozhong.projects.rules.words import Occasion, Outcome
from huozhong.projects.services import BudgetDraft, DraftForm, TargetDraft
from huozhong.projects.tests import stage
from huozhong.records import queries as records
from huozhong.records.models import News, Trail
from huozhong.records.services import fold
from tests.cast import NOW, TODAY, Cast, actor


def words(caught: pytest.ExceptionInfo[Refused]) -> str:
    return str(caught.value.reason)


def figure(measure: str, unit_id: int) -> int:
    fold()
    return records.figure(measure, unit_id)


def test_a_project_goes_from_draft_to_accepted_and_counts_for_every_union_above(cast: Cast) -> None:
    project_id = stage.accepted(cast)

    assert stage.row(project_id).state == "accepted"
    for unit in (cast.works, cast.town, cast.district, cast.city):
        assert figure("projects_declared", unit.unit_id) == 1
        assert figure("projects_approved", unit.unit_id) == 1
        assert figure("projects_running", unit.unit_id) == 0
        assert figure("projects_accepted", unit.unit_id) == 1
        assert figure("beneficiaries", unit.unit_id) == 190
        assert figure("money_approved_fen", unit.unit_id) == 2_500_050
    assert figure("projects_accepted", cast.elsewhere.unit_id) == 0


def test_every_step_leaves_its_actor_role_and_reason(cast: Cast) -> None:
    project_id = stage.approved(cast)

    moved = Trail.objects.filter(kind="projects.project", thing_id=project_id, move_to="approved").get()

    assert (moved.actor_name, moved.role, moved.move_from) == ("林致远", Role.CHAIR, "shortlisted")
    assert moved.details["document_number"] == "样工发〔2026〕31号"


def test_news_carries_the_project_and_its_path(cast: Cast) -> None:
    project_id = stage.accepted(cast)

    told = {news.name: news.payload for news in News.objects.all()}

    for name in ("ProjectDeclared", "ProjectApproved", "ProjectStarted", "ProjectReported", "ProjectAccepted"):
        assert told[f"projects.{name}"] == {"project_id": project_id, "path": cast.works.path}


def test_without_a_number_to_reach_there_is_no_declaration(cast: Cast) -> None:
    project_id = stage.draft(cast)
    services.save_draft(project_id, form=DraftForm(targets=()), actor=cast.bo, at=NOW)

    with pytest.raises(Refused) as caught:
        services.declare(project_id, actor=cast.bo, at=NOW)

    assert "没有量化指标" in words(caught)
    assert stage.row(project_id).state == "draft"


def test_a_target_equal_to_its_baseline_is_no_target(cast: Cast) -> None:
    project_id = stage.draft(cast)
    same = TargetDraft("参加人数", "人", Decimal("200"), Decimal("200"), stage.FINISH)
    services.save_draft(project_id, form=DraftForm(targets=(same,)), actor=cast.bo, at=NOW)

    with pytest.raises(Refused, match="不完整"):
        services.declare(project_id, actor=cast.bo, at=NOW)


def test_sources_must_add_up_to_the_fen(cast: Cast) -> None:
    project_id = stage.draft(cast)
    off = BudgetDraft("课酬", "activities", Decimal("100.00"), own=Decimal("60.00"), upper=Decimal("39.99"))
    services.save_draft(project_id, form=DraftForm(budget=(off,)), actor=cast.bo, at=NOW)

    with pytest.raises(Refused, match=r"合计 99.99 元，与预算 100.00 元不一致"):
        services.declare(project_id, actor=cast.bo, at=NOW)


def test_more_subsidy_than_the_ceiling_is_refused(cast: Cast) -> None:
    project_id = stage.draft(cast)
    much = BudgetDraft("课酬", "activities", Decimal("50000.01"), upper=Decimal("50000.01"))
    services.save_draft(project_id, form=DraftForm(budget=(much,)), actor=cast.bo, at=NOW)

    with pytest.raises(Refused, match="上限"):
        services.declare(project_id, actor=cast.bo, at=NOW)


def test_the_closing_second_still_counts_and_the_next_does_not(cast: Cast) -> None:
    project_id = stage.draft(cast)
    in_time, late = stage.CLOSES.replace(microsecond=999_999), stage.CLOSES + timedelta(seconds=1)
    services.save_draft(project_id, form=DraftForm(fields={"lead": "按时"}), actor=cast.bo, at=in_time)

    with pytest.raises(Refused) as caught:
        services.save_draft(project_id, form=DraftForm(fields={"lead": "迟到"}), actor=cast.bo, at=late)

    assert "2026-12-31 23:59:59 截止" in words(caught)
    assert stage.row(project_id).lead == "按时"
    with pytest.raises(Refused, match="截止"):
        services.declare(project_id, actor=cast.bo, at=late)
    services.declare(project_id, actor=cast.bo, at=in_time)


def test_a_returned_declaration_may_be_corrected_after_the_call_has_closed(cast: Cast) -> None:
    project_id = stage.declared(cast)
    last_day = stage.CLOSES - timedelta(hours=8)
    services.return_for_correction(project_id, why="服务对象写得太宽。", actor=cast.office, at=last_day)
    until = stage.row(project_id).correction_until
    assert until is not None
    assert until.date() > stage.CLOSES.date()

    services.save_draft(project_id, form=DraftForm(fields={"target_group": "装配车间"}), actor=cast.bo, at=until)
    with pytest.raises(Refused, match="补正期限"):
        services.declare(project_id, actor=cast.bo, at=until + timedelta(seconds=1))
    services.declare(project_id, actor=cast.bo, at=until)

    assert stage.row(project_id).state == "declared"
    assert figure("projects_declared", cast.works.unit_id) == 1


def test_returning_and_rejecting_need_a_reason(cast: Cast) -> None:
    project_id = stage.declared(cast)

    for verb in (services.return_for_correction, services.reject):
        with pytest.raises(Refused, match="请写明"):
            verb(project_id, why="  ", actor=cast.office, at=NOW)

    assert stage.row(project_id).state == "declared"


def test_a_rejected_project_waits_for_the_next_filing_year(cast: Cast) -> None:
    programme_id = stage.open_call(cast)
    first = stage.draft(cast, programme_id=programme_id)
    services.declare(first, actor=cast.bo, at=NOW)
    services.reject(first, why="与去年重复。", actor=cast.office, at=NOW)
    again = stage.draft(cast, programme_id=programme_id)

    with pytest.raises(Refused, match="2028 年起可以再次申报"):
        services.declare(again, actor=cast.bo, at=NOW)

    next_year = stage.draft(cast, programme_id=stage.open_call(cast, year=2028))
    services.declare(next_year, actor=cast.bo, at=NOW)


def test_approval_needs_minutes_and_a_document_number(cast: Cast) -> None:
    project_id = stage.shortlisted(cast)

    with pytest.raises(Refused, match="会议纪要和发文字号"):
        services.approve(project_id, decision=Decision("会议纪要", ""), actor=cast.lin, at=NOW)


def test_an_office_in_between_cannot_decide_for_the_office_that_called(cast: Cast) -> None:
    project_id = stage.declared(cast)

    with pytest.raises(Refused, match="由发起"):
        services.shortlist(project_id, actor=cast.mei, at=NOW)


def test_nobody_reviews_or_approves_what_they_declared(cast: Cast) -> None:
    both = actor("双岗", "both", (Role.CADRE, cast.city), (Role.PROJECT_OFFICE, cast.city))
    project_id = stage.draft(cast)
    services.declare(project_id, actor=both, at=NOW)

    with pytest.raises(Refused, match="您申报的"):
        services.shortlist(project_id, actor=both, at=NOW)
    services.shortlist(project_id, actor=cast.office, at=NOW)
    with pytest.raises(Refused, match="您申报的"):
        services.approve(project_id, decision=stage.PAPER, actor=both, at=NOW)


def test_a_cadre_elsewhere_does_not_find_it_and_a_cadre_here_may_not_decide(cast: Cast) -> None:
    project_id = stage.declared(cast)

    with pytest.raises(NotFound):
        services.shortlist(project_id, actor=cast.sara, at=NOW)
    with pytest.raises(Forbidden):
        services.shortlist(project_id, actor=cast.bo, at=NOW)


def test_no_road_but_the_verbs_changes_a_state(cast: Cast) -> None:
    project_id = stage.shortlisted(cast)

    with pytest.raises(DatabaseError, match="only by carry_out"), transaction.atomic():
        Project.objects.filter(pk=project_id).update(state="approved", approval_meeting="x", approval_number="y")
    with pytest.raises(DatabaseError, match="only by carry_out"), transaction.atomic():
        Programme.objects.update(state="archived")

    assert stage.row(project_id).state == "shortlisted"


def test_a_second_approval_meets_what_the_first_left(cast: Cast) -> None:
    project_id = stage.approved(cast)

    with pytest.raises(Conflict):
        services.approve(project_id, decision=stage.PAPER, actor=cast.office, at=NOW)


def test_a_union_outside_the_call_cannot_declare(cast: Cast) -> None:
    district_call = services.draft_programme(
        cast.district.unit_id, form=stage.call_form(title="东区项目"), actor=cast.mei, at=NOW
    )
    services.move_programme(district_call, "open", actor=cast.mei, at=NOW)

    with pytest.raises(NotFound):
        services.start_draft(district_call, unit_id=cast.away.unit_id, name="别处", actor=cast.sara, at=NOW)


def test_a_level_or_class_that_the_call_does_not_take_is_refused(cast: Cast) -> None:
    only_towns = stage.open_call(cast, levels=("town",))
    with pytest.raises(Refused, match="这一级"):
        services.start_draft(only_towns, unit_id=cast.works.unit_id, name="学堂", actor=cast.bo, at=NOW)

    only_culture = stage.open_call(cast, classes=("culture",))
    project_id = stage.draft(cast, programme_id=only_culture)
    with pytest.raises(Refused, match="不征集“素质”类"):
        services.declare(project_id, actor=cast.bo, at=NOW)


def inspected(cast: Cast, due: date) -> tuple[int, int]:
    project_id = stage.running(cast)
    inspection_id = services.inspect(
        project_id,
        day=TODAY,
        occasion=Occasion.RANDOM,
        outcome=Outcome.RECTIFY,
        finding="台账没有签到表。",
        due_date=due,
        actor=cast.office,
        at=NOW,
    )
    return project_id, inspection_id


def test_the_clock_suspends_the_day_after_a_rectification_was_due(cast: Cast) -> None:
    due = TODAY + timedelta(days=7)
    project_id, inspection_id = inspected(cast, due)

    assert services.suspend_what_is_overdue(at=stage.later(7)) == 0
    assert services.suspend_what_is_overdue(at=stage.later(8)) == 1
    assert stage.row(project_id).state == "suspended"

    with pytest.raises(Refused, match="没有完成"):
        services.resume(project_id, why="已整改", actor=cast.office, at=stage.later(9))
    services.answer_inspection(inspection_id, answer="签到表已补齐。", actor=cast.bo, at=stage.later(9))
    with pytest.raises(Refused, match="等待督查人员确认"):
        services.resume(project_id, why="已整改", actor=cast.office, at=stage.later(9))
    services.confirm_rectification(inspection_id, actor=cast.office, at=stage.later(9))
    services.resume(project_id, why="已整改", actor=cast.office, at=stage.later(9))

    assert stage.row(project_id).state == "running"
    assert figure("projects_running", cast.city.unit_id) == 1


def test_no_person_can_do_what_the_clock_does(cast: Cast) -> None:
    from huozhong.projects.services.moving import move_project

    project_id, _ = inspected(cast, TODAY)

    with pytest.raises(Refused, match="由系统按期限自动办理"):
        move_project(project_id, "suspend", actor=cast.lin, at=stage.later(3))
    move_project(project_id, "suspend", actor=CLOCK, at=stage.later(3))


def test_termination_says_what_is_returned(cast: Cast) -> None:
    project_id, _ = inspected(cast, TODAY)
    services.suspend_what_is_overdue(at=stage.later(2))

    def end(returned: str) -> None:
        services.terminate(
            project_id, decision=stage.PAPER, why="无法整改。", returned=Decimal(returned), actor=cast.lin, at=NOW
        )

    with pytest.raises(Refused, match=r"超过上级补助 8000.00 元"):
        end("8000.01")
    with pytest.raises(Refused, match="不能是负数"):
        end("-0.01")
    end("8000.00")

    assert stage.row(project_id).returned_amount == Decimal("8000.00")
    assert stage.row(project_id).state == "terminated"


def test_acceptance_is_refused_once_and_then_ends_the_project(cast: Cast) -> None:
    project_id = stage.awaiting(cast)
    with pytest.raises(Refused, match="第一次验收不通过"):
        services.refuse_finally(
            project_id, decision=stage.PAPER, why="未达标", returned=Decimal(0), actor=cast.lin, at=NOW
        )
    services.refuse(project_id, why="证书数量没有依据。", actor=cast.lin, at=NOW)
    assert stage.row(project_id).state == "running"

    stage.report(project_id, cast)
    with pytest.raises(Refused, match="就要终止"):
        services.refuse(project_id, why="还是没有依据。", actor=cast.lin, at=NOW)
    services.refuse_finally(
        project_id, decision=stage.PAPER, why="未达标", returned=Decimal("8000"), actor=cast.lin, at=NOW
    )

    assert stage.row(project_id).state == "terminated"
    assert ClosingReport.objects.filter(project_id=project_id).count() == 2
    assert figure("projects_running", cast.city.unit_id) == 0


def test_a_closing_report_stands_on_readings(cast: Cast) -> None:
    project_id = stage.running(cast)

    with pytest.raises(Refused, match="还没有一次读数"):
        stage.report(project_id, cast)

    assert ClosingReport.objects.count() == 0


def test_the_request_and_the_reply_are_drafted_from_what_is_known(cast: Cast) -> None:
    from huozhong.papers import queries as papers

    project_id = stage.declared(cast)
    with pytest.raises(Refused, match="还没有立项"):
        services.draft_reply(project_id, actor=cast.office, at=NOW)
    services.draft_request(project_id, actor=cast.bo, at=NOW)
    services.shortlist(project_id, actor=cast.office, at=NOW)
    services.approve(project_id, decision=stage.PAPER, actor=cast.lin, at=NOW)
    services.draft_reply(project_id, actor=cast.office, at=NOW)

    found = {str(card.kind): card for card in papers.papers_of("projects.project", project_id)}
    assert found["request"].title == "关于申报“机电厂工间学堂”项目的请示"
    assert any("由 0 达到 200" in line for line in found["request"].body)
    assert any("项目预算 25000.50 元" in line for line in found["reply"].body)
    assert "样本市总工会主席办公会议纪要（2026）第 8 号" in found["reply"].body[0]
