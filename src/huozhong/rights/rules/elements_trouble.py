"""Elements of the trouble: what happened, to how many, how pressing, and whom the worker asked before."""

from __future__ import annotations

from huozhong.kernel.sentences import say
from huozhong.rights.rules.elements_types import HAVE_OR_NOT, Element, Kind, Section, after, choice

_T, _B = Section.TROUBLE, Section.EARLIER

TROUBLE = (
    Element(
        "trouble",
        _T,
        say("遇到的事"),
        say("您遇到了什么事？可以选几样。"),
        Kind.CHOICES,
        "二",
        (),
        choices=(
            choice("wages", say("工资没发、少发或者被扣")),
            choice("overtime", say("加了班没有加班费")),
            choice("no_contract", say("没有签书面劳动合同")),
            choice("dismissed", say("被辞退，或者被逼着走")),
            choice("leave", say("年休假没休，也没补钱")),
            choice("insurance", say("没交社会保险")),
            choice("injury", say("干活受了伤，或者得了职业病")),
            choice("relation", say("单位说我不是它的员工")),
            choice("conditions", say("工时太长、不安全、不给休息")),
            choice("other", say("别的事")),
        ),
    ),
    Element(
        "others_count",
        _T,
        say("同样遭遇的人数"),
        say("和您一样遇到这件事、愿意一起办的，连您一共几个人？"),
        Kind.NUMBER,
        "四",
        ("head_count",),
        help=say("只有您一个人就填 1。十个人以上可以推选代表，优先办理。"),
        unit=say("人"),
    ),
    Element(
        "pressing",
        _T,
        say("着急的事"),
        say("有没有下面这些着急的情况？"),
        Kind.CHOICES,
        "四",
        (),
        choices=(
            choice("safety", say("正有人受伤，或者有人身危险")),
            choice("running", say("老板可能跑了，单位在搬东西")),
            choice("living", say("没钱吃饭、看病")),
            choice("paper", say("收到了仲裁委或者法院的文书")),
            choice("none", say("都没有")),
        ),
    ),
    Element(
        "paper_received",
        _T,
        say("收到文书的日子"),
        say("文书是哪一天收到的？"),
        Kind.DAY,
        "四",
        ("arbitration_received",),
        help=say("不服裁决一般只有十五天，我们要先看这个日子。"),
        needs=(after("pressing", "paper"),),
    ),
    Element(
        "story",
        _T,
        say("事情经过"),
        say("把事情简单说一说。"),
        Kind.LONG_TEXT,
        "四",
        ("facts",),
        most=2000,
        help=say("什么时候、在哪里、谁说了什么、欠了多少。想到什么说什么，调解员会帮您理。"),
        is_private=True,
    ),
)

EARLIER = (
    Element(
        "asked_before",
        _B,
        say("以前找过谁"),
        say("为这件事找过谁？"),
        Kind.CHOICES,
        "四、5",
        ("earlier_steps",),
        choices=(
            choice("employer", say("向单位要过")),
            choice("inspection", say("劳动监察投诉过")),
            choice("mediation", say("调解过")),
            choice("arbitration", say("申请过劳动仲裁")),
            choice("nobody", say("还没有")),
        ),
        help=say("要过、投诉过，有凭证的，一年的时效会重新算。"),
    ),
    Element(
        "asked_date",
        _B,
        say("最近一次的日子"),
        say("最近一次是哪一天？"),
        Kind.DAY,
        "四、5",
        ("earlier_steps",),
        needs=(after("asked_before", "employer", "inspection", "mediation", "arbitration"),),
    ),
    Element(
        "asked_proof",
        _B,
        say("凭证"),
        say("手里有凭证吗？比如回执、寄件单、聊天记录、录音。"),
        Kind.YES_NO,
        "四、5",
        ("earlier_steps",),
        choices=HAVE_OR_NOT,
        needs=(after("asked_before", "employer", "inspection", "mediation", "arbitration"),),
    ),
    Element(
        "arbitration_result",
        _B,
        say("仲裁结果"),
        say("仲裁有结果了吗？"),
        Kind.CHOICE,
        "四、5",
        ("arbitration_result",),
        choices=(
            choice("pending", say("还在办")),
            choice("refused", say("没有受理")),
            choice("award", say("有裁决了")),
            choice("mediated", say("仲裁委调解好了")),
        ),
        needs=(after("asked_before", "arbitration"),),
    ),
)

ALL = (*TROUBLE, *EARLIER)
