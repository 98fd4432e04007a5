"""Gathers the facts about a programme or a project, at a moment, for an actor."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db.models import Max, Sum

from huozhong.access import services as access
from huozhong.access.services import Reach
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.zone import day_of
from huozhong.projects.models import (
    BudgetLine,
    ClosingReport,
    Inspection,
    Programme,
    Progress,
    Project,
    Reading,
    Score,
    Spending,
    Target,
    Task,
)
from huozhong.projects.queries import rules
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
) -> ProjectFacts:
    """Everything that decides whether a project may take a step. Reads the plan and what happened since."""
    programme, today = project.programme, day_of(at)
    office = frozenset(p for p in OFFICE_PERMISSIONS if access.can(actor, p, at=programme.place))
    progress = Progress.objects.filter(project=project).aggregate(last=Max("day"))
    return ProjectFacts(
        state=project.state,
        place=project.place,
        unit_kind=project.unit.kind,
        at=at,
        today=today,
        call=call_facts(programme),
        **{name: getattr(project, name) for name in _AS_WRITTEN},
        targets=target_facts(project),
        tasks=task_facts(project),
        budget=budget_facts(project),
        rectifications=rectification_facts(project),
        last_progress_date=progress["last"],
        actor_person=actor.person_id,
        office_permissions=office,
        refusals_allowed=rules.count_or_none(
            "projects.acceptance.refusals_allowed", unit_id=programme.unit_id, on=today
        ),
        has_report=_has_report(project),
        is_preview=is_preview,
        returned=returned,
        jurors_needed=rules.count_or_none("projects.jury.least", unit_id=programme.unit_id, on=today),
        scores=Score.objects.filter(project=project, juror__released_at__isnull=True).count(),
        tier=tier,
        is_seed_published=is_seed_published(project),
        rejected_year=_rejected_year(project),
        refile_after=_refile_after(programme, at=at),
    )


def _has_report(project: Project) -> bool:
    """A report that was filed after acceptance was last refused."""
    return ClosingReport.objects.filter(project=project).count() > project.refusals


def _refile_after(programme: Programme, *, at: datetime) -> int | None:
    return rules.count_or_none("projects.refile.after_years", unit_id=programme.unit_id, on=day_of(at))


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


def target_facts(project: Project) -> tuple[TargetFacts, ...]:
    """The targets with their latest readings, in two queries."""
    newest = Reading.objects.filter(project=project).order_by("target_id", "-day", "-id").distinct("target_id")
    latest: Mapping[int, Reading] = {reading.target_id: reading for reading in newest}
    return tuple(
        TargetFacts(
            row.indicator,
            row.baseline,
            row.target,
            row.due_date,
            latest[row.id].value if row.id in latest else None,
            latest[row.id].day if row.id in latest else None,
        )
        for row in Target.objects.filter(project=project).order_by("id")
    )


def task_facts(project: Project) -> tuple[TaskFacts, ...]:
    rows = Task.objects.filter(project=project).order_by("id")
    return tuple(TaskFacts(row.title, row.start_date, row.due_date, row.done_date) for row in rows)


def spent_by_line(project: Project) -> dict[int, Decimal]:
    """What stands against each budget line; struck entries do not count."""
    rows = Spending.objects.filter(project=project, struck_at__isnull=True).values_list("line_id")
    return dict(rows.annotate(total=Sum("amount")).order_by("line_id"))


def budget_facts(project: Project) -> tuple[BudgetFacts, ...]:
    spent = spent_by_line(project)
    return tuple(
        BudgetFacts(
            row.purpose,
            row.money_class,
            row.amount,
            {str(source): getattr(row, source) for source in Source},
            spent.get(row.id, ZERO),
        )
        for row in BudgetLine.objects.filter(project=project).order_by("id")
    )


def rectification_facts(project: Project) -> tuple[RectificationFacts, ...]:
    rows = Inspection.objects.filter(project=project, outcome=Outcome.RECTIFY, due_date__isnull=False).order_by("id")
    return tuple(
        RectificationFacts(row.due_date, row.answered_date, row.confirmed_date) for row in rows if row.due_date
    )
