"""Rights dossiers of the sample: one in every stage, told through the verbs. Every worker and firm is invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from huozhong.clocks import queries as deadlines
from huozhong.clocks import services as clocks
from huozhong.kernel.actors import OPERATOR, Actor
from huozhong.kernel.places import Place
from huozhong.kernel.zone import day_of
from huozhong.rights import queries as rights
from huozhong.rights import services
from huozhong.rights.services import (
    Channel,
    ClaimKind,
    Dispute,
    Event,
    Finality,
    NewClaim,
    NewDossier,
    NewWorker,
    Paper,
    Path,
)
from huozhong.site.sample.stage import in_the_office
from huozhong.unions import queries as unions

# By the firm others of the sample find the dossier that they go on with.
MACHINES = "恒跃机械有限公司（样本）"  # handed to arbitration and acknowledged
PRINTING = "百合印务有限公司（样本）"  # an award received
LOGISTICS = "迅达物流有限公司（样本）"  # twelve workers together
BAKERY = "麦香食品有限公司（样本）"  # closed, the money received
CLEANING = "洁美保洁有限公司（样本）"  # a consultation that ended
DYEING = "锦色印染有限公司（样本）"  # an agreement that waits for judicial confirmation
RUBBER = "同力橡塑有限公司（样本）"  # a hand-off without an answer


def tell(actors: Mapping[str, Actor], places: Mapping[str, Place], *, at: datetime) -> None:
    """One worker of the shown firm in mediation, and seven other dossiers, each at another stage."""
    teller = _Teller(actors, places["district"], at)
    teller.miao(places["shown"])
    teller.machines()
    teller.printing()
    teller.logistics()
    teller.bakery()
    teller.cleaning()
    teller.dyeing()
    teller.rubber()


def dossier_of(firm: str) -> int:
    """The sample's dossier against one of the firms named above."""
    return rights.visible(OPERATOR).filter(employer_name=firm, is_sample=True).order_by("id")[0].pk


@dataclass(frozen=True)
class _Teller:
    actors: Mapping[str, Actor]
    district: Place
    now: datetime

    def when(self, days_ago: int) -> datetime:
        return in_the_office(self.now, days_ago=days_ago)

    def day(self, days_ago: int) -> date:
        return day_of(self.when(days_ago))

    def open(self, worker: NewWorker, firm: str, claims: list[NewClaim], *, days_ago: int, **told: Any) -> int:
        """A dossier with its claims and its handler."""
        new: dict[str, Any] = {
            "unit_id": self.district.unit_id, "kind": Dispute.PAY, "workers": (worker,), "employer_name": firm,
            "channel": Channel.COUNTER, "says_yes_to_mediation": True, "has_consented": True, "is_sample": True,
        }  # fmt: skip
        by = told.pop("by", "mediator")
        at = self.when(days_ago)
        made = services.open_dossier(NewDossier(**(new | told)), actor=self.actors[by], at=at)
        services.add_claims(made, claims, actor=self.actors[by], at=at)
        mediator, lead = self.actors["mediator"], self.actors["lead"]
        assert mediator.person_id is not None
        services.assign(made, handler_id=mediator.person_id, actor=lead, at=at + timedelta(minutes=20))
        return made

    def move(self, made: int, name: str, *, days_ago: int, why: str = "") -> None:
        services.move(made, name, why=why, actor=self.actors["mediator"], at=self.when(days_ago))

    def note(self, made: int, event: Event, *, days_ago: int, why: str = "") -> None:
        at = self.when(days_ago)
        services.note_event(made, event, on=day_of(at), why=why, actor=self.actors["mediator"], at=at)

    def settle(self, made: int, *, days_ago: int, also_open: bool = False) -> None:
        """The lead confirms what the handler says is done."""
        at = self.when(days_ago) + timedelta(minutes=30)
        mediator, lead = self.actors["mediator"], self.actors["lead"]
        for one in deadlines.deadlines_of(rights.KIND, made, on=day_of(at)):
            if also_open and one.state in ("running", "missed"):
                clocks.ask_close(one.id, outcome="met", why="已经办好", actor=mediator, at=at)
        for one in deadlines.deadlines_of(rights.KIND, made, on=day_of(at)):
            if one.state == "closing":
                clocks.confirm_close(one.id, actor=lead, at=at + timedelta(minutes=30), why="看过材料，属实")

    def miao(self, shown: Place) -> None:
        """Wages and overtime; mediation began thirteen days ago: two days are left."""
        worker = self.actors["worker"]
        firms = unions.employers_of(shown.unit_id)
        firm = firms[0].name if firms else "阳山镇一家企业（样本）"
        claims = [
            NewClaim(ClaimKind.WAGES, "八月、九月少发的工资", amount=Decimal("7600.00"), accrual_date=self.day(45)),
            NewClaim(
                ClaimKind.OVERTIME, "休息日加班没有加班费", "overtime",
                {"monthly": "5220.00", "restday_hours": "64"}, accrual_date=self.day(45),
            ),
        ]  # fmt: skip
        elements = {
            "trouble": ["wages", "overtime"], "pressing": ["none"], "employer_name": firm, "post": "装配工",
            "started": self.day(1300).isoformat(), "contract": "yes", "still_working": "yes", "monthly_wage": "5220",
            "wages_owed": "7600", "others_count": "1", "would_mediate": "yes", "worker_name": worker.name,
            "story": "八月起每月少发三千多，说订单少。星期天照样上班，一直没有加班费。",
        }  # fmt: skip
        made = self.open(
            NewWorker(worker.name, "19900000011", person_id=worker.person_id), firm, claims, days_ago=16, by="worker",
            channel=Channel.PHONE, employer_unit_id=shown.unit_id, elements=elements,
        )  # fmt: skip
        self.move(made, "mediate", days_ago=13)
        lawyer = self.actors["lawyer"]
        assert lawyer.person_id is not None
        services.assign_lawyer(
            made, lawyer.person_id, why="加班费算法请律师看", actor=self.actors["lead"], at=self.when(9)
        )

    def machines(self) -> None:
        """Unlawful dismissal: mediation failed, arbitration was applied for; another part of the sample hands it on."""
        claims = [
            NewClaim(
                ClaimKind.UNLAWFUL, "违法解除赔偿金", "unlawful_2N",
                {"start": self.day(1700).isoformat(), "last_day": self.day(60).isoformat(), "avg_12m": "6100.00"},
                accrual_date=self.day(60), employment_ended=self.day(60),
            ),
        ]  # fmt: skip
        worker = NewWorker("冯建国（样本）", "19900000081")
        made = self.open(worker, MACHINES, claims, days_ago=50, kind=Dispute.DISMISSAL)
        self.move(made, "mediate", days_ago=49)
        self.note(made, Event.MEDIATION_FAILED, days_ago=35, why="单位不来人")
        self.move(made, "arbitrate", days_ago=6)
        self.settle(made, days_ago=5)

    def printing(self) -> None:
        """A non-final award, received five days ago: ten days are left to sue."""
        claims = [NewClaim(ClaimKind.WAGES, "四个月工资", amount=Decimal("31200.00"), accrual_date=self.day(150))]
        made = self.open(NewWorker("谭小芹（样本）", "19900000082"), PRINTING, claims, days_ago=88)
        self.move(made, "arbitrate", days_ago=80)
        self.note(made, Event.ARBITRATION_ACCEPTED, days_ago=77)
        at = self.when(5)
        services.receive_paper(
            made, Paper.AWARD, received_date=day_of(at), finality=Finality.NON_FINAL,
            number_words="惠劳人仲案（样本）第 31 号", amount=Decimal("31200.00"), actor=self.actors["mediator"], at=at,
        )  # fmt: skip
        self.settle(made, days_ago=4)

    def logistics(self) -> None:
        """Twelve drivers, the same two months: a collective case, in mediation and before the inspectorate."""
        names = ("周", "吴", "郑", "王", "冯", "陈", "褚", "卫", "蒋", "沈", "韩", "杨")
        drivers = tuple(NewWorker(f"{name}师傅（样本）") for name in names)
        claims = [
            NewClaim(ClaimKind.WAGES, "十二人两个月工资", amount=Decimal("187200.00"), accrual_date=self.day(30)),
        ]
        made = self.open(
            drivers[0], LOGISTICS, claims, days_ago=8, workers=drivers, is_urgent=True,
            urgent_why="十二个人，快过年了", channel=Channel.HOTLINE,
        )  # fmt: skip
        self.move(made, "mediate", days_ago=7)

    def bakery(self) -> None:
        """Agreed, performed, closed: the money in the worker's hand."""
        claims = [NewClaim(ClaimKind.SEVERANCE, "经济补偿", amount=Decimal("16800.00"), accrual_date=self.day(130))]
        made = self.open(NewWorker("宋玉兰（样本）", "19900000083"), BAKERY, claims, days_ago=118)
        self.move(made, "mediate", days_ago=117)
        mediator = self.actors["mediator"]
        at = self.when(108)
        services.agree(
            made, path=Path.PERFORMANCE, amount=Decimal("15800.00"), pay_date=self.day(95), actor=mediator, at=at
        )
        self.note(made, Event.MONEY_RECEIVED, days_ago=96, why="转账回单在证据里")
        self.settle(made, days_ago=94, also_open=True)
        services.close(
            made, money=Decimal("15800.00"), money_date=self.day(96), why="按协议全部付清", actor=mediator,
            at=self.when(92),
        )  # fmt: skip

    def cleaning(self) -> None:
        """A question that was answered."""
        claims = [NewClaim(ClaimKind.LEAVE, "年休假怎么算", note="只是来问")]
        made = self.open(
            NewWorker("许阿姨（样本）"), CLEANING, claims, days_ago=25, kind=Dispute.CONDITIONS, channel=Channel.HOTLINE
        )
        self.settle(made, days_ago=24, also_open=True)
        self.move(made, "consult", days_ago=24, why="讲清了年休假按累计工龄算，五天没有休可以要工资")

    def dyeing(self) -> None:
        """The agreement is in force since four days: both sides go to the court within thirty."""
        claims = [NewClaim(ClaimKind.DOUBLE_WAGE, "没有签合同的双倍工资", amount=Decimal("22400.00"))]
        made = self.open(NewWorker("罗大壮（样本）", "19900000084"), DYEING, claims, days_ago=20, kind=Dispute.CONTRACT)
        self.move(made, "mediate", days_ago=19)
        mediator, at = self.actors["mediator"], self.when(6)
        services.agree(
            made, path=Path.CONFIRMATION, amount=Decimal("18000.00"),
            pay_date=day_of(self.now) + timedelta(days=40), actor=mediator, at=at,
        )  # fmt: skip
        signed = self.when(4)
        services.agreement_in_force(made, day_of(signed), actor=mediator, at=signed)

    def rubber(self) -> None:
        """Legal aid was asked for; the hand-off that goes with it got no answer."""
        claims = [NewClaim(ClaimKind.WAGES, "最后一个月工资", amount=Decimal("4950.00"), accrual_date=self.day(40))]
        made = self.open(NewWorker("邱秀英（样本）", "19900000085"), RUBBER, claims, days_ago=15)
        self.move(made, "ask_aid", days_ago=11)
