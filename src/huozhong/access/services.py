"""Verbs of access: ask, refuse, appoint; and the decorators by which a view says who may see it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from huozhong.access import queries
from huozhong.access.engine import grants as holds
from huozhong.access.engine import reach_of, role_used
from huozhong.access.models import Appointment, Seat
from huozhong.access.queries import Reach
from huozhong.kernel.actors import Actor, ActorKind
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Level, Line, Place
from huozhong.kernel.refusals import Forbidden, NotFound, Refused
from huozhong.kernel.roles import ROLES, Role
from huozhong.kernel.sentences import say
from huozhong.people import queries as people
from huozhong.records import services as records

NOBODY = Actor(ActorKind.PERSON, "")
NOT_FOUND = say("没有找到，或者不在您的管理范围内。")
NOT_ALLOWED = say("您的职务没有这项权限。需要的话，请联系本级工会主席或组织管理员。")


def can(actor: Actor, permission: Permission, *, at: Place) -> bool:
    """Whether the actor holds the permission at the place. The twin of reach()."""
    return reach_of(actor, permission).covers(at)


def reach(actor: Actor, permission: Permission) -> Reach:
    """Every place where can() answers yes. The twin of can()."""
    held = reach_of(actor, permission)
    return Reach(held.roots, everywhere=held.everywhere)


def require(actor: Actor, permission: Permission, *, at: Place, seen: Permission | None = None) -> None:
    """Raise Forbidden unless the actor can; NotFound when not even `seen` (what shows the thing) reaches the place."""
    if can(actor, permission, at=at):
        return
    if seen is not None and not can(actor, seen, at=at):
        raise NotFound(NOT_FOUND)
    raise Forbidden(NOT_ALLOWED)


def acting_role(actor: Actor, permission: Permission, *, at: Place) -> str:
    """The role under which the actor acts here, for the trail."""
    return role_used(actor, permission, at)


def actor_for(user: Any, *, on: date) -> Actor:
    """The actor behind a signed-in account, with the appointments of the day; NOBODY when not signed in."""
    if not getattr(user, "is_authenticated", False):
        return NOBODY
    if user.person is None:
        return Actor(ActorKind.PERSON, user.sign_in_name, account_id=user.pk)
    return _acting(user.person.pk, user.person.name, user.person.city_id, account_id=user.pk, on=on)


def actor_of_person(person_id: int, *, account_id: int | None = None, on: date) -> Actor:
    """A person as they act on a day, with the appointments of that day."""
    card = people.person(person_id)
    return _acting(card.id, card.name, card.city_id, account_id=account_id, on=on)


def _acting(person_id: int, name: str, city_id: int, *, account_id: int | None, on: date) -> Actor:
    held = queries.appointed(person_id, on=on)
    return Actor(ActorKind.PERSON, name, account_id, person_id, city_id, held)


@transaction.atomic
def appoint(
    person_id: int,
    *,
    role: Role,
    at_place: Place,
    from_date: date,
    actor: Actor,
    at: datetime,
    until_date: date | None = None,
    line: Line = Line.LOCALITY,
    seat: str = Seat.NONE,
    document_number: str = "",
    why: str = "",
) -> int:
    """Put a person in a role at a unit for a time. A role is held only where its card says."""
    require(actor, Permission.APPOINT, at=at_place)
    card = ROLES[role]
    if at_place.level not in card.levels:
        raise Refused(say("“%(role)s”不能在这一级工会担任。", role=card.name))
    if line is Line.INDUSTRY and not at_place.industry_path:
        raise Refused(say("这个单位不在产业工会线上，不能任命产业线的职务。"))
    if until_date is not None and until_date <= from_date:
        raise Refused(say("任职的结束日期必须晚于开始日期。"))
    if not _may_grant(actor, role, at_place):
        raise Refused(say("您自己没有“%(role)s”的全部权限，不能把它授给别人。", role=card.name))
    try:
        with transaction.atomic():
            row = Appointment.objects.create(
                city_id=at_place.city_id,
                person_id=person_id,
                unit_id=at_place.unit_id,
                role=role,
                line=line,
                seat=seat,
                from_date=from_date,
                until_date=until_date,
                document_number=document_number,
                appointed_at=at,
            )
    except IntegrityError as error:
        if "appointment_held_once" not in str(error):
            raise
        raise Refused(say("同一人在同一单位的同一职务，任期不能重叠。")) from None
    details = {"person_id": person_id, "role": role.value, "line": line.value, "from": from_date.isoformat()}
    records.note(
        "access.appointment", row.id, "appointed", actor=actor, at=at, place=at_place, why=why, details=details
    )
    return row.id


@transaction.atomic
def end_appointment(appointment_id: int, *, until_date: date, actor: Actor, at: datetime, why: str = "") -> None:
    """End an appointment on a day: on that day it is no longer held."""
    row = Appointment.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=appointment_id).first()
    if row is None:
        raise NotFound(NOT_FOUND)
    require(actor, Permission.APPOINT, at=row.unit.place, seen=Permission.UNIT_READ)
    if until_date <= row.from_date:
        raise Refused(say("任职的结束日期必须晚于开始日期。"))
    if row.until_date is not None and row.until_date <= until_date:
        raise Refused(say("这项任职已经在 %(day)s 结束。", day=row.until_date.isoformat()))
    row.until_date = until_date
    row.save(update_fields=["until_date"])
    records.note(
        "access.appointment",
        row.id,
        "ended",
        actor=actor,
        at=at,
        place=row.unit.place,
        why=why,
        details={"until": until_date.isoformat()},
    )


def _may_grant(actor: Actor, role: Role, place: Place) -> bool:
    """Nobody hands on more than the house lets them: a registrar or chair appoints below, an operator anywhere.

    A chair may fill every role of the own unit and below; others only roles whose permissions they hold themselves.
    """
    if actor.kind is not ActorKind.PERSON:
        return True
    if any(a.role in (Role.CHAIR, Role.REGISTRAR) and place.path.startswith(a.path) for a in actor.appointments):
        return True
    return all(can(actor, permission, at=place) for permission in ROLES[role].permissions)


View = Callable[..., HttpResponse]


def asks(permission: Permission) -> Callable[[View], View]:
    """A view for those who hold the permission somewhere; `request.reach` says where."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            held = reach(request.actor, permission)  # type: ignore[attr-defined]
            if held.is_empty:
                raise Forbidden(NOT_ALLOWED)
            request.reach = held  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        guarded.asks = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def open_to_all(why: str) -> Callable[[View], View]:
    """A view that asks no permission; the decorator's text says why that is right."""

    def decorate(view: View) -> View:
        @wraps(view)
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return view(request, *args, **kwargs)

        opened.open_to_all = why  # type: ignore[attr-defined]
        return opened

    return decorate


def signed_in(why: str, *, may_refuse: bool = False) -> Callable[[View], View]:
    """A view for whoever is signed in, about their own things; the text says why no permission is asked.

    `may_refuse`: the view itself says no to whoever has nothing there.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            return view(request, *args, **kwargs)

        guarded.open_to_all = why  # type: ignore[attr-defined]
        guarded.may_refuse = may_refuse  # type: ignore[attr-defined]
        return guarded

    return decorate


__all__ = [
    "NOBODY",
    "Level",
    "Reach",
    "Seat",
    "acting_role",
    "actor_for",
    "actor_of_person",
    "appoint",
    "asks",
    "can",
    "end_appointment",
    "holds",
    "open_to_all",
    "reach",
    "require",
    "signed_in",
]
