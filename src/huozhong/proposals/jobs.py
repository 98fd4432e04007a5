"""What the clock does: settles ratings whose time is over, and tells whoever is late."""

from __future__ import annotations

from datetime import datetime

from huozhong.proposals import services
from huozhong.records.services import job


@job("proposals.settle_ratings", periodic="10 0 * * *")
def settle_ratings(*, at: datetime) -> None:
    """After midnight: ratings whose last day is over are counted; who said nothing has no opinion."""
    services.settle_what_is_over(at=at)


@job("proposals.remind_late", periodic="20 8 * * *")
def remind_late(*, at: datetime) -> None:
    """In the morning: whoever let a term pass yesterday hears of it, and so does the proposal's author."""
    services.remind_late(at=at)
