"""Appointments and roles as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huozhong.access import queries as offices
from huozhong.access import services as access
from huozhong.access.queries import AppointmentCard, Reach
from huozhong.kernel.places import Level
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.roles import ROLES, Role
from huozhong.kernel.sentences import Sentence
from huozhong.people import queries as people
from huozhong.unions import queries as units
from huozhong.unions.queries import LEVEL_NAMES

PAGE = 50


@dataclass(frozen=True, slots=True)
class RoleChoice:
    """A role as prose, and where it may be held."""

    role: Role
    name: Sentence
    says: Sentence
    levels: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """An appointment in a list."""

    id: int
    person_id: int
    person_name: str
    unit_id: int
    unit_name: str
    role: Sentence
    seat: str
    is_industry: bool
    from_date: date
    until_date: date | None
    document_number: str
    is_held: bool
    is_person_in_reach: bool


def roles(level: Level | None = None) -> tuple[RoleChoice, ...]:
    """Every role, or those that may be held at a level."""
    return tuple(
        RoleChoice(role, card.name, card.says, tuple(LEVEL_NAMES[one] for one in Level if one in card.levels))
        for role, card in ROLES.items()
        if level is None or level in card.levels
    )


def listed(*, reach: Reach, seen: Reach, on: date, before: int | None = None) -> tuple[OfficeRow, ...]:
    """One page of the appointments in force within reach."""
    return rows(offices.appointments_in_reach(reach, on=on, before_id=before, limit=PAGE), on=on, seen=seen)


def at_unit(unit_id: int, *, on: date, seen: Reach) -> tuple[OfficeRow, ...]:
    """Who holds what at a unit on a day."""
    return rows(offices.appointments_at(unit_id, on=on), on=on, seen=seen)


def appointment(appointment_id: int, *, reach: Reach, on: date) -> OfficeRow:
    """One appointment at a unit within reach; NotFound otherwise."""
    found = offices.appointment(appointment_id)
    if found is None or not reach.covers(units.place_of(found.unit_id)):
        raise NotFound(access.NOT_FOUND)
    return rows((found,), on=on, seen=reach)[0]


def rows(cards: tuple[AppointmentCard, ...], *, on: date, seen: Reach) -> tuple[OfficeRow, ...]:
    """Appointments with their words; `seen` is where the asker may look at people."""
    seats = dict(access.Seat.choices)
    persons = people.persons(card.person_id for card in cards) if cards else {}
    return tuple(
        OfficeRow(
            id=card.id,
            person_id=card.person_id,
            person_name=card.person_name,
            unit_id=card.unit_id,
            unit_name=card.unit_name,
            role=ROLES[card.role].name,
            seat=str(seats[card.seat]) if card.seat else "",
            is_industry=card.line == "industry",
            from_date=card.from_date,
            until_date=card.until_date,
            document_number=card.document_number,
            is_held=card.from_date <= on and (card.until_date is None or on < card.until_date),
            is_person_in_reach=seen.covers(persons[card.person_id].place),
        )
        for card in cards
    )
