"""How long a public notice stands: its first and its last day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huozhong.kernel.rulepacks import Unit
from huozhong.kernel.workdays import Calendar, Rolls, count_from

MOST_DAYS = 120


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which a thing is public, both included."""

    from_date: date
    last_date: date
    is_provisional: bool = False  # a festival of these days has no notice yet

    def is_open(self, on: date) -> bool:
        return self.from_date <= on <= self.last_date


def window(wanted: date, *, public: date, length: int, unit: Unit, calendar: Calendar | None = None) -> Window:
    """From the wanted day, never before it is public; that day is not counted (民法典 201), a last day of rest moves on
    to the next day of work (民法典 203)."""
    if not 1 <= length <= MOST_DAYS:
        raise ValueError(f"{length} days is no public notice")
    start = max(wanted, public)
    counted = count_from(start, length, unit, rolls=Rolls.NEXT_WORKING_DAY, calendar=calendar)
    return Window(start, counted.last_day, counted.is_provisional)
