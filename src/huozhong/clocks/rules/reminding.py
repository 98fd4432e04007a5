"""When a deadline reminds: at 14, 7, 3 and 1 working days before its safe day."""

from __future__ import annotations

RUNGS = (14, 7, 3, 1)
CALL_UP = 3  # from this rung on an unread reminder goes to the supervisor
FARTHEST = 45  # calendar days that surely hold 14 working days, the longest holidays included


def rung_of(working_days_left: int) -> int | None:
    """The rung that is due now; None while more than fourteen working days are left. Past days: the last rung."""
    return next((rung for rung in reversed(RUNGS) if working_days_left <= rung), None)
