"""What the clock does: labels are computed anew every night."""

from __future__ import annotations

from datetime import datetime

from huozhong.records.services import job
from huozhong.seeds import services


@job("seeds.refresh_labels", periodic="35 1 * * *")
def refresh_labels(*, at: datetime) -> None:
    """At night: every label, so that changed rules and late results count."""
    services.refresh_labels(at=at)
