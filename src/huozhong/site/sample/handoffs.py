"""Hand-offs of the sample: one the commission took, one without an answer, one that waits for a worker's yes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from huozhong.evidence import services as evidence
from huozhong.evidence.services import EvidenceKind
from huozhong.kernel.actors import Actor
from huozhong.kernel.places import Place
from huozhong.kernel.zone import day_of
from huozhong.papers.engine.sheet_pdf import chinese_families
from huozhong.rights import queries as rights
from huozhong.rights import services
from huozhong.rights.services import (
    Acknowledgement,
    AckWay,
    BodyKind,
    ConsentWay,
    MilestoneKind,
    NewBody,
    Purpose,
)
from huozhong.site.sample.dossiers import MACHINES, RUBBER, dossier_of
from huozhong.site.sample.evidence import Piece, drawn
from huozhong.site.sample.stage import in_the_office

UNSCANNED = "演示环境没有接病毒扫描，材料都是系统画出来的样本"
COMMISSION = NewBody(
    BodyKind.ARBITRATION, "惠山区劳动人事争议仲裁委员会（样本）", address="惠山区样本路 1 号", phone="0510-00000000"
)
AID = NewBody(
    BodyKind.LEGAL_AID, "惠山区法律援助中心（样本）", address="惠山区样本路 2 号",
    bound_by="工会与司法局法律援助协作协议（样本）",
)  # fmt: skip
COURT = NewBody(
    BodyKind.COURT, "惠山区人民法院（样本）", address="惠山区样本路 3 号", site="https://court.example.invalid/"
)
NOTICE = Piece(
    "解除通知.png", "解除劳动合同通知书", EvidenceKind.DOCUMENT, "单位没有写明理由就解除", "单位发的", "拍下原件",
    ("冯建国：", "因公司需要，自今日起解除与你的劳动合同。", "恒跃机械有限公司（样本）"), 6,
)  # fmt: skip
SLIP = Piece(
    "工资条.png", "最后一个月工资条", EvidenceKind.DOCUMENT, "欠一个月工资 4950 元", "单位发的", "拍下原件",
    ("姓名：邱秀英（样本）", "应发：4950.00", "实发：未发"), 10,
)  # fmt: skip


def tell(actors: Mapping[str, Actor], places: Mapping[str, Place], *, at: datetime) -> None:
    """The commission took the machine maker's case; legal aid keeps silent; a third is only prepared."""
    teller = _Teller(actors, at)
    commission, aid = teller.bodies(places["district"])
    if not chinese_families():
        return  # nothing can be printed here, so nothing is handed on
    teller.taken(commission)
    teller.silent(aid)
    teller.prepared(commission)


@dataclass(frozen=True)
class _Teller:
    actors: Mapping[str, Actor]
    now: datetime

    def when(self, days_ago: int) -> datetime:
        return in_the_office(self.now, days_ago=days_ago)

    def bodies(self, district: Place) -> tuple[int, int]:
        lead, officer, at = self.actors["lead"], self.actors["officer"], self.when(60)
        commission, aid, _court = (
            services.add_body(district.unit_id, one, actor=lead, at=at) for one in (COMMISSION, AID, COURT)
        )
        assert officer.person_id is not None
        services.add_contact(commission, officer.person_id, actor=lead, at=at)
        return commission, aid

    def send(self, dossier_id: int, body_id: int, purpose: Purpose, piece: Piece, *, days_ago: int) -> int:
        mediator, at = self.actors["mediator"], self.when(days_ago)
        evidence.add_item(
            (rights.KIND, dossier_id), drawn(piece), name=piece.name, kind=piece.kind, title=piece.title,
            proves=piece.proves, source=piece.source, obtained_how=piece.obtained_how, is_original=True,
            actor=mediator, at=at,
        )  # fmt: skip
        at += timedelta(minutes=10)
        made = services.prepare_handoff(dossier_id, body_id=body_id, purpose=purpose, actor=mediator, at=at)
        at += timedelta(minutes=10)
        services.record_handoff_consent(made, way=ConsentWay.SIGNED, on=day_of(at), actor=mediator, at=at)
        services.send_handoff(made, unscanned_why=UNSCANNED, actor=mediator, at=at + timedelta(minutes=10))
        return made

    def taken(self, commission: int) -> None:
        made = self.send(dossier_of(MACHINES), commission, Purpose.ARBITRATE, NOTICE, days_ago=5)
        officer, at = self.actors["officer"], self.when(3)
        told = Acknowledgement(AckWay.ACCOUNT, day_of(at), outside_number="惠劳人仲案（样本）第 88 号")
        services.acknowledge_handoff(made, told, actor=officer, at=at)
        services.note_milestone(made, MilestoneKind.ACCEPTED, on=day_of(self.when(1)), actor=officer, at=self.when(1))

    def silent(self, aid: int) -> None:
        self.send(dossier_of(RUBBER), aid, Purpose.AID, SLIP, days_ago=11)
        services.mark_silent_handoffs(at=self.when(3))

    def prepared(self, commission: int) -> None:
        """The worker shown reads on her phone to whom her papers would go."""
        own = rights.own(self.actors["worker"]).filter(handler_id__isnull=False).order_by("id").first()
        if own is not None:
            services.prepare_handoff(
                own.pk, body_id=commission, purpose=Purpose.ARBITRATE, actor=self.actors["mediator"], at=self.when(1)
            )
