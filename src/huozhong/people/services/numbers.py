"""Document numbers and phones: written encrypted, read with a reason and a trail, re-encrypted when keys turn."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.people.engine.cipher import KeyRing, purpose_of_number, purpose_of_phone
from huozhong.people.models import Account, Person, PersonalNumber, PersonKey
from huozhong.people.queries.persons import NumberCard
from huozhong.people.queries.ring import key_ring, replace_ring, write_once
from huozhong.people.rules.numbers import KIND_NAMES, DocumentNumber, NumberKind, document_number
from huozhong.people.services.persons import row_of
from huozhong.records import services as records

KIND = "people.person"


@transaction.atomic
def record_number(
    person_id: int, *, kind: NumberKind, number: str, actor: Actor, at: datetime, why: str = ""
) -> NumberCard:
    """Write down a person's document; one of a kind. Sex and birthday are taken from it where they are not known."""
    checked = document_number(kind, number, on=timezone.localdate(at))
    row = row_of(person_id)
    ring = key_ring()
    index = ring.blind_index(checked.clear, of=kind.value)
    _claim(index, row=row, kind=kind)
    PersonalNumber.objects.update_or_create(
        city_id=row.city_id,
        person=row,
        kind=kind.value,
        defaults={
            "cipher": ring.encrypt(checked.clear, purpose=purpose_of_number(kind.value, row.pk)),
            "blind_index": index,
            "masked": checked.masked,
            "recorded_at": at,
        },
    )
    _take_facts(row, checked)
    details = {"kind": kind}
    records.note(
        KIND, row.pk, "number_recorded", actor=actor, at=at, place=row.place, label=row.name, why=why, details=details
    )
    return NumberCard(kind, checked.masked)


def _claim(index: bytes, *, row: Person, kind: NumberKind) -> None:
    """A number belongs to one person of the nation; a corrected number gives the wrong one free."""
    wrong = PersonalNumber.objects.filter(person=row, kind=kind.value).exclude(blind_index=index).first()
    if wrong is not None:
        PersonKey.objects.filter(key=bytes(wrong.blind_index), city_id=row.city_id, person_id=row.pk).delete()
    held, _ = PersonKey.objects.get_or_create(key=index, defaults={"city_id": row.city_id, "person_id": row.pk})
    if (held.city_id, held.person_id) == (row.city_id, row.pk):
        return
    if held.city_id == row.city_id:
        raise Refused(say("这个%(kind)s号码已登记在本市另一个人名下，请按号码查找后核对。", kind=KIND_NAMES[kind]))
    raise Refused(say("这个%(kind)s号码已在外市登记，请办理跨市转入。", kind=KIND_NAMES[kind]))


def _take_facts(row: Person, checked: DocumentNumber) -> None:
    row.birth_date = row.birth_date or checked.birth_date
    row.sex = row.sex or checked.sex
    row.save(update_fields=["birth_date", "sex"])


@transaction.atomic
def read_number(person_id: int, *, kind: NumberKind, actor: Actor, at: datetime, why: str) -> str:
    """The full number, for a stated reason; who read whose number, when and why stays in the trail."""
    reason = _reason(why)
    row = row_of(person_id)
    kept = PersonalNumber.objects.filter(person=row, kind=kind.value).first()
    if kept is None:
        raise NotFound(say("没有登记%(kind)s号码。", kind=KIND_NAMES[kind]))
    clear = key_ring().decrypt(bytes(kept.cipher), purpose=purpose_of_number(kind.value, row.pk))
    details = {"kind": kind}
    records.note(
        KIND, row.pk, "number_read", actor=actor, at=at, place=row.place, label=row.name, why=reason, details=details
    )
    return clear


@transaction.atomic
def read_phone(person_id: int, *, actor: Actor, at: datetime, why: str) -> str:
    """The full phone number, for a stated reason; the reading stays in the trail."""
    reason = _reason(why)
    row = row_of(person_id)
    if row.phone_cipher is None:
        raise NotFound(say("没有登记手机号码。"))
    clear = key_ring().decrypt(bytes(row.phone_cipher), purpose=purpose_of_phone("person", row.pk))
    records.note(KIND, row.pk, "phone_read", actor=actor, at=at, place=row.place, label=row.name, why=reason)
    return clear


def _reason(why: str) -> str:
    reason = why.strip()
    if len(reason) < 2:
        raise Refused(say("查看完整号码须写明事由，这次查看会留痕。"))
    return reason


def make_keys(path: Path) -> bool:
    """Make the key file of a deployment if there is none; True when it was made now."""
    return write_once(path, KeyRing.new().as_json())


def turn_keys(*, actor: Actor, at: datetime) -> int:
    """Put a new key on the ring; it closes from now on, the older ones still open. Gives its number."""
    ring = key_ring().with_new_key()
    with transaction.atomic():
        records.note("people.keys", ring.current, "turned", actor=actor, at=at, city_id=0)
        replace_ring(ring)
    return ring.current


def renew_ciphers(*, limit: int = 5000) -> int:
    """Re-encrypt up to so many rows that an older key closed; gives how many, 0 when all are done."""
    ring = key_ring()
    done = 0
    for model, owner in ((PersonalNumber, "number"), (Person, "person"), (Account, "account")):
        if done < limit:
            done += _renew(model, owner, ring=ring, limit=limit - done)
    return done


@transaction.atomic
def _renew(model: type[PersonalNumber | Person | Account], owner: str, *, ring: KeyRing, limit: int) -> int:
    field = "cipher" if model is PersonalNumber else "phone_cipher"
    stale = (
        model.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(**{f"{field}__isnull": False})
        .extra(where=[f"get_byte({field}, 1) <> %s"], params=[ring.current])  # noqa: S610 - a column of ours
        .order_by("pk")[:limit]
    )
    rows = list(stale)
    for row in rows:
        if isinstance(row, PersonalNumber):
            purpose = purpose_of_number(row.kind, row.person_id)
        else:
            purpose = purpose_of_phone(owner, row.pk)
        clear = ring.decrypt(bytes(getattr(row, field)), purpose=purpose)
        setattr(row, field, ring.encrypt(clear, purpose=purpose))
    model.objects.bulk_update(rows, [field], batch_size=1000)
    return len(rows)
