"""Handing a dossier to another body: who receives, how it is acknowledged, and what stands in the way of each step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from huozhong.kernel.sentences import Sentence, say

ACKNOWLEDGE_RULE = "rights.handoff_acknowledgement"  # of the rule packs: how long a receiver has to answer
URGENT_DAYS = 7  # a legal day this near puts the hand-off into the urgent lane
LINK_DAYS = 15  # how long a receiver without an account may use the link
LINK_TRIES = 5  # wrong codes before the link is dead


class BodyKind(StrEnum):
    ARBITRATION = "arbitration"
    COURT = "court"
    INSPECTION = "inspection"
    LEGAL_AID = "legal_aid"
    MEDIATION = "mediation"


BODIES = MappingProxyType(
    {
        BodyKind.ARBITRATION: say("劳动人事争议仲裁委员会"),
        BodyKind.COURT: say("人民法院"),
        BodyKind.INSPECTION: say("劳动保障监察机构"),
        BodyKind.LEGAL_AID: say("法律援助机构"),
        BodyKind.MEDIATION: say("调解组织"),
    }
)


class Purpose(StrEnum):
    """What the receiver is asked to do."""

    ARBITRATE = "arbitrate"
    REVIEW = "review"
    CONFIRM = "confirm"
    FILE_SUIT = "file_suit"
    ENFORCE = "enforce"
    INSPECT = "inspect"
    AID = "aid"
    MEDIATE = "mediate"


PURPOSES = MappingProxyType(
    {
        Purpose.ARBITRATE: say("申请劳动仲裁"),
        Purpose.REVIEW: say("审查调解协议，出具仲裁调解书"),
        Purpose.CONFIRM: say("司法确认调解协议"),
        Purpose.FILE_SUIT: say("起诉立案"),
        Purpose.ENFORCE: say("申请强制执行"),
        Purpose.INSPECT: say("劳动监察投诉"),
        Purpose.AID: say("申请法律援助"),
        Purpose.MEDIATE: say("转请调解"),
    }
)
FITTING = MappingProxyType(
    {
        BodyKind.ARBITRATION: (Purpose.ARBITRATE, Purpose.REVIEW),
        BodyKind.COURT: (Purpose.FILE_SUIT, Purpose.CONFIRM, Purpose.ENFORCE),
        BodyKind.INSPECTION: (Purpose.INSPECT,),
        BodyKind.LEGAL_AID: (Purpose.AID,),
        BodyKind.MEDIATION: (Purpose.MEDIATE,),
    }
)


class ConsentWay(StrEnum):
    """How the worker said yes to this hand-off, to this receiver."""

    SIGNED = "signed"  # on the paper that the bag carries
    OWN_PHONE = "own_phone"
    SPOKEN = "spoken"  # before the handler, or on the telephone: written down


CONSENTS = MappingProxyType(
    {
        ConsentWay.SIGNED: say("职工在纸上签了名"),
        ConsentWay.OWN_PHONE: say("职工在自己手机上点了同意"),
        ConsentWay.SPOKEN: say("职工当面或者电话里说了同意，经办人记下"),
    }
)


class AckWay(StrEnum):
    """What proves that the receiver has it."""

    ACCOUNT = "account"
    LINK = "link"
    STAMPED = "stamped"  # a photograph of the stamped tear-off receipt
    POST = "post"  # the EMS number, signed for
    CASE_NUMBER = "case_number"  # the outside case number


ACK_WAYS = MappingProxyType(
    {
        AckWay.ACCOUNT: say("接收人登录签收"),
        AckWay.LINK: say("接收人用链接签收"),
        AckWay.STAMPED: say("盖了章的回执"),
        AckWay.POST: say("EMS 已妥投"),
        AckWay.CASE_NUMBER: say("对方给了案号"),
    }
)
BY_SENDER = (AckWay.STAMPED, AckWay.POST, AckWay.CASE_NUMBER)  # what the sender brings back from the window


class MilestoneKind(StrEnum):
    """What flows back from the receiver."""

    ACCEPTED = "accepted"
    SUPPLEMENT = "supplement"
    HEARING = "hearing"
    SERVED = "served"
    DECIDED = "decided"
    NOTE = "note"


MILESTONES = MappingProxyType(
    {
        MilestoneKind.ACCEPTED: say("已受理（立案）"),
        MilestoneKind.SUPPLEMENT: say("要补材料"),
        MilestoneKind.HEARING: say("定了开庭（调解）日期"),
        MilestoneKind.SERVED: say("文书已送达"),
        MilestoneKind.DECIDED: say("有了结果"),
        MilestoneKind.NOTE: say("其他进展"),
    }
)

WAITING = ("sent", "silent")  # the receiver has not answered
UNSETTLED = ("prepared", *WAITING)
LIVE = ("acknowledged", "in_work")  # the receiver has it


@dataclass(frozen=True, slots=True)
class HandOffFacts:
    """What the guards look at."""

    sends: bool = False  # the actor hands this dossier on for its office
    receives: bool = False  # the actor is a contact of the receiving body, or holds its link
    has_consent: bool = False
    is_packed: bool = False
    open_owned: bool = True  # each open deadline of the dossier has a named owner
    ack_way: AckWay | None = None
    outside_number: str = ""
    has_proof: bool = False
    ack_date: date | None = None
    sent_date: date | None = None
    on: date | None = None


def by_the_sender(facts: HandOffFacts) -> Sentence | None:
    return None if facts.sends else say("移送由案件的经办单位来办。")


def by_the_receiver(facts: HandOffFacts) -> Sentence | None:
    return None if facts.receives else say("这一步由接收单位的联络员来办。")


def by_either(facts: HandOffFacts) -> Sentence | None:
    return None if facts.receives or facts.sends else say("这一步由接收单位的联络员，或者经办单位登记。")


def worker_consents(facts: HandOffFacts) -> Sentence | None:
    if facts.has_consent:
        return None
    return say(
        "还没有职工对这次移送的同意。材料里有个人信息，交给别的单位要职工单独同意（《个人信息保护法》第二十三条）。"
    )


def bag_is_packed(facts: HandOffFacts) -> Sentence | None:
    return None if facts.is_packed else say("移送包还没有打好。")


def somebody_watches(facts: HandOffFacts) -> Sentence | None:
    return None if facts.open_owned else say("有期限没有人盯着，先指定经办人。移送不会让任何期限停下来。")


def acknowledgement_is_proved(facts: HandOffFacts) -> Sentence | None:
    """An account or a link speaks for itself; what the sender brings back needs its proof."""
    if facts.ack_way is None:
        return say("请写明对方是怎么签收的。")
    if facts.ack_way in (AckWay.ACCOUNT, AckWay.LINK):
        return by_the_receiver(facts)
    if not facts.sends:
        return by_the_sender(facts)
    if facts.ack_way is AckWay.STAMPED and not facts.has_proof:
        return say("请拍一张盖了章的回执。")
    if facts.ack_way in (AckWay.POST, AckWay.CASE_NUMBER) and len(facts.outside_number.strip()) < 4:
        return say("请写上 EMS 单号或者对方的案号。")
    return None


def day_is_possible(facts: HandOffFacts) -> Sentence | None:
    if facts.ack_date is None or facts.on is None or facts.sent_date is None:
        return None
    if not facts.sent_date <= facts.ack_date <= facts.on:
        return say("签收的日期要在送出那天和今天之间。")
    return None


# what was done to a hand-off beside its moves, for its story
ACTIONS = MappingProxyType(
    {
        "handoff_prepared": say("准备了移送"),
        "handoff_consented": say("记下职工的同意"),
        "handoff_link_made": say("做了签收链接"),
        "handoff_link_withdrawn": say("停用了签收链接"),
        "handoff_link_opened": say("接收人打开了链接"),
        "handoff_fetched": say("下载了移送材料"),
        "handoff_printed": say("打印了移送函"),
        "handoff_milestone": say("登记了进展"),
    }
)
