"""The clock's work: what ran out is missed, who is due is reminded, a changed calendar is carried through."""

from __future__ import annotations

from datetime import datetime

from huozhong.clocks import services
from huozhong.records.services import job


@job("clocks.keep_time", periodic="4 * * * *")
def keep_time(*, at: datetime) -> None:
    """Every hour: what ran past its legal last day is missed."""
    services.mark_missed(at=at)


@job("clocks.remind", periodic="3,23,43 * * * *")
def remind(*, at: datetime) -> None:
    """Three times an hour: reminders that are due are queued; the night's silence is kept where they are sent."""
    services.remind(at=at)


@job("clocks.recompute", periodic="* * * * *")
def recompute(*, at: datetime) -> None:
    """Every minute: a run that an approved notice began, or that a killed worker left, goes on to its end."""
    services.recompute(at=at)
