"""The life of a ballot, as one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from huozhong.ballots.rules.questions import NewQuestion, questions_refusal
from huozhong.kernel.lifecycle import Lifecycle, Move, frm
from huozhong.kernel.permissions import Permission
from huozhong.kernel.sentences import Sentence, say

LEAST_TRUSTEES = 2
LEAST_SCRUTINEERS = 2


@dataclass(frozen=True, slots=True)
class ElectionFacts:
    """What the guards of a ballot look at."""

    questions: Sequence[NewQuestion] = ()
    voters: int = 0
    base: int = 0
    contest: Sentence | None = None  # why there are too few candidates for the seats
    has_phone: bool = True
    has_paper: bool = True
    allows_other: bool = False
    trustees: int = 0
    keyless: tuple[str, ...] = ()  # trustees whose key is not in
    credentials: int = 0
    has_method: bool = False
    needs_consent: bool = False
    has_consent: bool = False
    scrutineers: int = 0
    standing: tuple[str, ...] = ()  # scrutineers and trustees who are candidates
    held_up: Sentence | None = None  # what the room above says
    owing: tuple[str, ...] = ()  # trustees whose share is not in
    boxes: int = 0
    unsettled: tuple[str, ...] = ()  # boxes on which two counts do not agree yet
    on_paper: int = 0  # voters on the roll who took paper
    issued: int = 0
    unsigned: tuple[str, ...] = ()  # scrutineers who have not signed the result


def is_whole(facts: ElectionFacts) -> Sentence | None:
    reason = questions_refusal(facts.questions)
    if reason is not None:
        return reason
    if not facts.voters:
        return say("还没有选民名单。")
    if facts.base < facts.voters:
        return say("应到人数（%(base)s）不能少于选民（%(voters)s）。", base=facts.base, voters=facts.voters)
    if not facts.has_phone and not facts.has_paper:
        return say("手机票和纸票至少要有一种。")
    if facts.allows_other and facts.has_phone:
        return say("允许“另选他人”的票只能用纸票：写上的名字在手机上保不了密。")
    return None


def contest_is_large_enough(facts: ElectionFacts) -> Sentence | None:
    return facts.contest


def is_by_phone(facts: ElectionFacts) -> Sentence | None:
    return None if facts.has_phone else say("这次只用纸票，不需要保管人的钥匙。")


def is_paper_only(facts: ElectionFacts) -> Sentence | None:
    return say("这次有手机票，要先请保管人做钥匙。") if facts.has_phone else None


def trustees_are_named(facts: ElectionFacts) -> Sentence | None:
    if facts.trustees >= LEAST_TRUSTEES:
        return None
    return say("至少要有 %(least)s 位保管人，现有 %(n)s 位。", least=LEAST_TRUSTEES, n=facts.trustees)


def keys_are_in(facts: ElectionFacts) -> Sentence | None:
    return say("还差 %(name)s 的钥匙。", name="、".join(facts.keyless)) if facts.keyless else None


def method_is_filed(facts: ElectionFacts) -> Sentence | None:
    return None if facts.has_method else say("先把大会通过的选举（表决）办法登记好。")


def consent_is_filed(facts: ElectionFacts) -> Sentence | None:
    return say("这次投票要上级工会同意，还没有登记同意。") if facts.needs_consent and not facts.has_consent else None


def scrutineers_are_elected(facts: ElectionFacts) -> Sentence | None:
    if facts.standing:
        return say("%(name)s 是候选人，不能当监票人或保管人。", name="、".join(facts.standing))
    if facts.scrutineers < LEAST_SCRUTINEERS:
        return say("至少要有 %(least)s 位推选出的监票人，现有 %(n)s 位。", least=LEAST_SCRUTINEERS, n=facts.scrutineers)
    return None


def somebody_can_vote(facts: ElectionFacts) -> Sentence | None:
    if facts.has_phone and not facts.has_paper and facts.credentials < facts.voters:
        missing = facts.voters - facts.credentials
        return say("还有 %(n)s 人没有备好手机票，又没有纸票，他们会投不了。", n=missing)
    return None


def room_agrees(facts: ElectionFacts) -> Sentence | None:
    return facts.held_up


def shares_are_in(facts: ElectionFacts) -> Sentence | None:
    return say("还等 %(name)s 用钥匙开票。", name="、".join(facts.owing)) if facts.owing else None


def boxes_agree(facts: ElectionFacts) -> Sentence | None:
    if facts.unsettled:
        return say("“%(box)s”的两份清点还不一致，或者还没有两人签字。", box=facts.unsettled[0])
    if facts.on_paper and not facts.boxes:
        return say("有 %(n)s 人领了纸票，还没有登记票箱。", n=facts.on_paper)
    if facts.boxes and facts.issued != facts.on_paper:
        return say(
            "票箱登记发出 %(issued)s 张，名册上领纸票的是 %(n)s 人，请先核对。", issued=facts.issued, n=facts.on_paper
        )
    return None


def all_have_signed(facts: ElectionFacts) -> Sentence | None:
    return say("还等监票人 %(name)s 签字。", name="、".join(facts.unsigned)) if facts.unsigned else None


ELECTION = Lifecycle(
    kind="ballots.election",
    title=say("投票"),
    start="draft",
    states={
        "draft": say("筹备"),
        "keys": say("等保管人的钥匙"),
        "ready": say("可以开始"),
        "open": say("投票中"),
        "closed": say("已截止"),
        "counting": say("开票中"),
        "counted": say("已计票"),
        "published": say("已公布"),
        "void": say("无效"),
    },
    ends=frozenset({"published", "void"}),
    moves=(
        Move(
            "ask_keys",
            frm("draft"),
            "keys",
            Permission.BALLOT_MANAGE,
            say("请保管人做钥匙"),
            guards=(is_whole, contest_is_large_enough, is_by_phone, trustees_are_named),
        ),
        Move(
            "plan_paper",
            frm("draft"),
            "ready",
            Permission.BALLOT_MANAGE,
            say("定稿，用纸票"),
            guards=(is_whole, contest_is_large_enough, is_paper_only),
        ),
        Move("redraft", frm("keys", "ready"), "draft", Permission.BALLOT_MANAGE, say("退回修改")),
        Move("prepare", frm("keys"), "ready", Permission.BALLOT_MANAGE, say("钥匙齐了"), guards=(keys_are_in,)),
        Move(
            "open",
            frm("ready"),
            "open",
            Permission.BALLOT_MANAGE,
            say("开始投票"),
            guards=(
                is_whole, method_is_filed, consent_is_filed, scrutineers_are_elected, somebody_can_vote, room_agrees,
            ),
        ),
        Move("close", frm("open"), "closed", Permission.BALLOT_MANAGE, say("截止投票")),
        Move("count", frm("closed"), "counting", Permission.BALLOT_MANAGE, say("开始开票")),
        Move(
            "finish",
            frm("counting"),
            "counted",
            Permission.BALLOT_MANAGE,
            say("算出结果"),
            guards=(shares_are_in, boxes_agree),
        ),
        Move(
            "publish",
            frm("counted"),
            "published",
            Permission.BALLOT_MANAGE,
            say("公布结果"),
            guards=(all_have_signed,),
        ),
        Move(
            "void",
            frm("draft", "keys", "ready", "open", "closed", "counting", "counted"),
            "void",
            Permission.BALLOT_MANAGE,
            say("宣布无效"),
            needs_reason=True,
        ),
    ),
)  # fmt: skip
