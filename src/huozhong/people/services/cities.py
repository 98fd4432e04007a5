"""A person who changes city gets a new row there, linked by the key of their document."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say
from huozhong.people.models import Membership, Person, PersonKey
from huozhong.people.queries.persons import PersonCard, home_of_number
from huozhong.people.queries.persons import person as person_card
from huozhong.people.rules.numbers import NumberKind, document_number
from huozhong.people.services.numbers import record_number
from huozhong.people.services.persons import KIND, register_person, row_of
from huozhong.records import services as records
from huozhong.unions import queries as unions


@transaction.atomic
def bring_person(
    kind: NumberKind, number: str, *, unit_id: int, on: date, actor: Actor, at: datetime, why: str
) -> PersonCard:
    """Take over a person recorded in another city: a new row here, linked by the document's key.

    The document shown is the proof. Membership there must have ended (`end_membership`); numbers and phone are
    recorded anew here.
    """
    checked = document_number(kind, number, on=timezone.localdate(at))
    home = home_of_number(checked)
    unit = unions.unit(unit_id)
    if home is None:
        raise Refused(say("外市没有这个证件的记录，请直接登记。"))
    if home[0] == unit.city_id:
        raise Refused(say("这个人已在本市登记，请直接办理转会。"))
    old = row_of(home[1])
    if Membership.objects.filter(person=old, until_date=None).exists():
        raise Refused(say("此人在外市的会籍还没有转出，请先由原工会办理转出。"))
    card = register_person(
        old.name,
        unit_id=unit.id,
        actor=actor,
        at=at,
        sex=old.sex,
        birth_date=old.birth_date,
        ethnic_group=old.ethnic_group,
        is_sample=old.is_sample,
        why=why,
    )
    Person.objects.filter(pk=card.id).update(came_from_id=old.pk)
    PersonKey.objects.filter(city_id=home[0], person_id=home[1]).update(city_id=unit.city_id, person_id=card.id)
    record_number(card.id, kind=kind, number=checked.clear, actor=actor, at=at, why=why)
    details = {"from_city": home[0], "from_person": home[1], "on": on}
    records.note(
        KIND, card.id, "brought", actor=actor, at=at, place=unit.place, label=card.name, why=why, details=details
    )
    return person_card(card.id)
