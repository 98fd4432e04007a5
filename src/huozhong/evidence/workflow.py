"""Scanning, as one table: a piece waits, is clean, is infected, or nobody could look."""

from __future__ import annotations

from enum import StrEnum

from huozhong.kernel.lifecycle import Lifecycle, Move, frm
from huozhong.kernel.sentences import say


class ScanState(StrEnum):
    QUARANTINED = "quarantined"
    UNSCANNED = "unscanned"
    CLEAN = "clean"
    INFECTED = "infected"


S = ScanState
ITEM = Lifecycle(
    kind="evidence.item",
    title=say("证据"),
    start=S.QUARANTINED,
    states={
        S.QUARANTINED: say("等病毒扫描"),
        S.UNSCANNED: say("没有扫描过"),
        S.CLEAN: say("已扫描"),
        S.INFECTED: say("有病毒，已封存"),
    },
    ends=frozenset({S.CLEAN, S.INFECTED, S.UNSCANNED}),
    moves=(
        Move("leave_unscanned", frm(S.QUARANTINED), S.UNSCANNED, None, say("没有扫描服务")),
        Move("find_clean", frm(S.QUARANTINED, S.UNSCANNED), S.CLEAN, None, say("扫描通过")),
        Move("find_infected", frm(S.QUARANTINED, S.UNSCANNED), S.INFECTED, None, say("扫描发现病毒")),
    ),
)
