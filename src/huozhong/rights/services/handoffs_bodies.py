"""The receiving bodies of a place and who receives for them; the lead of rights work keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Conflict, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.records import services as records
from huozhong.records.engine.personal import holds_personal_number
from huozhong.rights.models import Body, Contact
from huozhong.rights.rules.handoffs import BodyKind
from huozhong.unions import queries as unions

BODY_KIND = "rights.body"


@dataclass(frozen=True, slots=True)
class NewBody:
    """What is written down of a receiving body."""

    kind: BodyKind
    name: str
    address: str = ""
    phone: str = ""
    site: str = ""
    bound_by: str = ""  # the agreement that binds it to answer within our days; "" when nothing does


def _note(row: Body, action: str, *, actor: Actor, at: datetime, **details: object) -> None:
    records.note(BODY_KIND, row.pk, action, actor=actor, at=at, place=row.place, label=row.name, details=details)


def _checked(new: NewBody) -> dict[str, object]:
    name = " ".join(new.name.split())
    if not 4 <= len(name) <= 80:
        raise Refused(say("请写接收单位的全称。"))
    if new.site and not new.site.startswith(("https://", "http://")):
        raise Refused(say("网上立案的网址要以 https:// 开头。"))
    if holds_personal_number(new.phone):
        raise Refused(say("请写单位的办公电话，不要写个人的手机号码。"))
    return {
        "kind": new.kind.value,
        "name": name,
        "address": new.address.strip()[:120],
        "phone": new.phone.strip()[:40],
        "site": new.site.strip()[:200],
        "is_bound": bool(new.bound_by.strip()),
        "bound_by": new.bound_by.strip()[:120],
    }


@transaction.atomic
def add_body(unit_id: int, new: NewBody, *, actor: Actor, at: datetime) -> int:
    """Write down a receiving body for the unions in line with a unit; answers its id."""
    place = unions.place_of(unit_id)
    access.require(actor, Permission.DOSSIER_SUPERVISE, at=place)
    columns = _checked(new)
    if Body.objects.filter(city_id=place.city_id, unit_id=unit_id, name=columns["name"]).exists():
        raise Conflict(say("这个接收单位已经登记过了。"))
    row = Body.objects.create(city_id=place.city_id, unit_id=unit_id, written_at=at, **columns)
    _note(row, "body_written", actor=actor, at=at)
    return row.pk


@transaction.atomic
def change_body(body_id: int, new: NewBody, *, is_active: bool = True, actor: Actor, at: datetime) -> None:
    """Change what is written down; a body that is not used any more takes no new hand-offs."""
    row = _kept(body_id, actor=actor)
    columns = _checked(new) | {"is_active": is_active, "written_at": at}
    same = Body.objects.filter(city_id=row.city_id, unit_id=row.unit_id, name=columns["name"]).exclude(pk=row.pk)
    if same.exists():
        raise Conflict(say("这个接收单位已经登记过了。"))
    Body.objects.filter(pk=row.pk).update(**columns)
    _note(row, "body_written", actor=actor, at=at, is_active=is_active)


@transaction.atomic
def add_contact(body_id: int, person_id: int, *, actor: Actor, at: datetime) -> None:
    """Let somebody with an account receive for the body; they hold the seat of a receiver here."""
    row = _kept(body_id, actor=actor)
    officer = access.actor_of_person(person_id, on=day_of(at))
    if not access.can(officer, Permission.HANDOFF_RECEIVE, at=row.place):
        raise Refused(say("%(name)s还没有在这里任“接收单位联络员”，请先在“任职”里登记。", name=officer.name))
    if Contact.objects.filter(body=row, person_id=person_id, until_at__isnull=True).exists():
        return
    Contact.objects.create(city_id=row.city_id, body=row, person_id=person_id, name=officer.name[:100], from_at=at)
    _note(row, "contact_added", actor=actor, at=at, person=person_id)


@transaction.atomic
def end_contact(body_id: int, person_id: int, *, actor: Actor, at: datetime) -> None:
    """From now on the person receives nothing more for the body."""
    row = _kept(body_id, actor=actor)
    if not Contact.objects.filter(body=row, person_id=person_id, until_at__isnull=True).update(until_at=at):
        raise NotFound(access.NOT_FOUND)
    _note(row, "contact_ended", actor=actor, at=at, person=person_id)


def _kept(body_id: int, *, actor: Actor) -> Body:
    row = Body.objects.select_related("unit").select_for_update(of=("self",)).filter(pk=body_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    access.require(actor, Permission.DOSSIER_SUPERVISE, at=row.place)
    return row
