"""Closing a reported period for a unit and everything below it, and opening it again with a reason."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from huozhong.kernel.actors import Actor
from huozhong.kernel.periods import Period
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import Conflict, Refused
from huozhong.kernel.sentences import say
from huozhong.records.models import PeriodLock
from huozhong.records.queries.periods import lock_reason
from huozhong.records.services.trail import note


@transaction.atomic
def lock_period(period: Period, *, place: Place, actor: Actor, at: dt.datetime, why: str = "") -> int:
    """From now on nobody writes into these days at this unit or below. The caller has asked for the permission."""
    if period.last_day is None:
        raise Refused(say("只能锁定有截止日期的期间。"))
    try:
        with transaction.atomic():
            lock = PeriodLock.objects.create(
                city_id=place.city_id,
                unit_id=place.unit_id,
                unit_path=place.path,
                first_day=period.start,
                last_day=period.last_day,
                locked_at=at,
                locked_by=actor.account_id,
                why=why,
            )
    except IntegrityError as error:
        raise Conflict(say("这个期间已经锁定。")) from error
    note("records.period", lock.id, "locked", actor=actor, at=at, place=place, label=period.code, why=why)
    return lock.id


@transaction.atomic
def open_period(lock_id: int, *, place: Place, actor: Actor, at: dt.datetime, why: str) -> None:
    """Open a closed period again; the reason is kept."""
    if not why.strip():
        raise Refused(say("重新开放已上报的期间要写明理由。"))
    lock = PeriodLock.objects.select_for_update().filter(id=lock_id, opened_at=None, unit_id=place.unit_id).first()
    if lock is None:
        raise Conflict(say("这个期间没有锁定。"))
    lock.opened_at = at
    lock.save(update_fields=["opened_at"])
    code = Period(lock.first_day, lock.last_day + dt.timedelta(days=1)).code
    note("records.period", lock.id, "opened", actor=actor, at=at, place=place, label=code, why=why)


def require_open(unit_path: str, *, days: Period) -> None:
    """Refuse to write into a reported period."""
    if reason := lock_reason(unit_path, days):
        raise Refused(reason)
