"""The life of a proposal, as one table. Members move by what they are to the proposal; the guards ask it."""

from __future__ import annotations

from huozhong.kernel.lifecycle import Lifecycle, Move, frm
from huozhong.kernel.permissions import Permission as P  # noqa: N817 - a table must fit on a line
from huozhong.kernel.sentences import say
from huozhong.proposals import events
from huozhong.proposals.rules import guards as g

_FILING = (
    g.by_its_author,
    g.words_are_whole,
    g.is_one_matter,
    g.window_is_open,
    g.authors_are_confirmed,
    g.seconders_are_enough,
)

PROPOSAL = Lifecycle(
    kind="proposals.proposal",
    title=say("提案"),
    start="draft",
    states={
        "draft": say("草稿"),
        "filed": say("待审查"),
        "returned": say("已退回"),
        "registered": say("已立案"),
        "merged": say("已并案"),
        "turned": say("转为大会议题"),
        "handling": say("承办中"),
        "answered": say("待核查"),
        "rating": say("待评价"),
        "closed": say("已办结"),
        "withdrawn": say("已撤回"),
    },
    ends=frozenset({"merged", "turned", "closed", "withdrawn"}),
    moves=(
        Move(
            "file",
            frm("draft", "returned"),
            "filed",
            P.CONGRESS_READ,
            say("提交提案"),
            guards=_FILING,
            announces=events.ProposalFiled,
        ),
        Move(
            "withdraw",
            frm("draft", "filed", "returned"),
            "withdrawn",
            P.CONGRESS_READ,
            say("撤回提案"),
            guards=(g.by_its_author,),
        ),
        Move(
            "register",
            frm("filed"),
            "registered",
            P.PROPOSAL_HANDLE,
            say("立案"),
            guards=(g.by_somebody_else,),
            announces=events.ProposalRegistered,
        ),
        Move(
            "send_back",
            frm("filed"),
            "returned",
            P.PROPOSAL_HANDLE,
            say("退回，写明理由"),
            guards=(g.by_somebody_else,),
            needs_reason=True,
        ),
        Move(
            "merge",
            frm("filed", "registered"),
            "merged",
            P.PROPOSAL_HANDLE,
            say("并入另一件"),
            guards=(g.by_somebody_else, g.head_stands),
        ),
        Move(
            "turn",
            frm("filed", "registered"),
            "turned",
            P.PROPOSAL_HANDLE,
            say("转为大会议题"),
            guards=(g.by_somebody_else,),
            announces=events.ProposalTurned,
            needs_reason=True,
        ),
        Move(
            "assign",
            frm("registered"),
            "handling",
            P.PROPOSAL_HANDLE,
            say("交办"),
            guards=(g.by_somebody_else, g.handlers_are_named),
        ),
        Move(
            "answer",
            frm("handling"),
            "answered",
            P.CONGRESS_READ,
            say("书面答复"),
            guards=(g.by_the_lead, g.answer_is_whole),
            announces=events.ProposalAnswered,
        ),
        Move(
            "pass_answer",
            frm("answered"),
            "rating",
            P.PROPOSAL_HANDLE,
            say("核查通过，请提案人评价"),
            guards=(g.checked_by_another, g.by_somebody_else),
        ),
        Move(
            "return_answer",
            frm("answered"),
            "handling",
            P.PROPOSAL_HANDLE,
            say("答复退回重写"),
            guards=(g.checked_by_another, g.by_somebody_else),
            needs_reason=True,
        ),
        Move("rehandle", frm("rating"), "handling", None, say("不满意，重办一次")),
        Move("close", frm("rating"), "closed", None, say("办结"), announces=events.ProposalClosed),
    ),
)
