"""The triage graph that the house brings: an office that writes its own begins from this one."""

from __future__ import annotations

from huozhong.kernel.sentences import Sentence, say
from huozhong.rights.rules.elements import NOT_SURE
from huozhong.rights.rules.triage import END, Graph, Question, Route, Way

_HOTLINE, _TALK = END + Route.HOTLINE, END + Route.NEGOTIATION
_MEDIATION, _INSPECTION, _AID = END + Route.MEDIATION, END + Route.INSPECTION, END + Route.LEGAL_AID
_ARBITRATION, _CONSULT = END + Route.ARBITRATION, END + Route.CONSULTATION

_SENTENCES: tuple[Sentence, ...] = (  # written once as sentences, so that the English stands beside them
    say("有没有着急的情况？"), say("有人受伤，或者有人身危险"), say("收到了仲裁委或者法院的文书"),
    say("老板可能跑了"), say("都没有，或者别的"), say("收到的是什么文书？"), say("裁决书、判决书"),
    say("开庭通知、传票、别的文书"), say("不清楚"), say("遇到了什么事？"), say("受了伤，或者得了职业病"),
    say("单位说我不是它的员工"), say("被辞退，或者被逼着走"), say("工资、加班费、合同、年休假"),
    say("社保、工时、安全"), say("别的事"), say("做过工伤认定吗？"), say("认定了"), say("申请了，还没有结果"),
    say("没有申请"), say("有没有工资转账、工牌、打卡记录、聊天记录这样的东西？"), say("有"), say("没有"),
    say("以前为这件事找过谁？"), say("申请过劳动仲裁"), say("调解过"), say("向单位要过、投诉过，或者还没有"),
    say("愿意先请工会出面，和单位谈一谈吗？"), say("愿意，先谈"), say("不愿意，直接去仲裁"), say("先给我讲讲再说"),
    say("现在还在这家单位上班吗？"), say("还在上班"), say("已经不在了，或者叫我走"), say("请律师有没有困难？"),
    say("家里困难，或者讨的是工资、工伤"), say("请得起"), say("和单位谈过，没有用；或者不想谈"),
    say("想先请工会去说一说"), say("想怎么办？"),
)  # fmt: skip

SHIPPED = Graph(
    (
        Question(
            "pressing", "有没有着急的情况？",
            (
                Way("有人受伤，或者有人身危险", _HOTLINE, ("safety",)),
                Way("收到了仲裁委或者法院的文书", "paper", ("paper",)),
                Way("老板可能跑了", _INSPECTION, ("running",)),
                Way("都没有，或者别的", "trouble", ("living", "none", NOT_SURE)),
            ),
            "pressing",
        ),
        Question(
            "paper", "收到的是什么文书？",
            (
                Way("裁决书、判决书", _AID), Way("开庭通知、传票、别的文书", _AID), Way("不清楚", _CONSULT),
            ),
        ),
        Question(
            "trouble", "遇到了什么事？",
            (
                Way("受了伤，或者得了职业病", "injury", ("injury",)),
                Way("单位说我不是它的员工", "proof", ("relation",)),
                Way("被辞退，或者被逼着走", "before", ("dismissed",)),
                Way("工资、加班费、合同、年休假", "before", ("wages", "overtime", "no_contract", "leave")),
                Way("社保、工时、安全", "conditions", ("insurance", "conditions")),
                Way("别的事", _CONSULT, ("other", NOT_SURE)),
            ),
            "trouble",
        ),
        Question(
            "injury", "做过工伤认定吗？",
            (
                Way("认定了", "before", ("yes",)), Way("申请了，还没有结果", _CONSULT, ("pending",)),
                Way("没有申请", _CONSULT, ("no",)), Way("不清楚", _CONSULT, (NOT_SURE,)),
            ),
            "injury_recognised",
        ),
        Question(
            "proof", "有没有工资转账、工牌、打卡记录、聊天记录这样的东西？",
            (Way("有", _ARBITRATION), Way("没有", _AID), Way("不清楚", _CONSULT)),
        ),
        Question(
            "conditions", "想怎么办？",
            (
                Way("想先请工会去说一说", "working"), Way("和单位谈过，没有用；或者不想谈", _INSPECTION),
                Way("不清楚", _CONSULT),
            ),
        ),
        Question(
            "before", "以前为这件事找过谁？",
            (
                Way("申请过劳动仲裁", _AID, ("arbitration",)), Way("调解过", "lawyer", ("mediation",)),
                Way("向单位要过、投诉过，或者还没有", "willing", ("employer", "inspection", "nobody", NOT_SURE)),
            ),
            "asked_before",
        ),
        Question(
            "willing", "愿意先请工会出面，和单位谈一谈吗？",
            (
                Way("愿意，先谈", "working", ("yes",)), Way("不愿意，直接去仲裁", "lawyer", ("no",)),
                Way("先给我讲讲再说", _CONSULT, ("tell_me",)), Way("不清楚", _CONSULT, (NOT_SURE,)),
            ),
            "would_mediate",
        ),
        Question(
            "working", "现在还在这家单位上班吗？",
            (
                Way("还在上班", _TALK, ("yes",)), Way("已经不在了，或者叫我走", _MEDIATION, ("no", "told")),
                Way("不清楚", _MEDIATION, (NOT_SURE,)),
            ),
            "still_working",
        ),
        Question(
            "lawyer", "请律师有没有困难？",
            (Way("家里困难，或者讨的是工资、工伤", _AID), Way("请得起", _ARBITRATION), Way("不清楚", _ARBITRATION)),
        ),
    )
)  # fmt: skip
