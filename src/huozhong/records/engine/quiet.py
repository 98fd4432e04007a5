"""Quiet hours: nobody's phone rings between nine in the evening and eight in the morning, Shanghai time."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from huozhong.kernel.zone import ZONE

EVENING = time(21, 0)
MORNING = time(8, 0)


def when_allowed(at: datetime) -> datetime:
    """The moment itself by day, else eight o'clock of the coming morning."""
    here = at.astimezone(ZONE)
    if MORNING <= here.time() < EVENING:
        return at
    day = here.date() + timedelta(days=1) if here.time() >= EVENING else here.date()
    return datetime.combine(day, MORNING, tzinfo=ZONE)
