"""What the clock does for congresses: who must hear that something is late."""

from __future__ import annotations

from datetime import datetime

from huozhong.congress import services
from huozhong.records.services import job


@job("congress.climb_ladder", periodic="40 0 * * *")
def climb_ladder(*, at: datetime) -> None:
    """After midnight: sessions, reports, resolutions and findings that are late, each step told once."""
    services.climb_ladder(at=at)
