"""The closed sets of proposals, and the words that people read for them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from huozhong.kernel.sentences import Sentence, say


class Theme(StrEnum):
    """What a proposal is about, as a committee sorts them."""

    PAY = "pay"
    SAFETY = "safety"
    LIVING = "living"
    GROWTH = "growth"
    WORK = "work"
    OTHER = "other"


class Part(StrEnum):
    """What an invited delegate is to a proposal; who first writes it is neither."""

    AUTHOR = "author"
    SECONDER = "seconder"


class Reply(StrEnum):
    """What an invited delegate said, on their own phone."""

    ASKED = "asked"
    YES = "yes"
    NO = "no"


class Verdict(StrEnum):
    """What the department says of the matter."""

    NOW = "now"
    PLANNED = "planned"
    CANNOT = "cannot"


class Voice(StrEnum):
    """What one person thinks of the answer."""

    GOOD = "good"
    FAIR = "fair"
    BAD = "bad"


class Term(StrEnum):
    """What a clock counts."""

    REVIEW = "review"
    ASSIGN = "assign"
    ANSWER = "answer"
    CHECK = "check"
    RATE = "rate"
    REHANDLE = "rehandle"
    PROMISE = "promise"


THEMES: Mapping[Theme, Sentence] = MappingProxyType(
    {
        Theme.PAY: say("工资福利"),
        Theme.SAFETY: say("安全健康"),
        Theme.LIVING: say("吃住行"),
        Theme.GROWTH: say("培训成长"),
        Theme.WORK: say("生产经营"),
        Theme.OTHER: say("其他"),
    }
)
PARTS: Mapping[Part, Sentence] = MappingProxyType({Part.AUTHOR: say("联名提案"), Part.SECONDER: say("附议")})
REPLIES: Mapping[Reply, Sentence] = MappingProxyType(
    {Reply.ASKED: say("等本人确认"), Reply.YES: say("已确认"), Reply.NO: say("不参加")}
)
VERDICTS: Mapping[Verdict, Sentence] = MappingProxyType(
    {Verdict.NOW: say("马上能办"), Verdict.PLANNED: say("列入计划"), Verdict.CANNOT: say("暂时办不了")}
)
VOICES: Mapping[Voice, Sentence] = MappingProxyType(
    {Voice.GOOD: say("满意"), Voice.FAIR: say("基本满意"), Voice.BAD: say("不满意")}
)
TERMS: Mapping[Term, Sentence] = MappingProxyType(
    {
        Term.REVIEW: say("审查"),
        Term.ASSIGN: say("交办"),
        Term.ANSWER: say("答复"),
        Term.CHECK: say("核查"),
        Term.RATE: say("评价"),
        Term.REHANDLE: say("重办"),
        Term.PROMISE: say("兑现承诺"),
    }
)
