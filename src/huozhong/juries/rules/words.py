"""Closed sets of a jury, with the words that people read."""

from __future__ import annotations

from enum import StrEnum

from huozhong.kernel.sentences import Sentence, say


class JudgeKind(StrEnum):
    EXPERT = "expert"
    WORKER = "worker"
    UNION_HEAD = "union_head"


JUDGE_KINDS: dict[str, Sentence] = {
    JudgeKind.EXPERT: say("专家"),
    JudgeKind.WORKER: say("劳模或职工代表"),
    JudgeKind.UNION_HEAD: say("工会负责人"),
}


class Ground(StrEnum):
    """Why a judge stands back from an entry."""

    UNIT = "unit"
    DISTRICT = "district"
    INDUSTRY = "industry"
    KIN = "kin"
    INTEREST = "interest"


GROUNDS: dict[str, Sentence] = {
    Ground.UNIT: say("本单位"),
    Ground.DISTRICT: say("本区县"),
    Ground.INDUSTRY: say("本产业工会"),
    Ground.KIN: say("近亲属"),
    Ground.INTEREST: say("有利害关系"),
}

STANDS_BACK: dict[str, Sentence] = {
    Ground.UNIT: say("这是您所在工会的，您应当回避，看不到材料和分数。"),
    Ground.DISTRICT: say("这是您所在区县的，您应当回避，看不到材料和分数。"),
    Ground.INDUSTRY: say("这是您所在产业工会的，您应当回避，看不到材料和分数。"),
    Ground.KIN: say("您的近亲属与此有关，您应当回避，看不到材料和分数。"),
    Ground.INTEREST: say("您已声明与此有利害关系，您应当回避，看不到材料和分数。"),
}
