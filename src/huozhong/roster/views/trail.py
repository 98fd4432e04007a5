"""The trail of a person in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import pgettext_lazy

from huozhong.access import queries as access
from huozhong.look import services as look
from huozhong.records.queries import TrailRow

# what was done, not what may be done: the context keeps these words apart from the buttons in English
WORDS = {
    "registered": pgettext_lazy("trail", "登记"),
    "changed": pgettext_lazy("trail", "更正基本情况"),
    "copied": pgettext_lazy("trail", "批量导入"),
    "brought": pgettext_lazy("trail", "从外市转来"),
    "address_recorded": pgettext_lazy("trail", "登记地址"),
    "number_recorded": pgettext_lazy("trail", "登记证件号码"),
    "number_read": pgettext_lazy("trail", "查看完整证件号码"),
    "phone_recorded": pgettext_lazy("trail", "登记手机号码"),
    "phone_read": pgettext_lazy("trail", "查看完整手机号码"),
    "enrolled": pgettext_lazy("trail", "入会"),
    "moved_in": pgettext_lazy("trail", "转入"),
    "moved_out": pgettext_lazy("trail", "转出"),
    "retained": pgettext_lazy("trail", "保留会籍"),
    "resumed": pgettext_lazy("trail", "恢复会籍"),
    "ended": pgettext_lazy("trail", "会籍结束"),
}
READS = {"number_read", "phone_read"}


def entries(rows: Sequence[TrailRow]) -> tuple[look.TrailEntry, ...]:
    """Who did or read what, newest first."""
    told = access.told_acts(rows, WORDS)
    return tuple(
        replace(entry, tone="sun") if row.action in READS else entry for entry, row in zip(told, rows, strict=True)
    )
