"""Workflows of the cast's office, and projects on them."""

from __future__ import annotations

from huozhong.access import services as access
from huozhong.kernel.actors import OPERATOR, Actor
from huozhong.kernel.roles import Role
from huozhong.lifecycles import queries as lifecycles
from huozhong.projects import queries, services
from huozhong.projects.tests import stage
from huozhong.workflows import services as flows
from huozhong.workflows.engine import Outcome
from huozhong.workflows.services import StageForm
from tests.cast import NOW, SINCE, Cast, person

KIND = "projects.project"
REACH = access.Reach


def start(cast: Cast, template: str = "expert", *, title: str = "补助项目审批") -> int:
    return flows.start_workflow(cast.city.unit_id, kind=KIND, title=title, template=template, actor=cast.office, at=NOW)


def with_jurors(cast: Cast) -> None:
    row, _account = person("评委甲", at=cast.city, sign_in_name="juror")
    access.appoint(row.pk, role=Role.JUROR, at_place=cast.city, from_date=SINCE, actor=OPERATOR, at=NOW)


def two_looks(cast: Cast, *, title: str = "两看一定") -> int:
    """资格审查 by the office, 实地考察 by whoever inspects, then approved; published."""
    workflow = start(cast, "one", title=title)
    form = StageForm(
        "实地考察",
        "visitors",
        8,
        (Outcome("看过，可行", ""), Outcome("不可行", "rejected", needs_reason=True)),
    )
    flows.add_stage(workflow, letter="a", form=form, after="a1", actor=cast.office, at=NOW)
    return workflow


def published(cast: Cast, **more: str) -> int:
    return flows.publish(two_looks(cast, **more), actor=cast.office, at=NOW)


def declared_on(cast: Cast, version: int | None, **changed: object) -> int:
    call = stage.open_call(cast, **changed)
    if version is not None:
        services.choose_workflow(call, version_id=version, why="按新流程", actor=cast.office, at=NOW)
    project = stage.draft(cast, programme_id=call)
    services.declare(project, actor=cast.bo, at=NOW)
    return project


def steps(project: int, who: Actor) -> dict[str, str]:
    row = stage.row(project)
    facts = queries.project_page(row, actor=who, at=NOW).facts
    return {one.name: "" if one.is_allowed else str(one.reason) for one in lifecycles.what_next(row, who, facts=facts)}
