"""The life of a rights dossier, as one table: from a worker's words to the money in the worker's hand."""

from __future__ import annotations

from huozhong.kernel.lifecycle import Lifecycle, Move, frm
from huozhong.kernel.permissions import Permission as P  # noqa: N817 - a table must fit on a line
from huozhong.kernel.sentences import say
from huozhong.rights import events
from huozhong.rights.rules import guards as g

_BY = (g.has_handler, g.is_by_its_handler)

DOSSIER = Lifecycle(
    kind="rights.dossier",
    title=say("维权案件"),
    start="intake",
    states={
        "intake": say("待受理"),
        "consulted": say("咨询办结"),
        "negotiation": say("协商中"),
        "mediation": say("调解中"),
        "inspection": say("监察投诉中"),
        "aid": say("法律援助中"),
        "agreement": say("已达成协议"),
        "arbitration": say("仲裁中"),
        "award": say("已裁决"),
        "suit": say("诉讼中"),
        "enforcement": say("执行中"),
        "closed": say("已结案"),
    },
    ends=frozenset({"consulted", "closed"}),
    moves=(
        Move(
            "consult",
            frm("intake"),
            "consulted",
            P.DOSSIER_WORK,
            say("解答清楚，咨询办结"),
            guards=(*_BY, g.deadlines_are_closed),
            needs_reason=True,
        ),
        Move("take_up", frm("consulted"), "intake", P.DOSSIER_WORK, say("转为案件"), needs_reason=True),
        Move(
            "negotiate",
            frm("intake"),
            "negotiation",
            P.DOSSIER_WORK,
            say("陪职工和单位协商"),
            guards=(*_BY, g.has_claims),
        ),
        Move(
            "mediate",
            frm("intake", "negotiation", "inspection", "aid"),
            "mediation",
            P.DOSSIER_WORK,
            say("受理调解"),
            guards=(*_BY, g.has_claims, g.worker_agrees),
            announces=events.MediationBegan,
        ),
        Move(
            "complain",
            frm("intake", "negotiation", "mediation"),
            "inspection",
            P.DOSSIER_WORK,
            say("向劳动监察投诉"),
            guards=_BY,
        ),
        Move(
            "ask_aid",
            frm("intake", "negotiation", "mediation"),
            "aid",
            P.DOSSIER_WORK,
            say("申请法律援助"),
            guards=_BY,
        ),
        Move(
            "agree",
            frm("negotiation", "mediation", "inspection", "aid"),
            "agreement",
            P.DOSSIER_WORK,
            say("达成协议"),
            guards=(*_BY, g.path_is_chosen),
            announces=events.AgreementMade,
        ),
        Move(
            "arbitrate",
            frm("intake", "negotiation", "mediation", "inspection", "aid", "agreement"),
            "arbitration",
            P.DOSSIER_WORK,
            say("申请仲裁"),
            guards=(*_BY, g.has_claims, g.agreement_failed),
            announces=events.ArbitrationBegan,
        ),
        Move(
            "award",
            frm("arbitration"),
            "award",
            P.DOSSIER_WORK,
            say("收到裁决"),
            guards=(*_BY, g.award_is_kept),
            announces=events.AwardReceived,
        ),
        Move(
            "sue",
            frm("agreement", "arbitration", "award"),
            "suit",
            P.DOSSIER_WORK,
            say("向法院起诉"),
            guards=(*_BY, g.way_to_court),
        ),
        Move(
            "enforce",
            frm("agreement", "arbitration", "award", "suit"),
            "enforcement",
            P.DOSSIER_WORK,
            say("申请强制执行"),
            guards=(*_BY, g.title_is_in_force),
        ),
        Move(
            "close",
            frm(
                "negotiation", "mediation", "inspection", "aid", "agreement",
                "arbitration", "award", "suit", "enforcement",
            ),
            "closed",
            P.DOSSIER_WORK,
            say("结案"),
            guards=(*_BY, g.money_is_stated, g.deadlines_are_closed, g.handoffs_are_settled),
            announces=events.DossierClosed,
            needs_reason=True,
        ),
    ),
)  # fmt: skip
