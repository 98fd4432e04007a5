"""The life of a deadline, and of a notice of rest days, as two tables."""

from __future__ import annotations

from huozhong.clocks.events import CalendarChanged, DeadlineEnded, DeadlineMissed
from huozhong.clocks.rules import guards as g
from huozhong.kernel.lifecycle import Lifecycle, Move, frm
from huozhong.kernel.permissions import Permission as P  # noqa: N817 - a table of moves reads better
from huozhong.kernel.sentences import say

ENDED = ("met", "waived", "cancelled")
TWO_PEOPLE = ENDED  # a statutory deadline reaches these only by a second person
OPEN = ("running", "paused", "closing", "missed")
TO_KEEP = ("running", "missed")  # neither standing still nor done and waiting for the second person
_LIVE = frm("running", "paused", "missed")

DEADLINE = Lifecycle(
    kind="clocks.deadline",
    title=say("期限"),
    start="running",
    states={
        "running": say("在走"),
        "paused": say("中止计算"),
        "closing": say("待确认了结"),
        "missed": say("已过期"),
        "met": say("已办成"),
        "waived": say("已放弃"),
        "cancelled": say("已撤销"),
    },
    ends=frozenset(ENDED),
    moves=(
        Move(
            "ask_close",
            _LIVE,
            "closing",
            None,
            say("申请了结"),
            (g.works_on_it, g.is_statutory, g.was_done_by_now),
            needs_reason=True,
            by_standing=True,
        ),
        *(
            Move(
                f"settle_{outcome}",
                _LIVE,
                outcome,
                None,
                label,
                (g.works_on_it, g.is_our_own, g.was_done_by_now),
                DeadlineEnded,
                needs_reason=True,
                by_standing=True,
            )
            for outcome, label in (("met", say("办成了")), ("waived", say("放弃")), ("cancelled", say("撤销")))
        ),
        *(
            Move(
                f"confirm_{outcome}",
                frm("closing"),
                outcome,
                None,
                label,
                (g.may_confirm, g.by_another_person, guard),
                DeadlineEnded,
                by_standing=True,
            )
            for outcome, label, guard in (
                ("met", say("确认办成"), g.asked_as_met),
                ("waived", say("确认放弃"), g.asked_as_waived),
                ("cancelled", say("确认撤销"), g.asked_as_cancelled),
            )
        ),
        Move(
            "send_back",
            frm("closing"),
            "running",
            None,
            say("不同意了结"),
            (g.may_confirm, g.by_another_person),
            needs_reason=True,
            by_standing=True,
        ),
        Move(
            "pause", frm("running"), "paused", None, say("中止计算"), (g.works_on_it,),
            needs_reason=True, by_standing=True,
        ),
        Move(
            "resume", frm("paused"), "running", None, say("恢复计算"), (g.works_on_it,),
            needs_reason=True, by_standing=True,
        ),
        Move(
            "reopen",
            frm("missed"),
            "running",
            None,
            say("重新计算后继续走"),
            (g.works_on_it, g.has_not_passed),
            needs_reason=True,
            by_standing=True,
        ),
        Move("miss", frm("running"), "missed", None, say("过了法定最后一天"), (g.has_passed,), DeadlineMissed),
        Move("revive", frm("missed"), "running", None, say("放假安排变了，还没有过期"), (g.has_not_passed,)),
    ),
)  # fmt: skip

NOTICE = Lifecycle(
    kind="clocks.calendarnotice",
    title=say("放假安排"),
    start="draft",
    states={
        "draft": say("草稿"),
        "submitted": say("待核准"),
        "returned": say("已退回"),
        "approved": say("已核准"),
        "withdrawn": say("已作废"),
    },
    ends=frozenset({"approved", "withdrawn"}),
    moves=(
        Move(
            "submit", frm("draft", "returned"), "submitted", P.RULE_EDIT, say("提交核准"),
            (g.is_documented, g.is_sound),
        ),
        Move("discard", frm("draft", "returned"), "withdrawn", P.RULE_EDIT, say("作废"), needs_reason=True),
        Move(
            "send_back", frm("submitted"), "returned", P.RULE_APPROVE, say("退回修改"), (g.approved_by_another,),
            needs_reason=True,
        ),
        Move(
            "approve", frm("submitted"), "approved", P.RULE_APPROVE, say("核准，重新计算所有期限"),
            (g.approved_by_another, g.is_documented, g.is_sound), CalendarChanged,
        ),
    ),
)  # fmt: skip
