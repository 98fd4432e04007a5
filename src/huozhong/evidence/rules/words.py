"""What the custody log says, in words."""

from __future__ import annotations

from collections.abc import Mapping

from huozhong.kernel.sentences import Sentence, say

CUSTODY_WORDS: Mapping[str, Sentence] = {
    "piece_added": say("存入"),
    "piece_not_scanned": say("没有扫描服务，没有扫描"),
    "piece_scanned": say("扫描病毒"),
    "piece_described": say("改了说明"),
    "pieces_ordered": say("排了清单顺序"),
    "piece_withdrawn": say("撤回"),
    "piece_redacted": say("做成遮挡副本"),
    "piece_stamped": say("加可信时间戳"),
    "piece_seen": say("在页面上看"),
    "piece_opened": say("打开原文件"),
    "piece_handed_out": say("移送出去"),
}
