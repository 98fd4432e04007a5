"""By the clock: what ran past its legal last day is missed, and those who answer for it hear so."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime

from django.db import transaction

from huozhong.clocks.models import Deadline
from huozhong.clocks.services.opening import facts
from huozhong.clocks.services.telling import MISSED, tell
from huozhong.kernel.actors import CLOCK
from huozhong.kernel.zone import day_of
from huozhong.lifecycles import services as lifecycles

BATCH = 500


def mark_missed(*, at: datetime) -> int:
    """Mark what ran out before today; gives how many. Owner, deputy and supervisor get one message each."""
    on, count = day_of(at), 0
    while ids := _running_out(on):
        count += _mark(ids, at=at)
        if len(ids) < BATCH:
            break
    return count


def _running_out(on: date) -> list[int]:
    rows = Deadline.objects.filter(state="running", legal_date__lt=on).order_by("id")
    return list(rows.values_list("id", flat=True)[:BATCH])


@transaction.atomic
def _mark(ids: list[int], *, at: datetime) -> int:
    on, marked = day_of(at), 0
    to_tell: dict[tuple[int, int], list[int]] = defaultdict(list)
    rows = Deadline.objects.select_for_update(of=("self",), skip_locked=True).select_related("unit")
    for row in rows.filter(pk__in=ids, state="running", legal_date__lt=on).order_by("id"):
        moved = lifecycles.carry_out(row, "miss", actor=CLOCK, at=at, facts=facts(CLOCK, at))
        marked += 1
        if moved.is_authority_duty:
            continue  # the other side's silence: a way opens, nobody here is late
        for person in {moved.owner_id, moved.deputy_id, moved.supervisor_id} - {None}:
            to_tell[moved.city_id, int(person)].append(moved.pk)  # type: ignore[arg-type]
    for (city_id, person), missed in sorted(to_tell.items()):
        key = f"{MISSED.key}:{person}:{on}:{missed[0]}"
        tell(MISSED, person, {"n": len(missed)}, city_id=city_id, key=key, at=at)
    return marked
