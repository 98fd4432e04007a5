"""What the clock does in the rights room."""

from __future__ import annotations

from datetime import datetime

from huozhong.records.services import job
from huozhong.rights import services


@job("rights.forget_stale_interviews", periodic="40 3 * * *")
def forget_stale_interviews(*, at: datetime) -> None:
    """At night: interviews that nobody went on with for thirty days lose their answers."""
    services.forget_stale(at=at)
