"""How long a term lasts: days counted by the calendar."""

from __future__ import annotations

import calendar
from datetime import date


def end_of_term(from_date: date, years: int) -> date:
    """The first day after a term; a term from 29 February ends with February."""
    try:
        return from_date.replace(year=from_date.year + years)
    except ValueError:
        return date(from_date.year + years, 3, 1)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))
