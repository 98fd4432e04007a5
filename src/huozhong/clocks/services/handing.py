"""Who answers for a thing's deadlines: handed over all at once, so that there is one person at every moment."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huozhong.clocks.models import Deadline
from huozhong.clocks.workflow import DEADLINE, OPEN
from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.people import queries as people
from huozhong.records import services as records


@transaction.atomic
def hand_over(
    kind: str, thing_id: int, *, to_person_id: int, why: str, actor: Actor, at: datetime, item_key: str | None = None
) -> int:
    """From now on the person answers for every open deadline of the thing; gives how many changed hands.

    The caller has asked whether the actor may hand over, and whether the person accepts.
    """
    if not why.strip():
        raise Refused(say("请写明为什么换承办人。"))
    if to_person_id not in people.persons({to_person_id}):
        raise NotFound(say("没有找到接手的人。"))
    rows = Deadline.objects.select_for_update(of=("self",)).select_related("unit")
    rows = rows.filter(thing_kind=kind, thing_id=thing_id, state__in=OPEN).exclude(owner_id=to_person_id)
    if item_key is not None:
        rows = rows.filter(item_key=item_key)
    found = list(rows.order_by("id"))
    for row in found:
        before, row.owner_id = row.owner_id, to_person_id
        if row.deputy_id == to_person_id:
            row.deputy_id = before  # nobody is deputy to themselves
        row.save(update_fields=["owner_id", "deputy_id"])
        records.note(
            DEADLINE.kind, row.pk, "handed_over", actor=actor, at=at, place=row.place, label=str(row), why=why,
            details={"before": before, "owner": to_person_id},
        )  # fmt: skip
    return len(found)


@transaction.atomic
def staff(
    kind: str, thing_id: int, *, deputy_id: int | None, supervisor_id: int | None, actor: Actor, at: datetime
) -> int:
    """Name deputy and supervisor of every open deadline of the thing; gives how many changed. The caller has asked."""
    rows = Deadline.objects.select_for_update(of=("self",)).select_related("unit")
    changed = 0
    for row in rows.filter(thing_kind=kind, thing_id=thing_id, state__in=OPEN).order_by("id"):
        deputy = None if deputy_id == row.owner_id else deputy_id
        if (row.deputy_id, row.supervisor_id) == (deputy, supervisor_id):
            continue
        row.deputy_id, row.supervisor_id = deputy, supervisor_id
        row.save(update_fields=["deputy_id", "supervisor_id"])
        records.note(
            DEADLINE.kind, row.pk, "staffed", actor=actor, at=at, place=row.place, label=str(row),
            details={"deputy": deputy, "supervisor": supervisor_id},
        )  # fmt: skip
        changed += 1
    return changed
