"""A small ground of its own: a letter is sent in, looked at, granted or refused."""

from __future__ import annotations

from huozhong.kernel.lifecycle import Lifecycle, Move, frm
from huozhong.kernel.permissions import Permission as P  # noqa: N817 - a table of moves reads better
from huozhong.kernel.sentences import Sentence, say
from huozhong.workflows.engine import (
    Design,
    Ending,
    Exit,
    Ground,
    GuardKind,
    Outcome,
    Part,
    Reviewer,
    Seat,
    Staff,
    Stage,
)


def held(facts: frozenset[str]) -> Sentence | None:
    return None if "held" in facts else say("还不满足。")


def lawful(facts: frozenset[str]) -> Sentence | None:
    return None if "lawful" in facts else say("法定条件不满足。")


TABLE = Lifecycle(
    kind="letters.letter",
    title=say("来信"),
    start="draft",
    states={
        "draft": say("草稿"),
        "sent": say("已寄出"),
        "back": say("退回"),
        "chosen": say("入选"),
        "granted": say("已同意"),
        "refused": say("不同意"),
    },
    ends=frozenset({"granted", "refused"}),
    moves=(
        Move("send", frm("draft", "back"), "sent", P.PROJECT_DECLARE, say("寄出")),
        Move("return", frm("sent"), "back", P.PROJECT_REVIEW, say("退回"), needs_reason=True),
        Move("choose", frm("sent"), "chosen", P.PROJECT_REVIEW, say("入选")),
        Move("refuse", frm("sent", "chosen"), "refused", P.PROJECT_REVIEW, say("不同意")),
        Move("grant", frm("chosen"), "granted", P.PROJECT_APPROVE, say("同意"), (lawful,), official=True),
    ),
)
PART = Part(
    letter="a",
    title=say("办理"),
    entry="sent",
    exits=(
        Exit(TABLE.move("grant"), say("同意"), Ending.SUCCESS, is_law=True),
        Exit(TABLE.move("return"), say("退回"), Ending.CORRECTION),
        Exit(TABLE.move("refuse"), say("不同意"), Ending.REFUSAL),
    ),
    replaces=frozenset({"return", "choose", "refuse", "grant"}),
)
GROUND = Ground(
    table=TABLE,
    parts=(PART,),
    reviewers=(
        Reviewer("desk", say("经办"), say("经办人"), P.PROJECT_REVIEW),
        Reviewer("upper", say("上级"), say("上级的经办人"), P.PROJECT_REVIEW, seat=Seat.UPPER),
        Reviewer("jury", say("评委"), say("评委打分"), P.PROJECT_REVIEW, must_exist=P.JURY_JUDGE),
    ),
    guards=(
        GuardKind("held", say("满足"), lambda stage: held),
        GuardKind("panel", say("评完"), lambda stage: held, reviewers=frozenset({"jury"})),
    ),
)
STAFF: Staff = {
    (P.PROJECT_REVIEW, Seat.OFFICE): 2,
    (P.PROJECT_REVIEW, Seat.UPPER): 1,
    (P.PROJECT_APPROVE, Seat.OFFICE): 1,
    (P.JURY_JUDGE, Seat.OFFICE): 9,
}


def stage(key: str, name: str, *outcomes: Outcome, reviewer: str = "desk", days: int | None = 5) -> Stage:
    return Stage(key, name, reviewer, days, outcomes)


GRANT, BACK, NO = Outcome("同意", "granted"), Outcome("退回", "back"), Outcome("不同意", "refused")


def to(key: str, word: str = "") -> Outcome:
    return Outcome(word or f"去{key}", key)


def chain(*names: str) -> Design:
    """A straight way: each stage passes on to the next, the last grants; every one may refuse."""
    stages = []
    for number, name in enumerate(names, start=1):
        onward = GRANT if number == len(names) else Outcome("通过", f"a{number + 1}")
        stages.append(stage(f"a{number}", name, onward, NO))
    return Design(tuple(stages))
