"""Who acts: a person with today's appointments, the clock, or the operator at the command line."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from huozhong.kernel.places import Level, Line
from huozhong.kernel.roles import Role


class ActorKind(StrEnum):
    PERSON = "person"
    CLOCK = "clock"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Appointed:
    """One appointment that is in force today."""

    role: Role
    unit_id: int
    city_id: int
    line: Line
    path: str
    level: Level


@dataclass(frozen=True, slots=True)
class Actor:
    """Read once per request; after that no query is needed to decide what may be done."""

    kind: ActorKind
    name: str
    account_id: int | None = None
    person_id: int | None = None
    city_id: int = 0
    appointments: tuple[Appointed, ...] = field(default=())


CLOCK = Actor(ActorKind.CLOCK, "时钟")
OPERATOR = Actor(ActorKind.OPERATOR, "系统操作员")
