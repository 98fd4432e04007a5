"""The interview: begun, answered one question at a time, carried to another phone, given up."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from huozhong.access import queries as seats
from huozhong.access import services as access
from huozhong.kernel.actors import Actor, ActorKind
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Level
from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.people import queries as people
from huozhong.records import services as records
from huozhong.rights.models import Interview, Knock
from huozhong.rights.queries import interviews as asked
from huozhong.rights.queries.interviews import CODE_SIGNS, INTERVIEW, KEPT_DAYS, Holder, Told
from huozhong.rights.rules import interview as rules
from huozhong.rights.rules.elements import ELEMENTS, NOT_SURE, is_asked
from huozhong.rights.rules.reading_answers import read
from huozhong.rights.services.opening import handling_unit
from huozhong.unions import queries as unions

NOBODY_KNOWN = Actor(ActorKind.PERSON, "一名职工（没有账号）")
LINK_DAYS = 14
MOST_STARTS = 12  # interviews begun from one address in an hour
MOST_LINKS = 20  # links tried from one address in an hour
ALREADY_SENT = say("这份诉求已经交给工会了，不能再改；要补充的，请跟调解员说。")


@dataclass(frozen=True, slots=True)
class Begun:
    """An interview and the half of its key that the browser keeps; empty for somebody signed in."""

    id: int
    grip: str = field(default="", repr=False)


@transaction.atomic
def start_own(*, actor: Actor, at: datetime, unit_id: int | None = None, is_sample: bool = False) -> int:
    """Begin, or go on with, the actor's own interview. What the roster knows is not asked again."""
    if actor.person_id is None:
        raise NotFound(access.NOT_FOUND)
    open_id = asked.own_open(actor)
    if open_id is not None:
        return open_id
    person = people.person(actor.person_id)
    handler = _office(unit_id, city_id=person.city_id) if unit_id else handling_unit(person.unit_id, on=day_of(at))
    try:
        with transaction.atomic():
            row = Interview.objects.create(
                city_id=person.city_id, unit_id=handler, person_id=person.id, started_at=at, changed_at=at,
                is_sample=is_sample,
            )  # fmt: skip
    except IntegrityError as error:
        if "interview_one_open_for_a_person" not in str(error):
            raise
        raise Conflict(say("您已经开始说了，请刷新再看。")) from None
    known = {"worker_name": person.name}
    if person.phone_masked:
        known["worker_phone"] = rules.REGISTERED
    _keep(row, Told(known), at=at)
    return row.pk


@transaction.atomic
def start_open(unit_id: int, *, at: datetime) -> Begun:
    """Begin for somebody without an account, at the union of the place where they work."""
    if unit_id not in {one.id for one in asked.handling_offices()}:
        raise Refused(say("请从列出的地方里选一个。"))
    grip = secrets.token_urlsafe(24)
    row = Interview.objects.create(
        city_id=unions.unit(unit_id).city_id, unit_id=unit_id, grip_hash=asked.hashed(grip), started_at=at,
        changed_at=at,
    )  # fmt: skip
    return Begun(row.pk, grip)


@transaction.atomic
def start_helping(*, actor: Actor, at: datetime, is_sample: bool = False) -> int:
    """A grassroots cadre begins for a worker who sits beside them; it will go to the union above."""
    here = seats.acting_units(actor, Permission.DOSSIER_INTAKE)
    if not here or actor.person_id is None:
        raise Forbidden(access.NOT_ALLOWED)
    place = here[0].place
    row = Interview.objects.create(
        city_id=place.city_id, unit_id=handling_unit(place.unit_id, on=day_of(at)), helper_id=actor.person_id,
        helper_unit_id=place.unit_id, started_at=at, changed_at=at, is_sample=is_sample,
    )  # fmt: skip
    return row.pk


def _office(unit_id: int, *, city_id: int) -> int:
    card = unions.unit(unit_id)
    if card.city_id != city_id or card.level is Level.GRASSROOTS:
        raise Refused(say("请从列出的地方里选一个。"))
    return card.id


def locked(interview_id: int, *, holder: Holder) -> Interview:
    """The row, locked, for whoever may go on with it; Conflict when it was sent."""
    asked.held(interview_id, holder)
    rows = Interview.objects.select_for_update(of=("self",)).select_related("unit", "helper_unit")
    row = rows.get(pk=interview_id)
    if row.sent_at is not None or row.dropped_at is not None:
        raise Conflict(ALREADY_SENT)
    return row


@transaction.atomic
def save_answer(interview_id: int, key: str, typed: Sequence[str], *, holder: Holder, at: datetime) -> None:
    """Keep the answer to one question; "not sure" is always one."""
    row = locked(interview_id, holder=holder)
    told = asked.told_of(row)
    element = ELEMENTS.get(key)
    if element is None or element.is_later or not is_asked(element, told.answers):
        raise NotFound(access.NOT_FOUND)
    told.answers[key] = checked(key, read(element, typed, on=day_of(at)))
    _keep(row, told, at=at)


def checked(key: str, value: Any) -> Any:
    """An answer that the room of people has looked at, where it is a number of a person."""
    if key == "worker_phone" and value != NOT_SURE:
        return people.phone(value).clear.removeprefix("+86")  # as it is written at home, in papers too
    return value


@transaction.atomic
def choose_way(interview_id: int, key: str, number: str, *, holder: Holder, at: datetime) -> None:
    """Keep what was chosen where triage asked something of its own."""
    row = locked(interview_id, holder=holder)
    told = asked.told_of(row)
    if len(key) > 40 or len(told.chosen) > 60 or not (number.isascii() and number.isdigit() and len(number) < 3):
        raise Refused(say("请从列出的里面选。"))
    told.chosen[key] = number
    _keep(row, told, at=at)


def _keep(row: Interview, told: Told, *, at: datetime) -> None:
    answers = rules.pruned(told.answers)
    text = json.dumps({"answers": answers, "chosen": told.chosen}, ensure_ascii=False, sort_keys=True)
    row.answers_cipher = people.key_ring().encrypt(text, purpose=asked.purpose_of(row))
    row.answered, row.changed_at = len(answers), at
    row.save(update_fields=["answers_cipher", "answered", "changed_at"])


@transaction.atomic
def make_link(interview_id: int, *, holder: Holder, at: datetime) -> str:
    """A code by which the interview is gone on with elsewhere, once; an earlier one is dead. Only its hash is kept."""
    row = locked(interview_id, holder=holder)
    if row.person_id is not None or row.helper_id is not None:
        raise Refused(say("您有账号，在别的手机上登录就能接着说，不用链接。"))
    code = "".join(secrets.choice(CODE_SIGNS) for _ in range(24))
    row.link_hash, row.link_until_at = asked.hashed(code), at + timedelta(days=LINK_DAYS)
    row.save(update_fields=["link_hash", "link_until_at"])
    return code


@transaction.atomic
def take_link(code: str, *, at: datetime) -> Begun:
    """Go on on another phone: the link is used up, and the browser that held the interview lets go of it."""
    typed = "".join(sign for sign in code.upper() if sign in CODE_SIGNS)[:40]
    rows = Interview.objects.select_for_update(of=("self",)).filter(link_hash=asked.hashed(typed))
    row = rows.filter(sent_at__isnull=True, dropped_at__isnull=True, link_until_at__gt=at).first()
    if row is None:
        raise Refused(say("这个链接用过了，或者过期了。请在原来的手机上再要一个，或者重新说一遍。"))
    grip = secrets.token_urlsafe(24)
    row.grip_hash, row.link_hash, row.link_until_at = asked.hashed(grip), None, None
    row.save(update_fields=["grip_hash", "link_hash", "link_until_at"])
    return Begun(row.pk, grip)


@transaction.atomic
def drop_interview(interview_id: int, *, holder: Holder, at: datetime) -> None:
    """Give it up: the answers are gone at once."""
    row = locked(interview_id, holder=holder)
    _forget(row, at=at)
    actor = holder.actor if holder.actor.person_id is not None else NOBODY_KNOWN
    records.note(INTERVIEW, row.pk, "interview_dropped", actor=actor, at=at, place=row.place)


def _forget(row: Interview, *, at: datetime) -> None:
    row.answers_cipher, row.link_hash, row.grip_hash, row.dropped_at = None, None, None, at
    row.save(update_fields=["answers_cipher", "link_hash", "grip_hash", "dropped_at"])


@transaction.atomic
def forget_stale(*, at: datetime) -> int:
    """Interviews that nobody went on with lose their answers; old knocks go. Answers how many interviews."""
    Knock.objects.filter(hour_at__lt=at - timedelta(days=1)).delete()
    rows = Interview.objects.select_for_update(skip_locked=True).filter(
        sent_at__isnull=True, dropped_at__isnull=True, changed_at__lt=at - timedelta(days=KEPT_DAYS)
    )
    stale = list(rows[:1000])
    for row in stale:
        _forget(row, at=at)
    return len(stale)


@transaction.atomic
def may_knock(address: str, *, door: str, most: int, at: datetime) -> bool:
    """Count one try at an open door from an address; False when there were too many in this hour."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    whose = people.key_ring().blind_index(f"{door}:{hour.isoformat()}:{address}", of="rights:knock")
    row, _ = Knock.objects.get_or_create(city_id=0, whose=whose, hour_at=hour)
    Knock.objects.filter(pk=row.pk).update(tries=F("tries") + 1)
    return row.tries < most
