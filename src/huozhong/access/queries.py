"""Reads of access: reach as a filter, appointments in force, holders of a permission at a place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from huozhong.access.engine import Subtrees, grants
from huozhong.access.models import Appointment
from huozhong.kernel.actors import Actor, Appointed
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Level, Line, Place, ids_of, path_end
from huozhong.kernel.roles import ROLES, Role
from huozhong.kernel.sentences import Sentence
from huozhong.look import services as look
from huozhong.records.queries import TrailRow
from huozhong.unions import queries as unions

_COLUMN = {Line.LOCALITY: "path", Line.INDUSTRY: "industry_path"}


class Reach(Subtrees):
    """All the places where a permission is held: `covers` asks of one place, `over` filters rows. They agree."""

    def over(self, field: str = "unit") -> Q:
        """The reach as a filter on a foreign key to a unit; field="" filters units themselves."""
        if self.everywhere:
            return Q()
        prefix = f"{field}__" if field else ""
        condition = Q(pk__in=[])
        for root in sorted(self.roots, key=lambda r: (r.line, r.prefix)):
            column = prefix + _COLUMN[root.line]
            condition |= Q(**{f"{column}__gte": root.prefix, f"{column}__lt": path_end(root.prefix)})
        return condition


def in_force(on: date) -> QuerySet[Appointment]:
    """Appointments that are held on the day."""
    return Appointment.objects.filter(from_date__lte=on).filter(Q(until_date__isnull=True) | Q(until_date__gt=on))


def appointed(person_id: int, *, on: date) -> tuple[Appointed, ...]:
    """A person's appointments on the day, in the tree of today."""
    rows = in_force(on).filter(person_id=person_id).select_related("unit").order_by("id")
    return tuple(found for row in rows if (found := _appointed(row)) is not None)


def _appointed(row: Appointment) -> Appointed | None:
    line = Line(row.line)
    path = row.unit.path if line is Line.LOCALITY else row.unit.industry_path
    if not path:
        return None
    return Appointed(Role(row.role), row.unit_id, row.unit.city_id, line, path, Level(row.unit.level))


@dataclass(frozen=True, slots=True)
class AppointmentCard:
    """One appointment as a page shows it."""

    id: int
    person_id: int
    person_name: str
    unit_id: int
    unit_name: str
    role: Role
    line: Line
    seat: str
    from_date: date
    until_date: date | None
    document_number: str


def appointments_at(unit_id: int, *, on: date | None = None) -> tuple[AppointmentCard, ...]:
    """Appointments at one unit, in force on a day or all that ever were, newest first."""
    rows = (in_force(on) if on else Appointment.objects.all()).filter(unit_id=unit_id)
    return _cards(rows.select_related("person", "unit").order_by("-from_date", "-id"))


def appointments_of(person_id: int) -> tuple[AppointmentCard, ...]:
    """Every appointment of a person, newest first."""
    rows = Appointment.objects.filter(person_id=person_id)
    return _cards(rows.select_related("person", "unit").order_by("-from_date", "-id"))


def appointments_in_reach(
    reach: Reach, *, on: date | None = None, before_id: int | None = None, limit: int = 50
) -> tuple[AppointmentCard, ...]:
    """One page of the appointments within reach, in force on a day or all that ever were, newest entry first."""
    rows = (in_force(on) if on else Appointment.objects.all()).filter(reach.over("unit"))
    if before_id is not None:
        rows = rows.filter(pk__lt=before_id)
    return _cards(rows.select_related("person", "unit").order_by("-pk")[:limit])


def appointment(appointment_id: int) -> AppointmentCard | None:
    """One appointment, or None."""
    rows = Appointment.objects.filter(pk=appointment_id).select_related("person", "unit")
    return next(iter(_cards(rows)), None)


def _cards(rows: Iterable[Appointment]) -> tuple[AppointmentCard, ...]:
    return tuple(
        AppointmentCard(
            id=row.id,
            person_id=row.person_id,
            person_name=row.person.name,
            unit_id=row.unit_id,
            unit_name=row.unit.name,
            role=Role(row.role),
            line=Line(row.line),
            seat=row.seat,
            from_date=row.from_date,
            until_date=row.until_date,
            document_number=row.document_number,
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class ActingUnit:
    """A unit in whose name a person may act."""

    place: Place
    name: str


def acting_units(actor: Actor, permission: Permission) -> tuple[ActingUnit, ...]:
    """The units at which the actor is appointed with this permission, in the order of the tree."""
    ids = dict.fromkeys(held.unit_id for held in actor.appointments if grants(held, permission))
    cards = unions.units(ids).values()
    return tuple(ActingUnit(card.place, card.name) for card in sorted(cards, key=lambda card: card.path))


def holders(permission: Permission, *, at: Place, on: date) -> tuple[int, ...]:
    """Ids of the persons who hold the permission at the place on the day: the third direction, for notices."""
    above = {Line.LOCALITY: ids_of(at.path), Line.INDUSTRY: ids_of(at.industry_path)}
    condition = Q()
    for line, ids in above.items():
        if ids:
            condition |= Q(line=line, unit_id__in=ids)
    rows = in_force(on).filter(condition).select_related("unit").order_by("person_id")
    found = ((row.person_id, _appointed(row)) for row in rows)
    return tuple(dict.fromkeys(person for person, held in found if held is not None and grants(held, permission)))


def persons_holding(permissions: Iterable[Permission], *, on: date) -> tuple[int, ...]:
    """Ids of the persons who hold any of the permissions anywhere on the day."""
    asked = tuple(permissions)
    roles = [role for role, card in ROLES.items() if card.permissions.intersection(asked)]
    rows = in_force(on).filter(role__in=roles).select_related("unit").order_by("person_id")
    found = ((row.person_id, _appointed(row)) for row in rows.iterator(chunk_size=1000))
    return tuple(
        dict.fromkeys(person for person, held in found if held is not None and any(grants(held, one) for one in asked))
    )


def told_acts(
    rows: Iterable[TrailRow], words: Mapping[str, Sentence] | Mapping[str, Promise], *, where: str = ""
) -> tuple[look.TrailEntry, ...]:
    """Rows of the trail as a page shows them: what by the caller's words, who in which role, when and why.

    `where` names the detail that says of which part of the thing the act was.
    """
    return tuple(
        look.TrailEntry(
            what=_word(words.get(row.action, row.action)),
            at=row.at,
            who=row.actor_name,
            role=look.told(ROLES[Role(row.role)].name) if row.role in ROLES else "",
            where=str(row.details.get(where) or "") if where else "",
            why=row.why,
        )
        for row in rows
    )


def _word(word: Sentence | Promise | str) -> str:
    return look.told(word) if isinstance(word, Sentence) else str(word)
