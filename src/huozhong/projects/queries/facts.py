"""Gathers the facts about a programme or a project, at a moment, for an actor."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Max

from huozhong.access import services as access
from huozhong.access.services import Reach
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.zone import day_of
from huozhong.projects.models import Programme, Progress, Project
from huozhong.projects.queries import rules
from huozhong.projects.queries.answers import missing_answers
from huozhong.projects.queries.honours import honours_of
from huozhong.projects.queries.juries import jury_counts
from huozhong.projects.queries.money import CHECKED, budget_findings
from huozhong.projects.queries.own import own_facts
from huozhong.projects.queries.plan import Plan
from huozhong.projects.rules.call import ProgrammeFacts
from huozhong.projects.rules.facts import (
    ZERO,
    BudgetFacts,
    CallFacts,
    ProjectFacts,
    RectificationFacts,
    TargetFacts,
    TaskFacts,
)
from huozhong.projects.rules.own import anchor_of
from huozhong.projects.rules.words import Outcome, Source
from huozhong.projects.workflow import PROJECT
from huozhong.seeds import queries as seeds

OFFICE_PERMISSIONS = (
    Permission.PROGRAMME_MANAGE,
    Permission.PROJECT_REVIEW,
    Permission.PROJECT_APPROVE,
    Permission.PROJECT_INSPECT,
    Permission.PROJECT_ACCEPT,
)


def programme_facts(programme: Programme, *, at: datetime) -> ProgrammeFacts:
    """What decides whether a programme may take a step."""
    return ProgrammeFacts(
        title=programme.title,
        at=at,
        opens_at=programme.opens_at,
        closes_at=programme.closes_at,
        weights=programme.weights,
        classes=frozenset(programme.classes),
        levels=frozenset(programme.levels),
        kinds=frozenset(programme.kinds),
        calendar=(
            programme.approval_date,
            programme.midyear_date,
            programme.report_date,
            programme.showcase_date,
        ),
        undecided=programme.projects.exclude(state__in=[*PROJECT.ends, "draft"]).count(),
    )


def call_facts(programme: Programme) -> CallFacts:
    """A programme as its projects see it."""
    return CallFacts(
        title=programme.title,
        state=programme.state,
        year=programme.year,
        opens_at=programme.opens_at,
        closes_at=programme.closes_at,
        office=programme.place,
        levels=frozenset(programme.levels),
        kinds=frozenset(programme.kinds),
        classes=frozenset(programme.classes),
        subsidy_ceiling=programme.subsidy_ceiling,
        honours=frozenset(programme.honours),
    )


_AS_WRITTEN = (
    *("name", "work_class", "lead", "contact", "start_date", "finish_date", "basis_title", "basis_number", "need"),
    *("target_group", "headcount", "content", "running_since", "correction_until", "declared_by", "refusals"),
)


def project_facts(
    project: Project,
    *,
    actor: Actor,
    at: datetime,
    is_preview: bool = False,
    returned: Decimal | None = None,
    tier: str = "",
    plan: Plan | None = None,
    held: rules.InForce | None = None,
) -> ProjectFacts:
    """Everything that decides whether a project may take a step. Reads the plan and what happened since.

    Who shows more of the project hands over the `plan` and the rules `held`, so that nothing is read twice.
    """
    programme, today, plan = project.programme, day_of(at), plan or Plan(project)
    held = held or rules.in_force(unit_id=programme.unit_id, on=today)
    office = frozenset(p for p in OFFICE_PERMISSIONS if access.can(actor, p, at=programme.place))
    progress = Progress.objects.filter(project=project).aggregate(last=Max("day"))
    counts = jury_counts(project) if project.state == "accepted" else None
    return ProjectFacts(
        state=anchor_of(project.state),
        place=project.place,
        unit_kind=project.unit.kind,
        at=at,
        today=today,
        call=call_facts(programme),
        **{name: getattr(project, name) for name in _AS_WRITTEN},
        unit_honours=honours_of(project.unit_id) if programme.honours else frozenset(),
        answers_missing=missing_answers(project),
        targets=target_facts(project, plan=plan),
        tasks=task_facts(project, plan=plan),
        budget=budget_facts(project, plan=plan),
        money_findings=_money_findings(project, plan, on=today),
        rectifications=rectification_facts(plan),
        last_progress_date=progress["last"],
        actor_person=actor.person_id,
        office_permissions=office,
        refusals_allowed=held.count_or_none("projects.acceptance.refusals_allowed"),
        has_report=len(plan.reports) > project.refusals,  # one filed after acceptance was last refused
        is_preview=is_preview,
        returned=returned,
        jurors_needed=counts[1] if counts else held.count_or_none("projects.jury.least"),
        scores=counts[0] if counts else 0,
        tier=tier,
        is_seed_published=is_seed_published(project),
        **own_facts(project, actor=actor, on=today),
        **_refiling(project, held),
    )


def _money_findings(project: Project, plan: Plan, *, on: date) -> Any:
    return budget_findings(project, plan.lines, on=on) if anchor_of(project.state) in CHECKED else ()


def _refiling(project: Project, held: rules.InForce) -> dict[str, Any]:
    """When this union was last refused a project of this name, and how long it waits."""
    years = held.count_or_none("projects.refile.after_years")
    return {"rejected_year": _rejected_year(project), "refile_after": years}


def _rejected_year(project: Project) -> int | None:
    rejected = Project.objects.filter(
        city_id=project.city_id, unit_id=project.unit_id, name=project.name, state="rejected"
    ).exclude(pk=project.pk)
    year: int | None = rejected.aggregate(year=Max("programme__year"))["year"]
    return year


def is_seed_published(project: Project) -> bool:
    """Whether the seed that was distilled from this project may be adopted by others."""
    if project.distilled_seed_id is None:
        return False
    try:
        seeds.seed(project.distilled_seed_id, reach=Reach())  # with no reach, only what is published is seen
    except NotFound:
        return False
    return True


def target_facts(project: Project, *, plan: Plan | None = None) -> tuple[TargetFacts, ...]:
    """The targets with their latest readings, in two queries."""
    plan = plan or Plan(project)
    latest = plan.latest
    return tuple(
        TargetFacts(
            row.indicator,
            row.baseline,
            row.target,
            row.due_date,
            latest[row.id].value if row.id in latest else None,
            latest[row.id].day if row.id in latest else None,
        )
        for row in plan.targets
    )


def task_facts(project: Project, *, plan: Plan | None = None) -> tuple[TaskFacts, ...]:
    rows = (plan or Plan(project)).tasks
    return tuple(TaskFacts(row.title, row.start_date, row.due_date, row.done_date) for row in rows)


def budget_facts(project: Project, *, plan: Plan | None = None) -> tuple[BudgetFacts, ...]:
    plan = plan or Plan(project)
    return tuple(
        BudgetFacts(
            row.purpose,
            row.money_class,
            row.amount,
            {str(source): getattr(row, source) for source in Source},
            plan.spent.get(row.id, ZERO),
        )
        for row in plan.lines
    )


def rectification_facts(plan: Plan) -> tuple[RectificationFacts, ...]:
    rows = sorted(plan.inspections, key=lambda row: row.id)
    return tuple(
        RectificationFacts(row.due_date, row.answered_date, row.confirmed_date)
        for row in rows
        if row.outcome == Outcome.RECTIFY and row.due_date
    )
