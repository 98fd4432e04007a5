"""The product's zone: "days" are days of Shanghai, whatever the server's clock is set to."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


def day_of(at: datetime) -> date:
    """The Shanghai day on which a moment falls. ValueError for a naive moment."""
    if at.tzinfo is None:
        raise ValueError("a moment needs its zone")
    return at.astimezone(ZONE).date()


def midnight(on: date) -> datetime:
    """The first moment of a Shanghai day."""
    return datetime.combine(on, time(), ZONE)
