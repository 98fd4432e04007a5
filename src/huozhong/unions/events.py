"""News of the tree. Days are ISO text, so that an event reads the same after a restart."""

from __future__ import annotations

from dataclasses import dataclass

from huozhong.kernel.events import Event


@dataclass(frozen=True)
class UnitFounded(Event):
    unit_id: int
    city_id: int
    path: str
    day: str


@dataclass(frozen=True)
class UnitRenamed(Event):
    unit_id: int
    city_id: int
    called: str
    day: str


@dataclass(frozen=True)
class UnitMoved(Event):
    """A unit and all below it went from one path to another in one line; "" is outside of the line."""

    unit_id: int
    city_id: int
    line: str
    old_path: str
    new_path: str
    day: str


@dataclass(frozen=True)
class UnitMerged(Event):
    """`unit_id` ended on the day; what it had went to `into_id`."""

    unit_id: int
    city_id: int
    into_id: int
    day: str


@dataclass(frozen=True)
class UnitSplit(Event):
    """`part_id` was founded on the day out of `unit_id`, which goes on."""

    unit_id: int
    city_id: int
    part_id: int
    day: str


@dataclass(frozen=True)
class UnitDissolved(Event):
    unit_id: int
    city_id: int
    path: str
    day: str


@dataclass(frozen=True)
class EmployerMoved(Event):
    """An employer came under another union; `unit_id` 0 is none."""

    employer_id: int
    city_id: int
    old_unit_id: int
    unit_id: int
    day: str
