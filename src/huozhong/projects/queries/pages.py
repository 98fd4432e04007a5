"""One project with everything that its page shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from huozhong.funds import queries as funds
from huozhong.funds.engine import FESTIVALS, HEADS
from huozhong.kernel.actors import Actor
from huozhong.kernel.rulepacks import Answer
from huozhong.kernel.sentences import Sentence
from huozhong.kernel.zone import day_of
from huozhong.lifecycles import queries as lifecycles
from huozhong.lifecycles.queries import Step
from huozhong.projects.models import Attachment, Change, Photo, Progress, Project
from huozhong.projects.queries import rules
from huozhong.projects.queries.answers import AnswersShown, answers_shown
from huozhong.projects.queries.facts import project_facts, target_facts
from huozhong.projects.queries.plan import Plan
from huozhong.projects.rules.facts import ZERO, ProjectFacts
from huozhong.projects.rules.form import form_faults
from huozhong.projects.rules.light import Verdict, judge, reached
from huozhong.projects.rules.words import MONEY_CLASSES, OCCASIONS, OUTCOMES, SOURCES, WORK_CLASSES, Source


@dataclass(frozen=True, slots=True)
class TargetRow:
    id: int
    indicator: str
    unit_word: str
    baseline: Decimal | None
    target: Decimal | None
    due_date: date | None
    latest: Decimal | None
    share: Fraction
    readings: tuple[tuple[date, Decimal], ...]


@dataclass(frozen=True, slots=True)
class TaskRow:
    id: int
    title: str
    owner: str
    start_date: date | None
    due_date: date | None
    done_date: date | None


@dataclass(frozen=True, slots=True)
class BudgetRow:
    id: int
    purpose: str
    money_class: Sentence | None
    head: Sentence | None
    festival: Sentence | None
    people: int | None
    participants: int | None
    whom: str
    amount: Decimal
    sources: tuple[tuple[Sentence, Decimal], ...]
    spent: Decimal
    share: Fraction

    @property
    def left(self) -> Decimal:
        return self.amount - self.spent


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept on purpose of where and when a photograph was taken; the place to about a kilometre."""

    kept_for: str
    taken_at: datetime | None
    latitude: Decimal | None
    longitude: Decimal | None


@dataclass(frozen=True, slots=True)
class ProgressRow:
    id: int
    day: date
    text: str
    people: int
    by_name: str
    at: datetime
    photo_ids: tuple[int, ...]
    noted_at: datetime | None = None  # by the phone's own clock, where it waited there
    kept: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True)
class InspectionRow:
    id: int
    day: date
    by_name: str
    occasion: Sentence
    outcome: Sentence
    is_open: bool
    finding: str
    due_date: date | None
    answer: str
    answered_date: date | None
    confirmed_date: date | None


@dataclass(frozen=True, slots=True)
class ChangeRow:
    label: str
    before: str
    after: str
    why: str
    document_number: str
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReportRow:
    summary: str
    effect: str
    shortfall: str
    products: str
    beneficiaries: int
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FileRow:
    file_id: int
    name: str


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """Everything on the page of one project; `form` holds the plain fields of the declaration."""

    id: int
    name: str
    unit_name: str
    programme_id: int
    programme: str
    state: str
    state_word: Sentence
    work_class: Sentence | None
    form: dict[str, Any]
    facts: ProjectFacts
    verdict: Verdict | None
    light_answers: tuple[Answer, ...]  # on what the light rests
    faults: tuple[Sentence, ...]
    steps: tuple[Step, ...]
    targets: tuple[TargetRow, ...]
    tasks: tuple[TaskRow, ...]
    budget: tuple[BudgetRow, ...]
    by_source: tuple[tuple[Sentence, Decimal], ...]
    account_id: int | None  # where its money is kept, once approved
    progress: tuple[ProgressRow, ...]
    inspections: tuple[InspectionRow, ...]
    changes: tuple[ChangeRow, ...]
    report: ReportRow | None
    files: tuple[FileRow, ...]
    answers: AnswersShown | None  # to the call's own form

    @property
    def total(self) -> Decimal:
        return self.facts.total

    @property
    def spent(self) -> Decimal:
        return self.facts.spent


SHOWN = (
    *("lead", "contact", "start_date", "finish_date", "basis_title", "basis_number", "surveyed", "need"),
    *("target_group", "headcount", "content", "innovation", "risk", "partners", "products"),
    *("seed_id", "seed_title", "adaptation", "distilled_seed_id", "correction_until", "returned_why", "declared_at"),
    *("approved_date", "approval_meeting", "approval_number", "running_since", "accepted_date", "beneficiaries"),
    *("returned_amount", "tier", "refusals", "work_class"),
)


def project_page(project: Project, *, actor: Actor, at: datetime) -> ProjectPage:
    """A project that was found within reach, as its page shows it to this actor now."""
    plan, held = Plan(project), rules.in_force(unit_id=project.programme.unit_id, on=day_of(at))
    facts = project_facts(project, actor=actor, at=at, is_preview=True, plan=plan, held=held)
    return ProjectPage(
        id=project.id,
        name=project.name,
        unit_name=project.unit.name,
        programme_id=project.programme_id,
        programme=project.programme.title,
        state=project.state,
        state_word=lifecycles.state_word(project),
        work_class=WORK_CLASSES.get(project.work_class),
        form={name: getattr(project, name) for name in SHOWN},
        facts=facts,
        verdict=judge(facts, held.thresholds(), working_days=rules.working_days),
        light_answers=held.light_answers(),
        faults=form_faults(facts) if project.state in {"draft", "returned"} else (),
        steps=lifecycles.what_next(project, actor, facts=facts),
        targets=target_rows(project, plan=plan),
        tasks=task_rows(project, plan=plan),
        budget=budget_rows(project, plan=plan),
        by_source=tuple((word, facts.from_source(name)) for name, word in SOURCES.items()),
        account_id=funds.account_of("projects.project", project.id) if project.approved_date else None,
        progress=progress_rows(project),
        inspections=inspection_rows(project, plan=plan),
        changes=change_rows(project),
        report=report_row(plan),
        files=tuple(
            FileRow(row.file_id, row.name) for row in Attachment.objects.filter(project=project).order_by("id")
        ),
        answers=answers_shown(project),
    )


def target_rows(project: Project, *, plan: Plan | None = None) -> tuple[TargetRow, ...]:
    plan = plan or Plan(project)
    facts = target_facts(project, plan=plan)
    readings: dict[int, list[tuple[date, Decimal]]] = {}
    for row in plan.readings:
        readings.setdefault(row.target_id, []).append((row.day, row.value))
    return tuple(
        TargetRow(
            row.id,
            row.indicator,
            row.unit_word,
            row.baseline,
            row.target,
            row.due_date,
            fact.latest,
            reached(fact),
            tuple(readings.get(row.id, ())),
        )
        for row, fact in zip(plan.targets, facts, strict=True)
    )


def task_rows(project: Project, *, plan: Plan | None = None) -> tuple[TaskRow, ...]:
    """By the day they are due; those without one last."""
    rows = sorted((plan or Plan(project)).tasks, key=lambda row: (row.due_date or date.max, row.id))
    return tuple(TaskRow(row.id, row.title, row.owner, row.start_date, row.due_date, row.done_date) for row in rows)


def budget_rows(project: Project, *, plan: Plan | None = None) -> tuple[BudgetRow, ...]:
    plan = plan or Plan(project)
    spent = plan.spent
    return tuple(
        BudgetRow(
            row.id,
            row.purpose,
            MONEY_CLASSES.get(row.money_class),
            HEADS[row.head].word if row.head in HEADS else None,
            FESTIVALS.get(row.occasion),
            row.people,
            row.participants,
            row.whom,
            row.amount,
            tuple((SOURCES[name], getattr(row, name)) for name in Source if getattr(row, name)),
            spent.get(row.id, ZERO),
            Fraction(spent.get(row.id, ZERO)) / Fraction(row.amount) if row.amount else Fraction(0),
        )
        for row in plan.lines
    )


def progress_rows(project: Project, *, limit: int = 50) -> tuple[ProgressRow, ...]:
    rows = list(Progress.objects.filter(project=project).order_by("-day", "-id")[:limit])
    photos: dict[int, list[int]] = {}
    kept: dict[int, list[Kept]] = {}
    for photo in Photo.objects.filter(progress__in=rows).order_by("id"):
        photos.setdefault(photo.progress_id, []).append(photo.file_id)
        if photo.kept_for:
            found = Kept(photo.kept_for, photo.taken_at, photo.latitude, photo.longitude)
            kept.setdefault(photo.progress_id, []).append(found)
    return tuple(
        ProgressRow(
            row.id,
            row.day,
            row.text,
            row.people,
            row.by_name,
            row.at,
            tuple(photos.get(row.id, ())),
            row.noted_at,
            tuple(kept.get(row.id, ())),
        )
        for row in rows
    )


def inspection_rows(project: Project, *, plan: Plan | None = None) -> tuple[InspectionRow, ...]:
    return tuple(
        InspectionRow(
            row.id,
            row.day,
            row.by_name,
            OCCASIONS[row.occasion],
            OUTCOMES[row.outcome],
            row.due_date is not None and row.confirmed_date is None,
            row.finding,
            row.due_date,
            row.answer,
            row.answered_date,
            row.confirmed_date,
        )
        for row in (plan or Plan(project)).inspections
    )


def change_rows(project: Project) -> tuple[ChangeRow, ...]:
    """The change log, newest first; a budget line shows its amounts, a task its days."""
    return tuple(
        ChangeRow(
            row.label,
            str(row.before.get("amount") or row.before.get("due_date") or ""),
            str(row.after.get("amount") or row.after.get("due_date") or ""),
            row.why,
            row.document_number,
            row.by_name,
            row.at,
        )
        for row in Change.objects.filter(project=project).order_by("-id")
    )


def report_row(plan: Plan) -> ReportRow | None:
    """The closing report filed last."""
    if not plan.reports:
        return None
    row = plan.reports[0]
    return ReportRow(row.summary, row.effect, row.shortfall, row.products, row.beneficiaries, row.by_name, row.at)


def file_rows(project: Project) -> tuple[FileRow, ...]:
    rows = Attachment.objects.filter(project=project).order_by("id")
    return tuple(FileRow(row.file_id, row.name) for row in rows)


def holds_file(project: Project, file_id: int) -> bool:
    """Whether a stored file belongs to this project: asked before it is served."""
    return (
        Photo.objects.filter(project=project, file_id=file_id).exists()
        or Attachment.objects.filter(project=project, file_id=file_id).exists()
    )
