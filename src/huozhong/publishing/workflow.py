"""The life of something on its way to the public, as one table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from huozhong.kernel.lifecycle import Lifecycle, Move, frm
from huozhong.kernel.permissions import Permission as P  # noqa: N817 - a table must fit on a line
from huozhong.kernel.sentences import Sentence, say
from huozhong.publishing import events


class SubmissionState(StrEnum):
    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    RETURNED = "returned"
    PUBLIC = "public"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    ENDED = "ended"


REVIEWING = (SubmissionState.FIRST, SubmissionState.SECOND, SubmissionState.THIRD)
ALIVE = (*REVIEWING, SubmissionState.RETURNED, SubmissionState.PUBLIC)
STAGES: dict[str, int] = {SubmissionState.FIRST: 1, SubmissionState.SECOND: 2, SubmissionState.THIRD: 3}
STAGE_PERMISSIONS = {1: P.PUBLICATION_FIRST, 2: P.PUBLICATION_SECOND, 3: P.PUBLICATION_THIRD}
STAGE_WORDS = {1: say("一审"), 2: say("二审"), 3: say("三审")}
ROUND_WORDS = {1: say("一校"), 2: say("二校"), 3: say("三校")}
PROOFREADINGS = 3


@dataclass(frozen=True, slots=True)
class SubmissionFacts:
    """What the guards of a submission look at, for one person."""

    is_author: bool = False
    has_reviewed: bool = False  # this text, at whatever stage
    proofreadings: int = 0  # of this text's series
    was_last_clean: bool = False  # the last one read this very text and found nothing
    has_stops: bool = False  # the screen found a number that must not go out
    has_unread_flags: bool = False  # the screen found something else, and the editor has not said "I looked"
    read_the_last: bool = False  # this person also did the last proofreading


def not_the_author(facts: SubmissionFacts) -> Sentence | None:
    return say("自己写的、自己讲的，不能自己审。请换一位编辑。") if facts.is_author else None


def not_reviewed_before(facts: SubmissionFacts) -> Sentence | None:
    if facts.has_reviewed:
        return say("您已经审过这一稿。三审要由三个不同的人来审，请换一位编辑。")
    return None


def no_number_of_anybody(facts: SubmissionFacts) -> Sentence | None:
    if facts.has_stops:
        return say("文字里还有号码或网页代码。请在校对里改掉，或者退回作者。")
    return None


def flags_were_read(facts: SubmissionFacts) -> Sentence | None:
    if facts.has_unread_flags:
        return say("系统提示了几处要人看的地方。看过以后，请勾选“我看过这些提示”。")
    return None


def _proofread(times: int) -> Sentence:
    return say("还没有做%(round)s。先校对，再审。", round=ROUND_WORDS[times])


def proofread_once(facts: SubmissionFacts) -> Sentence | None:
    return None if facts.proofreadings >= 1 else _proofread(1)


def proofread_twice(facts: SubmissionFacts) -> Sentence | None:
    return None if facts.proofreadings >= 2 else _proofread(2)


def proofread_three_times(facts: SubmissionFacts) -> Sentence | None:
    if facts.proofreadings < PROOFREADINGS:
        return _proofread(PROOFREADINGS)
    if not facts.was_last_clean:
        return say("上一次校对改了字。请再校一遍现在这一稿，没有差错才能公开。")
    return None


_EACH = (not_the_author, not_reviewed_before, no_number_of_anybody, flags_were_read)

SUBMISSION = Lifecycle(
    kind="publishing.submission",
    title=say("公开稿"),
    start=SubmissionState.FIRST,
    states={
        SubmissionState.FIRST: say("待一审"),
        SubmissionState.SECOND: say("待二审"),
        SubmissionState.THIRD: say("待三审"),
        SubmissionState.RETURNED: say("已退回"),
        SubmissionState.PUBLIC: say("已公开"),
        SubmissionState.WITHDRAWN: say("已撤下"),
        SubmissionState.REPLACED: say("已换新版"),
        SubmissionState.ENDED: say("到期已下线"),
    },
    ends=frozenset({SubmissionState.WITHDRAWN, SubmissionState.REPLACED, SubmissionState.ENDED}),
    moves=(
        Move(
            "pass_first",
            frm("first"),
            "second",
            P.PUBLICATION_FIRST,
            say("一审通过"),
            (*_EACH, proofread_once),
        ),
        Move(
            "pass_second",
            frm("second"),
            "third",
            P.PUBLICATION_SECOND,
            say("二审通过"),
            (*_EACH, proofread_twice),
        ),
        Move(
            "pass_third",
            frm("third"),
            "public",
            P.PUBLICATION_THIRD,
            say("三审通过，公开"),
            (*_EACH, proofread_three_times),
            events.MadePublic,
        ),
        Move(
            "send_back",
            frm("first", "second", "third"),
            "returned",
            P.PUBLICATION_EDIT,
            say("退回修改"),
            (),
            events.SentBack,
            needs_reason=True,
        ),
        Move(
            "correct",
            frm("first", "second", "third"),
            "first",
            P.PUBLICATION_EDIT,
            say("校对改字，从一审重来"),
            (not_the_author,),
        ),
        Move("restart", frm("first", "second", "third"), "first", None, say("原文改了，从一审重来")),
        Move("submit_again", frm("returned"), "first", P.PUBLICATION_SUBMIT, say("改好再送审")),
        Move(
            "withdraw",
            frm("first", "second", "third", "returned", "public"),
            "withdrawn",
            P.PUBLICATION_EDIT,
            say("撤下"),
            (),
            events.TakenDown,
        ),
        Move(
            "take_down",
            frm("first", "second", "third", "returned", "public"),
            "withdrawn",
            None,
            say("应作者或讲述人要求撤下"),
            (),
            events.TakenDown,
        ),
        Move("replace", frm("public"), "replaced", None, say("换成新版")),
        Move("end", frm("public"), "ended", None, say("公示期满，自动下线")),
    ),
)
