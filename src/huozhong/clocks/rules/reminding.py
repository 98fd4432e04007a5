"""When a deadline reminds: at 14, 7, 3 and 1 working days before its safe day."""

from __future__ import annotations

from datetime import date

from huozhong.kernel.workdays import Calendar

RUNGS = (14, 7, 3, 1)
CALL_UP = 3  # from this rung on an unread reminder goes to the supervisor
FARTHEST = 45  # calendar days that surely hold 14 working days, the longest holidays included


def rung_on(on: date, safe_date: date, calendar: Calendar) -> int | None:
    """The lowest rung whose day has come; None while more than fourteen working days are left."""
    return next((rung for rung in reversed(RUNGS) if on >= calendar.add_workdays(safe_date, -rung)), None)
