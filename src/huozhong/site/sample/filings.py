"""Documents of the sample's dossiers and three letters: made by the verbs, originals drawn, every word invented."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from PIL import Image, ImageDraw

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.places import Place
from huozhong.kernel.zone import day_of
from huozhong.rights import queries as rights
from huozhong.rights import services
from huozhong.rights.services import FilingKind, Hand, LetterKind, LetterWords, Signer
from huozhong.site.sample import dossiers
from huozhong.site.sample.stage import in_the_office

BODY = "惠山区劳动人事争议仲裁委员会（样本）"
BOTH = {Signer.WORKER: Hand.FINGERPRINT, Signer.EMPLOYER: Hand.SEAL, Signer.MEDIATOR: Hand.SIGNATURE}


def tell(actors: Mapping[str, Actor], places: Mapping[str, Place], *, at: datetime) -> None:
    """A document at each step, one original that waits for a second person, and the three letters."""
    teller = _Teller(actors, places["district"], at)
    teller.miao()
    teller.machines()
    teller.logistics()
    teller.dyeing()
    teller.letters()


@dataclass(frozen=True)
class _Teller:
    actors: Mapping[str, Actor]
    district: Place
    now: datetime

    def when(self, days_ago: int) -> datetime:
        return in_the_office(self.now, days_ago=days_ago) + timedelta(hours=1)

    def make(self, made: int, kind: FilingKind, *, days_ago: int) -> int:
        return services.make_document(made, kind, actor=self.actors["mediator"], at=self.when(days_ago))

    def hand_in(self, document: int, hands: Mapping[Signer, Hand], *, days_ago: int, signed_ago: int) -> None:
        """The paper original is photographed and handed in for a second person."""
        mediator, at = self.actors["mediator"], self.when(days_ago)
        services.bring_page(document, content=_drawn(), name="原件.jpg", actor=mediator, at=at)
        day = day_of(self.when(signed_ago))
        services.hand_in_original(document, hands=hands, effective_date=day, actor=mediator, at=at)

    def miao(self) -> None:
        """The application for mediation that the worker confirmed, and a demand that was posted."""
        worker, mediator = self.actors["worker"], self.actors["mediator"]
        made = rights.own(worker).filter(is_sample=True).order_by("id")[0].pk
        application = self.make(made, FilingKind.MEDIATION_APPLICATION, days_ago=13)
        services.confirm_document(application, actor=worker, at=self.when(12))
        until = day_of(self.when(0)) + timedelta(days=5)
        words = {"demand_until": f"{until.year}年{until.month}月{until.day}日", "payee": worker.name}
        services.write_words(made, words, actor=mediator, at=self.when(3))
        demand = self.make(made, FilingKind.DEMAND, days_ago=3)
        posted = self.when(2)
        services.deliver_document(demand, on=day_of(posted), how="EMS 样本单号 0001", actor=mediator, at=posted)

    def machines(self) -> None:
        """What arbitration was applied for with."""
        made = dossiers.dossier_of(dossiers.MACHINES)
        services.write_words(made, {"commission_name": BODY}, actor=self.actors["mediator"], at=self.when(6))
        application = self.make(made, FilingKind.ARBITRATION_APPLICATION, days_ago=6)
        at = self.when(6) + timedelta(hours=1)
        services.deliver_document(
            application, on=day_of(at), how="当面交窗口，有收件回执", actor=self.actors["mediator"], at=at
        )
        self.make(made, FilingKind.EVIDENCE_LIST, days_ago=6)

    def logistics(self) -> None:
        """The record of the first talk waits for a second person."""
        made = dossiers.dossier_of(dossiers.LOGISTICS)
        words = {
            "record_place": "惠山区总工会调解室",
            "record_times": "上午九点至十一点",
            "record_taker": self.actors["lead"].name,
            "record_statements": "职工代表：两个月工资没有发，要求月底前付清。\n单位：承认欠薪，资金紧张，请求分两次付。",
            "record_result": "双方同意三天后再谈付款日期。",
        }
        services.write_words(made, words, actor=self.actors["mediator"], at=self.when(2))
        record = self.make(made, FilingKind.MEDIATION_RECORD, days_ago=2)
        self.hand_in(record, BOTH | {Signer.RECORDER: Hand.SIGNATURE}, days_ago=1, signed_ago=2)

    def dyeing(self) -> None:
        """The agreement with all signatures, seen by the lead; now both sides may go to the court."""
        made, mediator = dossiers.dossier_of(dossiers.DYEING), self.actors["mediator"]
        words = {
            "agreement_number": "惠工调〔样本〕1号",
            "agreement_matters": "没有签订书面劳动合同期间的双倍工资。",
            "terms": [{"number": "1", "content": "双倍工资差额", "amount": "18,000.00", "manner": "银行转账"}],
            "default_clause": "逾期一天，按未付部分的万分之五付违约金。",
            "mutual_release": "付清以后，双方就本案再无争议。",
            "court_name": "惠山区人民法院（样本）",
            "copies": "三",
        }
        services.write_words(made, words, actor=mediator, at=self.when(6))
        agreement = self.make(made, FilingKind.MEDIATION_AGREEMENT, days_ago=5)
        self.hand_in(agreement, BOTH | {Signer.SEAL: Hand.SEAL}, days_ago=4, signed_ago=4)
        lead = self.actors["lead"]
        services.bring_in_force(agreement, actor=lead, at=self.when(4) + timedelta(minutes=30))
        self.make(made, FilingKind.JUDICIAL_CONFIRMATION, days_ago=3)

    def letters(self) -> None:
        """A reminder that helped, an opinion without an answer, a draft."""
        self.reminder()
        self.opinion()
        words = LetterWords("同舟物流有限公司（样本）", "同舟物流有限公司（样本）", "没有和新来的员工签书面劳动合同。")
        self.letter(LetterKind.REMINDER, words, days_ago=1)

    def letter(self, kind: LetterKind, words: LetterWords, *, days_ago: int) -> int:
        unit, mediator = self.district.unit_id, self.as_of("mediator", days_ago)
        at = self.when(days_ago)
        return services.draft_letter(kind, words, unit_id=unit, actor=mediator, at=at, is_sample=True)

    def as_of(self, who: str, days_ago: int) -> Actor:
        """The same person with the appointments of that day."""
        one = self.actors[who]
        assert one.person_id is not None
        return access.actor_of_person(one.person_id, account_id=one.account_id, on=day_of(self.when(days_ago)))

    def reminder(self) -> None:
        firm, mediator = "清源水务有限公司（样本）", self.actors["mediator"]
        words = LetterWords(
            firm, firm, "高温天气没有发高温津贴，涉及 30 人。", "防暑降温措施管理办法第十七条", "本月补发。"
        )
        made = self.letter(LetterKind.REMINDER, words, days_ago=30)
        asked = day_of(self.when(15))
        services.send_letter(
            made, received=day_of(self.when(29)), how="当面签收", asked_until=asked, actor=mediator, at=self.when(29)
        )
        answered = self.when(20)
        services.note_answer(made, on=day_of(answered), words="已经补发，附发放表。", actor=mediator, at=answered)
        services.move_letter(made, "settle", why="看过发放表，30 人都补了。", actor=mediator, at=self.when(19))

    def opinion(self) -> None:
        firm, mediator = "华新建材有限公司（样本）", self.actors["mediator"]
        words = LetterWords(
            firm,
            firm,
            "连续三个月没有为 9 名职工缴纳社会保险。",
            "社会保险法第五十八条、第六十条",
            "立即补缴，并书面答复。",
            f"主席（样本） {self.actors['lead'].name}",
            (mediator.name, self.actors["lead"].name),
        )
        made = self.letter(LetterKind.OPINION, words, days_ago=27)
        services.send_letter(
            made,
            received=day_of(self.when(25)),
            how="EMS 样本单号 0002",
            asked_until=day_of(self.when(4)),
            actor=mediator,
            at=self.when(25),
        )


def _drawn() -> bytes:
    """A page that nobody could take for a real one."""
    page = Image.new("RGB", (620, 877), "white")
    pen = ImageDraw.Draw(page)
    for row in range(12):
        pen.line((70, 120 + row * 42, 550, 120 + row * 42), fill="#999999", width=2)
    pen.ellipse((390, 640, 520, 770), outline="#b5341f", width=5)
    pen.ellipse((120, 680, 150, 725), fill="#b5341f")
    pen.text((70, 60), "SAMPLE  -  NOT A REAL DOCUMENT", fill="#b5341f")
    kept = io.BytesIO()
    page.save(kept, format="JPEG", quality=80)
    return kept.getvalue()
