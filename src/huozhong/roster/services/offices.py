"""Appoint people and end appointments; access itself asks the permission."""

from __future__ import annotations

from datetime import date, datetime

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Line
from huozhong.kernel.roles import Role
from huozhong.people import queries as people
from huozhong.roster import rules
from huozhong.unions import queries as units
from huozhong.unions.queries import UnitCard


def require_appointing(unit_id: int, *, actor: Actor) -> UnitCard:
    """The unit, if the actor appoints there."""
    card = units.unit(unit_id)
    access.require(actor, Permission.APPOINT, at=card.place, seen=Permission.UNIT_READ)
    return card


def appoint(
    person_id: int,
    *,
    unit_id: int,
    role: Role,
    from_date: date,
    until_date: date | None,
    line: Line,
    seat: str,
    document_number: str,
    why: str,
    actor: Actor,
    at: datetime,
) -> int:
    """Put somebody whom the actor can see into a role at a unit."""
    unit = require_appointing(unit_id, actor=actor)
    access.require(actor, Permission.PERSON_READ, at=people.person(person_id).place, seen=Permission.PERSON_READ)
    return access.appoint(
        person_id,
        role=role,
        at_place=unit.place,
        from_date=from_date,
        until_date=until_date,
        line=line,
        seat=seat,
        document_number=document_number,
        why=rules.reason(why, document_number=document_number),
        actor=actor,
        at=at,
    )


def end(appointment_id: int, *, until_date: date, why: str, actor: Actor, at: datetime) -> None:
    """End an appointment on a day."""
    access.end_appointment(appointment_id, until_date=until_date, why=rules.reason(why), actor=actor, at=at)
