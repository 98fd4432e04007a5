"""The trail of evidence in words: what was done to a piece; pieces are told by their number alone."""

from __future__ import annotations

from types import MappingProxyType

from django.utils.translation import pgettext_lazy

EVIDENCE_ACTIONS = MappingProxyType(
    {
        "piece_added": pgettext_lazy("trail", "存入一份证据"),
        "piece_not_scanned": pgettext_lazy("trail", "没有扫描服务，没有扫描"),
        "piece_scanned": pgettext_lazy("trail", "扫描了病毒"),
        "piece_described": pgettext_lazy("trail", "改了证据的说明"),
        "pieces_ordered": pgettext_lazy("trail", "排了证据清单的顺序"),
        "piece_withdrawn": pgettext_lazy("trail", "撤回一份证据"),
        "piece_redacted": pgettext_lazy("trail", "做了遮挡副本"),
        "piece_stamped": pgettext_lazy("trail", "加了可信时间戳"),
        "piece_seen": pgettext_lazy("trail", "看了一份证据"),
        "piece_opened": pgettext_lazy("trail", "打开一份证据"),
        "piece_handed_out": pgettext_lazy("trail", "把证据移送出去"),
    }
)
