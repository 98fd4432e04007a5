"""Visits: who came to learn from whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.records import services as records
from huozhong.records.engine.personal import holds_personal_number
from huozhong.spread.models import Visit

KIND = "spread.visit"
MOST_PEOPLE = 2000


@dataclass(frozen=True, slots=True)
class VisitWords:
    """What a cadre writes of a visit."""

    visit_date: date
    people: int = 1
    about: str = ""
    seed_id: int | None = None


@transaction.atomic
def record_visit(own: Place, other: Place, *, side: str, words: VisitWords, actor: Actor, at: datetime) -> int:
    """Write a visit down for one's own unit: received from another, or paid to it. Answers the visit's id."""
    access.require(actor, Permission.VISIT_RECORD, at=own)
    _require_sound(own, other, words, at=at)
    host, visitor = (own, other) if side == Visit.Side.RECEIVED else (other, own)
    try:
        with transaction.atomic():
            row = Visit.objects.create(
                city_id=own.city_id,
                host_id=host.unit_id,
                visitor_id=visitor.unit_id,
                side=Visit.Side(side),
                seed_id=words.seed_id,
                visit_date=words.visit_date,
                people=words.people,
                about=words.about.strip()[:200],
                recorded_by_id=actor.person_id,
                recorded_at=at,
            )
    except IntegrityError as error:
        if "a_visit_is_recorded_once" not in str(error):
            raise
        raise Refused(say("这一天的这次学访已经登记过了（可能是对方登记的）。")) from None
    details = {"host": host.unit_id, "visitor": visitor.unit_id, "people": words.people}
    records.note(KIND, row.id, "visit_recorded", actor=actor, at=at, place=own, details=details)
    return row.id


def _require_sound(own: Place, other: Place, words: VisitWords, *, at: datetime) -> None:
    if own.unit_id == other.unit_id:
        raise Refused(say("来访和学访是两家工会之间的事，请选另一家。"))
    if own.city_id != other.city_id:
        raise Refused(say("这里只登记本市工会之间的学访。"))
    if words.visit_date > day_of(at):
        raise Refused(say("日期还没有到，去过了再登记。"))
    if not 1 <= words.people <= MOST_PEOPLE:
        raise Refused(say("人数填 1 到 %(most)s。", most=MOST_PEOPLE))
    if holds_personal_number(words.about):
        raise Refused(say("说明里不要写证件号码或手机号码。"))


@transaction.atomic
def strike_visit(visit_id: int, *, actor: Actor, at: datetime) -> None:
    """A visit that was written down by mistake no longer counts."""
    row = Visit.objects.select_for_update(of=("self",)).select_related("host", "visitor")
    visit = row.filter(pk=visit_id, struck_at=None).first()
    if visit is None:
        raise NotFound(access.NOT_FOUND)
    own = (visit.host if visit.side == Visit.Side.RECEIVED else visit.visitor).place
    access.require(actor, Permission.VISIT_RECORD, at=own, seen=Permission.VISIT_RECORD)
    visit.struck_at = at
    visit.save(update_fields=["struck_at"])
    records.note(KIND, visit.id, "visit_struck", actor=actor, at=at, place=own)


@transaction.atomic
def load_visits(rows: Iterable[tuple[Place, Place, date, str]], *, actor: Actor, at: datetime, why: str) -> int:
    """Visits of earlier years, (host, visitor, day, about) each, as from an office's own ledger; noted once."""
    made = [
        Visit(
            city_id=host.city_id, host_id=host.unit_id, visitor_id=visitor.unit_id, side=Visit.Side.RECEIVED,
            visit_date=day, about=about[:200], recorded_by_id=actor.person_id, recorded_at=at,
        )
        for host, visitor, day, about in rows
    ]  # fmt: skip
    if not made:
        return 0
    for host_city in {row.city_id for row in made}:
        if any(row.city_id != host_city for row in made):
            raise Refused(say("一次只补登一个市的学访。"))
    access.require(actor, Permission.VISIT_RECORD, at=_city(made[0].city_id))
    count = len(Visit.objects.bulk_create(made, ignore_conflicts=True))
    records.note(
        KIND, made[0].city_id, "visit_recorded", actor=actor, at=at, place=_city(made[0].city_id), why=why,
        details={"visits": count},
    )  # fmt: skip
    return count


def _city(city_id: int) -> Place:
    from huozhong.unions import queries as unions

    return unions.place_of(city_id)
