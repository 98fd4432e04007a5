"""Verbs of a declaration form: start it, from a seed or blank; save it step by step; file it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from huozhong.access import services as access
from huozhong.funds.engine import HEADS
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.projects.models import BudgetLine, Programme, Project, Target, Task
from huozhong.projects.queries.facts import call_facts, project_facts
from huozhong.projects.queries.finding import find_programme, find_project
from huozhong.projects.queries.honours import honours_of
from huozhong.projects.rules.window import eligibility, filing_refusal, window_refusal
from huozhong.projects.rules.words import MONEY_CLASSES, WORK_CLASSES
from huozhong.projects.services.answers import TooLate
from huozhong.projects.services.money import look_over_words
from huozhong.projects.services.moving import count, lock_project, move_project, refuse_personal_numbers
from huozhong.records import services as records
from huozhong.seeds import queries as seeds
from huozhong.seeds import services as seed_services
from huozhong.seeds.queries import SeedCard
from huozhong.unions import queries as unions
from huozhong.unions.queries import UnitCard

KIND = "projects.project"
EDITABLE = frozenset({"draft", "returned"})
FIELDS = frozenset(
    {"name", "work_class", "lead", "contact", "start_date", "finish_date", "basis_title", "basis_number", "surveyed"}
    | {"need", "target_group", "headcount", "content", "innovation", "risk", "partners", "products", "adaptation"}
)


@dataclass(frozen=True, slots=True)
class TargetDraft:
    indicator: str
    unit_word: str = ""
    baseline: Decimal | None = None
    target: Decimal | None = None
    due_date: date | None = None


@dataclass(frozen=True, slots=True)
class TaskDraft:
    title: str
    owner: str = ""
    start_date: date | None = None
    due_date: date | None = None


@dataclass(frozen=True, slots=True)
class BudgetDraft:
    purpose: str
    money_class: str = ""
    amount: Decimal = Decimal("0.00")
    own: Decimal = Decimal("0.00")
    upper: Decimal = Decimal("0.00")
    administration: Decimal = Decimal("0.00")
    social: Decimal = Decimal("0.00")
    head: str = ""
    people: int | None = None
    participants: int | None = None
    whom: str = ""
    occasion: str = ""
    fees: Decimal | None = None


@dataclass(frozen=True, slots=True)
class DraftForm:
    """Part of a declaration form; None leaves a list as it is."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    targets: tuple[TargetDraft, ...] | None = None
    tasks: tuple[TaskDraft, ...] | None = None
    budget: tuple[BudgetDraft, ...] | None = None


@transaction.atomic
def start_draft(programme_id: int, *, unit_id: int, name: str, actor: Actor, at: datetime) -> int:
    """Begin a declaration on a blank form. The window must be open and the union eligible."""
    return _start(programme_id, unit_id=unit_id, name=name, actor=actor, at=at).id


@transaction.atomic
def adopt_seed(
    seed_id: int, *, programme_id: int, unit_id: int, adaptation: str, name: str = "", actor: Actor, at: datetime
) -> int:
    """Begin a declaration from a seed: its sketch is filled in, and the adoption is recorded with it."""
    card = seeds.seed(seed_id, reach=access.reach(actor, Permission.SEED_READ))
    project = _start(programme_id, unit_id=unit_id, name=name or card.title[:80], actor=actor, at=at)
    project.seed_id, project.seed_version_id, project.seed_title = card.id, card.version_id, card.title[:160]
    project.adaptation = adaptation
    _fill(project, sketched(card, on=day_of(at)))
    project.adoption_id = seed_services.record_adoption(
        card.version_id,
        by_unit=project.place,
        project_id=project.id,
        project_label=project.name,
        adaptation=adaptation,
        actor=actor,
        at=at,
    )
    project.save()
    return project.id


def _start(programme_id: int, *, unit_id: int, name: str, actor: Actor, at: datetime) -> Project:
    programme = find_programme(programme_id, actor=actor)
    unit = unions.unit(unit_id)
    access.require(actor, Permission.PROJECT_DECLARE, at=unit.place, seen=Permission.UNIT_READ)
    refuse_personal_numbers(name)
    if not name.strip():
        raise Refused(say("请填写项目名称。"))
    project = Project(
        city_id=unit.city_id,
        unit_id=unit_id,
        programme=programme,
        name=name.strip()[:80],
        created_at=at,
        created_by=actor.person_id,
    )
    _require_may_file(programme, unit, at=at)
    project.save()
    records.note(KIND, project.id, "drafted", actor=actor, at=at, place=unit.place, label=project.name)
    return project


def _require_may_file(programme: Programme, unit: UnitCard, *, at: datetime) -> None:
    late = window_refusal(call_facts(programme), at)
    if late is not None:
        raise Refused(late)
    held = honours_of(unit.id) if programme.honours else ()
    wrong = eligibility(call_facts(programme), unit.place, unit_kind=unit.kind, honours=held)
    if wrong is not None:
        raise Refused(wrong)


def sketched(card: SeedCard, *, on: date) -> DraftForm:
    """A seed's sketch as a form that starts today."""
    sketch = card.sketch
    days = max((task.start_day + task.days for task in sketch.tasks), default=180)
    finish = on + timedelta(days=days)
    return DraftForm(
        fields={
            "start_date": on,
            "finish_date": finish,
            "target_group": sketch.beneficiaries[:120],
            "headcount": sketch.headcount,
            "content": card.practice,
            "need": card.problem,
            "work_class": card.theme if card.theme in WORK_CLASSES else "",
        },
        targets=tuple(TargetDraft(t.indicator[:80], t.unit[:12], t.baseline, t.target, finish) for t in sketch.targets),
        tasks=tuple(
            TaskDraft(t.title[:80], "", on + timedelta(days=t.start_day), on + timedelta(days=t.start_day + t.days))
            for t in sketch.tasks
        ),
        budget=tuple(
            BudgetDraft(b.purpose[:80], money_class_of(b.money_class), b.amount, own=b.amount) for b in sketch.budget
        ),
    )


def money_class_of(words: str) -> str:
    """The expenditure class that a seed names, by key or by its Chinese word; "" leaves the choice to the cadre."""
    plain = words.strip().removesuffix("支出")
    for key, word in MONEY_CLASSES.items():
        if words.strip() == key or (plain and plain == word.text.removesuffix("支出")):
            return str(key)
    return ""


@transaction.atomic
def save_draft(project_id: int, *, form: DraftForm, actor: Actor, at: datetime) -> None:
    """Save part of a form. After the closing second it is refused, and the draft stays as it was."""
    project = lock_project(project_id, Permission.PROJECT_DECLARE, actor=actor, states=EDITABLE)
    late = filing_refusal(project_facts(project, actor=actor, at=at))
    if late is not None:
        raise TooLate(late)
    if unknown := set(form.fields) - FIELDS:
        raise ValueError(f"no such field of the form: {sorted(unknown)}")
    refuse_personal_numbers(str(form.fields.get("name", "")))
    _fill(project, form)
    if not project.name.strip():
        raise Refused(say("请填写项目名称。"))
    _require_days_in_order(project)
    project.save()
    records.note(
        KIND,
        project.id,
        "draft_saved",
        actor=actor,
        at=at,
        place=project.place,
        label=project.name,
        details={"parts": _parts(form)},
    )


def _parts(form: DraftForm) -> list[str]:
    lists = [name for name in ("targets", "tasks", "budget") if getattr(form, name) is not None]
    return sorted(form.fields) + lists


def _require_days_in_order(project: Project) -> None:
    if project.start_date and project.finish_date and project.finish_date < project.start_date:
        raise Refused(say("完成日期早于开始日期。"))


def _fill(project: Project, form: DraftForm) -> None:
    for name, value in form.fields.items():
        setattr(project, name, value)
    base = {"city_id": project.city_id, "project": project}
    if form.targets is not None:
        Target.objects.filter(project=project).delete()
        Target.objects.bulk_create(
            Target(**base, indicator=t.indicator, unit_word=t.unit_word, baseline=t.baseline, target=t.target,
                   due_date=t.due_date) for t in form.targets
        )  # fmt: skip
    if form.tasks is not None:
        for task in form.tasks:
            if task.start_date and task.due_date and task.due_date < task.start_date:
                raise Refused(say("任务“%(task)s”的完成期限早于开始日期。", task=task.title))
        Task.objects.filter(project=project).delete()
        Task.objects.bulk_create(
            Task(**base, title=t.title, owner=t.owner, start_date=t.start_date, due_date=t.due_date) for t in form.tasks
        )
    if form.budget is not None:
        _fill_budget(project, form.budget)


def _fill_budget(project: Project, lines: tuple[BudgetDraft, ...]) -> None:
    for line in lines:
        if min(line.amount, line.own, line.upper, line.administration, line.social) < 0:
            raise Refused(say("金额不能是负数。"))
    BudgetLine.objects.filter(project=project).delete()
    BudgetLine.objects.bulk_create(
        BudgetLine(
            city_id=project.city_id,
            project=project,
            purpose=line.purpose,
            money_class=line.money_class or class_of(line.head),
            head=line.head,
            people=line.people,
            participants=line.participants,
            whom=line.whom.strip(),
            occasion=line.occasion,
            fees=line.fees,
            amount=line.amount,
            own=line.own,
            upper=line.upper,
            administration=line.administration,
            social=line.social,
        )
        for line in lines
    )


def class_of(head: str) -> str:
    """The expenditure class that a head belongs to; "" without one."""
    return str(HEADS[head].money_class) if head in HEADS else ""


@transaction.atomic
def declare(project_id: int, *, actor: Actor, at: datetime) -> Project:
    """File the declaration with the office that called for it."""
    before = find_project(project_id, actor=actor)
    moved = move_project(
        project_id,
        "declare",
        actor=actor,
        at=at,
        changes={
            "declared_at": at,
            "declared_by": actor.person_id,
            "correction_until": None,
            "cites": before.programme.cites,
        },
    )
    if before.declared_at is None:  # one that was sent back for correction is not counted twice
        count(moved, "projects_declared", 1, at=at)
    look_over_words(moved, actor=actor, at=at)
    return moved
