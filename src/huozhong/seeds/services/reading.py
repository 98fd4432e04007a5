"""From a press page to draft seeds: keep the article, let a cadre confirm each named practice."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import IntegrityError, transaction

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.records import services as records
from huozhong.seeds import engine
from huozhong.seeds.models import Practice, PressPage, Seed
from huozhong.seeds.queries.contents import Body, CaseCard
from huozhong.seeds.services.writing import plant


@transaction.atomic
def keep_page(content: bytes, *, unit: Place, actor: Actor, at: datetime) -> int:
    """Read a page and keep its article for the unit. The same page read twice answers the first reading."""
    access.require(actor, Permission.SEED_DRAFT, at=unit)
    reading = _read(content)
    digest = hashlib.sha256(content).hexdigest()
    before = PressPage.objects.filter(city_id=unit.city_id, unit_id=unit.unit_id, sha256=digest).first()
    if before is not None:
        return before.id
    page = PressPage.objects.create(
        city_id=unit.city_id,
        unit_id=unit.unit_id,
        title=(reading.title or str(say("（没有标题）")))[:300],
        printed_date=reading.date,
        text=reading.text,
        source_keywords=list(reading.source_keywords),
        removed=dict(reading.removed),
        sha256=digest,
        read_by_id=actor.person_id,
        read_at=at,
    )
    Practice.objects.bulk_create(_practices(page, reading.practices))
    records.note(
        "seeds.presspage",
        page.id,
        "read",
        actor=actor,
        at=at,
        place=unit,
        label=page.title,
        details={"practices": len(reading.practices), "removed": dict(reading.removed)},
    )
    return page.id


def _read(content: bytes) -> engine.Page:
    try:
        return engine.read(content)
    except engine.Unreadable as error:
        raise Refused(error.reason) from None


def _practices(page: PressPage, found: tuple[engine.Practice, ...]) -> list[Practice]:
    return [
        Practice(
            city_id=page.city_id,
            page=page,
            position=position,
            place=(one.place or "")[:80],
            union=(one.union or "")[:120],
            name=one.name[:120],
            sentence=one.sentence,
        )
        for position, one in enumerate(found, start=1)
    ]


def _locked_practice(practice_id: int, *, actor: Actor) -> Practice:
    rows = Practice.objects.select_for_update(of=("self",)).select_related("page__unit")
    practice = rows.filter(pk=practice_id).first()
    if practice is None:
        raise NotFound(access.NOT_FOUND)
    access.require(actor, Permission.SEED_DRAFT, at=practice.page.unit.place, seen=Permission.SEED_READ)
    if practice.decision != Practice.Decision.WAITING:
        raise Refused(say("这一条已经处理过了。"))
    return practice


@transaction.atomic
def confirm_practice(practice_id: int, *, name: str, theme: str, actor: Actor, at: datetime) -> int:
    """A cadre says: yes, this is a practice, under this name. Answers the draft seed's id, its source recorded."""
    practice = _locked_practice(practice_id, actor=actor)
    page = practice.page
    owner = practice.union or practice.place
    card = CaseCard(source_line=source_of(page, owner=owner))
    seed = plant(
        title=name or practice.name,
        theme=theme,
        unit=page.unit.place,
        origin=Seed.Origin.PRESS,
        body=Body(card),
        actor=actor,
        at=at,
    )
    practice.seed = seed
    practice.decision = Practice.Decision.CONFIRMED
    try:
        practice.save(update_fields=["seed", "decision"])
    except IntegrityError:
        raise Refused(say("这一条已经处理过了。")) from None
    return seed.id


@transaction.atomic
def dismiss_practice(practice_id: int, *, actor: Actor, at: datetime, why: str = "") -> None:
    """A cadre says: this is none."""
    practice = _locked_practice(practice_id, actor=actor)
    practice.decision = Practice.Decision.DISMISSED
    practice.save(update_fields=["decision"])
    place = practice.page.unit.place
    records.note("seeds.practice", practice.id, "dismissed", actor=actor, at=at, place=place, why=why)


def source_of(page: PressPage, *, owner: str) -> str:
    """The line that says where a seed comes from: whose practice, which article, which day."""
    day = page.printed_date.isoformat() if page.printed_date else str(say("日期不详"))
    whose = f"{owner}；" if owner else ""
    return f"{whose}《{page.title}》，{day}"[:300]
