"""Miao works at Bo's works and is owed wages; the district's mediators take it up. Bo chairs her employer's union."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from huozhong.access import services as access
from huozhong.kernel.actors import OPERATOR, Actor
from huozhong.kernel.roles import Role
from huozhong.kernel.zone import day_of
from huozhong.rights import services
from huozhong.rights.models import Dossier
from huozhong.rights.rules import kinds as k
from huozhong.rights.services import NewDossier, NewWorker
from huozhong.unions import services as unions
from tests.cast import NOW, SINCE, Cast, actor

PHONE = "13812340001"
DOCUMENT = "320206199003078562"
EMPLOYER = "柳溪机电有限公司"
ELEMENTS = {"employment.start_date": "2021-03-01", "wages.monthly": "6200.00"}


@dataclass
class Scene:
    """The people around one dossier."""

    cast: Cast
    miao: Actor  # the worker
    bo: Actor  # chair of the employer's own union
    he: Actor  # mediator of the district
    tao: Actor  # another mediator there
    gong: Actor  # leads the district's rights work
    lu: Actor  # lawyer
    tian: Actor  # officer of the arbitration commission
    town_chair: Actor
    bo_mediates: Actor  # somebody at the employer's union who also mediates for the district

    def new(self, **changes: object) -> NewDossier:
        """What Miao told."""
        told = NewDossier(
            unit_id=self.cast.district.unit_id,
            kind=k.Dispute.PAY,
            workers=(NewWorker("苗青青", PHONE, DOCUMENT, self.miao.person_id),),
            employer_name=EMPLOYER,
            employer_unit_id=self.cast.works.unit_id,
            elements=ELEMENTS,
            says_yes_to_mediation=True,
            has_consented=True,
        )
        return replace(told, **changes)  # type: ignore[arg-type]

    def opened(self, *, at: datetime = NOW, **changes: object) -> int:
        """A dossier that Miao opened on her phone."""
        return services.open_dossier(self.new(**changes), actor=self.miao, at=at)

    def row(self, dossier_id: int) -> Dossier:
        return Dossier.objects.select_related("unit").get(pk=dossier_id)


def gather(cast: Cast) -> Scene:
    """The scene; nothing is open yet."""
    unions.register_employer(EMPLOYER, unit_id=cast.works.unit_id, on=SINCE, actor=OPERATOR, at=NOW)
    return Scene(
        cast=cast,
        miao=actor("苗青青", "miao", (Role.MEMBER, cast.works)),
        bo=actor("薄主席", "bochair", (Role.CHAIR, cast.works), (Role.CADRE, cast.works), (Role.AUDITOR, cast.works)),
        he=actor("和以宁", "heyining", (Role.MEDIATOR, cast.district)),
        tao=actor("陶静", "taojing", (Role.MEDIATOR, cast.district)),
        gong=actor("龚明远", "gong", (Role.RIGHTS_LEAD, cast.district)),
        lu=actor("卢明理", "lumingli", (Role.LAWYER, cast.district)),
        tian=actor("田司南", "tian", (Role.RECEIVER, cast.district)),
        town_chair=actor("钱立群", "qian", (Role.CHAIR, cast.town)),
        bo_mediates=actor("薄副主席", "bodeputy", (Role.MEMBER, cast.works), (Role.RIGHTS_LEAD, cast.district)),
    )


def open_sample(cast: Cast, *, at: datetime = NOW) -> tuple[Scene, int]:
    """The scene with one dossier open: what other tests start from."""
    scene = gather(cast)
    return scene, scene.opened(at=at)


def later(days: int) -> datetime:
    return NOW + timedelta(days=days)


def again(one: Actor, at: datetime) -> Actor:
    """The same person as they act on a later day."""
    assert one.person_id is not None
    return access.actor_of_person(one.person_id, account_id=one.account_id, on=day_of(at))
