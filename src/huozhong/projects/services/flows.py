"""Verb: which workflow a call's projects run on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Conflict, Refused
from huozhong.kernel.sentences import say
from huozhong.projects.models import Programme
from huozhong.projects.queries.finding import find_programme
from huozhong.projects.services.moving import refuse_personal_numbers
from huozhong.records import services as records
from huozhong.workflows import queries as workflows

KIND = "projects.programme"


@transaction.atomic
def choose_workflow(programme_id: int, *, version_id: int | None, why: str = "", actor: Actor, at: datetime) -> None:
    """Name the workflow version that projects declared from now on run on; None is the house's own.

    Projects that are declared already stay on theirs. Once the call is out the change needs a reason.
    """
    find_programme(programme_id, actor=actor)
    row = Programme.objects.select_for_update(of=("self",)).select_related("unit").get(pk=programme_id)
    access.require(actor, Permission.PROGRAMME_MANAGE, at=row.place)
    refuse_personal_numbers(why)
    if row.state not in {"draft", "open"}:
        raise Conflict(say("征集已经截止，不会再有新申报，流程不能再换。"))
    if version_id == row.workflow_version_id:
        return
    if row.state == "open" and not why.strip():
        raise Refused(say("征集已经发布，换流程要写明理由。"))
    offered = {one.id: one for one in workflows.offered(row.unit_id, kind="projects.project")}
    if version_id is not None and version_id not in offered:
        raise Refused(say("请从本单位已经发布的流程里选。"))
    before, row.workflow_version_id = row.workflow_version_id, version_id
    row.save(update_fields=["workflow_version_id"])
    records.note(
        KIND,
        row.pk,
        "workflow_chosen",
        actor=actor,
        at=at,
        place=row.place,
        label=row.title,
        why=why.strip(),
        details={"before": before, "version": version_id},
    )
