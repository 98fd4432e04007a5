"""The clock's work in the rule book."""

from __future__ import annotations

from datetime import datetime

from huozhong.records import services as records
from huozhong.rulebook import services


@records.job("rulebook.keep_time", periodic="5 0 * * *")
def keep_time(*, at: datetime) -> None:
    """Just after midnight: values whose first or last day has come begin or end."""
    services.keep_time(at=at)
