"""The one road of a project's moves in this room: find, carry out, tally, refresh the light."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q

from huozhong.access import services as access
from huozhong.access.services import NOBODY
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import Sentence, say
from huozhong.kernel.zone import day_of
from huozhong.lifecycles.queries import lifecycle_of, state_word
from huozhong.lifecycles.services import Decision, carry_out
from huozhong.projects.models import Project
from huozhong.projects.queries import rules
from huozhong.projects.queries.facts import project_facts
from huozhong.projects.queries.finding import find_project
from huozhong.projects.rules.light import LIT_STATES, judge, next_due
from huozhong.projects.rules.own import anchor_of
from huozhong.records import services as records
from huozhong.records.engine.personal import holds_personal_number

# what each move adds to the figures of the union
_FIGURES: dict[str, tuple[tuple[str, int], ...]] = {
    "approve": (("projects_approved", 1),),
    "start": (("projects_running", 1),),
    "resume": (("projects_running", 1),),
    "suspend": (("projects_running", -1),),
    "report": (("projects_running", -1),),
    "refuse": (("projects_running", 1),),
    "accept": (("projects_accepted", 1),),
}


def refuse_personal_numbers(*texts: str) -> None:
    """What goes into the trail, a title or a log may hold no identity or phone number."""
    if any(holds_personal_number(text) for text in texts):
        raise Refused(say("文字里不要写证件号码或手机号码。"))


@transaction.atomic
def move_project(
    project_id: int,
    move: str,
    *,
    actor: Actor,
    at: datetime,
    why: str = "",
    decision: Decision | None = None,
    changes: Mapping[str, Any] | None = None,
    details: Mapping[str, Any] | None = None,
    returned: Decimal | None = None,
    tier: str = "",
) -> Project:
    """Carry out one move of a project, with everything that belongs to it, or nothing."""
    refuse_personal_numbers(why)
    project = find_project(project_id, actor=actor)
    fixed = effects_of(project, move)
    moved = carry_out(
        project,
        move,
        actor=actor,
        at=at,
        facts=lambda row: project_facts(row, actor=actor, at=at, returned=returned, tier=tier),
        why=why,
        decision=decision,
        changes={**(changes or {}), **_own_columns(project, move, at=at)},
        details=details,
    )
    for measure, delta in _FIGURES.get(fixed, ()):
        count(moved, measure, delta, at=at)
    refresh_light(moved, at=at)
    return moved


def effects_of(project: Project, move: str) -> str:
    """The fixed move whose effects a move of the project's table has: itself, unless an office gave it a name."""
    table = lifecycle_of(project)
    return (table.move(move).acts_as or move) if table.has(move) else move


def _own_columns(project: Project, move: str, *, at: datetime) -> dict[str, Any]:
    """A declaration takes the version that its call names now; each step into a stage starts the stage's days."""
    version_id = project.workflow_version_id
    if move == "declare" and project.state == "draft":
        version_id = project.programme.workflow_version_id
        return {"workflow_version_id": version_id, "stage_since": day_of(at)} if version_id else {}
    return {"stage_since": day_of(at)} if version_id else {}


def count(project: Project, measure: str, delta: int, *, at: datetime) -> None:
    """Add to a figure of the project's union, and so of every union above it, in both lines."""
    place = project.place
    records.tally(
        measure,
        path=place.path,
        industry_path=place.industry_path,
        day=day_of(at),
        delta=delta,
        city_id=project.city_id,
    )


def refresh_light(project: Project, *, at: datetime) -> None:
    """Write down for lists what the project page computes: light, reasons, and what is due next."""
    today = day_of(at)
    facts = project_facts(project, actor=NOBODY, at=at)
    verdict = judge(
        facts, rules.thresholds(unit_id=project.programme.unit_id, on=today), working_days=rules.working_days
    )
    owed = next_due(facts) if verdict is not None else None
    project.light = verdict.light.value if verdict else ""
    project.light_reasons = [_stored(reason.says) for reason in verdict.reasons] if verdict else []
    project.due_date = owed[0] if owed else None
    project.due_what = _stored(owed[1]) if owed else None
    project.save(update_fields=["light", "light_reasons", "due_date", "due_what"])


def lock_project(project_id: int, permission: Permission, *, actor: Actor, states: frozenset[str]) -> Project:
    """A project locked for writing into it: within reach, permitted, and in one of the states."""
    found = find_project(project_id, actor=actor)
    rows = Project.objects.select_for_update(of=("self",)).select_related("unit", "programme__unit")
    project = rows.filter(pk=found.pk).first()
    if project is None:
        raise NotFound(access.NOT_FOUND)
    access.require(actor, permission, at=project.place)
    if anchor_of(project.state) not in states:
        raise Refused(say("项目现在是“%(state)s”，不能做这一步。", state=state_word(project)))
    return project


def _stored(sentence: Sentence) -> dict[str, Any]:
    """A sentence as JSON; its gaps hold plain texts."""
    return {"text": sentence.text, "values": {name: str(value) for name, value in sentence.values.items()}}


def renew_lights(*, at: datetime) -> int:
    """Renew every light; gives how many projects are under way."""
    rows = Project.objects.select_related("unit", "programme__unit").filter(
        Q(state__in=sorted(LIT_STATES)) | ~Q(light="")
    )
    renewed = 0
    for project_id in rows.values_list("pk", flat=True).order_by("pk"):
        with transaction.atomic():
            project = rows.select_for_update(of=("self",)).filter(pk=project_id).first()
            if project is not None:
                refresh_light(project, at=at)
                renewed += 1
    return renewed
