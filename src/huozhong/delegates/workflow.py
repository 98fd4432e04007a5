"""The life of a congress's term, as one table."""

from __future__ import annotations

from enum import StrEnum

from huozhong.delegates import events
from huozhong.delegates.rules.opening import has_been_checked, has_its_rules, has_its_seats, is_allowed_here
from huozhong.kernel.lifecycle import Lifecycle, Move, frm
from huozhong.kernel.permissions import Permission
from huozhong.kernel.sentences import say


class CongressState(StrEnum):
    PREPARING = "preparing"
    SITTING = "sitting"
    ENDED = "ended"
    CANCELLED = "cancelled"


CONGRESS = Lifecycle(
    kind="delegates.congress",
    title=say("职代会届次"),
    start=CongressState.PREPARING,
    states={
        CongressState.PREPARING: say("筹备换届"),
        CongressState.SITTING: say("任期内"),
        CongressState.ENDED: say("已届满"),
        CongressState.CANCELLED: say("已取消"),
    },
    ends=frozenset({CongressState.ENDED, CongressState.CANCELLED}),
    moves=(
        Move(
            "open",
            frm("preparing"),
            "sitting",
            Permission.CONGRESS_MANAGE,
            say("开始任期"),
            (is_allowed_here, has_its_rules, has_its_seats, has_been_checked),
            events.CongressOpened,
        ),
        Move("cancel", frm("preparing"), "cancelled", Permission.CONGRESS_MANAGE, say("取消筹备"), needs_reason=True),
        Move("end", frm("sitting"), "ended", Permission.CONGRESS_MANAGE, say("结束这一届"), needs_reason=True),
    ),
)
