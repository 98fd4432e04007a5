"""A call's juries: set up, entered, and the showcase's result published."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from huozhong.access import services as access
from huozhong.juries import queries as juries
from huozhong.juries import services as panels
from huozhong.juries.services import About, Counting, Dimension, PanelForm, Thing
from huozhong.kernel.actors import CLOCK, Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.look import services as look
from huozhong.projects.models import ClosingReport, Programme, Project
from huozhong.projects.queries import rules
from huozhong.projects.queries.finding import find_programme, find_project
from huozhong.projects.queries.juries import CALL, ENTERED, KIND, SHOWCASE, jury_stages
from huozhong.projects.queries.own import stage_now
from huozhong.projects.queries.plan import Plan
from huozhong.projects.rules.tiers import tier_of
from huozhong.projects.rules.words import DIMENSIONS
from huozhong.projects.services.moving import move_project


@transaction.atomic
def open_jury(
    programme_id: int, *, stage: str = SHOWCASE, actor: Actor, at: datetime, is_live: bool = False, seed: str = ""
) -> int:
    """Set up the jury of a stage of a call, if there is none yet, and enter every project that stands there.

    Weights are the call's; how cards are counted the rule packs say on that day. Gives the jury.
    """
    programme = find_programme(programme_id, actor=actor)
    access.require(actor, Permission.JURY_MANAGE, at=programme.place)
    found = next((one for one in jury_stages(programme) if one.key == stage), None)
    if found is None:
        raise NotFound(access.NOT_FOUND)
    panel_id = found.panel_id
    if panel_id is None:
        answers = rules.jury_rules(unit_id=programme.unit_id, on=day_of(at))
        about = About(CALL, programme.pk, stage, reverse("projects:programme", args=[programme.pk]))
        name = say("%(call)s：%(stage)s", call=programme.title, stage=found.name)
        form = PanelForm(
            title=look.told(name),
            rubric=tuple(
                Dimension(str(key), str(word), programme.weights[str(key)], {}) for key, word in DIMENSIONS.items()
            ),
            ties_by=tuple(key.strip() for key in answers["tie_order"].text().split(",")),
            is_named=programme.is_jury_named,
            is_live=is_live,
            due_date=programme.showcase_date if stage == SHOWCASE else programme.approval_date,
        )
        counting = Counting(
            drop_from=answers["drop_from"].number(),
            least=answers["least"].number(),
            quorum=answers["quorum"].share(),
            own_district_may_score=answers["own_district_may_score"].flag(),
            cites=rules.as_cites(list(answers.values())),
        )
        panel_id = panels.open_panel(
            about, unit_id=programme.unit_id, form=form, counting=counting, actor=actor, at=at, seed=seed
        )
    for project in _standing_at(programme, stage):
        _enter(panel_id, project, stage=stage, actor=actor, at=at)
    return panel_id


def _standing_at(programme: Programme, stage: str) -> list[Project]:
    rows = Project.objects.filter(programme=programme).select_related("unit", "programme__unit").order_by("pk")
    if stage in ENTERED:
        return list(rows.filter(state__in=ENTERED[stage]))
    here = [(row, stage_now(row)) for row in rows.exclude(workflow_version_id=None)]
    return [row for row, now in here if now is not None and now.key == stage]


def enter_accepted(project: Project, *, at: datetime) -> None:
    """A project that was accepted while the showcase's jury sits is entered by itself."""
    panel_id = juries.panel_of(CALL, project.programme_id, SHOWCASE)
    if panel_id is not None:
        panel = juries.find_panel(panel_id, actor=CLOCK)
        if panel.state != "closed":
            _enter(panel_id, project, stage=SHOWCASE, actor=CLOCK, at=at)


def enter_stage(project: Project, *, at: datetime) -> None:
    """A project that came to a stage whose jury sits already is entered by itself."""
    now = stage_now(project)
    panel_id = juries.panel_of(CALL, project.programme_id, now.key) if now is not None else None
    if now is None or panel_id is None or juries.find_panel(panel_id, actor=CLOCK).state == "closed":
        return
    _enter(panel_id, project, stage=now.key, actor=CLOCK, at=at)


def _enter(panel_id: int, project: Project, *, stage: str, actor: Actor, at: datetime) -> None:
    if juries.round_state(KIND, project.pk, stage) is not None:
        return
    thing = Thing(
        KIND,
        project.pk,
        project.name,
        project.unit_id,
        url=reverse("projects:project", args=[project.pk]),
        text=_text_of(project),
    )
    panels.enter(panel_id, thing=thing, actor=actor, at=at)


def _text_of(project: Project) -> tuple[tuple[str, str], ...]:
    """What judges read: the need, what was done, what it reached in numbers, and the closing report if there is one."""
    plan = Plan(project)
    targets = [
        f"{row.indicator}：{_number(row.baseline)} → {_number(row.target)}{row.unit_word}"
        + (f"，现在 {_number(plan.latest[row.pk].value)}{row.unit_word}" if row.pk in plan.latest else "")
        for row in plan.targets
    ]
    report = ClosingReport.objects.filter(project=project).order_by("-pk").first()
    told = (("工作总结", report.summary), ("工作成效", report.effect)) if report else ()
    return (
        *told,
        ("指标", "\n".join(targets)),
        ("需求", project.need),
        ("做什么", project.content),
        ("创新点", project.innovation),
    )


def _number(value: object) -> str:
    text = "" if value is None else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


@transaction.atomic
def publish_appraisal(project_id: int, *, actor: Actor, at: datetime) -> Project:
    """Publish a project's result: the tier that its total reaches, with the proof sheet as it stands now."""
    project = find_project(project_id, actor=actor)
    Project.objects.select_for_update(of=("self",)).get(pk=project_id)
    standing = juries.result(KIND, project_id, SHOWCASE)
    if standing is None and _may_close(project):
        panels.close_entry(_entry_of(project_id), actor=actor, at=at)
        standing = juries.result(KIND, project_id, SHOWCASE)
    tier = ""
    if standing is not None:
        tier = tier_of(standing.total, rules.tier_lines(unit_id=project.programme.unit_id, on=day_of(at)))
    return move_project(
        project_id,
        "appraise",
        actor=actor,
        at=at,
        tier=tier,
        changes={"tier": tier, "appraisal": standing.sheet if standing else None},
        details={
            "tier": tier,
            "total": str(standing.total) if standing else "",
            "place": standing.place or 0 if standing else 0,
        },
    )


def _may_close(project: Project) -> bool:
    """Whether enough have scored; what else stands in the way the move itself says."""
    state = juries.round_state(KIND, project.pk, SHOWCASE)
    return project.state == "accepted" and state is not None and state.is_complete


def _entry_of(project_id: int) -> int:
    entry_id = juries.entry_of(KIND, project_id, SHOWCASE)
    assert entry_id is not None
    return entry_id
