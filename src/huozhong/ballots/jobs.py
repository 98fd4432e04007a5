"""What the clock does for ballots."""

from __future__ import annotations

from datetime import datetime

from huozhong.ballots import services
from huozhong.records.services import job


@job("ballots.print_heads", periodic="0 * * * *")
def print_heads(*, at: datetime) -> None:
    """Every hour: the head of each open board is printed, so that nothing before it can be changed unseen."""
    services.print_heads(at=at)
