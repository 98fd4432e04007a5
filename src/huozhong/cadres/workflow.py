"""The life of a social worker's engagement, as one table."""

from __future__ import annotations

from enum import StrEnum

from huozhong.kernel.lifecycle import Lifecycle, Move, frm
from huozhong.kernel.permissions import Permission
from huozhong.kernel.sentences import say


class WorkerState(StrEnum):
    SERVING = "serving"
    LEFT = "left"


WORKER = Lifecycle(
    kind="cadres.worker",
    title=say("社会化工会工作者"),
    start=WorkerState.SERVING,
    states={WorkerState.SERVING: say("在岗"), WorkerState.LEFT: say("已离职")},
    ends=frozenset({WorkerState.LEFT}),
    moves=(
        Move(
            "leave",
            frm("serving"),
            "left",
            Permission.TEAM_MANAGE,
            say("登记离职"),
            needs_reason=True,
        ),
    ),
)
