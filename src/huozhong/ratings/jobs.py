"""The clock's work: a star whose last day has gone by has lapsed."""

from __future__ import annotations

from datetime import datetime

from huozhong.ratings import services
from huozhong.records.services import job


@job("ratings.end_lapsed", periodic="7 0 * * *")
def end_lapsed(*, at: datetime) -> None:
    """Just after midnight."""
    services.end_what_has_lapsed(at=at)
