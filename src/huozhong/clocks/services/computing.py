"""From a period and its first day to the columns of a row."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

from huozhong.clocks.engine import Due, Period, due, period_as_json
from huozhong.clocks.queries.calendars import calendar
from huozhong.clocks.rules.stored import stored
from huozhong.kernel.workdays import Calendar


def columns(period: Period, start: date, *, using: Calendar | None = None) -> dict[str, Any]:
    """Period, dates, trace and the calendar's fingerprint, as a row keeps them."""
    kept = period_as_json(period)
    return {
        "period": kept,
        "period_key": key_of(kept),
        "start_date": start,
        "is_authority_duty": period.is_authority_duty,
        **dates(due(period, start, calendar=using or calendar())),
    }


def dates(found: Due) -> dict[str, Any]:
    """What a recomputing writes anew."""
    return {
        "natural_last_day": found.natural_last_day,
        "legal_date": found.legal_date,
        "safe_date": found.safe_date,
        "skipped": [day.isoformat() for day in found.skipped],
        "trace": [stored(line) for line in found.trace],
        "calendar_fingerprint": found.calendar,
        "is_provisional": found.is_provisional,
    }


def key_of(kept: dict[str, Any]) -> str:
    """Equal for equal periods."""
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()
