"""The life of a how-to card, as one table."""

from __future__ import annotations

from enum import StrEnum

from huozhong.kernel.lifecycle import Lifecycle, Move, frm
from huozhong.kernel.permissions import Permission
from huozhong.kernel.sentences import say
from huozhong.learning import events
from huozhong.learning.rules import names_somebody_to_ask, says_when_and_how


class HowToState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


HOWTO = Lifecycle(
    kind="learning.howto",
    title=say("五分钟教程"),
    start=HowToState.DRAFT,
    states={
        HowToState.DRAFT: say("草稿"),
        HowToState.PUBLISHED: say("大家可看"),
        HowToState.RETIRED: say("已停用"),
    },
    ends=frozenset({HowToState.RETIRED}),
    moves=(
        Move(
            "publish",
            frm("draft"),
            "published",
            Permission.HOWTO_PUBLISH,
            say("发布给大家看"),
            (says_when_and_how, names_somebody_to_ask),
            events.HowToPublished,
        ),
        Move("rework", frm("published"), "draft", Permission.HOWTO_PUBLISH, say("收回修改"), needs_reason=True),
        Move("retire", frm("draft", "published"), "retired", Permission.HOWTO_PUBLISH, say("停用"), needs_reason=True),
    ),
)
