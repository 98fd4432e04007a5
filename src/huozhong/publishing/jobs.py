"""The clock's work: public notices leave on the day after their last one."""

from __future__ import annotations

from datetime import datetime

from huozhong.publishing import services
from huozhong.records.services import job


@job("publishing.end_notices", periodic="2 0 * * *")
def end_notices(*, at: datetime) -> None:
    """Just after midnight: what has seen its last day is ended; it was unreachable from midnight on without it."""
    services.end_what_is_over(at=at)
