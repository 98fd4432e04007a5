"""Many full numbers at once, for a list that leaves the house: one reason, and a row in the trail for each person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huozhong.kernel.actors import Actor
from huozhong.kernel.places import Place
from huozhong.people.engine.cipher import purpose_of_number
from huozhong.people.models import PersonalNumber
from huozhong.people.queries.ring import key_ring
from huozhong.people.rules.numbers import NumberKind
from huozhong.people.services.numbers import KIND, _reason
from huozhong.records import services as records


@transaction.atomic
def read_numbers(
    person_ids: Sequence[int], *, place: Place, actor: Actor, at: datetime, why: str
) -> dict[int, list[tuple[NumberKind, str]]]:
    """Every document number of these persons, in clear; that each was read, and why, stays in the trail."""
    reason = _reason(why)
    ring = key_ring()
    found: dict[int, list[tuple[NumberKind, str]]] = {}
    for row in PersonalNumber.objects.filter(person_id__in=set(person_ids)).order_by("pk"):
        clear = ring.decrypt(bytes(row.cipher), purpose=purpose_of_number(row.kind, row.person_id))
        found.setdefault(row.person_id, []).append((NumberKind(row.kind), clear))
    details = {"exported": True}
    records.note_many(KIND, sorted(found), "number_read", actor=actor, at=at, place=place, why=reason, details=details)
    return found
