"""The cast and a small city, made through the verbs."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from huozhong.kernel.actors import Actor, ActorKind
from huozhong.kernel.places import Level
from huozhong.unions import services
from huozhong.unions.queries import UnitCard
from huozhong.unions.rules.standing import Kind

LIN = Actor(ActorKind.PERSON, "林", account_id=1, person_id=1)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = NOW.date()
FOUNDED = date(2020, 1, 1)


def found(
    name: str, *, kind: Kind, level: Level, under: UnitCard | None, on: date = FOUNDED, **more: object
) -> UnitCard:
    return services.found_unit(
        name,
        kind=kind,
        level=level,
        under=under.id if under else None,
        on=on,
        actor=LIN,
        at=NOW,
        jurisdiction=str(more.pop("jurisdiction", "" if under else "3202")),
        **more,  # type: ignore[arg-type]
    )


def city(name: str = "无锡市总工会", jurisdiction: str = "3202") -> UnitCard:
    return found(name, kind=Kind.FEDERATION, level=Level.CITY, under=None, jurisdiction=jurisdiction)


def district(under: UnitCard, name: str = "惠山区总工会", **more: object) -> UnitCard:
    return found(name, kind=Kind.FEDERATION, level=Level.DISTRICT, under=under, **more)


def town(under: UnitCard, name: str = "堰桥街道总工会", **more: object) -> UnitCard:
    return found(name, kind=Kind.FEDERATION, level=Level.TOWN, under=under, **more)


def firm(under: UnitCard, name: str = "某电缆厂工会", **more: object) -> UnitCard:
    return found(name, kind=Kind.ENTERPRISE, level=Level.GRASSROOTS, under=under, **more)


def joint(under: UnitCard, name: str = "某园区联合工会", **more: object) -> UnitCard:
    return found(name, kind=Kind.JOINT, level=Level.GRASSROOTS, under=under, **more)


def industry(under: UnitCard, name: str = "电缆产业工会", **more: object) -> UnitCard:
    return found(name, kind=Kind.INDUSTRY, level=Level(under.level), under=under, **more)
