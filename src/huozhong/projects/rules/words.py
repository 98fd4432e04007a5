"""Closed sets of the project form, with the words that people read."""

from __future__ import annotations

from enum import StrEnum

from huozhong.kernel.classes import MONEY_CLASSES, SOURCES, WORK_CLASSES, MoneyClass, Source, WorkClass
from huozhong.kernel.sentences import Sentence, say

__all__ = ["MONEY_CLASSES", "SOURCES", "WORK_CLASSES", "MoneyClass", "Source", "WorkClass"]


class Dimension(StrEnum):
    """The four dimensions of the showcase appraisal, in the order of the form."""

    ORGANISATION = "organisation"
    NOVELTY = "novelty"
    EFFECT = "effect"
    REPLICABILITY = "replicability"


DIMENSIONS: dict[str, Sentence] = {
    Dimension.ORGANISATION: say("组织管理"),
    Dimension.NOVELTY: say("创新程度"),
    Dimension.EFFECT: say("工作成效"),
    Dimension.REPLICABILITY: say("可复制性"),
}


class Light(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


LIGHTS: dict[str, Sentence] = {
    Light.GREEN: say("绿灯：正常"),
    Light.AMBER: say("黄灯：要留意"),
    Light.RED: say("红灯：要处理"),
}


class Outcome(StrEnum):
    """What an inspection found."""

    FINE = "fine"
    RECTIFY = "rectify"


OUTCOMES: dict[str, Sentence] = {Outcome.FINE: say("符合要求"), Outcome.RECTIFY: say("限期整改")}


class Occasion(StrEnum):
    """Why an inspection took place."""

    MILESTONE = "milestone"
    RANDOM = "random"


OCCASIONS: dict[str, Sentence] = {Occasion.MILESTONE: say("按节点督查"), Occasion.RANDOM: say("随机抽查")}
