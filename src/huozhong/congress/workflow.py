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
    """What the guards of a session look at; a sentence that is None stands in nobody's way."""

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
            (
                has_time, has_topics, term_is_not_overdue, credentials_are_checked, topics_are_agreed,
                nothing_is_left_out,
            ),
            events.SessionCalled,
        ),
        Move("recall", frm(S.CALLED), S.PREPARING, P.CONGRESS_MANAGE, say("收回通知"), needs_reason=True),
        Move("begin", frm(S.CALLED), S.MEETING, P.CONGRESS_CHAIR, say("宣布开会"), (has_quorum,), events.SessionBegun),
        Move(
            "close", frm(S.MEETING), S.CLOSED, P.CONGRESS_CHAIR, say("宣布闭会"), (all_is_decided,),
            events.SessionClosed,
        ),
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
    kind="congress.sessionreport",
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


class MeetingState(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    ADJOURNED = "adjourned"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class VoteState(StrEnum):
    READY = "ready"
    OPEN = "open"
    SUSPENDED = "suspended"
    COUNTING = "counting"
    COUNTED = "counted"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """What the guards of a meeting look at."""

    has_agenda: bool = False
    quorum: Sentence | None = None  # why there is none
    open_votes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VoteFacts:
    """What the guards of a vote look at: each a sentence that stands in the way, or None."""

    is_running: bool = False  # the meeting is open
    quorum: Sentence | None = None
    method: Sentence | None = None
    papers: Sentence | None = None
    before: Sentence | None = None  # decided already, taken off the agenda, another vote is open
    ballot: Sentence | None = None  # what the ballots room says of a secret one


def has_agenda(facts: MeetingFacts) -> Sentence | None:
    return None if facts.has_agenda else say("请先排好议程。")


def meeting_has_quorum(facts: MeetingFacts) -> Sentence | None:
    return facts.quorum


def no_vote_is_open(facts: MeetingFacts) -> Sentence | None:
    if not facts.open_votes:
        return None
    return say("“%(title)s”还在表决，请先计票或者作废。", title=facts.open_votes[0])


def meeting_is_running(facts: VoteFacts) -> Sentence | None:
    return None if facts.is_running else say("会议没有在进行，不能表决。")


def vote_has_quorum(facts: VoteFacts) -> Sentence | None:
    return facts.quorum


def method_is_lawful(facts: VoteFacts) -> Sentence | None:
    return facts.method


def papers_were_in_time(facts: VoteFacts) -> Sentence | None:
    return facts.papers


def nothing_went_before(facts: VoteFacts) -> Sentence | None:
    return facts.before


def ballot_may_open(facts: VoteFacts) -> Sentence | None:
    return facts.ballot


M = MeetingState

MEETING = Lifecycle(
    kind="congress.meeting",
    title=say("会议"),
    start=M.PLANNED,
    states={
        M.PLANNED: say("等开会"),
        M.OPEN: say("正在开会"),
        M.ADJOURNED: say("休会"),
        M.CLOSED: say("已闭会"),
        M.CANCELLED: say("不开了"),
    },
    ends=frozenset({M.CLOSED, M.CANCELLED}),
    moves=(
        Move(
            "open", frm(M.PLANNED), M.OPEN, P.CONGRESS_CHAIR, say("宣布开会"), (has_agenda, meeting_has_quorum),
            events.MeetingOpened,
        ),
        Move("adjourn", frm(M.OPEN), M.ADJOURNED, P.CONGRESS_CHAIR, say("休会"), (no_vote_is_open,)),
        Move("resume", frm(M.ADJOURNED), M.OPEN, P.CONGRESS_CHAIR, say("复会"), (meeting_has_quorum,)),
        Move(
            "close", frm(M.OPEN, M.ADJOURNED), M.CLOSED, P.CONGRESS_CHAIR, say("宣布闭会"), (no_vote_is_open,),
            events.MeetingClosed,
        ),
        Move("cancel", frm(M.PLANNED), M.CANCELLED, P.CONGRESS_MANAGE, say("这次会不开了"), needs_reason=True),
    ),
)  # fmt: skip

V = VoteState
_MAY_VOTE = (
    meeting_is_running, vote_has_quorum, method_is_lawful, papers_were_in_time, nothing_went_before, ballot_may_open,
)  # fmt: skip

VOTE = Lifecycle(
    kind="congress.vote",
    title=say("表决"),
    start=V.READY,
    states={
        V.READY: say("已备好"),
        V.OPEN: say("正在表决"),
        V.SUSPENDED: say("人数不足，暂停"),
        V.COUNTING: say("已截止，等计票"),
        V.COUNTED: say("已有结果"),
        V.VOID: say("作废"),
    },
    ends=frozenset({V.COUNTED, V.VOID}),
    moves=(
        Move("open", frm(V.READY), V.OPEN, P.CONGRESS_CHAIR, say("开始表决"), _MAY_VOTE),
        # whoever walks out takes the quorum away: no permission of a chair is asked, only the log speaks
        Move("suspend", frm(V.OPEN), V.SUSPENDED, None, say("人数不足，暂停表决")),
        Move(
            "resume", frm(V.SUSPENDED), V.OPEN, P.CONGRESS_CHAIR, say("继续表决"), (meeting_is_running, vote_has_quorum)
        ),
        Move("end", frm(V.OPEN, V.SUSPENDED), V.COUNTING, P.CONGRESS_CHAIR, say("截止投票")),
        Move(
            "count", frm(V.OPEN, V.COUNTING), V.COUNTED, P.CONGRESS_CHAIR, say("截止，计票"), (),
            events.VoteCounted,
        ),
        Move(
            "void", frm(V.READY, V.OPEN, V.SUSPENDED, V.COUNTING), V.VOID, P.CONGRESS_CHAIR, say("作废"),
            needs_reason=True,
        ),
    ),
)  # fmt: skip
