"""What the clock does: tells in time that a term runs out."""

from __future__ import annotations

from datetime import datetime

from huozhong.delegates.services.reminding import tell_expiring
from huozhong.records.services import job


@job("delegates.tell_expiring", periodic="40 0 * * *")
def tell_of_ends(*, at: datetime) -> None:
    """After midnight: terms that end within half a year, each told once."""
    tell_expiring(at=at)
