"""Gu the registrar of the city, Bo's union with a member, and Sara's with another."""

from __future__ import annotations

from dataclasses import dataclass

from django.test import Client

from huozhong.access import services as access
from huozhong.kernel.actors import OPERATOR, Actor
from huozhong.kernel.roles import Role
from huozhong.people import services as people
from huozhong.people.queries import NumberKind
from tests.cast import NOW, SINCE, TODAY, Cast, actor

NUMBER = "320206199001010016"
PHONE = "13912345678"
FAR_NUMBER = "320211198502023022"


def checked(body: str) -> str:
    """A resident number with its right last sign."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(a) * b for a, b in zip(body, weights, strict=True)) % 11]


NUMBER, FAR_NUMBER = checked(NUMBER[:17]), checked(FAR_NUMBER[:17])


@dataclass(frozen=True)
class Stage:
    cast: Cast
    gu: Actor  # registrar of the city
    he: Actor  # registrar of the eastern district
    ding: Actor  # a member without office at Bo's union
    near: int  # a member of Bo's union, with number and phone
    far: int  # a member of Sara's union

    def client(self, who: str) -> Client:
        client = Client()
        somebody = getattr(self, who, None) or getattr(self.cast, who)
        self.cast.sign_in(client, somebody)
        return client


def member(name: str, *, unit_id: int, number: str, phone: str = "") -> int:
    card = people.register_person(name, unit_id=unit_id, phone=phone, actor=OPERATOR, at=NOW)
    people.record_number(card.id, kind=NumberKind.RESIDENT, number=number, actor=OPERATOR, at=NOW)
    people.enrol(card.id, unit_id=unit_id, on=SINCE, actor=OPERATOR, at=NOW)
    return card.id


def assembled(cast: Cast) -> Stage:
    return Stage(
        cast=cast,
        gu=actor("顾长安", "gu", (Role.REGISTRAR, cast.city)),
        he=actor("何组织", "he", (Role.REGISTRAR, cast.district)),
        ding=actor("丁小明", "ding", (Role.MEMBER, cast.works)),
        near=member("阿依古丽·买买提", unit_id=cast.works.unit_id, number=NUMBER, phone=PHONE),
        far=member("施远山", unit_id=cast.away.unit_id, number=FAR_NUMBER),
    )


__all__ = ["FAR_NUMBER", "NUMBER", "PHONE", "SINCE", "TODAY", "Stage", "access", "assembled", "checked", "member"]
