"""Verbs of workflows: begin one, write its stages, publish a version, retire it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Level
from huozhong.kernel.refusals import Conflict, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.records import services as records
from huozhong.records.engine.personal import holds_personal_number
from huozhong.unions import queries as unions
from huozhong.workflows import queries
from huozhong.workflows.engine import Design, Ground, Outcome, Stage, as_written, free_key, insert, read, shift
from huozhong.workflows.models import Workflow, WorkflowVersion

KIND = "workflows.workflow"
MOST_DRAFTED = 30  # stages that a draft may hold; the check asks for fewer
_OFFICES = frozenset({Level.PROVINCE, Level.CITY, Level.DISTRICT})


def register_ground(ground: Ground, *, cases: queries.Cases, uses: Callable[[int], tuple[int, int]]) -> None:
    """Say what an office may build on: the fixed table and its catalogues, who can tell last year's cases, and how
    many calls and things run on a version. Called once, when the app is ready."""
    queries.remember(ground, cases=cases, uses=uses)


@dataclass(frozen=True, slots=True)
class StageForm:
    """What an office fills in for one stage."""

    name: str
    reviewer: str
    days: int | None
    outcomes: tuple[Outcome, ...]


@transaction.atomic
def start_workflow(unit_id: int, *, kind: str, title: str, template: str = "", actor: Actor, at: datetime) -> int:
    """Begin a workflow as a draft, from a template or empty. Answers its id."""
    unit = unions.unit(unit_id)
    access.require(actor, queries.MANAGES, at=unit.place, seen=Permission.UNIT_READ)
    if unit.level not in _OFFICES:
        raise Refused(say("审批流程由省、市或区县总工会设置。"))
    ground = queries.ground_of(kind)
    model = next((one for one in ground.templates if one.key == template), None)
    if template and model is None:
        raise Refused(say("请从列出的样板里选一个。"))
    row = Workflow(city_id=unit.city_id, unit_id=unit_id, kind=kind, title=_title(title), created_at=at)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "workflow_title_once_at_a_unit" not in str(error):
            raise
        raise Refused(say("本单位已经有一个叫“%(title)s”的流程，请换一个名称。", title=row.title)) from None
    design = model.design if model else Design()
    WorkflowVersion.objects.create(
        city_id=unit.city_id,
        workflow=row,
        number=1,
        design=as_written(design),
        letters=design.letters,
        written_at=at,
    )
    _note(row, "workflow_drafted", actor=actor, at=at, details={"template": template})
    return row.pk


def _title(text: str) -> str:
    title = text.strip()
    if not title or len(title) > 60:
        raise Refused(say("请填写流程的名称，最多 60 字。"))
    _refuse_numbers(title)
    return title


def _refuse_numbers(*texts: str) -> None:
    if any(holds_personal_number(text) for text in texts):
        raise Refused(say("文字里不要写证件号码或手机号码。"))


@transaction.atomic
def add_stage(workflow_id: int, *, letter: str, form: StageForm, after: str = "", actor: Actor, at: datetime) -> str:
    """A new stage in a part of the draft, behind another or at the end. Answers its key, which no version has had."""
    row, draft = _draft(workflow_id, actor=actor)
    ground, design = queries.ground_of(row.kind), read(draft.design)
    if not ground.has_part(letter):
        raise NotFound(access.NOT_FOUND)
    if len(design.stages) >= MOST_DRAFTED:
        raise Refused(say("环节太多了，请先去掉几个。"))
    earlier = [read(one) for one in row.versions.values_list("design", flat=True)]
    key = free_key(letter, design, *earlier)
    grown = insert(design, ground.part(letter), _stage(key, form), after=after)
    _write(draft, grown, at=at)
    _note(row, "stage_added", actor=actor, at=at, details={"number": draft.number, "stage": form.name})
    return key


@transaction.atomic
def save_stage(workflow_id: int, *, key: str, form: StageForm, actor: Actor, at: datetime) -> None:
    """Write one stage of the draft anew. What is still wrong is told by the check, not refused here."""
    row, draft = _draft(workflow_id, actor=actor)
    design = _having(read(draft.design), key)
    _write(draft, design.with_stage(_stage(key, form)), at=at)
    _note(row, "stage_saved", actor=actor, at=at, details={"number": draft.number, "stage": form.name})


@transaction.atomic
def remove_stage(workflow_id: int, *, key: str, actor: Actor, at: datetime) -> None:
    """Take a stage out of the draft."""
    row, draft = _draft(workflow_id, actor=actor)
    design = _having(read(draft.design), key)
    gone = design.stage(key)
    name = gone.name if gone else ""
    _write(draft, design.without(key), at=at)
    _note(row, "stage_removed", actor=actor, at=at, details={"number": draft.number, "stage": name})


@transaction.atomic
def shift_stage(workflow_id: int, *, key: str, by: int, actor: Actor, at: datetime) -> None:
    """Move a stage of the draft up (-1) or down (+1); the first of a part is where things come in."""
    row, draft = _draft(workflow_id, actor=actor)
    design = _having(read(draft.design), key)
    moved, ground = design.stage(key), queries.ground_of(row.kind)
    name = moved.name if moved else ""
    changed = shift(design, ground.part(key[:1]), key, by=by)
    _write(draft, changed, at=at)
    _note(row, "stage_shifted", actor=actor, at=at, details={"number": draft.number, "stage": name})


def _stage(key: str, form: StageForm) -> Stage:
    _refuse_numbers(form.name, *(outcome.word for outcome in form.outcomes))
    return Stage(key, form.name.strip(), form.reviewer, form.days, form.outcomes)


def _having(design: Design, key: str) -> Design:
    if design.stage(key) is None:
        raise NotFound(access.NOT_FOUND)
    return design


@transaction.atomic
def publish(workflow_id: int, *, change_note: str = "", actor: Actor, at: datetime) -> int:
    """Publish the draft: from now on nobody changes it. Answers the version's id; refuses with the first finding."""
    row, draft = _draft(workflow_id, actor=actor)
    _refuse_numbers(change_note)
    if draft.number > 1 and not change_note.strip():
        raise Refused(say("请用一句话写明这一版改了什么。"))
    card = queries.find_workflow(workflow_id, reach=access.reach(actor, queries.MANAGES))
    assert card.draft is not None
    found = queries.findings(card, card.draft, on=day_of(at))
    if found:
        raise Refused(found[0].says)
    draft.change_note = change_note.strip()[:300]
    draft.published_at, draft.published_by_id, draft.published_by_name = at, actor.person_id, actor.name
    draft.save(update_fields=["change_note", "published_at", "published_by_id", "published_by_name"])
    _note(
        row, "workflow_published", actor=actor, at=at, why=draft.change_note,
        details={"number": draft.number, "version": draft.pk, "design": draft.design},
    )  # fmt: skip
    return draft.pk


@transaction.atomic
def start_version(workflow_id: int, *, actor: Actor, at: datetime) -> None:
    """Begin the next version as a draft, from the one in force."""
    row = _locked(workflow_id, actor=actor)
    newest = row.versions.order_by("-number").first()
    if newest is None or newest.published_at is None:
        raise Conflict(say("已经有一个草稿，请在上面修改。"))
    WorkflowVersion.objects.create(
        city_id=row.city_id,
        workflow=row,
        number=newest.number + 1,
        design=newest.design,
        letters=newest.letters,
        written_at=at,
    )
    _note(row, "workflow_version_started", actor=actor, at=at, details={"number": newest.number + 1})


@transaction.atomic
def drop_draft(workflow_id: int, *, actor: Actor, at: datetime) -> bool:
    """Give the draft up. A workflow that was never published goes with it; answers whether it is still there."""
    row, draft = _draft(workflow_id, actor=actor)
    _note(row, "workflow_draft_dropped", actor=actor, at=at, details={"number": draft.number})
    draft.delete()
    if row.versions.exists():
        return True
    row.delete()
    return False


@transaction.atomic
def retire(workflow_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """No new call may name it; what runs on it runs on."""
    row = _locked(workflow_id, actor=actor)
    _refuse_numbers(why)
    if not why.strip():
        raise Refused(say("请写明为什么停用。"))
    row.retired_at = at
    row.save(update_fields=["retired_at"])
    _note(row, "workflow_retired", actor=actor, at=at, why=why.strip())


def _locked(workflow_id: int, *, actor: Actor) -> Workflow:
    """The workflow, locked, within reach and one's own to manage."""
    reach = access.reach(actor, queries.MANAGES)
    rows = Workflow.objects.select_for_update(of=("self",)).select_related("unit")
    row = rows.filter(reach.over("unit"), pk=workflow_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    if row.retired_at is not None:
        raise Conflict(say("这个流程已经停用，不能再改。"))
    return row


def _draft(workflow_id: int, *, actor: Actor) -> tuple[Workflow, WorkflowVersion]:
    row = _locked(workflow_id, actor=actor)
    draft = row.versions.filter(published_at__isnull=True).first()
    if draft is None:
        raise Conflict(say("已经发布的版本不能改，请先另起一版。"))
    return row, draft


def _write(draft: WorkflowVersion, design: Design, *, at: datetime) -> None:
    draft.design, draft.letters, draft.written_at = as_written(design), design.letters, at
    draft.save(update_fields=["design", "letters", "written_at"])


def _note(
    row: Workflow, action: str, *, actor: Actor, at: datetime, why: str = "", details: dict[str, Any] | None = None
) -> None:
    records.note(
        KIND, row.pk, action, actor=actor, at=at, place=row.place, label=row.title, why=why, details=details or {}
    )
