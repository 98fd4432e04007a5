"""What is named, shown and told of projects on an office's own workflow."""

from __future__ import annotations

import pytest

from huozhong.access import services as access
from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.kernel.roles import Role
from huozhong.projects import queries, services
from huozhong.projects.models import Project
from huozhong.projects.tests import stage
from huozhong.projects.tests.flows import KIND, REACH, declared_on, published, two_looks
from huozhong.records import queries as records
from huozhong.workflows import queries as workflows
from huozhong.workflows import services as flows
from huozhong.workflows.models import WorkflowVersion
from tests.cast import NOW, TODAY, Cast, actor


def test_a_call_names_only_what_its_own_office_has_published(cast: Cast) -> None:
    call = stage.open_call(cast)
    draft = WorkflowVersion.objects.get(workflow_id=two_looks(cast)).pk

    for wrong in (draft, 999_999_999):
        with pytest.raises(Refused, match="已经发布的流程里选"):
            services.choose_workflow(call, version_id=wrong, why="试试", actor=cast.office, at=NOW)
    with pytest.raises(Forbidden):
        services.choose_workflow(call, version_id=None, why="x", actor=cast.bo, at=NOW)


def test_changing_the_workflow_of_an_open_call_needs_a_reason_and_a_closed_one_stands(cast: Cast) -> None:
    version, call = published(cast), stage.open_call(cast)

    with pytest.raises(Refused, match="换流程要写明理由"):
        services.choose_workflow(call, version_id=version, actor=cast.office, at=NOW)
    services.choose_workflow(call, version_id=version, why="补助变多", actor=cast.office, at=NOW)
    services.move_programme(call, "close", why="报满", actor=cast.office, at=NOW)
    with pytest.raises(Conflict):
        services.choose_workflow(call, version_id=None, why="换回", actor=cast.office, at=NOW)


def test_a_stranger_does_not_find_an_office_s_workflow(cast: Cast) -> None:
    workflow = two_looks(cast)
    wang = actor("王项目", "wang", (Role.PROJECT_OFFICE, cast.elsewhere))

    with pytest.raises(NotFound):
        flows.remove_stage(workflow, key="a1", actor=wang, at=NOW)
    with pytest.raises(NotFound):
        workflows.find_workflow(workflow, reach=access.reach(wang, workflows.MANAGES))
    with pytest.raises(Refused, match="省、市或区县总工会设置"):
        flows.start_workflow(cast.town.unit_id, kind=KIND, title="镇里的", actor=cast.office, at=NOW)


def test_lists_filters_and_the_overview_know_own_stages_by_name(cast: Cast) -> None:
    project = declared_on(cast, published(cast))
    services.pass_on(project, "own_a1_1", actor=cast.office, at=NOW)

    (line,) = queries.project_lines(cast.office, asked=queries.ProjectFilter(state="own:实地考察"))
    assert (line.id, str(line.state_word)) == (project, "实地考察")
    assert queries.project_lines(cast.office, asked=queries.ProjectFilter(state="own:公示")) == ()
    assert [(key, str(word)) for key, word in queries.own_stage_names(cast.office)] == [("own:实地考察", "实地考察")]
    shown = queries.overview(reach=access.reach(cast.office, workflows.Permission.PROJECT_INSPECT), on=TODAY)
    assert [(name, str(word), n) for name, word, n in shown.states] == [("own:实地考察", "实地考察", 1)]
    assert queries.own_stage_names(cast.sara) == ()


def test_what_waits_is_told_once_to_the_stage_s_reviewer_with_its_last_day(cast: Cast) -> None:
    project = declared_on(cast, published(cast))

    (row,) = queries.own_waiting_for(cast.office, on=TODAY)
    assert (row.title, str(row.kind), row.due_date) == ("机电厂工间学堂", "资格审查", stage.date(2026, 12, 4))
    assert queries.own_waiting_count(cast.office, on=TODAY) == 1
    assert queries.own_waiting_count(cast.bo, on=TODAY) == 0
    assert not [one for one in queries.waiting_for(cast.office, on=TODAY) if one.title == row.title]

    services.pass_on(project, "own_a1_1", actor=cast.office, at=NOW)
    (row,) = queries.own_waiting_for(cast.office, on=TODAY)
    assert str(row.kind) == "实地考察"


def test_the_dry_run_reads_last_year_and_writes_nothing(cast: Cast) -> None:
    done = stage.approved(cast)
    refused = declared_on(cast, None)
    services.reject(refused, why="重复。", actor=cast.office, at=NOW)
    workflow = two_looks(cast)
    card = workflows.find_workflow(workflow, reach=REACH(everywhere=True))
    before = (Project.objects.values_list("id", "state", "workflow_version_id"), records.history(KIND, done)[0].id)

    run = workflows.dry_run(card, card.shown, year=2027, on=TODAY)

    (part,) = run.parts
    assert [(one.name, one.entered, one.refused, one.passed) for one in part.stages] == [
        ("资格审查", 2, 1, 1),
        ("实地考察", 1, 0, 1),
    ]
    assert (part.days, run.reviews) == (18, {"office": 2, "visitors": 1})
    after = (Project.objects.values_list("id", "state", "workflow_version_id"), records.history(KIND, done)[0].id)
    assert list(before[0]) == list(after[0])
    assert before[1] == after[1]
