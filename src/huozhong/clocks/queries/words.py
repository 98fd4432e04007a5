"""Acts on deadlines and notices that are no moves, in words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from huozhong.kernel.sentences import Sentence, say

ACTIONS: Mapping[str, Sentence] = MappingProxyType(
    {
        "deadline_opened": say("开始计算"),
        "deadline_restarted": say("中断后重新起算"),
        "deadline_extended": say("延长"),
        "handed_over": say("换了承办人"),
        "staffed": say("换了协办人或者负责人"),
        "deadline_recomputed": say("放假安排变了，日期重新算过"),
        "notice_entered": say("录入放假安排"),
        "notice_changed": say("修改放假安排"),
        "feed_made": say("生成日历链接"),
        "feed_withdrawn": say("停用日历链接"),
    }
)
