"""Honours of unions: a closed set, and whether a unit has one that a call asks for."""

from __future__ import annotations

from collections.abc import Collection

from huozhong.kernel.sentences import Sentence, say

HONOURS: dict[str, Sentence] = {
    "model_home": say("模范职工之家"),
    "model_small_home": say("模范职工小家"),
    "advanced_home": say("先进职工之家"),
    "labour_award": say("五一劳动奖状"),
    "worker_pioneer": say("工人先锋号"),
    "harmonious": say("劳动关系和谐单位"),
    "innovation_studio": say("劳模创新工作室"),
}
GRADES: dict[str, Sentence] = {
    "national": say("全国"),
    "province": say("省级"),
    "city": say("市级"),
    "district": say("区县级"),
}


def honours_refusal(asked: Collection[str], held: Collection[str], *, call: str) -> Sentence | None:
    """None when the call asks for no honour or the unit holds one of those that it asks for."""
    if not asked or set(asked) & set(held):
        return None
    words = "、".join(str(HONOURS[name]) for name in HONOURS if name in set(asked))
    return say(
        "“%(call)s”面向获得过这些荣誉的工会：%(honours)s。请项目办登记本单位的荣誉和文号。", call=call, honours=words
    )
