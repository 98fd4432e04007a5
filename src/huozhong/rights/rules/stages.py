"""What can happen to a dossier on a day: its words, in which states it is written down, and what it is called."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from huozhong.kernel.sentences import Sentence, say


class Event(StrEnum):
    """Everything that stands in a dossier's story. What opens clocks is said by the law of clocks."""

    OPENED = "opened"
    TRIAGED = "triaged"
    HANDLER_NAMED = "handler_named"
    WORKERS_ADDED = "workers_added"
    LAWYER_ASSIGNED = "lawyer_assigned"
    CONSULTED = "consulted"
    TAKEN_UP = "taken_up"
    NEGOTIATION_ASKED = "negotiation_asked"
    MEDIATION_APPLIED = "mediation_applied"
    MEDIATION_FAILED = "mediation_failed"
    COMPLAINT_LODGED = "complaint_lodged"
    COMPLAINT_ACCEPTED = "complaint_accepted"
    AID_APPLIED = "aid_applied"
    AID_GRANTED = "aid_granted"
    AGREED = "agreed"
    PATH_CHOSEN = "path_chosen"
    AGREEMENT_IN_FORCE = "agreement_in_force"
    AGREEMENT_BROKEN = "agreement_broken"
    REVIEW_APPLIED = "review_applied"
    CONFIRMATION_APPLIED = "confirmation_applied"
    PAYMENT_ORDER_APPLIED = "payment_order_applied"
    PAYMENT_ORDER_ISSUED = "payment_order_issued"
    PAYMENT_ORDER_SERVED = "payment_order_served"
    PAYMENT_ORDER_ENDED = "payment_order_ended"
    ARBITRATION_APPLIED = "arbitration_applied"
    ARBITRATION_ACCEPTED = "arbitration_accepted"
    ARBITRATION_REFUSED = "arbitration_refused"
    ARBITRATION_SILENT = "arbitration_silent"
    HEARING_FIXED = "hearing_fixed"
    AWARD_RECEIVED = "award_received"
    SUED = "sued"
    SUIT_ACCEPTED = "suit_accepted"
    FEE_NOTICE = "fee_notice"
    JUDGMENT_RECEIVED = "judgment_received"
    RULING_RECEIVED = "ruling_received"
    TITLE_IN_FORCE = "title_in_force"
    ENFORCEMENT_APPLIED = "enforcement_applied"
    MONEY_RECEIVED = "money_received"
    CLOSED = "closed"


EVENTS = MappingProxyType(
    {
        Event.OPENED: say("登记了这件案件"),
        Event.TRIAGED: say("按职工的回答指了路"),
        Event.HANDLER_NAMED: say("指定了经办人"),
        Event.WORKERS_ADDED: say("又有职工加入"),
        Event.LAWYER_ASSIGNED: say("指派了法律援助律师"),
        Event.CONSULTED: say("解答清楚，咨询办结"),
        Event.TAKEN_UP: say("咨询转为案件"),
        Event.NEGOTIATION_ASKED: say("向单位提出协商"),
        Event.MEDIATION_APPLIED: say("收到调解申请，开始调解"),
        Event.MEDIATION_FAILED: say("调解不成"),
        Event.COMPLAINT_LODGED: say("向劳动监察投诉"),
        Event.COMPLAINT_ACCEPTED: say("劳动监察立案"),
        Event.AID_APPLIED: say("申请法律援助"),
        Event.AID_GRANTED: say("法律援助机构决定援助"),
        Event.AGREED: say("双方达成协议"),
        Event.PATH_CHOSEN: say("改选了让协议管用的路"),
        Event.AGREEMENT_IN_FORCE: say("调解协议生效"),
        Event.AGREEMENT_BROKEN: say("单位没有按约定履行"),
        Event.REVIEW_APPLIED: say("共同申请仲裁审查"),
        Event.CONFIRMATION_APPLIED: say("共同申请司法确认"),
        Event.PAYMENT_ORDER_APPLIED: say("申请支付令"),
        Event.PAYMENT_ORDER_ISSUED: say("法院发出支付令"),
        Event.PAYMENT_ORDER_SERVED: say("支付令送达单位"),
        Event.PAYMENT_ORDER_ENDED: say("督促程序终结"),
        Event.ARBITRATION_APPLIED: say("仲裁委收到仲裁申请"),
        Event.ARBITRATION_ACCEPTED: say("仲裁委受理"),
        Event.ARBITRATION_REFUSED: say("仲裁委不予受理"),
        Event.ARBITRATION_SILENT: say("仲裁委逾期没有答复"),
        Event.HEARING_FIXED: say("定了开庭日期"),
        Event.AWARD_RECEIVED: say("收到裁决书"),
        Event.SUED: say("向法院起诉"),
        Event.SUIT_ACCEPTED: say("法院立案"),
        Event.FEE_NOTICE: say("收到交费通知"),
        Event.JUDGMENT_RECEIVED: say("收到判决书"),
        Event.RULING_RECEIVED: say("收到裁定书"),
        Event.TITLE_IN_FORCE: say("文书生效，可以申请执行"),
        Event.ENFORCEMENT_APPLIED: say("申请强制执行"),
        Event.MONEY_RECEIVED: say("职工收到钱"),
        Event.CLOSED: say("结案"),
    }
)


@dataclass(frozen=True, slots=True)
class Noted:
    """An event that the handler writes down between two moves."""

    event: Event
    states: frozenset[str]
    is_ahead: bool = False  # its day may lie ahead: a hearing


NOTED: tuple[Noted, ...] = (
    Noted(Event.MEDIATION_FAILED, frozenset({"mediation"})),
    Noted(Event.COMPLAINT_ACCEPTED, frozenset({"inspection"})),
    Noted(Event.AID_GRANTED, frozenset({"aid"})),
    Noted(Event.AGREEMENT_BROKEN, frozenset({"agreement"})),
    Noted(Event.REVIEW_APPLIED, frozenset({"agreement"})),
    Noted(Event.CONFIRMATION_APPLIED, frozenset({"agreement"})),
    Noted(Event.PAYMENT_ORDER_APPLIED, frozenset({"agreement"})),
    Noted(Event.PAYMENT_ORDER_ISSUED, frozenset({"agreement"})),
    Noted(Event.PAYMENT_ORDER_SERVED, frozenset({"agreement"})),
    Noted(Event.PAYMENT_ORDER_ENDED, frozenset({"agreement"})),
    Noted(Event.ARBITRATION_ACCEPTED, frozenset({"arbitration"})),
    Noted(Event.ARBITRATION_REFUSED, frozenset({"arbitration"})),
    Noted(Event.ARBITRATION_SILENT, frozenset({"arbitration"})),
    Noted(Event.HEARING_FIXED, frozenset({"arbitration"}), is_ahead=True),
    Noted(Event.SUIT_ACCEPTED, frozenset({"suit"})),
    Noted(Event.FEE_NOTICE, frozenset({"suit"})),
    Noted(Event.MONEY_RECEIVED, frozenset({"agreement", "award", "suit", "enforcement"})),
)


def noted_in(state: str) -> tuple[Noted, ...]:
    """What may be written down in a state."""
    return tuple(one for one in NOTED if state in one.states)


def words_of(event: str) -> Sentence:
    """The words of an event."""
    return EVENTS[Event(event)]
