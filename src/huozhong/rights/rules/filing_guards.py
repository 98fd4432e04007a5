"""What stands in the way of a document coming into force and of a supervision letter going out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from huozhong.kernel.sentences import Sentence, say
from huozhong.rights.rules.filings import FILINGS, SIGNER_WORDS, FilingKind, Signer


class Hand(StrEnum):
    """What stands on the paper original in the place of one signer."""

    SIGNATURE = "signature"
    FINGERPRINT = "fingerprint"
    SEAL = "seal"


HANDS: Mapping[Hand, Sentence] = MappingProxyType(
    {Hand.SIGNATURE: say("签名"), Hand.FINGERPRINT: say("指印"), Hand.SEAL: say("盖章")}
)
FITTING: Mapping[Signer, tuple[Hand, ...]] = MappingProxyType(
    {
        Signer.WORKER: (Hand.SIGNATURE, Hand.FINGERPRINT),
        Signer.EMPLOYER: (Hand.SEAL, Hand.SIGNATURE, Hand.FINGERPRINT),
        Signer.MEDIATOR: (Hand.SIGNATURE,),
        Signer.RECORDER: (Hand.SIGNATURE,),
        Signer.AGENT: (Hand.SIGNATURE, Hand.FINGERPRINT),
        Signer.SEAL: (Hand.SEAL,),
    }
)


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What the guards of a document look at."""

    kind: FilingKind = FilingKind.DEMAND
    pages: int = 0  # of the scanned paper original, of this attempt
    hands: Mapping[Signer, Hand] = field(default_factory=dict)
    effective_date: date | None = None
    delivered_date: date | None = None
    delivered_how: str = ""
    acting: int | None = None  # person
    handed_in_by: int | None = None
    has_report: bool = False  # of a licensed provider of electronic signatures
    on: date | None = None


def takes_force(facts: DocumentFacts) -> Sentence | None:
    if FILINGS[facts.kind].takes_force:
        return None
    return say("这种文书交给受理单位就可以，没有“生效”这一步。")


def has_the_original(facts: DocumentFacts) -> Sentence | None:
    return None if facts.pages else say("请先上传签好字、盖好章的纸质原件的扫描件或者照片，一页不少。")


def every_hand_is_there(facts: DocumentFacts) -> Sentence | None:
    """Both sides, the mediator and the seal of the body: 劳动争议调解仲裁法 14."""
    for signer in FILINGS[facts.kind].signers:
        if facts.hands.get(signer) not in FITTING[signer]:
            return say(
                "原件上还缺：%(who)s。少一处都不能算生效（《劳动争议调解仲裁法》第十四条）。", who=SIGNER_WORDS[signer]
            )
    return None


def day_of_force(facts: DocumentFacts) -> Sentence | None:
    if facts.effective_date is None:
        return say("请写明生效日期：签名盖章齐全的那一天，期限从那天起算。")
    if facts.on is not None and facts.effective_date > facts.on:
        return say("生效日期不能在今天以后。")
    return None


def second_person(facts: DocumentFacts) -> Sentence | None:
    if facts.acting is None or facts.acting == facts.handed_in_by:
        return say("核对原件要换一个人：谁上传的，谁不能自己核对。")
    return None


def has_report(facts: DocumentFacts) -> Sentence | None:
    return None if facts.has_report else say("没有收到有资质的电子签名服务机构出具的签署报告。")


def is_delivered(facts: DocumentFacts) -> Sentence | None:
    if facts.delivered_date is None or not facts.delivered_how.strip():
        return say("请写明哪一天交出去的、怎么交的（当面、邮寄单号、网上立案号）。")
    if facts.on is not None and facts.delivered_date > facts.on:
        return say("交出去的日期不能在今天以后。")
    return None


class LetterKind(StrEnum):
    """一函两书, in the order in which one follows the other."""

    REMINDER = "reminder"
    OPINION = "opinion"
    PROPOSAL = "proposal"


LETTERS: Mapping[LetterKind, Sentence] = MappingProxyType(
    {
        LetterKind.REMINDER: say("工会劳动法律监督提示函"),
        LetterKind.OPINION: say("工会劳动法律监督意见书"),
        LetterKind.PROPOSAL: say("工会劳动法律监督建议书"),
    }
)
NEXT_LETTER: Mapping[LetterKind, LetterKind | None] = MappingProxyType(
    {
        LetterKind.REMINDER: LetterKind.OPINION,
        LetterKind.OPINION: LetterKind.PROPOSAL,
        LetterKind.PROPOSAL: None,
    }
)
ANSWER_RULES: Mapping[LetterKind, str] = MappingProxyType({LetterKind.OPINION: "rights.letters.answer_opinion"})


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What the guards of a letter look at."""

    kind: LetterKind = LetterKind.REMINDER
    has_matters: bool = False
    has_laws: bool = False
    addressee: str = ""
    signer: str = ""
    supervisors: int = 0  # who went to see, by name
    received_date: date | None = None
    answer_until: date | None = None
    is_late: bool = False
    on: date | None = None


def says_what_and_why(facts: LetterFacts) -> Sentence | None:
    if not facts.has_matters:
        return say("请写明发现了什么情况。")
    return None if facts.has_laws else say("请写明依据哪部法律的哪一条。")


def names_the_addressee(facts: LetterFacts) -> Sentence | None:
    return None if facts.addressee.strip() else say("请写明发给谁。")


def chair_signs(facts: LetterFacts) -> Sentence | None:
    if facts.kind is LetterKind.REMINDER or facts.signer.strip():
        return None
    return say("意见书、建议书由工会主席或者副主席签署，请写明签署人。")


def two_went_to_see(facts: LetterFacts) -> Sentence | None:
    if facts.kind is not LetterKind.OPINION or facts.supervisors >= 2:
        return None
    return say("发意见书之前的调查，要由两名以上工会劳动法律监督员进行，请写明是哪两位。")


def says_until_when(facts: LetterFacts) -> Sentence | None:
    if facts.received_date is None:
        return say("请写明对方哪一天收到，答复期限从那天起算。")
    if facts.on is not None and facts.received_date > facts.on:
        return say("对方收到的日期不能在今天以后。")
    return None if facts.answer_until else say("本地没有查到答复期限的规定，请自己写明希望在哪一天以前答复。")


def stays_unanswered(facts: LetterFacts) -> Sentence | None:
    return None if facts.is_late else say("答复期限还没有过，不能算逾期未答复。")


def has_a_next(facts: LetterFacts) -> Sentence | None:
    if NEXT_LETTER[facts.kind] is not None:
        return None
    return say("建议书是最后一步，由收到建议书的部门依法查处；请记下部门的反馈再办结。")
