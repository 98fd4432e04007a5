"""What belongs on the agenda of a yearly session, and how each matter is decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from huozhong.congress.rules.matters import MATTERS, owes_secret
from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import Sentence, say

# A yearly session hears these; by our reading of 企业民主管理规定 they are owed every year. Ours, marked as such.
HEARD_YEARLY = ("report", "resolutions_report", "proposals_report")
RESERVED = tuple(key for key, matter in MATTERS.items() if matter.is_reserved)
NOT_THIS_TIME = "本次没有这类事项"


def title_of(matter: str) -> Sentence:
    """The matter in words; Refused when the catalogue has none."""
    if matter not in MATTERS:
        raise Refused(say("没有这一类事项，请从列表里选。"))
    return MATTERS[matter].title


def is_reserved(matter: str) -> bool:
    """Whether only the congress itself may decide it."""
    return matter in MATTERS and MATTERS[matter].is_reserved


def left_out(matters: Iterable[str], *, explained: Mapping[str, str]) -> tuple[str, ...]:
    """Matters that a yearly session should have before it, which are neither on the agenda nor explained."""
    there = set(matters)
    return tuple(key for key in (*HEARD_YEARLY, *RESERVED) if key not in there and not explained.get(key))


def method_of(matter: str, *, wanted: str, secret_for: str) -> str:
    """How a topic is decided: as its matter owes; a stricter way may be chosen, a more open one may not."""
    title_of(matter)
    kind = MATTERS[matter]
    if not kind.is_voted:
        return wanted or "hear"
    if owes_secret(kind, secret_for):
        if wanted and wanted != "secret":
            raise Refused(say("“%(matter)s”依规定要无记名投票、逐项表决。", matter=kind.title))
        return "secret"
    if wanted == "hear":
        raise Refused(say("“%(matter)s”要表决，不能只听取。", matter=kind.title))
    return wanted or "hands"
