"""Register a person, correct what is known, write down phones and addresses."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.people.engine.cipher import purpose_of_phone
from huozhong.people.events import PersonRegistered
from huozhong.people.models import Address, Person
from huozhong.people.queries.persons import NO_PERSON, PersonCard
from huozhong.people.queries.persons import person as person_card
from huozhong.people.queries.ring import key_ring
from huozhong.people.rules.names import person_name
from huozhong.people.rules.numbers import EARLIEST_BIRTH
from huozhong.people.rules.phones import phone as read_phone
from huozhong.records import services as records
from huozhong.unions import queries as unions
from huozhong.unions.engine import pieces, pinyin_key

KIND = "people.person"


@transaction.atomic
def register_person(
    name: str,
    *,
    unit_id: int,
    actor: Actor,
    at: datetime,
    sex: str = "",
    birth_date: date | None = None,
    ethnic_group: str = "",
    phone: str = "",
    is_sample: bool = False,
    why: str = "",
) -> PersonCard:
    """Write down a person under the unit that keeps the row; membership is another verb (`enrol`)."""
    unit = unions.unit(unit_id)
    if unit.is_dissolved:
        raise Refused(say("%(name)s已于 %(day)s 撤销。", name=unit.name, day=unit.dissolved_date))
    row = Person(city_id=unit.city_id, unit_id=unit.id, recorded_at=at, is_sample=is_sample)
    _name(row, name)
    _facts(row, sex=sex, birth_date=birth_date, ethnic_group=ethnic_group, at=at)
    row.save(force_insert=True)
    if phone:
        _set_phone(row, phone)
        row.save(update_fields=["phone_cipher", "phone_index", "phone_masked"])
    records.note(KIND, row.pk, "registered", actor=actor, at=at, place=unit.place, label=row.name, why=why)
    records.announce(PersonRegistered(row.pk, row.city_id, unit.id), city_id=row.city_id)
    return person_card(row.pk)


def _name(row: Person, name: str) -> None:
    row.name = person_name(name)
    row.name_key = pinyin_key(row.name)
    row.pieces = pieces(row.name, row.name_key)


def _facts(row: Person, *, sex: str | None, birth_date: date | None, ethnic_group: str | None, at: datetime) -> None:
    if sex is not None:
        if sex not in Person.Sex.values:
            raise Refused(say("性别只能填男、女，或不填。"))
        row.sex = sex
    if birth_date is not None:
        if not EARLIEST_BIRTH <= birth_date <= timezone.localdate(at):
            raise Refused(say("出生日期不合理。"))
        row.birth_date = birth_date
    if ethnic_group is not None:
        group = ethnic_group.strip()
        if len(group) > 20 or (group and not all(c.isalpha() or c in " ·-" for c in group)):
            raise Refused(say("民族名称不对。"))
        row.ethnic_group = group


def _set_phone(row: Person, text: str) -> None:
    ring = key_ring()
    number = read_phone(text)
    row.phone_cipher = ring.encrypt(number.clear, purpose=purpose_of_phone("person", row.pk))
    row.phone_index = ring.blind_index(number.clear, of="phone")
    row.phone_masked = number.masked


def row_of(person_id: int) -> Person:
    """The person's row, locked, with its unit; NotFound when there is none."""
    found = Person.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=person_id).first()
    if found is None:
        raise NotFound(NO_PERSON)
    return found


@transaction.atomic
def change_person(
    person_id: int,
    *,
    actor: Actor,
    at: datetime,
    name: str | None = None,
    sex: str | None = None,
    birth_date: date | None = None,
    ethnic_group: str | None = None,
    why: str = "",
) -> PersonCard:
    """Correct what is known of a person; what is None stays."""
    row = row_of(person_id)
    before = (row.name, row.sex, row.birth_date, row.ethnic_group)
    if name is not None:
        _name(row, name)
    _facts(row, sex=sex, birth_date=birth_date, ethnic_group=ethnic_group, at=at)
    after = (row.name, row.sex, row.birth_date, row.ethnic_group)
    row.save(update_fields=["name", "name_key", "pieces", "sex", "birth_date", "ethnic_group"])
    fields = ("name", "sex", "birth_date", "ethnic_group")
    changed = [field for field, old, new in zip(fields, before, after, strict=True) if old != new]
    details = {"changed": changed}
    records.note(KIND, row.pk, "changed", actor=actor, at=at, place=row.place, label=row.name, why=why, details=details)
    return person_card(row.pk)


@transaction.atomic
def record_phone(person_id: int, *, phone: str, actor: Actor, at: datetime, why: str = "") -> PersonCard:
    """Write down the number on which a person can be reached."""
    row = row_of(person_id)
    _set_phone(row, phone)
    row.save(update_fields=["phone_cipher", "phone_index", "phone_masked"])
    records.note(KIND, row.pk, "phone_recorded", actor=actor, at=at, place=row.place, label=row.name, why=why)
    return person_card(row.pk)


@transaction.atomic
def record_address(
    person_id: int, *, kind: str, line: str, actor: Actor, at: datetime, division_code: str = ""
) -> None:
    """Write down a person's registered, present or service address."""
    clean = " ".join(line.split())
    if not 4 <= len(clean) <= 200 or not clean.isprintable():
        raise Refused(say("地址应为 4 至 200 个字；没有固定地址的请选“没有，请打电话”。"))
    if division_code and not (division_code.isdecimal() and len(division_code) in (6, 9)):
        raise Refused(say("行政区划代码应为 6 或 9 位数字。"))
    _write_address(person_id, kind=kind, line=clean, division_code=division_code, actor=actor, at=at)


@transaction.atomic
def record_no_address(person_id: int, *, kind: str, actor: Actor, at: datetime) -> None:
    """Write down that a person has no such address and wants to be called."""
    _write_address(person_id, kind=kind, line="", division_code="", actor=actor, at=at)


def _write_address(person_id: int, *, kind: str, line: str, division_code: str, actor: Actor, at: datetime) -> None:
    if kind not in Address.Kind.values:
        raise Refused(say("地址种类只有户籍地、现居地和服务联系地。"))
    row = row_of(person_id)
    Address.objects.update_or_create(
        city_id=row.city_id,
        person=row,
        kind=kind,
        defaults={
            "is_none_call_me": not line,
            "line": line,
            "division_code": division_code,
            "recorded_at": at,
        },
    )
    details = {"kind": kind, "none": not line}
    records.note(KIND, row.pk, "address_recorded", actor=actor, at=at, place=row.place, label=row.name, details=details)
