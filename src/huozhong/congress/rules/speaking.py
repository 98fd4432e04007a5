"""The speakers' list: whose turn it is, and how long is left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

MINUTES = 5  # ours, until the chair says otherwise
MOST_MINUTES = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """One request to speak that waits."""

    id: int
    seat: int
    asked_at: datetime
    is_motion: bool = False  # a motion of order goes before the list


def in_turn(waiting: Iterable[Asked], *, spoken: Iterable[int] = ()) -> tuple[Asked, ...]:
    """Motions of order first; then who has not yet spoken on this item; then by the moment of asking."""
    before = frozenset(spoken)
    return tuple(sorted(waiting, key=lambda one: (not one.is_motion, one.seat in before, one.asked_at, one.id)))


def ends_at(called_at: datetime, *, minutes: int) -> datetime:
    """When the speaking time is over."""
    return called_at + timedelta(minutes=minutes)


def seconds_left(called_at: datetime, *, minutes: int, at: datetime) -> int:
    """How many seconds are left, never below zero; a begun second counts as a second."""
    left = ends_at(called_at, minutes=minutes) - at
    whole = left // timedelta(seconds=1)
    return max(0, whole if left == timedelta(seconds=whole) else whole + 1)
