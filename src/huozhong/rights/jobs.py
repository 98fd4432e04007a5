"""What the clock does in the rights room."""

from __future__ import annotations

from datetime import datetime

from huozhong.records.services import job
from huozhong.rights import services
from huozhong.rights.services import handoffs


@job("rights.forget_stale_interviews", periodic="40 3 * * *")
def forget_stale_interviews(*, at: datetime) -> None:
    """At night: interviews that nobody went on with for thirty days lose their answers."""
    services.forget_stale(at=at)


@job("rights.mark_silent_handoffs", periodic="12 * * * *")
def mark_silent_handoffs(*, at: datetime) -> None:
    """Every hour: hand-offs whose last day went by without an answer are called silent, and the sender is told."""
    handoffs.mark_silent(at=at)
