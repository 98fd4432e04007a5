"""The verbs of union money."""

from huozhong.funds.rules.words import Verdict
from huozhong.funds.services.accounts import (
    Approval,
    ApprovedLine,
    open_account,
    plan_pool,
    revise_line,
    settle,
)
from huozhong.funds.services.auditing import answer_finding, confirm_finding, record_finding, send_back_finding
from huozhong.funds.services.exporting import export_reconciliation
from huozhong.funds.services.flagging import look_at, raise_flags
from huozhong.funds.services.paying import cancel, pay, plan_instalments, receive_refund
from huozhong.funds.services.spending import Scan, VoucherForm, correct_voucher, record_voucher, void_voucher
from huozhong.funds.services.things import FundedThing, register_thing

__all__ = [
    "Approval",
    "ApprovedLine",
    "FundedThing",
    "Scan",
    "Verdict",
    "VoucherForm",
    "answer_finding",
    "cancel",
    "confirm_finding",
    "correct_voucher",
    "export_reconciliation",
    "look_at",
    "open_account",
    "pay",
    "plan_instalments",
    "plan_pool",
    "raise_flags",
    "receive_refund",
    "record_finding",
    "record_voucher",
    "register_thing",
    "revise_line",
    "send_back_finding",
    "settle",
    "void_voucher",
]
