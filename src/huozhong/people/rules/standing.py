"""How somebody stands in the rolls, and why that ends (会籍管理办法 2016; Constitution of Chinese Trade Unions)."""

from __future__ import annotations

from enum import StrEnum

from huozhong.kernel.sentences import Sentence, say


class Standing(StrEnum):
    ACTIVE = "active"
    RETAINED = "retained"  # retired, unemployed: no fees, no vote


class EndReason(StrEnum):
    MOVED = "moved"
    RETAINED = "retained"
    RESUMED = "resumed"
    LEFT = "left"
    LAPSED = "lapsed"
    EXPELLED = "expelled"
    DIED = "died"
    MISTAKE = "mistake"


STANDING_NAMES: dict[Standing, Sentence] = {
    Standing.ACTIVE: say("在籍"),
    Standing.RETAINED: say("保留会籍"),
}
END_NAMES: dict[EndReason, Sentence] = {
    EndReason.MOVED: say("转出"),
    EndReason.RETAINED: say("转为保留会籍"),
    EndReason.RESUMED: say("恢复在籍"),
    EndReason.LEFT: say("退会"),
    EndReason.LAPSED: say("自动退会"),
    EndReason.EXPELLED: say("除籍"),
    EndReason.DIED: say("去世"),
    EndReason.MISTAKE: say("登记有误"),
}
LEAVING = frozenset({EndReason.LEFT, EndReason.LAPSED, EndReason.EXPELLED, EndReason.DIED, EndReason.MISTAKE})
