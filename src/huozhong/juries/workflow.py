"""The life of a jury, as one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from huozhong.juries import events
from huozhong.juries.rules.counting import kind_weights_refusal
from huozhong.juries.rules.rubric import Dimension, rubric_refusal
from huozhong.kernel.lifecycle import Lifecycle, Move, frm
from huozhong.kernel.permissions import Permission
from huozhong.kernel.sentences import Sentence, say


@dataclass(frozen=True, slots=True)
class PanelFacts:
    """What the guards of a jury look at."""

    rubric: Sequence[Dimension] = ()
    ties_by: Sequence[str] = ()
    kind_weights: Mapping[str, int] = field(default_factory=dict)
    kinds: frozenset[str] = frozenset()  # of the judges who are seated
    judges: int = 0
    least: int = 0
    short: tuple[str, ...] = ()  # open entries that still lack cards


def rubric_is_whole(facts: PanelFacts) -> Sentence | None:
    return rubric_refusal(facts.rubric, facts.ties_by) or kind_weights_refusal(facts.kind_weights)


def jury_is_seated(facts: PanelFacts) -> Sentence | None:
    """Enough judges, and some of every kind that counts by itself."""
    if facts.judges < facts.least:
        return say("现有 %(n)s 位评委，至少要 %(least)s 位。", n=facts.judges, least=facts.least)
    if facts.kind_weights and facts.kinds != set(facts.kind_weights):
        return say("分组计分时，每一类评委都要有人，也不能有别类的评委。")
    return None


def enough_have_scored(facts: PanelFacts) -> Sentence | None:
    if not facts.short:
        return None
    return say("“%(title)s”打分的评委还不够，不能结束评审。", title=facts.short[0])


PANEL = Lifecycle(
    kind="juries.panel",
    title=say("评审"),
    start="draft",
    states={"draft": say("筹备"), "open": say("评审中"), "closed": say("已结束")},
    ends=frozenset({"closed"}),
    moves=(
        Move(
            "open",
            frm("draft"),
            "open",
            Permission.JURY_MANAGE,
            say("开始评审"),
            guards=(rubric_is_whole, jury_is_seated),
            announces=events.PanelOpened,
        ),
        Move(
            "close",
            frm("open"),
            "closed",
            Permission.JURY_MANAGE,
            say("结束评审，公布结果"),
            guards=(enough_have_scored,),
            announces=events.PanelClosed,
        ),
    ),
)
