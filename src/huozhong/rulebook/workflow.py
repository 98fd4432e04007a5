"""The life of a federation's own value of a rule, as one table."""

from __future__ import annotations

from enum import StrEnum

from huozhong.kernel.lifecycle import Lifecycle, Move, frm
from huozhong.kernel.permissions import Permission as P  # noqa: N817 - a table of moves reads better
from huozhong.kernel.sentences import say
from huozhong.rulebook import rules
from huozhong.rulebook.events import LocalRuleApproved, LocalRuleRetired


class ValueState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    IN_FORCE = "in_force"
    RETIRED = "retired"
    WITHDRAWN = "withdrawn"


# States whose values answer on the days from their first to before their last.
ANSWERING = (ValueState.APPROVED, ValueState.IN_FORCE, ValueState.RETIRED)
EDITABLE = (ValueState.DRAFT, ValueState.RETURNED)

_WHOLE = (rules.is_documented, rules.days_in_order, rules.has_scan)

LOCAL_VALUE = Lifecycle(
    kind="rulebook.localvalue",
    title=say("本地规定"),
    start=ValueState.DRAFT,
    states={
        ValueState.DRAFT: say("草稿"),
        ValueState.SUBMITTED: say("待核准"),
        ValueState.RETURNED: say("已退回"),
        ValueState.APPROVED: say("已核准，待生效"),
        ValueState.IN_FORCE: say("生效中"),
        ValueState.RETIRED: say("已失效"),
        ValueState.WITHDRAWN: say("已撤销"),
    },
    ends=frozenset({ValueState.RETIRED, ValueState.WITHDRAWN}),
    moves=(
        Move("submit", frm("draft", "returned"), "submitted", P.RULE_EDIT, say("提交核准"), _WHOLE),
        Move("discard", frm("draft", "returned"), "withdrawn", P.RULE_EDIT, say("作废"), needs_reason=True),
        Move(
            "send_back",
            frm("submitted"),
            "returned",
            P.RULE_APPROVE,
            say("退回修改"),
            (rules.by_another_person,),
            needs_reason=True,
        ),
        Move(
            "approve",
            frm("submitted"),
            "approved",
            P.RULE_APPROVE,
            say("核准"),
            (rules.by_another_person, *_WHOLE, rules.begins_after_the_newest),
            LocalRuleApproved,
        ),
        Move("begin", frm("approved"), "in_force", None, say("到期生效"), (rules.has_begun,)),
        Move(
            "call_off",
            frm("approved"),
            "withdrawn",
            P.RULE_APPROVE,
            say("撤销核准"),
            (rules.has_not_begun,),
            LocalRuleRetired,
            needs_reason=True,
        ),
        Move("expire", frm("in_force"), "retired", None, say("到期失效"), (rules.has_ended,)),
        Move(
            "end",
            frm("in_force"),
            "in_force",
            P.RULE_APPROVE,
            say("宣布失效"),
            (rules.ends_from_today_on,),
            LocalRuleRetired,
            needs_reason=True,
        ),
    ),
)
