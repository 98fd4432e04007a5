"""Taking something away from the public: one step, at once; and the clock's own work."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huozhong.access import services as access
from huozhong.kernel.actors import CLOCK, Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Conflict, NotFound
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.lifecycles import services as lifecycles
from huozhong.publishing.models import Submission
from huozhong.publishing.queries.kinds import known
from huozhong.publishing.services.submitting import KIND
from huozhong.publishing.workflow import ALIVE, SubmissionState
from huozhong.records import services as records


def may_withdraw(row: Submission, actor: Actor) -> bool:
    """Editors of the place, whoever wrote or submitted it, and whom the room names (the teller of a story)."""
    if access.can(actor, Permission.PUBLICATION_EDIT, at=row.place):
        return True
    if actor.person_id is not None and actor.person_id in (*row.author_ids, row.submitted_by_id):
        return True
    kind = known(row.kind)
    return kind is not None and kind.may_withdraw(row.thing_id, actor)


@transaction.atomic
def withdraw(submission_id: int, *, actor: Actor, at: datetime, why: str = "") -> None:
    """Take it away: from the next request on the public page says so. Nobody else is asked."""
    row = Submission.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=submission_id).first()
    if row is None or not may_withdraw(row, actor):
        raise NotFound(access.NOT_FOUND)
    if row.state not in ALIVE:
        raise Conflict(say("这一篇已经不在公开页上了。"))
    if access.can(actor, Permission.PUBLICATION_EDIT, at=row.place):
        lifecycles.carry_out(row, "withdraw", actor=actor, at=at, why=why, changes={"over_at": at})
        return
    records.note(KIND, row.id, "withdrawal_asked", actor=actor, at=at, place=row.place, label=row.title, why=why)
    lifecycles.carry_out(row, "take_down", actor=CLOCK, at=at, changes={"over_at": at})


@transaction.atomic
def withdraw_thing(kind_name: str, thing_id: int, *, city_id: int, actor: Actor, at: datetime, why: str = "") -> int:
    """Take away whatever of a thing is public or on its way there; gives how many submissions. The room has asked."""
    rows = Submission.objects.select_for_update(of=("self",)).select_related("unit")
    found = list(rows.filter(city_id=city_id, kind=kind_name, thing_id=thing_id, state__in=ALIVE).order_by("id"))
    for row in found:
        records.note(KIND, row.id, "withdrawal_asked", actor=actor, at=at, place=row.place, label=row.title, why=why)
        lifecycles.carry_out(row, "take_down", actor=CLOCK, at=at, changes={"over_at": at})
    return len(found)


def end_what_is_over(*, at: datetime) -> int:
    """The clock ends what has seen its last day; gives how many. Nobody could read it since midnight anyway."""
    ended = 0
    over = Submission.objects.filter(state=SubmissionState.PUBLIC, last_date__lt=day_of(at)).order_by("id")
    for row in over.iterator(chunk_size=200):
        try:
            lifecycles.carry_out(row, "end", actor=CLOCK, at=at, changes={"over_at": at})
        except Conflict:  # withdrawn a moment ago
            continue
        ended += 1
    return ended
