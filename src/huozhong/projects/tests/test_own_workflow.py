"""Projects on an office's own workflow: every promise of a lifecycle holds, and nobody's road changes under them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from huozhong.access import services as access
from huozhong.juries import queries as juries
from huozhong.juries import services as panels
from huozhong.kernel.refusals import Conflict, Forbidden, Refused
from huozhong.kernel.roles import Role
from huozhong.lifecycles import queries as lifecycles
from huozhong.lifecycles.services import carry_out
from huozhong.projects import queries, services
from huozhong.projects.models import Project
from huozhong.projects.tests import stage
from huozhong.projects.tests.flows import KIND, REACH, declared_on, published, start, steps, two_looks, with_jurors
from huozhong.records import queries as records
from huozhong.records import services as keeping
from huozhong.workflows import queries as workflows
from huozhong.workflows import services as flows
from huozhong.workflows.engine import Outcome
from huozhong.workflows.models import WorkflowVersion
from huozhong.workflows.services import StageForm
from tests.cast import NOW, TODAY, Cast, actor

CARD: dict[str, int | None] = {"organisation": 80, "novelty": 70, "effect": 90, "replicability": 60}


def test_a_project_walks_its_office_s_stages_to_approval(cast: Cast) -> None:
    project = declared_on(cast, published(cast))

    assert str(lifecycles.state_word(stage.row(project))) == "已申报 · 资格审查"
    assert list(steps(project, cast.office)) == ["own_a1_1", "own_a1_2", "own_a1_3"]

    services.pass_on(project, "own_a1_1", actor=cast.office, at=NOW)
    assert stage.row(project).state == "own_a2"
    assert str(lifecycles.state_word(stage.row(project))) == "实地考察"

    services.approve(project, decision=stage.PAPER, actor=cast.lin, at=NOW, move="own_a2_1")

    row = stage.row(project)
    assert (row.state, row.approval_number) == ("approved", stage.PAPER.document_number)
    keeping.fold()
    assert records.figure("projects_approved", cast.city.unit_id) == 1
    services.start(project, actor=cast.bo, at=NOW)
    assert stage.row(project).state == "running"


def test_the_trail_tells_own_steps_by_their_words(cast: Cast) -> None:
    project = declared_on(cast, published(cast))
    services.pass_on(project, "own_a1_1", actor=cast.office, at=NOW)

    (told, *_rest) = lifecycles.story(Project, project, words={})

    assert told.what == "资格审查：通过"
    (row, *_more) = records.history(KIND, project)
    assert (row.move_from, row.move_to, row.actor_name) == ("declared", "own_a2", "周项目")
    assert keeping.verify().is_whole


def test_returning_from_an_own_stage_gives_the_lawful_time_to_correct(cast: Cast) -> None:
    project = declared_on(cast, published(cast))

    services.return_for_correction(project, why="请补预算。", actor=cast.office, at=NOW, move="own_a1_2")

    row = stage.row(project)
    assert (row.state, row.returned_why) == ("returned", "请补预算。")
    assert row.correction_until is not None
    assert row.correction_until > NOW
    services.declare(project, actor=cast.bo, at=NOW)
    assert stage.row(project).state == "declared"


def test_a_step_of_the_fixed_table_is_refused_on_an_own_one(cast: Cast) -> None:
    project = declared_on(cast, published(cast))

    with pytest.raises(Conflict, match="没有“初审通过”这一步"):
        services.shortlist(project, actor=cast.office, at=NOW)
    assert stage.row(project).state == "declared"


def test_the_law_s_conditions_stand_whatever_the_office_wrote(cast: Cast) -> None:
    project = declared_on(cast, published(cast))
    services.pass_on(project, "own_a1_1", actor=cast.office, at=NOW)

    with pytest.raises(Refused, match="请填写会议纪要和发文字号"):
        services.pass_on(project, "own_a2_1", actor=cast.lin, at=NOW)
    with pytest.raises(Refused, match="理由"):
        services.reject(project, why=" ", actor=cast.office, at=NOW, move="own_a2_2")
    with pytest.raises(Forbidden):
        services.approve(project, decision=stage.PAPER, actor=cast.bo, at=NOW, move="own_a2_1")


def test_a_district_between_office_and_union_may_not_take_the_office_s_step(cast: Cast) -> None:
    project = declared_on(cast, published(cast))

    assert "由发起“2027 年度工会工作项目”的工会办理" in steps(project, cast.mei)["own_a1_1"]
    with pytest.raises(Refused):
        services.pass_on(project, "own_a1_1", actor=cast.mei, at=NOW)


def test_the_trigger_refuses_every_other_road_into_an_own_stage(cast: Cast) -> None:
    project = declared_on(cast, published(cast))

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE projects_project SET state = 'own_a2' WHERE id = %s", [project])
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE projects_project SET workflow_version_id = NULL WHERE id = %s", [project])
    assert stage.row(project).state == "declared"


def test_an_own_state_without_a_workflow_is_unknown_to_the_database(cast: Cast) -> None:
    project = declared_on(cast, None)
    key = f"projects_project:{project}:declared>own_a2"

    with pytest.raises(IntegrityError, match="project_state_known"), transaction.atomic():
        force(key, project)


def force(key: str, project: int) -> None:
    """Past the first trigger, with the very word that carry_out would say."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('huozhong.move', %s, true)", [key])
        cursor.execute("UPDATE projects_project SET state = 'own_a2' WHERE id = %s", [project])


def test_running_projects_stay_on_their_version_and_new_ones_take_the_new(cast: Cast) -> None:
    first = published(cast)
    old = declared_on(cast, first)
    call = stage.row(old).programme_id
    workflow = workflows.version(first).workflow_id
    flows.start_version(workflow, actor=cast.office, at=NOW)
    card = workflows.find_workflow(workflow, reach=access.reach(cast.office, workflows.MANAGES))
    assert card.draft is not None
    form = StageForm("公示", "office", 5, (Outcome("无异议", "", guards=("days",)),))
    flows.add_stage(workflow, letter="a", form=form, after="a2", actor=cast.office, at=NOW)
    second = flows.publish(workflow, change_note="加一个公示。", actor=cast.office, at=NOW)

    services.choose_workflow(call, version_id=second, why="职工提议公示", actor=cast.office, at=NOW)
    new = stage.draft(cast, programme_id=call)
    services.declare(new, actor=cast.bo, at=NOW)

    assert (stage.row(old).workflow_version_id, stage.row(new).workflow_version_id) == (first, second)
    services.pass_on(old, "own_a1_1", actor=cast.office, at=NOW)
    services.approve(old, decision=stage.PAPER, actor=cast.lin, at=NOW, move="own_a2_1")
    assert stage.row(old).state == "approved"
    services.pass_on(new, "own_a1_1", actor=cast.office, at=NOW)
    services.pass_on(new, "own_a2_1", actor=cast.office, at=NOW)
    assert str(lifecycles.state_word(stage.row(new))) == "公示"
    assert workflows.find_workflow(workflow, reach=REACH(everywhere=True)).versions[0].things == 1


def test_a_public_notice_hangs_until_its_days_are_over(cast: Cast) -> None:
    workflow = two_looks(cast)
    form = StageForm("公示", "office", 5, (Outcome("无异议", "", guards=("days",)),))
    flows.add_stage(workflow, letter="a", form=form, after="a2", actor=cast.office, at=NOW)
    project = declared_on(cast, flows.publish(workflow, actor=cast.office, at=NOW))
    services.pass_on(project, "own_a1_1", actor=cast.office, at=NOW)
    services.pass_on(project, "own_a2_1", actor=cast.office, at=NOW)
    name = next(iter(steps(project, cast.lin)))

    # Friday the 20th: five working days end on Friday the 27th, which still counts
    for days in (0, 4, 7):
        at = NOW + timedelta(days=days)
        with pytest.raises(Refused, match="“公示”要满 5 个工作日，2026-11-27 以后才能办"):
            services.approve(project, decision=stage.PAPER, actor=cast.lin, at=at, move=name)
    services.approve(project, decision=stage.PAPER, actor=cast.lin, at=NOW + timedelta(days=8), move=name)
    assert stage.row(project).state == "approved"


def test_whoever_took_an_earlier_step_leaves_the_next_to_another(cast: Cast) -> None:
    workflow = start(cast, "one")
    form = StageForm("复核", "office", 3, (Outcome("同意", "", guards=("another",)),))
    flows.add_stage(workflow, letter="a", form=form, after="a1", actor=cast.office, at=NOW)
    form = StageForm("定夺", "leaders", 3, (Outcome("定了", ""),))
    flows.add_stage(workflow, letter="a", form=form, after="a2", actor=cast.office, at=NOW)
    project = declared_on(cast, flows.publish(workflow, actor=cast.office, at=NOW))
    services.pass_on(project, "own_a1_1", actor=cast.office, at=NOW)
    other = actor("吴同事", "wu", (Role.PROJECT_OFFICE, cast.city))

    with pytest.raises(Refused, match="前面的环节是您办的"):
        services.pass_on(project, "own_a2_1", actor=cast.office, at=NOW)
    services.pass_on(project, "own_a2_1", actor=other, at=NOW)

    assert str(lifecycles.state_word(stage.row(project))) == "定夺"


def test_a_jury_s_stage_waits_until_a_panel_was_called(cast: Cast) -> None:
    with_jurors(cast)
    project = declared_on(cast, flows.publish(start(cast), actor=cast.office, at=NOW))
    services.pass_on(project, "own_a1_1", actor=cast.office, at=NOW)

    with pytest.raises(Refused, match="“专家评审”还没有组织评委打分"):
        services.pass_on(project, "own_a2_1", actor=cast.office, at=NOW)


def test_a_jury_s_stage_goes_on_when_enough_judges_have_scored(cast: Cast) -> None:
    with_jurors(cast)
    project = declared_on(cast, flows.publish(start(cast), actor=cast.office, at=NOW))
    panel = services.open_jury(stage.row(project).programme_id, stage="a2", actor=cast.office, at=NOW)
    judges = [actor(f"评委{n}", f"judge{n}", (Role.JUROR, cast.city)) for n in range(3)]
    for judge in judges:
        panels.appoint_judge(
            panel,
            person_id=judge.person_id or 0,
            unit_id=cast.city.unit_id,
            kind=panels.JudgeKind.EXPERT,
            actor=cast.office,
            at=NOW,
        )
    services.pass_on(project, "own_a1_1", actor=cast.office, at=NOW)  # the jury sits already: it is entered by itself
    panels.begin_round(panel, actor=cast.office, at=NOW)
    entry = juries.entry_of(KIND, project, "a2")
    assert entry is not None

    for given, judge in enumerate(judges):
        with pytest.raises(Refused, match=f"已评 {given} 份，至少要 3 份"):
            services.pass_on(project, "own_a2_1", actor=cast.office, at=NOW)
        panels.score(entry, points=CARD, actor=judge, at=NOW)
    services.pass_on(project, "own_a2_1", actor=cast.office, at=NOW)

    assert str(lifecycles.state_word(stage.row(project))) == "班子会"


def test_a_union_above_takes_the_step_that_is_its_own(cast: Cast) -> None:
    mei, district = cast.mei, cast.district
    workflow = flows.start_workflow(district.unit_id, kind=KIND, title="区里先看", template="one", actor=mei, at=NOW)
    form = StageForm("市里把关", "upper", 5, (Outcome("同意", ""), Outcome("不同意", "rejected", needs_reason=True)))
    flows.add_stage(workflow, letter="a", form=form, after="a1", actor=mei, at=NOW)
    version = flows.publish(workflow, actor=mei, at=NOW)
    call = services.draft_programme(district.unit_id, form=stage.call_form(), actor=mei, at=NOW)
    services.choose_workflow(call, version_id=version, actor=mei, at=NOW)
    services.move_programme(call, "open", actor=mei, at=NOW)
    project = stage.draft(cast, programme_id=call)
    services.declare(project, actor=cast.bo, at=NOW)
    services.pass_on(project, "own_a1_1", actor=mei, at=NOW)

    with pytest.raises(Refused, match="上级工会办理"):
        services.reject(project, why="不行。", actor=mei, at=NOW, move="own_a2_2")
    waits = [(row.title, str(row.kind)) for row in queries.own_waiting_for(cast.office, on=TODAY)]
    assert waits == [("机电厂工间学堂", "市里把关")]
    assert queries.own_waiting_for(mei, on=TODAY) == ()
    services.reject(project, why="与市里的重复。", actor=cast.office, at=NOW, move="own_a2_2")
    assert stage.row(project).state == "rejected"


def test_acceptance_may_have_own_stages_too(cast: Cast) -> None:
    workflow = two_looks(cast)
    outcomes = (
        Outcome("验收通过", "accepted"),
        Outcome("退回实施", "running", needs_reason=True),
        Outcome("终止", "terminated", needs_reason=True),
    )
    flows.add_stage(
        workflow, letter="c", form=StageForm("材料初验", "acceptors", 5, outcomes), actor=cast.office, at=NOW
    )
    form = StageForm("现场验收", "visitors", 10, (Outcome("现场合格", ""),))
    flows.add_stage(workflow, letter="c", form=form, after="c1", actor=cast.office, at=NOW)
    project = declared_on(cast, flows.publish(workflow, actor=cast.office, at=NOW))
    services.pass_on(project, "own_a1_1", actor=cast.office, at=NOW)
    services.approve(project, decision=stage.PAPER, actor=cast.lin, at=NOW, move="own_a2_1")
    services.start(project, actor=cast.bo, at=NOW)
    services.read_target(stage.target(project).id, day=TODAY, value=stage.Decimal("190"), actor=cast.bo, at=NOW)
    stage.report(project, cast)

    services.pass_on(project, "own_c1_1", actor=cast.office, at=NOW)
    row = stage.row(project)
    assert (row.state, row.light != "") == ("own_c2", True)  # still under way: it keeps its light
    services.accept(project, decision=stage.PAPER, actor=cast.office, at=NOW, move="own_c2_1")

    assert (stage.row(project).state, stage.row(project).beneficiaries) == ("accepted", 190)
    assert str(lifecycles.state_word(stage.row(project))) == "已结项"


def test_a_published_version_is_never_changed_or_removed(cast: Cast) -> None:
    version = WorkflowVersion.objects.get(pk=published(cast))

    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        WorkflowVersion.objects.filter(pk=version.pk).update(design={"stages": []})
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        version.delete()
    with pytest.raises(Conflict, match="已经发布的版本不能改"):
        flows.remove_stage(version.workflow_id, key="a1", actor=cast.office, at=NOW)


def test_a_broken_draft_is_refused_with_its_sentence_and_stays_a_draft(cast: Cast) -> None:
    workflow = two_looks(cast)
    flows.save_stage(workflow, key="a2", form=StageForm("实地考察", "visitors", 8, ()), actor=cast.office, at=NOW)

    with pytest.raises(Refused, match="“实地考察”没有任何结果，项目走到这里就停住了。"):
        flows.publish(workflow, actor=cast.office, at=NOW)
    assert WorkflowVersion.objects.get(workflow_id=workflow).published_at is None


def test_a_template_with_a_jury_is_refused_where_there_is_no_juror(cast: Cast) -> None:
    workflow = start(cast)

    with pytest.raises(Refused, match="“专家评审”由评委打分，可是本单位今天一个评委也没有"):
        flows.publish(workflow, actor=cast.office, at=NOW)
    with_jurors(cast)
    flows.publish(workflow, actor=cast.office, at=NOW)


@pytest.mark.parametrize("template", ["one", "expert", "two"])
def test_every_template_may_be_published_as_it_is(cast: Cast, template: str) -> None:
    with_jurors(cast)

    version = flows.publish(start(cast, template), actor=cast.office, at=NOW)

    assert workflows.table_of(version).ends == lifecycles.lifecycle_of(Project).ends


def test_a_move_of_one_s_own_table_is_carried_out_by_the_same_road(cast: Cast) -> None:
    project = declared_on(cast, published(cast))

    with pytest.raises(KeyError):
        carry_out(stage.row(project), "own_a9_1", actor=cast.office, at=NOW)
