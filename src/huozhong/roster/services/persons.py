"""Write about people with permission: at the union that keeps the row, and at both ends of a transfer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from huozhong.access import queries as offices
from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Forbidden, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.people import queries as people
from huozhong.people import services as verbs
from huozhong.people.queries import AccountCard, EndReason, MembershipCard, NumberKind, PersonCard
from huozhong.roster import rules
from huozhong.unions import queries as units


def require_person(person_id: int, permission: Permission, *, actor: Actor) -> PersonCard:
    """The person, if the actor holds the permission where they are kept; NotFound out of reach, else Forbidden."""
    card = people.person(person_id)
    access.require(actor, permission, at=card.place, seen=Permission.PERSON_READ)
    return card


def _require_unit(unit_id: int, *, actor: Actor) -> None:
    place = units.place_of(unit_id)
    access.require(actor, Permission.PERSON_MANAGE, at=place, seen=Permission.PERSON_READ)


@transaction.atomic
def register(
    name: str,
    *,
    unit_id: int,
    actor: Actor,
    at: datetime,
    number_kind: NumberKind | None = None,
    number: str = "",
    phone: str = "",
    **facts: Any,
) -> PersonCard:
    """Write down a person with document and phone in one step: all of it or nothing."""
    _require_unit(unit_id, actor=actor)
    card = verbs.register_person(name, unit_id=unit_id, phone=phone, actor=actor, at=at, **facts)
    if number:
        verbs.record_number(card.id, kind=number_kind or NumberKind.RESIDENT, number=number, actor=actor, at=at)
    return people.person(card.id)


@transaction.atomic
def change(person_id: int, *, actor: Actor, at: datetime, why: str, **facts: Any) -> PersonCard:
    """Correct name, sex, birthday or ethnic group."""
    require_person(person_id, Permission.PERSON_MANAGE, actor=actor)
    return verbs.change_person(person_id, actor=actor, at=at, why=rules.reason(why), **facts)


@transaction.atomic
def record_number(person_id: int, *, kind: NumberKind, number: str, actor: Actor, at: datetime) -> None:
    """Write down or correct a document."""
    require_person(person_id, Permission.PERSON_MANAGE, actor=actor)
    verbs.record_number(person_id, kind=kind, number=number, actor=actor, at=at)


@transaction.atomic
def record_phone(person_id: int, *, phone: str, actor: Actor, at: datetime) -> None:
    """Write down or correct the phone."""
    require_person(person_id, Permission.PERSON_MANAGE, actor=actor)
    verbs.record_phone(person_id, phone=phone, actor=actor, at=at)


@transaction.atomic
def record_addresses(person_id: int, *, lines: Mapping[str, tuple[str, bool]], actor: Actor, at: datetime) -> int:
    """Write down the addresses that were filled in: kind -> (line, none but a call); gives how many."""
    require_person(person_id, Permission.PERSON_MANAGE, actor=actor)
    kept = {one.kind: (one.line, one.is_none_call_me) for one in people.addresses(person_id)}
    changed = {kind: said for kind, said in lines.items() if said != ("", False) and said != kept.get(kind)}
    for kind, (line, is_none) in changed.items():
        if is_none:
            verbs.record_no_address(person_id, kind=kind, actor=actor, at=at)
        else:
            verbs.record_address(person_id, kind=kind, line=line, actor=actor, at=at)
    return len(changed)


def read_number(person_id: int, *, kind: NumberKind, why: str, actor: Actor, at: datetime) -> str:
    """The full number, for a reason that stays in the trail."""
    require_person(person_id, Permission.PERSON_NUMBER_READ, actor=actor)
    return verbs.read_number(person_id, kind=kind, actor=actor, at=at, why=rules.reason(why))


def read_phone(person_id: int, *, why: str, actor: Actor, at: datetime) -> str:
    """The full phone number, for a reason that stays in the trail; whoever looks after the person may call them."""
    require_person(person_id, Permission.PERSON_MANAGE, actor=actor)
    return verbs.read_phone(person_id, actor=actor, at=at, why=rules.reason(why))


@transaction.atomic
def enrol(
    person_id: int,
    *,
    unit_id: int,
    on: date,
    why: str,
    actor: Actor,
    at: datetime,
    joined_date: date | None = None,
    is_migrant: bool = False,
) -> MembershipCard:
    """Make a person a member of a union."""
    require_person(person_id, Permission.PERSON_MANAGE, actor=actor)
    _require_unit(unit_id, actor=actor)
    return verbs.enrol(
        person_id,
        unit_id=unit_id,
        on=on,
        actor=actor,
        at=at,
        joined_date=joined_date,
        is_migrant=is_migrant,
        why=rules.reason(why),
    )


@transaction.atomic
def transfer(person_id: int, *, to: int, on: date, why: str, actor: Actor, at: datetime) -> MembershipCard:
    """Move a member to another union; the permission is held at both ends."""
    require_person(person_id, Permission.PERSON_MANAGE, actor=actor)
    now = people.membership_now(person_id)
    if now is not None:
        _require_unit(now.unit_id, actor=actor)
    _require_unit(to, actor=actor)
    return verbs.move_membership(person_id, to=to, on=on, actor=actor, at=at, why=rules.reason(why))


@transaction.atomic
def retain(person_id: int, *, on: date, why: str, actor: Actor, at: datetime) -> MembershipCard:
    """Keep the membership of somebody retired or out of work."""
    require_person(person_id, Permission.PERSON_MANAGE, actor=actor)
    return verbs.retain_membership(person_id, on=on, actor=actor, at=at, why=rules.reason(why))


@transaction.atomic
def resume(person_id: int, *, on: date, why: str, actor: Actor, at: datetime) -> MembershipCard:
    """Make a retained membership active again."""
    require_person(person_id, Permission.PERSON_MANAGE, actor=actor)
    return verbs.resume_membership(person_id, on=on, actor=actor, at=at, why=rules.reason(why))


@transaction.atomic
def end(person_id: int, *, reason: EndReason, on: date, why: str, actor: Actor, at: datetime) -> None:
    """End a membership."""
    require_person(person_id, Permission.PERSON_MANAGE, actor=actor)
    verbs.end_membership(person_id, reason=reason, on=on, actor=actor, at=at, why=rules.reason(why))


def require_keeper_of_offices(person_id: int, *, actor: Actor, on: date) -> PersonCard:
    """Whoever opens or closes an account must be able to appoint wherever its owner holds office, or they would gain
    what they were never given."""
    card = require_person(person_id, Permission.APPOINT, actor=actor)
    for held in offices.appointed(person_id, on=on):
        if not access.can(actor, Permission.APPOINT, at=units.place_of(held.unit_id)):
            raise Forbidden(say("%(name)s在上级工会任职，账号要由上级工会开通或停用。", name=card.name))
    return card


@transaction.atomic
def open_account(person_id: int, *, sign_in_name: str, phone: str, actor: Actor, at: datetime, on: date) -> AccountCard:
    """Open an account that its owner alone can enter, by a code sent to the phone: nobody sets another's password."""
    card = require_keeper_of_offices(person_id, actor=actor, on=on)
    if any(one.is_active for one in people.accounts_of(person_id)):
        raise Refused(say("%(name)s已经有账号，不用再开。", name=card.name))
    return verbs.open_account(person_id, sign_in_name=sign_in_name, phone=phone, actor=actor, at=at)


@transaction.atomic
def close_account(person_id: int, account_id: int, *, why: str, actor: Actor, at: datetime, on: date) -> None:
    """Let nobody sign in with the person's account any more."""
    require_keeper_of_offices(person_id, actor=actor, on=on)
    if account_id not in {one.id for one in people.accounts_of(person_id)}:
        raise NotFound(access.NOT_FOUND)
    verbs.close_account(account_id, actor=actor, at=at, why=rules.reason(why))
