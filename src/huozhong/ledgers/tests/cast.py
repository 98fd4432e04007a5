"""The small city with members, a registrar of the district, and sheets in their hands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from huozhong.kernel.actors import OPERATOR, Actor
from huozhong.kernel.places import Place
from huozhong.kernel.roles import Role
from huozhong.ledgers import services
from huozhong.ledgers.models import Export, ReadBack, Template
from huozhong.ledgers.tests.sheets import members_template
from huozhong.people import services as people
from huozhong.people.queries import NumberKind
from huozhong.people.tests.make import number
from tests.cast import NOW, Cast, actor, assemble

PHONE = "13800001111"
WHY = "报送市总工会 2026 年会员普查"


def enrolled(name: str, *, at: Place, serial: int, phone: str = PHONE) -> int:
    card = people.register_person(name, unit_id=at.unit_id, phone=phone, ethnic_group="汉族", actor=OPERATOR, at=NOW)
    people.record_number(card.id, kind=NumberKind.RESIDENT, number=number(serial), actor=OPERATOR, at=NOW)
    people.enrol(card.id, unit_id=at.unit_id, on=date(2024, 5, 1), actor=OPERATOR, at=NOW)
    return card.id


@dataclass(frozen=True)
class House:
    """Mei is a cadre of the district, the keeper its registrar, Bo a cadre of the works, Sara one elsewhere."""

    cast: Cast
    keeper: Actor
    ids: tuple[int, ...]

    @property
    def mei(self) -> Actor:
        return self.cast.mei

    def template(self, *, actor: Actor | None = None, content: bytes = b"", unit: Place | None = None) -> Template:
        row = services.upload_template(
            "members",
            unit_id=(unit or self.cast.district).unit_id,
            content=content or members_template(),
            name="会员花名册.xlsx",
            actor=actor or self.mei,
            at=NOW,
        )
        mapping = {int(column): key for column, key in row.mapping.items()}
        return services.save_mapping(row.pk, mapping=mapping, actor=actor or self.mei, at=NOW)

    def export(self, *, actor: Actor | None = None, unit: Place | None = None, **more: Any) -> Export:
        place = unit or self.cast.district
        return services.ask_export("members", unit_id=place.unit_id, actor=actor or self.mei, at=NOW, **more)

    def read(self, content: bytes, *, actor: Actor | None = None, unit: Place | None = None, **more: Any) -> ReadBack:
        place = unit or self.cast.district
        given = {"list_name": "members", "name": "表.xlsx"} | more
        return services.read_back(
            given.pop("list_name"), unit_id=place.unit_id, content=content, actor=actor or self.keeper, at=NOW, **given
        )


def house() -> House:
    cast = assemble()
    keeper = actor("管名册", "keeper", (Role.REGISTRAR, cast.district))
    ids = (
        enrolled("吴小波", at=cast.works, serial=1),
        enrolled("周𠮷", at=cast.works, serial=2, phone="13800002222"),
        enrolled("沙里人", at=cast.away, serial=3),
    )
    return House(cast, keeper, ids)
