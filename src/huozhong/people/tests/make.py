"""A small city with members, made through the verbs, and numbers of nobody with a right check digit."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from stdnum.cn import ric

from huozhong.kernel.actors import Actor, ActorKind
from huozhong.kernel.places import Level
from huozhong.people import services
from huozhong.people.queries import PersonCard
from huozhong.people.rules.numbers import NumberKind
from huozhong.unions import services as unions
from huozhong.unions.models import Unit
from huozhong.unions.queries import UnitCard, card_of
from huozhong.unions.rules.standing import Kind

MEI = Actor(ActorKind.PERSON, "梅", account_id=2, person_id=2)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = NOW.date()
FOUNDED = date(2015, 1, 1)


def unit(name: str, kind: Kind, level: Level, under: UnitCard | None, jurisdiction: str = "") -> UnitCard:
    return unions.found_unit(
        name,
        kind=kind,
        level=level,
        under=under.id if under else None,
        on=FOUNDED,
        actor=MEI,
        at=NOW,
        jurisdiction=jurisdiction,
    )


def city(name: str = "无锡市总工会", jurisdiction: str = "3202") -> UnitCard:
    return unit(name, Kind.FEDERATION, Level.CITY, None, jurisdiction)


def firm(under: UnitCard, name: str = "甲厂工会") -> UnitCard:
    return unit(name, Kind.ENTERPRISE, Level.GRASSROOTS, under)


def again(card: UnitCard) -> UnitCard:
    return card_of(Unit.objects.get(pk=card.id))


def number(serial: int, born: str = "19900101") -> str:
    start = f"320206{born}{serial:03d}"
    return start + ric.calc_check_digit(start + "0")


def bo(at: UnitCard, name: str = "吴小波", serial: int | None = 1) -> PersonCard:
    card = services.register_person(name, unit_id=at.id, actor=MEI, at=NOW)
    if serial is not None:
        services.record_number(card.id, kind=NumberKind.RESIDENT, number=number(serial), actor=MEI, at=NOW)
    return card


def member(at: UnitCard, name: str = "吴小波", serial: int | None = 1, on: date = date(2020, 5, 1)) -> PersonCard:
    card = bo(at, name, serial)
    services.enrol(card.id, unit_id=at.id, on=on, actor=MEI, at=NOW)
    return card
