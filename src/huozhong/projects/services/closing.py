"""Verbs at the end: the closing report, acceptance, its refusal, and the seed that comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction

from huozhong.access import services as access
from huozhong.kernel.actors import CLOCK, Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Conflict, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.lifecycles.services import Decision
from huozhong.look.services import number_words as shown
from huozhong.projects.models import Attachment, ClosingReport, Project, Target
from huozhong.projects.queries.facts import budget_facts, target_facts, task_facts
from huozhong.projects.queries.finding import find_project
from huozhong.projects.services.juries import enter_accepted
from huozhong.projects.services.money import settle_money
from huozhong.projects.services.moving import count, lock_project, move_project, refuse_personal_numbers
from huozhong.projects.services.running import Upload, note_on, recorded
from huozhong.records import services as records
from huozhong.seeds import queries as seeds
from huozhong.seeds import services as seed_services
from huozhong.seeds.queries import Anatomy, BudgetSketch, Sketch, TargetSketch, TaskSketch
from huozhong.seeds.services import CaseCard

GROWN = frozenset({"accepted", "appraised", "spreading"})
ATTACHABLE = frozenset({"draft", "returned", "running", "suspended", "awaiting"})


@dataclass(frozen=True, slots=True)
class ReportForm:
    """What a closing report says."""

    summary: str
    effect: str
    beneficiaries: int
    shortfall: str = ""
    products: str = ""


@transaction.atomic
def file_report(project_id: int, *, form: ReportForm, actor: Actor, at: datetime) -> Project:
    """File the closing report and hand the project over for acceptance, in one step."""
    project = lock_project(project_id, Permission.PROJECT_RUN, actor=actor, states=frozenset({"running"}))
    if not form.summary.strip() or not form.effect.strip():
        raise Refused(say("请填写工作总结和工作成效。"))
    if form.beneficiaries < 0:
        raise Refused(say("受益人数不能是负数。"))
    refuse_personal_numbers(form.summary, form.effect, form.shortfall, form.products)
    ClosingReport.objects.create(
        **recorded(project, actor, at),
        summary=form.summary.strip(),
        effect=form.effect.strip(),
        beneficiaries=form.beneficiaries,
        shortfall=form.shortfall.strip(),
        products=form.products.strip(),
    )
    return move_project(project_id, "report", actor=actor, at=at)


@transaction.atomic
def accept(
    project_id: int, *, decision: Decision, why: str = "", actor: Actor, at: datetime, move: str = "accept"
) -> Project:
    """Accepted on a document: what the project reached stands, and its beneficiaries are counted."""
    project = find_project(project_id, actor=actor)
    report = ClosingReport.objects.filter(project=project).order_by("-id").first()
    reached = report.beneficiaries if report else 0
    moved = move_project(
        project_id,
        move,
        actor=actor,
        at=at,
        why=why,
        decision=decision,
        changes={"accepted_date": decision.decided_date or day_of(at), "beneficiaries": reached},
    )
    count(moved, "beneficiaries", reached, at=at)
    settle_money(moved, reason="accepted", at=at)
    enter_accepted(moved, at=at)
    return moved


@transaction.atomic
def refuse(project_id: int, *, why: str, actor: Actor, at: datetime, move: str = "refuse") -> Project:
    """Not accepted: the project runs on, as often as the rules allow."""
    project = find_project(project_id, actor=actor)
    return move_project(project_id, move, actor=actor, at=at, why=why, changes={"refusals": project.refusals + 1})


@transaction.atomic
def attach(project_id: int, *, file: Upload, actor: Actor, at: datetime) -> int:
    """Put a file with the declaration or the report."""
    found = find_project(project_id, actor=actor)
    filing = found.state in {"draft", "returned"}
    permission = Permission.PROJECT_DECLARE if filing else Permission.PROJECT_RUN
    project = lock_project(project_id, permission, actor=actor, states=ATTACHABLE)
    refuse_personal_numbers(file.name)
    stored = records.store_file(
        file.content, name=file.name, media_type=file.media_type, city_id=project.city_id, actor=actor, at=at
    )
    row = Attachment.objects.create(**recorded(project, actor, at), file_id=stored.id, name=stored.name)
    note_on(project, "file_attached", actor=actor, at=at, details={"file_id": stored.id, "sha256": stored.sha256})
    return row.id


@transaction.atomic
def distil(project_id: int, *, actor: Actor, at: datetime) -> int:
    """提炼为种子: a draft seed with the case card and the sketch of what the project did. Answers the seed's id."""
    found = find_project(project_id, actor=actor)
    access.require(actor, Permission.SEED_DRAFT, at=found.place)
    project = Project.objects.select_for_update(of=("self",)).select_related("unit", "programme").get(pk=found.pk)
    if project.state not in GROWN:
        raise Refused(say("项目验收结项以后，才能提炼为种子。"))
    seed_id = seed_services.draft_from_project(
        project_id=project.id,
        project_label=project.name,
        unit=project.place,
        title=project.name,
        theme=project.work_class,
        case=_case(project),
        sketch=_sketch(project),
        anatomy=Anatomy(cost_per_worker=_cost_per_worker(project)),
        parent_adoption_id=project.adoption_id,
        actor=actor,
        at=at,
    )
    if project.distilled_seed_id != seed_id:
        project.distilled_seed_id = seed_id
        project.save(update_fields=["distilled_seed_id"])
        note_on(project, "seed_distilled", actor=actor, at=at, details={"seed_id": seed_id})
    return seed_id


def _case(project: Project) -> CaseCard:
    report = ClosingReport.objects.filter(project=project).order_by("-id").first()
    numbers = "\n".join(
        f"{t.indicator}：{shown(t.baseline)} → {shown(t.latest)}（目标 {shown(t.target)}）"
        for t in target_facts(project)
    )
    effect = "\n".join(part for part in (report.effect if report else "", numbers) if part)
    return CaseCard(
        reason=project.innovation,
        problem=project.need,
        practice=report.summary if report and report.summary else project.content,
        effect=effect,
        conditions="\n".join(part for part in (project.partners, project.risk) if part),
    )


def _cost_per_worker(project: Project) -> Decimal | None:
    """What was spent for each person served; None while either is not known."""
    spent = sum((line.spent for line in budget_facts(project)), Decimal(0))
    if not spent or not project.beneficiaries:
        return None
    return (spent / project.beneficiaries).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _sketch(project: Project) -> Sketch:
    start = project.start_date or day_of(project.created_at)
    words: Sequence[str] = list(
        Target.objects.filter(project=project).order_by("id").values_list("unit_word", flat=True)
    )
    return Sketch(
        targets=tuple(
            TargetSketch(t.indicator, word, t.baseline, t.target)
            for t, word in zip(target_facts(project), words, strict=True)
            if t.target is not None
        ),
        tasks=tuple(
            TaskSketch(
                t.title,
                max(0, ((t.start_date or start) - start).days),
                max(1, ((t.due_date or start) - (t.start_date or start)).days),
            )
            for t in task_facts(project)
        ),
        budget=tuple(BudgetSketch(b.purpose, b.money_class, b.amount) for b in budget_facts(project)),
        beneficiaries=project.target_group,
        headcount=project.beneficiaries or project.headcount,
    )


def enter_catalogue(seed_id: int, *, at: datetime) -> bool:
    """The clock: the seed of an appraised project was published, so the project is spreading. Safe to repeat."""
    card = seeds.seed(seed_id, reach=access.Reach())
    project = Project.objects.filter(city_id=card.city_id, distilled_seed_id=seed_id, state="appraised").first()
    if project is None:
        return False
    try:
        move_project(project.id, "spread", actor=CLOCK, at=at)
    except Conflict:  # told twice at once
        return False
    return True
