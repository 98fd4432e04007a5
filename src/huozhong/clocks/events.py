"""News of deadlines and of the calendar."""

from __future__ import annotations

from dataclasses import dataclass

from huozhong.kernel.events import Event


@dataclass(frozen=True)
class DeadlineMissed(Event):
    """The legal last day went by and nobody had said that the thing was done."""

    deadline_id: int
    unit_path: str


@dataclass(frozen=True)
class DeadlineEnded(Event):
    """A deadline was met, waived or struck out."""

    deadline_id: int
    unit_path: str


@dataclass(frozen=True)
class CalendarChanged(Event):
    """A notice of rest days was approved; every open deadline is computed anew."""

    notice_id: int
    unit_path: str
