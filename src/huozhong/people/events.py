"""News of people. No event carries a name or a number."""

from __future__ import annotations

from dataclasses import dataclass

from huozhong.kernel.events import Event


@dataclass(frozen=True)
class PersonRegistered(Event):
    person_id: int
    city_id: int
    unit_id: int


@dataclass(frozen=True)
class MemberEnrolled(Event):
    person_id: int
    city_id: int
    unit_id: int
    day: str


@dataclass(frozen=True)
class MembershipMoved(Event):
    person_id: int
    city_id: int
    old_unit_id: int
    unit_id: int
    day: str


@dataclass(frozen=True)
class MembershipRetained(Event):
    person_id: int
    city_id: int
    unit_id: int
    day: str


@dataclass(frozen=True)
class MembershipEnded(Event):
    person_id: int
    city_id: int
    unit_id: int
    reason: str
    day: str


@dataclass(frozen=True)
class RosterImported(Event):
    unit_id: int
    city_id: int
    rows: int
