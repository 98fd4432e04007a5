"""Interviews under way: who may go on with one, what was answered, and what a helper may know afterwards."""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from huozhong.access import services as access
from huozhong.kernel.actors import Actor, ActorKind
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Level
from huozhong.kernel.refusals import NotFound
from huozhong.people import queries as people
from huozhong.rights.models import Interview
from huozhong.unions import queries as unions

INTERVIEW = "rights.interview"
CODE_SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that looks like another
KEPT_DAYS = 30  # an interview that nobody goes on with is forgotten


@dataclass(frozen=True, slots=True)
class Holder:
    """Who asks: a signed-in actor, or a browser that holds its half of the key."""

    actor: Actor
    grip: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Told:
    """What was answered, and what was chosen where triage asked something of its own."""

    answers: dict[str, Any] = field(default_factory=dict, repr=False)
    chosen: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class InterviewCard:
    """An interview as pages show it."""

    id: int
    unit_id: int
    unit_name: str
    city_id: int
    answered: int
    has_account: bool
    is_helped: bool
    is_open: bool
    receipt: str
    dossier_id: int | None
    changed_at: datetime
    told: Told


@dataclass(frozen=True, slots=True)
class Helped:
    """All that a cadre may know of a worker whom they helped: under which number, since when, and at whom it is."""

    id: int
    receipt: str
    unit_name: str
    sent_at: datetime | None
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class HandlingOffice:
    """A union where somebody without an account may tell their trouble."""

    id: int
    name: str


def hashed(secret: str) -> bytes:
    """What is kept of a link or of a browser's half of the key."""
    return people.key_ring().blind_index(secret, of="rights:interview")


def purpose_of(row: Interview) -> str:
    return f"rights:interview:{row.pk}"


def told_of(row: Interview) -> Told:
    """The answers, opened."""
    if row.answers_cipher is None:
        return Told()
    kept = json.loads(people.key_ring().decrypt(bytes(row.answers_cipher), purpose=purpose_of(row)))
    return Told(kept["answers"], kept["chosen"])


def may_hold(row: Interview, holder: Holder) -> bool:
    """Whether this is the worker, the cadre who helps, or the browser that holds the key."""
    actor = holder.actor
    if actor.kind is not ActorKind.PERSON:
        return False
    if row.helper_id is not None:
        place = row.helper_unit.place if row.helper_unit is not None else row.place
        return actor.person_id == row.helper_id and access.can(actor, Permission.DOSSIER_INTAKE, at=place)
    if row.person_id is not None:
        return actor.person_id == row.person_id
    return bool(holder.grip) and hmac.compare_digest(hashed(holder.grip), bytes(row.grip_hash or b""))


def held(interview_id: int, holder: Holder) -> Interview:
    """The row; NotFound for everybody who may not go on with it."""
    rows = Interview.objects.select_related("unit", "helper_unit")
    row = rows.filter(pk=interview_id, dropped_at__isnull=True).first()
    if row is None or not may_hold(row, holder):
        raise NotFound(access.NOT_FOUND)
    return row


def interview(interview_id: int, holder: Holder) -> InterviewCard:
    """One interview, for whoever may go on with it."""
    row = held(interview_id, holder)
    return InterviewCard(
        id=row.pk,
        unit_id=row.unit_id,
        unit_name=row.unit.name,
        city_id=row.city_id,
        answered=row.answered,
        has_account=row.person_id is not None,
        is_helped=row.helper_id is not None,
        is_open=row.sent_at is None,
        receipt=row.receipt,
        dossier_id=row.dossier_id if row.helper_id is None else None,
        changed_at=row.changed_at,
        told=told_of(row),
    )


def own_open(actor: Actor) -> int | None:
    """The interview that the actor has begun for themselves and not sent."""
    if actor.person_id is None:
        return None
    rows = Interview.objects.filter(city_id=actor.city_id, person_id=actor.person_id, helper_id__isnull=True)
    return rows.filter(sent_at__isnull=True, dropped_at__isnull=True).values_list("pk", flat=True).first()


def helped_by(actor: Actor) -> tuple[Helped, ...]:
    """Whom the actor helped: receipt numbers and nothing else, newest first."""
    rows = Interview.objects.select_related("unit").filter(
        city_id=actor.city_id, helper_id=actor.person_id or 0, dropped_at__isnull=True
    )
    return tuple(
        Helped(row.pk, row.receipt, row.unit.name, row.sent_at, row.changed_at) for row in rows.order_by("-id")[:50]
    )


def own_employers(actor: Actor) -> tuple[str, ...]:
    """Names of the employers at whose unions the actor holds an office: a worker of theirs is warned first."""
    units = {held.unit_id for held in actor.appointments if held.level is Level.GRASSROOTS}
    names = [one.name for unit_id in sorted(units) for one in unions.employers_of(unit_id)]
    names += [card.name.removesuffix("工会").removesuffix("委员会") for card in unions.units(units).values()]
    return tuple(dict.fromkeys(names))


def is_like(told: str, known: str) -> bool:
    """Whether two names may mean the same firm: one holds the other, without the usual endings."""
    first, second = (_core(name) for name in (told, known))
    shorter, longer = sorted((first, second), key=len)
    return len(shorter) >= 2 and shorter in longer


def _core(name: str) -> str:
    core = "".join(name.split())
    for ending in ("有限责任公司", "股份有限公司", "有限公司", "公司", "集团", "厂"):
        core = core.removesuffix(ending)
    return core


def handling_offices() -> tuple[HandlingOffice, ...]:
    """District unions of the house, else the city's: where somebody without an account says where they work."""
    found: list[HandlingOffice] = []
    for root in unions.root_units():
        below = _districts(root.id, deep=3)
        found += below or [HandlingOffice(root.id, root.name)]
    return tuple(found)


def _districts(unit_id: int, *, deep: int) -> list[HandlingOffice]:
    found: list[HandlingOffice] = []
    for card in unions.children(unit_id, limit=200):
        if card.level is Level.DISTRICT:
            found.append(HandlingOffice(card.id, card.name))
        elif deep and card.level in (Level.PROVINCE, Level.CITY):
            found += _districts(card.id, deep=deep - 1)
    return found
