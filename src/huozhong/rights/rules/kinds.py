"""Closed sets of a rights dossier, with the words that people read. The numbers of the law stand beside them."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType

from huozhong.kernel.sentences import say

COLLECTIVE_FROM = 10  # 劳动争议调解仲裁法 7: ten or more workers with the same request


class Dispute(StrEnum):
    """The six kinds of 劳动争议调解仲裁法 2."""

    RELATION = "relation"
    CONTRACT = "contract"
    DISMISSAL = "dismissal"
    CONDITIONS = "conditions"
    PAY = "pay"
    OTHER = "other"


DISPUTES = MappingProxyType(
    {
        Dispute.RELATION: say("确认劳动关系"),
        Dispute.CONTRACT: say("订立、履行、变更、解除和终止劳动合同"),
        Dispute.DISMISSAL: say("除名、辞退和辞职、离职"),
        Dispute.CONDITIONS: say("工作时间、休息休假、社会保险、福利、培训和劳动保护"),
        Dispute.PAY: say("劳动报酬、工伤医疗费、经济补偿或者赔偿金"),
        Dispute.OTHER: say("法律、法规规定的其他劳动争议"),
    }
)
SHORT_DISPUTES = MappingProxyType(
    {
        Dispute.RELATION: say("劳动关系"),
        Dispute.CONTRACT: say("劳动合同"),
        Dispute.DISMISSAL: say("辞退离职"),
        Dispute.CONDITIONS: say("工时休假社保"),
        Dispute.PAY: say("工资和补偿"),
        Dispute.OTHER: say("其他争议"),
    }
)


class ClaimKind(StrEnum):
    """The claim items of the court's own form for labour cases, in its order."""

    WAGES = "1"
    DOUBLE_WAGE = "2"
    OVERTIME = "3"
    LEAVE = "4"
    INSURANCE = "5"
    SEVERANCE = "6"
    UNLAWFUL = "7"
    COSTS = "8"
    OTHER = "9"


WAGE_CLAIMS = frozenset({ClaimKind.WAGES, ClaimKind.OVERTIME})  # no clock while employed: 调解仲裁法 27(4)
CLAIMS = MappingProxyType(
    {
        ClaimKind.WAGES: say("工资"),
        ClaimKind.DOUBLE_WAGE: say("未签书面合同的双倍工资"),
        ClaimKind.OVERTIME: say("加班费"),
        ClaimKind.LEAVE: say("未休年休假工资"),
        ClaimKind.INSURANCE: say("未缴社会保险的损失"),
        ClaimKind.SEVERANCE: say("解除劳动合同经济补偿"),
        ClaimKind.UNLAWFUL: say("违法解除劳动合同赔偿金"),
        ClaimKind.COSTS: say("费用负担"),
        ClaimKind.OTHER: say("其他请求"),
    }
)


class Channel(StrEnum):
    """How the worker's words reached the union."""

    PHONE = "phone"  # the worker's own interview
    CADRE = "cadre"  # a grassroots cadre helped and handed it upward
    COUNTER = "counter"
    HOTLINE = "hotline"
    COURT = "court"  # sent by a court for mediation
    LETTER = "letter"


CHANNELS = MappingProxyType(
    {
        Channel.PHONE: say("职工自己在手机上说的"),
        Channel.CADRE: say("基层工会干部代为填写"),
        Channel.COUNTER: say("到窗口来说的"),
        Channel.HOTLINE: say("12351 热线"),
        Channel.COURT: say("法院委托调解"),
        Channel.LETTER: say("来信"),
    }
)


class Path(StrEnum):
    """What makes a mediation agreement hold: exactly one."""

    PERFORMANCE = "performance"
    REVIEW = "review"  # arbitration review, within 15 days
    CONFIRMATION = "confirmation"  # judicial confirmation, within 30 days
    PAYMENT_ORDER = "payment_order"


PATHS = MappingProxyType(
    {
        Path.PERFORMANCE: say("双方自己按约定履行"),
        Path.REVIEW: say("共同申请仲裁审查"),
        Path.CONFIRMATION: say("共同申请司法确认"),
        Path.PAYMENT_ORDER: say("不履行的，申请支付令"),
    }
)


class Finality(StrEnum):
    """What the notice printed on an award document says about suing."""

    FINAL = "final"
    NON_FINAL = "non_final"
    UNSTATED = "unstated"


FINALITIES = MappingProxyType(
    {
        Finality.FINAL: say("终局裁决"),
        Finality.NON_FINAL: say("非终局裁决"),
        Finality.UNSTATED: say("裁决书上没有写明"),
    }
)


class Paper(StrEnum):
    """Papers of authorities whose receipt starts a clock."""

    AWARD = "award"
    MEDIATION_PAPER = "mediation_paper"  # 仲裁调解书, 法院调解书
    CONFIRMATION = "confirmation"  # 司法确认裁定
    PAYMENT_ORDER = "payment_order"
    JUDGMENT = "judgment"
    RULING = "ruling"
    REFUSAL = "refusal"  # 不予受理通知


PAPERS = MappingProxyType(
    {
        Paper.AWARD: say("仲裁裁决书"),
        Paper.MEDIATION_PAPER: say("调解书"),
        Paper.CONFIRMATION: say("司法确认裁定书"),
        Paper.PAYMENT_ORDER: say("支付令"),
        Paper.JUDGMENT: say("民事判决书"),
        Paper.RULING: say("民事裁定书"),
        Paper.REFUSAL: say("不予受理通知书"),
    }
)


class Limitation(StrEnum):
    """What the limitation engine found for a claim item. A time-barred item is marked, never dropped."""

    NOT_RUNNING = "not_running"
    IN_TIME = "in_time"
    PARTLY_BARRED = "partly_barred"
    BARRED_IF_PLEADED = "barred_if_pleaded"
    OPEN_POLICY = "open_policy"
    UNKNOWN = "unknown"


LIMITATIONS = MappingProxyType(
    {
        Limitation.NOT_RUNNING: say("时效还没有开始走，或者正停着"),
        Limitation.IN_TIME: say("在时效内"),
        Limitation.PARTLY_BARRED: say("有一部分对方可能提出时效已过"),
        Limitation.BARRED_IF_PLEADED: say("对方可能提出时效已过"),
        Limitation.OPEN_POLICY: say("各地算法不同，按最早的一天办"),
        Limitation.UNKNOWN: say("日期还不清楚，时效没有算"),
    }
)


def is_collective(head_count: int) -> bool:
    """Ten or more workers make a collective case."""
    return head_count >= COLLECTIVE_FROM
