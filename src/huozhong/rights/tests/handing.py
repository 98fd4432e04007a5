"""A dossier in mediation with clocks and evidence, a commission to hand it to, and its officer."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime, timedelta

from PIL import Image

from huozhong.clocks import services as clocks
from huozhong.clocks.engine import Period
from huozhong.evidence import services as evidence
from huozhong.kernel.rulepacks import Unit
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.rights.models import HandOff
from huozhong.rights.queries.things import KIND
from huozhong.rights.rules import handoffs as h
from huozhong.rights.services import handoffs, handoffs_bodies
from huozhong.rights.services.staffing import assign
from huozhong.rights.tests.stage import Scene
from tests.cast import NOW

UNSCANNED = "本机没有装病毒扫描，文件由职工本人手机直接上传"


def picture(shade: int = 200) -> bytes:
    """A small photograph."""
    made = io.BytesIO()
    Image.new("RGB", (300, 400), (shade, shade, 180)).save(made, "JPEG")
    return made.getvalue()


@dataclass
class Desk:
    """What every test of a hand-off starts from."""

    scene: Scene
    dossier_id: int
    body_id: int
    deadlines: tuple[int, ...]

    def prepared(self, *, at: datetime = NOW) -> int:
        return handoffs.prepare(
            self.dossier_id, body_id=self.body_id, purpose=h.Purpose.ARBITRATE, actor=self.scene.he, at=at
        )

    def consented(self, *, at: datetime = NOW) -> int:
        handoff_id = self.prepared(at=at)
        handoffs.record_consent(handoff_id, way=h.ConsentWay.SIGNED, on=day_of(at), actor=self.scene.he, at=at)
        return handoff_id

    def sent(self, *, at: datetime = NOW) -> int:
        handoff_id = self.consented(at=at)
        handoffs.send(handoff_id, unscanned_why=UNSCANNED, actor=self.scene.he, at=at)
        return handoff_id

    def row(self, handoff_id: int) -> HandOff:
        return HandOff.objects.select_related("dossier", "body", "unit").get(pk=handoff_id)

    def add_photograph(self, title: str = "欠薪聊天记录", *, shade: int = 200, at: datetime = NOW) -> None:
        evidence.add_item(
            (KIND, self.dossier_id), picture(shade), name="聊天.jpg", kind=evidence.EvidenceKind.ELECTRONIC,
            title=title, proves="单位承认欠薪", actor=self.scene.miao, at=at,
        )  # fmt: skip

    def open_deadline(self, rule: str, days: int, *, at: datetime = NOW) -> int:
        """One more clock of the dossier, owned by its handler."""
        row = self.scene.row(self.dossier_id)
        assert row.handler_id is not None
        return clocks.open_deadline(
            KIND,
            self.dossier_id,
            rule_id=rule,
            title=say("仲裁时效"),
            period=Period(days, Unit.DAYS),
            start_date=day_of(at),
            owner_id=row.handler_id,
            place=row.place,
            actor=self.scene.he,
            at=at,
        )


def lay_desk(scene: Scene, *, at: datetime = NOW) -> Desk:
    """Miao's dossier, handled by He with Tao beside, two clocks running, a photograph, and the commission."""
    dossier_id = scene.opened(at=at)
    assert scene.he.person_id is not None
    assert scene.tian.person_id is not None
    assign(
        dossier_id, handler_id=scene.he.person_id, deputy_id=scene.tao.person_id, actor=scene.gong, at=at
    )  # fmt: skip
    body_id = handoffs_bodies.add_body(
        scene.cast.district.unit_id,
        handoffs_bodies.NewBody(h.BodyKind.ARBITRATION, "东区劳动人事争议仲裁委员会", address="样本路 1 号"),
        actor=scene.gong,
        at=at,
    )
    handoffs_bodies.add_contact(body_id, scene.tian.person_id, actor=scene.gong, at=at)
    desk = Desk(scene, dossier_id, body_id, ())
    desk.deadlines = (desk.open_deadline("test.long", 300, at=at), desk.open_deadline("test.short", 20, at=at))
    desk.add_photograph(at=at)
    return desk


def days_after(days: int) -> datetime:
    return NOW + timedelta(days=days)
