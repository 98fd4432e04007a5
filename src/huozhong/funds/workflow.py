"""The lives of an account, an instalment, a voucher, a refund, a flag and an audit's finding, each as one table."""

from __future__ import annotations

from huozhong.funds import events
from huozhong.funds.rules import guards
from huozhong.kernel.lifecycle import Lifecycle, Move, frm
from huozhong.kernel.permissions import Permission as P  # noqa: N817 - a table must fit on a line
from huozhong.kernel.sentences import say

ACCOUNT = Lifecycle(
    kind="funds.account",
    title=say("项目经费账"),
    start="open",
    states={"open": say("在用"), "settled": say("已结清")},
    ends=frozenset({"settled"}),
    moves=(Move("settle", frm("open"), "settled", None, say("结清")),),
)

INSTALMENT = Lifecycle(
    kind="funds.instalment",
    title=say("补助分期"),
    start="planned",
    states={"planned": say("待拨"), "paid": say("已拨"), "cancelled": say("不拨")},
    ends=frozenset({"paid", "cancelled"}),
    moves=(
        Move(
            "pay",
            frm("planned"),
            "paid",
            P.FUND_RELEASE,
            say("拨付"),
            guards=(guards.node_is_passed,),
            announces=events.InstalmentPaid,
        ),
        Move("cancel", frm("planned"), "cancelled", P.FUND_RELEASE, say("不拨这一期"), needs_reason=True),
        Move("lapse", frm("planned"), "cancelled", None, say("项目终止，不再拨付")),
    ),
)

VOUCHER = Lifecycle(
    kind="funds.voucher",
    title=say("支出凭证"),
    start="recorded",
    states={"recorded": say("已登记"), "corrected": say("已更正"), "voided": say("已作废")},
    ends=frozenset({"corrected", "voided"}),
    moves=(
        Move(
            "void",
            frm("recorded"),
            "voided",
            P.FUND_SPEND,
            say("作废"),
            guards=(guards.account_is_open,),
            needs_reason=True,
        ),
        Move(
            "correct",
            frm("recorded"),
            "corrected",
            P.FUND_SPEND,
            say("更正"),
            guards=(guards.account_is_open,),
            needs_reason=True,
        ),
    ),
)

REFUND = Lifecycle(
    kind="funds.refund",
    title=say("结余退回"),
    start="owed",
    states={"owed": say("待退回"), "received": say("已收到")},
    ends=frozenset({"received"}),
    moves=(Move("receive", frm("owed"), "received", P.FUND_RELEASE, say("确认收到")),),
)

FLAG = Lifecycle(
    kind="funds.flag",
    title=say("请人看一眼"),
    start="raised",
    states={"raised": say("等人看"), "cleared": say("没有问题"), "upheld": say("确有不妥")},
    ends=frozenset({"cleared", "upheld"}),
    moves=(
        Move(
            "clear",
            frm("raised"),
            "cleared",
            P.FUND_REVIEW,
            say("看过，没有问题"),
            guards=(guards.not_own_words,),
            needs_reason=True,
        ),
        Move(
            "uphold",
            frm("raised"),
            "upheld",
            P.FUND_REVIEW,
            say("确有不妥"),
            guards=(guards.not_own_words,),
            needs_reason=True,
        ),
    ),
)

FINDING = Lifecycle(
    kind="funds.finding",
    title=say("经审意见"),
    start="open",
    states={"open": say("待整改"), "answered": say("已上报，待确认"), "closed": say("已办结")},
    ends=frozenset({"closed"}),
    moves=(
        Move("conclude", frm("open"), "closed", P.FUND_AUDIT, say("审查无误"), guards=(guards.has_nothing_to_mend,)),
        Move(
            "answer",
            frm("open"),
            "answered",
            P.FUND_SPEND,
            say("上报整改"),
            guards=(guards.has_something_to_mend,),
        ),
        Move(
            "confirm",
            frm("answered"),
            "closed",
            P.FUND_AUDIT,
            say("确认整改"),
            guards=(guards.answered_by_another,),
        ),
        Move("send_back", frm("answered"), "open", P.FUND_AUDIT, say("退回整改"), needs_reason=True),
    ),
)
