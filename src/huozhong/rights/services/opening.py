"""A worker's words become a dossier; what is told later is written into the same one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from huozhong.access import queries as seats
from huozhong.access import services as access
from huozhong.kernel.actors import Actor, ActorKind
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Level, Place
from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.kernel.roles import ROLES, Role
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.people import queries as people
from huozhong.records import services as records
from huozhong.rights import events
from huozhong.rights.models import Dossier, Worker
from huozhong.rights.queries import seeing
from huozhong.rights.queries.cards import elements as told_elements
from huozhong.rights.queries.cards import purpose
from huozhong.rights.queries.things import KIND
from huozhong.rights.rules import kinds as k
from huozhong.rights.services import staging, telling
from huozhong.unions import queries as unions

MOST_WORKERS = 500
LONGEST_ELEMENTS = 200_000
EVERYWHERE = access.Reach(everywhere=True)


@dataclass(frozen=True, slots=True)
class NewWorker:
    """A worker as told: the name, and numbers where they were given. Printing it shows none of them."""

    name: str = field(repr=False)
    phone: str = field(default="", repr=False)
    document: str = field(default="", repr=False)
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewDossier:
    """What is needed to open a dossier. The first worker speaks for the others."""

    unit_id: int  # the handling union; `handling_unit` finds it
    kind: k.Dispute
    workers: tuple[NewWorker, ...]
    employer_name: str
    employer_code: str = ""
    employer_unit_id: int | None = None
    head_count: int = 0  # 0: as many as are named
    channel: k.Channel = k.Channel.PHONE
    is_urgent: bool = False
    urgent_why: str = ""
    elements: Mapping[str, Any] = field(default_factory=dict)
    says_yes_to_mediation: bool = False
    has_consented: bool = False
    is_sample: bool = False


def locked(dossier_id: int, *, actor: Actor, permission: Permission = Permission.DOSSIER_WORK) -> Dossier:
    """The row, locked, for somebody who may do this."""
    seeing.dossier_for(actor, dossier_id, permission)
    return row_locked(dossier_id)


def row_locked(dossier_id: int) -> Dossier:
    """The row, locked; whoever calls has asked who may."""
    rows = Dossier.objects.select_for_update(of=("self",)).select_related("unit", "employer_unit")
    row = rows.filter(pk=dossier_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return row


def note_on(row: Dossier, action: str, *, actor: Actor, at: datetime, why: str = "", **details: object) -> None:
    """One row of the trail about a dossier: its number, never a name."""
    records.note(KIND, row.pk, action, actor=actor, at=at, place=row.place, label=row.number, why=why, details=details)


def handling_unit(unit_id: int, *, on: date) -> int:
    """The nearest union above where somebody mediates: town, district, then city; never a grassroots union."""
    place = unions.place_of(unit_id)
    above = [card for card in reversed(unions.ancestors(unit_id)) if card.level is not Level.GRASSROOTS]
    for card in above:
        if card.city_id == place.city_id and _has_mediator(card.id, on=on):
            return card.id
    for card in above:
        if card.level in (Level.DISTRICT, Level.CITY):
            return card.id
    raise Refused(say("这个单位上面还没有能办维权案件的工会，请直接联系市总工会。"))


def _has_mediator(unit_id: int, *, on: date) -> bool:
    held = seats.appointments_at(unit_id, on=on)
    return any(Permission.DOSSIER_WORK in ROLES[one.role].permissions for one in held)


@transaction.atomic
def open_dossier(new: NewDossier, *, actor: Actor, at: datetime) -> int:
    """Open a dossier at its handling union and answer its id. Opening it gives nobody the right to read it."""
    unit = unions.unit(new.unit_id)
    place = unit.place
    if place.level is Level.GRASSROOTS:
        raise Refused(say("维权案件由镇街以上工会办理，基层工会不经办：职工的单位可能就是基层工会的单位。"))
    _may_open(new, place, actor=actor)
    _check(new)
    employer_unit = _employers_union(new, city_id=unit.city_id)
    if employer_unit == new.unit_id:
        raise Refused(say("这是职工自己单位的工会，不能由它来办，请交给上一级工会。"))
    first = new.workers[0]
    year = day_of(at).year
    row = Dossier.objects.create(
        city_id=unit.city_id,
        unit_id=unit.id,
        year=year,
        serial=_next_serial(unit.id, year),
        kind=new.kind.value,
        worker_person_id=first.person_id,
        employer_name=" ".join(new.employer_name.split())[:120],
        employer_code=people.compact_number(new.employer_code)[:18],
        employer_unit_id=employer_unit,
        head_count=max(new.head_count, len(new.workers)),
        channel=new.channel.value,
        is_urgent=new.is_urgent,
        urgent_why=new.urgent_why.strip()[:200],
        says_yes_to_mediation=new.says_yes_to_mediation,
        consented_at=at if new.has_consented else None,
        opened_at=at,
        opened_by_id=actor.person_id,
        is_sample=new.is_sample,
    )
    _write_workers(row, new.workers)
    if new.elements:
        _write_elements(row, new.elements)
    note_on(row, "dossier_opened", actor=actor, at=at, channel=new.channel.value, workers=row.head_count)
    staging.keep_event(row, "opened", on=day_of(at), actor=actor, at=at)
    records.announce(events.DossierOpened(row.pk, place.path), city_id=row.city_id)
    telling.tell(_leads(row, on=day_of(at)), telling.OPENED, row, at=at, but=actor.person_id)
    return row.pk


def _leads(row: Dossier, *, on: date) -> list[int]:
    """Who gives it to a handler: the leads of the unit itself, save one who is tied to the employer."""
    held = {one.person_id for one in seats.appointments_at(row.unit_id, on=on) if _supervises(one.role)}
    actors = (access.actor_of_person(one, on=on) for one in sorted(held))
    return [one.person_id for one in actors if one.person_id and seeing.may_supervise(one, row.pk)]


def _supervises(role: Role) -> bool:
    return Permission.DOSSIER_SUPERVISE in ROLES[role].permissions


def _may_open(new: NewDossier, place: Place, *, actor: Actor) -> None:
    """A worker speaks for themselves; whoever speaks for a worker takes complaints here, or hands them upward."""
    if new.channel is k.Channel.PHONE or actor.kind is not ActorKind.PERSON:
        return
    if access.can(actor, Permission.DOSSIER_INTAKE, at=place):
        return
    below = (one.path for one in actor.appointments if access.holds(one, Permission.DOSSIER_INTAKE))
    if not any(path.startswith(place.path) for path in below):
        raise Forbidden(access.NOT_ALLOWED)


def _check(new: NewDossier) -> None:
    if not new.workers or any(not one.name.strip() for one in new.workers):
        raise Refused(say("请写下职工的姓名。"))
    if len(new.workers) > MOST_WORKERS:
        raise Refused(say("一件案件最多登记 %(n)s 位职工。", n=MOST_WORKERS))
    if len(" ".join(new.employer_name.split())) < 2:
        raise Refused(say("请写下单位的名称。"))
    if new.head_count < 0:
        raise Refused(say("人数不对。"))


def _employers_union(new: NewDossier, *, city_id: int) -> int | None:
    """The employer's own union, as told or as the roster knows it by code or by exact name: it is kept out."""
    if new.employer_unit_id is not None:
        return new.employer_unit_id
    code, name = people.compact_number(new.employer_code), " ".join(new.employer_name.split())
    asked = [text for text in (code, name) if text]
    for text in asked:
        for one in unions.find_employers(text, reach=EVERYWHERE):
            if one.city_id == city_id and one.unit_id is not None and text in (one.credit_code, one.name):
                return one.unit_id
    return None


def _next_serial(unit_id: int, year: int) -> int:
    """The next number of the unit in the year; two at once take turns."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"rights:{unit_id}:{year}"])
    last = Dossier.objects.filter(unit_id=unit_id, year=year).aggregate(last=Max("serial"))["last"]
    return (last or 0) + 1


def _write_workers(row: Dossier, named: tuple[NewWorker, ...], *, start: int = 1) -> None:
    ring = people.key_ring()
    made = []
    for number, one in enumerate(named, start=start):
        name = " ".join(one.name.split())[:60]
        worker = Worker(
            city_id=row.city_id,
            dossier=row,
            number=number,
            person_id=one.person_id,
            is_representative=number == 1,
            name_cipher=ring.encrypt(name, purpose=purpose("name", row.pk, number)),
            name_index=ring.blind_index(name, of="rights:name"),
        )
        if one.phone.strip():
            phone = people.phone(one.phone)
            worker.phone_cipher = ring.encrypt(phone.clear, purpose=purpose("phone", row.pk, number))
            worker.phone_index = ring.blind_index(phone.clear, of="phone")
            worker.phone_masked = phone.masked
        if one.document.strip():
            clear = _document(one.document, on=day_of(row.opened_at))
            worker.document_cipher = ring.encrypt(clear, purpose=purpose("document", row.pk, number))
            worker.document_index = ring.blind_index(clear, of="rights:document")
            worker.document_masked = people.masked_number(clear)
        made.append(worker)
    Worker.objects.bulk_create(made)


def _document(text: str, *, on: date) -> str:
    """A document number that passed its checks, whatever kind it is."""
    kind = people.number_kind_by_prefix(people.compact_number(text)) or people.NumberKind.PASSPORT
    return people.document_number(kind, text, on=on).clear


def _write_elements(row: Dossier, elements: Mapping[str, Any]) -> None:
    text = json.dumps(elements, ensure_ascii=False, sort_keys=True, default=str)
    if len(text) > LONGEST_ELEMENTS:
        raise Refused(say("写得太长了，请把长的材料作为证据上传。"))
    row.elements_cipher = people.key_ring().encrypt(text, purpose=purpose("elements", row.pk))
    row.elements_version += 1
    row.save(update_fields=["elements_cipher", "elements_version"])


@transaction.atomic
def write_elements(
    dossier_id: int, elements: Mapping[str, Any], *, actor: Actor, at: datetime, version: int | None = None
) -> int:
    """Write answers into the dossier's elements: what is given is changed, None takes an answer away, the rest stays.

    A blank field never erases: leave it out. `version` is what the writer saw; Conflict when it has moved on.
    """
    row = row_locked(dossier_id) if seeing.is_own(actor, dossier_id) else locked(dossier_id, actor=actor)
    if row.state in seeing.ENDS:
        raise Conflict(say("案件已经办结，不能再改。"))
    if version is not None and version != row.elements_version:
        raise Conflict(say("刚才有人改过这些内容，请刷新再看，您的字还在页面上。"))
    merged = {**told_elements(row.pk), **elements}
    _write_elements(row, {key: value for key, value in merged.items() if value is not None})
    note_on(row, "elements_written", actor=actor, at=at, keys=sorted(elements))
    return row.elements_version


@transaction.atomic
def add_workers(dossier_id: int, named: tuple[NewWorker, ...], *, actor: Actor, at: datetime) -> None:
    """Others with the same trouble join: ten or more make it a collective case."""
    row = locked(dossier_id, actor=actor)
    last = Worker.objects.filter(dossier=row).aggregate(last=Max("number"))["last"] or 0
    if not named or last + len(named) > MOST_WORKERS or any(not one.name.strip() for one in named):
        raise Refused(say("请写下职工的姓名。"))
    _write_workers(row, named, start=last + 1)
    row.head_count = max(row.head_count, last + len(named))
    row.save(update_fields=["head_count"])
    note_on(row, "workers_added", actor=actor, at=at, workers=len(named))
    staging.keep_event(row, "workers_added", on=day_of(at), actor=actor, at=at, workers=len(named))


@transaction.atomic
def read_numbers(dossier_id: int, number: int, *, why: str, actor: Actor, at: datetime) -> tuple[str, str]:
    """(phone, document) of one worker in clear, for a stated reason; the reading stays in the trail."""
    if not why.strip():
        raise Refused(say("请写明为什么要看完整号码。"))
    row = seeing.dossier_for(actor, dossier_id, Permission.DOSSIER_WORK)
    worker = Worker.objects.filter(dossier=row, number=number).first()
    if worker is None:
        raise NotFound(access.NOT_FOUND)
    note_on(row, "worker_number_read", actor=actor, at=at, why=why, number=number)
    return clear_numbers(worker)


def clear_numbers(worker: Worker) -> tuple[str, str]:
    """(phone, document) in clear, for papers that the worker signs; whoever calls notes why."""
    ring = people.key_ring()
    sealed = ((worker.phone_cipher, "phone"), (worker.document_cipher, "document"))
    phone, document = (
        ring.decrypt(bytes(cipher), purpose=purpose(what, worker.dossier_id, worker.number)) if cipher else ""
        for cipher, what in sealed
    )
    return phone, document
