"""The life of a session and of its report, as two tables."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from huozhong.congress import events
from huozhong.kernel.lifecycle import Lifecycle, Move, frm
from huozhong.kernel.permissions import Permission as P  # noqa: N817 - a table must fit on a line
from huozhong.kernel.sentences import Sentence, say


class SessionState(StrEnum):
    PREPARING = "preparing"
    CALLED = "called"
    MEETING = "meeting"
    CLOSED = "closed"
    PUBLISHED = "published"
    REPORTED = "reported"
    ARCHIVED = "archived"
    CANCELLED = "cancelled"


HELD = (SessionState.CLOSED, SessionState.PUBLISHED, SessionState.REPORTED, SessionState.ARCHIVED)
AHEAD = (SessionState.PREPARING, SessionState.CALLED)


class ReportState(StrEnum):
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """What the guards of a session look at; sentences are computed by whoever gathers them, None: nothing stands there."""

    has_time: bool = False
    topics: int = 0
    not_agreed: tuple[str, ...] = ()  # titles of topics without the employer's word
    left_out: tuple[str, ...] = ()  # matters of the congress that are neither on the agenda nor explained
    overdue_term: Sentence | None = None
    credentials: Sentence | None = None
    quorum: Sentence | None = None
    undecided: tuple[str, ...] = ()  # titles of topics that the session left without an outcome
    is_published: bool = False
    is_reported: bool = False
    is_acknowledged: bool = False
    unplanned: tuple[str, ...] = ()  # what was passed and nobody is to carry out


def has_time(facts: SessionFacts) -> Sentence | None:
    return None if facts.has_time else say("请先定好开会的时间和地点。")


def has_topics(facts: SessionFacts) -> Sentence | None:
    return None if facts.topics else say("请先列入至少一项议题。")


def topics_are_agreed(facts: SessionFacts) -> Sentence | None:
    if not facts.not_agreed:
        return None
    return say(
        "还有 %(n)s 项议题没有同单位商定：%(titles)s。", n=len(facts.not_agreed), titles=_named(facts.not_agreed)
    )


def nothing_is_left_out(facts: SessionFacts) -> Sentence | None:
    if not facts.left_out:
        return None
    return say("应当提交职代会的事项还没有列入议程，也没有说明原因：%(titles)s。", titles=_named(facts.left_out))


def term_is_not_overdue(facts: SessionFacts) -> Sentence | None:
    return facts.overdue_term


def credentials_are_checked(facts: SessionFacts) -> Sentence | None:
    return facts.credentials


def has_quorum(facts: SessionFacts) -> Sentence | None:
    return facts.quorum


def all_is_decided(facts: SessionFacts) -> Sentence | None:
    if not facts.undecided:
        return None
    return say("还有 %(n)s 项议题没有结果：%(titles)s。", n=len(facts.undecided), titles=_named(facts.undecided))


def was_published(facts: SessionFacts) -> Sentence | None:
    return None if facts.is_published else say("请先写好向全体职工公布的内容。")


def was_reported(facts: SessionFacts) -> Sentence | None:
    return None if facts.is_reported else say("请先写好报上级工会的报告。")


def was_acknowledged(facts: SessionFacts) -> Sentence | None:
    return None if facts.is_acknowledged else say("上级工会还没有收下报告，收下后再归档。")


def all_is_planned(facts: SessionFacts) -> Sentence | None:
    if not facts.unplanned:
        return None
    return say("通过的决议还没有写明谁去办、哪天前办好：%(titles)s。", titles=_named(facts.unplanned))


def _named(titles: tuple[str, ...]) -> str:
    shown = "、".join(titles[:4])
    return shown if len(titles) <= 4 else f"{shown}……"


S = SessionState

SESSION = Lifecycle(
    kind="congress.session",
    title=say("职代会会议"),
    start=S.PREPARING,
    states={
        S.PREPARING: say("筹备中"),
        S.CALLED: say("已通知代表"),
        S.MEETING: say("正在开会"),
        S.CLOSED: say("已闭会"),
        S.PUBLISHED: say("已向职工公布"),
        S.REPORTED: say("已报上级工会"),
        S.ARCHIVED: say("已归档"),
        S.CANCELLED: say("已取消"),
    },
    ends=frozenset({S.ARCHIVED, S.CANCELLED}),
    moves=(
        Move(
            "call", frm(S.PREPARING), S.CALLED, P.CONGRESS_MANAGE, say("发会议通知"),
            (has_time, has_topics, term_is_not_overdue, credentials_are_checked, topics_are_agreed, nothing_is_left_out),
            events.SessionCalled,
        ),
        Move("recall", frm(S.CALLED), S.PREPARING, P.CONGRESS_MANAGE, say("收回通知"), needs_reason=True),
        Move("begin", frm(S.CALLED), S.MEETING, P.CONGRESS_CHAIR, say("宣布开会"), (has_quorum,), events.SessionBegun),
        Move("close", frm(S.MEETING), S.CLOSED, P.CONGRESS_CHAIR, say("宣布闭会"), (all_is_decided,), events.SessionClosed),
        Move(
            "publish", frm(S.CLOSED), S.PUBLISHED, P.CONGRESS_MANAGE, say("向全体职工公布"),
            (was_published,), events.SessionPublished,
        ),
        Move(
            "report", frm(S.PUBLISHED), S.REPORTED, P.CONGRESS_MANAGE, say("报上级工会"),
            (was_reported,), events.SessionReported,
        ),
        Move(
            "archive", frm(S.REPORTED), S.ARCHIVED, P.CONGRESS_MANAGE, say("归档"), (all_is_planned, was_acknowledged),
        ),
        Move(
            "cancel", frm(S.PREPARING, S.CALLED), S.CANCELLED, P.CONGRESS_MANAGE, say("取消这次会议"),
            (), events.SessionCancelled, needs_reason=True,
        ),
    ),
)  # fmt: skip

REPORT = Lifecycle(
    kind="congress.report",
    title=say("会议情况报告"),
    start=ReportState.SENT,
    states={
        ReportState.SENT: say("等上级工会收"),
        ReportState.ACKNOWLEDGED: say("上级工会已收下"),
        ReportState.RETURNED: say("上级工会已退回"),
    },
    ends=frozenset({ReportState.ACKNOWLEDGED, ReportState.RETURNED}),
    moves=(
        Move(
            "acknowledge", frm("sent"), "acknowledged", P.CONGRESS_WATCH, say("收下"), (), events.ReportAcknowledged
        ),
        Move(
            "return", frm("sent"), "returned", P.CONGRESS_WATCH, say("退回补充"), (), events.ReportReturned,
            needs_reason=True,
        ),
    ),
)  # fmt: skip
