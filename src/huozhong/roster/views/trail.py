"""The trail of a person in words."""

from __future__ import annotations

from collections.abc import Sequence

from huozhong.kernel.roles import ROLES, Role
from huozhong.kernel.sentences import say
from huozhong.look import services as look
from huozhong.records.queries import TrailRow

WORDS = {
    "registered": say("登记"),
    "changed": say("更正基本情况"),
    "copied": say("批量导入"),
    "brought": say("从外市转来"),
    "address_recorded": say("登记地址"),
    "number_recorded": say("登记证件号码"),
    "number_read": say("查看完整证件号码"),
    "phone_recorded": say("登记手机号码"),
    "phone_read": say("查看完整手机号码"),
    "enrolled": say("入会"),
    "moved_in": say("转入"),
    "moved_out": say("转出"),
    "retained": say("保留会籍"),
    "resumed": say("恢复会籍"),
    "ended": say("会籍结束"),
}
READS = {"number_read", "phone_read"}


def entries(rows: Sequence[TrailRow]) -> tuple[look.TrailEntry, ...]:
    """Who did or read what, newest first."""
    return tuple(
        look.TrailEntry(
            what=look.told(WORDS[row.action]) if row.action in WORDS else row.action,
            at=row.at,
            who=row.actor_name,
            role=look.told(ROLES[Role(row.role)].name) if row.role else "",
            why=row.why,
            tone="sun" if row.action in READS else "",
        )
        for row in rows
    )
