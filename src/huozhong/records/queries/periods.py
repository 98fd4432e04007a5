"""Whether a period may still be written into."""

from __future__ import annotations

from itertools import accumulate

from django.db.models import Q

from huozhong.kernel.periods import Period
from huozhong.kernel.places import ids_of
from huozhong.kernel.sentences import Sentence, say
from huozhong.records.models import PeriodLock


def is_locked(unit_path: str, days: Period) -> bool:
    """Whether any of these days is closed for the unit, by itself or by a unit above."""
    return _first(unit_path, days) is not None


def lock_reason(unit_path: str, days: Period) -> Sentence | None:
    """Why these days may not be written into, or None."""
    lock = _first(unit_path, days)
    if lock is None:
        return None
    return say(
        "%(first)s 至 %(last)s 的数据已于 %(at)s 上报锁定，不能再改；确需更正请联系锁定单位重新开放。",
        first=lock.first_day,
        last=lock.last_day,
        at=lock.locked_at.date(),
    )


def _first(unit_path: str, days: Period) -> PeriodLock | None:
    above = list(accumulate(f"{unit_id}." for unit_id in ids_of(unit_path)))
    overlaps = Q(last_day__gte=days.start)
    if days.last_day is not None:
        overlaps &= Q(first_day__lte=days.last_day)
    return PeriodLock.objects.filter(overlaps, unit_path__in=above, opened_at=None).order_by("first_day", "id").first()
