"""What a worker reads about their own case: where it is, what happens next, what they themselves can do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from huozhong.kernel.sentences import Sentence, say


@dataclass(frozen=True, slots=True)
class Plain:
    """One state in the words of whoever waits in it."""

    now: Sentence
    next: Sentence
    mine: tuple[Sentence, ...]  # what the worker can do meanwhile


_KEEP = say("合同、工资条、聊天记录、录音一样也不要删；新的证据拍下来加进来。")
_REACH = say("电话保持畅通；换了号码、换了地址告诉调解员。")

STATES: Mapping[str, Plain] = MappingProxyType(
    {
        "intake": Plain(
            say("工会收到了，正在看"), say("调解员会打电话跟您核对，然后告诉您走哪条路。"),
            (_KEEP, say("把文书要用的几项补上，省得以后再跑。")),
        ),
        "consulted": Plain(
            say("问题已经答清楚，这次到此为止"), say("以后要办，跟调解员说一声，就转成案件，不用再说一遍。"), (_KEEP,),
        ),
        "negotiation": Plain(
            say("工会正陪您和单位谈"), say("单位五天不答复，就当它不愿意谈，可以调解或者仲裁。"),
            (_REACH, say("单位找您私下谈，先告诉调解员；不清楚的纸不要签。")),
        ),
        "mediation": Plain(
            say("调解员正在调解"), say("收到申请十五天谈不成，就可以去仲裁。"),
            (say("想好底线：最少要多少、可以分几次给。"), _KEEP),
        ),
        "inspection": Plain(
            say("劳动监察在查"), say("立案以后六十个工作日查完，复杂的再加三十个工作日。"),
            (_REACH, say("监察员来问，照实说。")),
        ),
        "aid": Plain(
            say("正在申请免费律师"), say("法律援助机构七天内决定，决定以后三天内派律师。"),
            (say("准备身份证和困难证明；进城务工讨工资、工伤的不用困难证明。"),),
        ),
        "agreement": Plain(
            say("谈成了，有协议了"), say("协议要能执行，得在期限内做仲裁审查或者司法确认。"),
            (say("到日子没有收到钱，第二天就告诉调解员。"), say("单位叫您另签一张纸，先给调解员看。")),
        ),
        "arbitration": Plain(
            say("仲裁委在办"), say("受理以后四十五天内裁决，复杂的再加十五天。"),
            (say("开庭那天一定要到；不到会当作撤回。"), _KEEP),
        ),
        "award": Plain(
            say("有裁决了"), say("不服要在期限内去法院；过了期限，裁决就生效。"),
            (say("看清收到裁决书的那一天，拍下签收单。"), say("要不要起诉，先和调解员、律师商量。")),
        ),
        "suit": Plain(
            say("法院在审"), say("简易程序一般三个月，普通程序六个月。"), (say("开庭那天一定要到。"), _REACH),
        ),
        "enforcement": Plain(
            say("正在申请法院强制执行"), say("法院会查单位的账户和财产。"),
            (say("知道单位有什么财产、账户、车，告诉调解员。"),),
        ),
        "closed": Plain(say("这件事办完了"), say("钱没有到账，或者又出了同样的事，可以再来找工会。"), ()),
    }
)  # fmt: skip
