"""Whether a programme may be opened, closed, filed away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from huozhong.kernel.sentences import Sentence, say
from huozhong.projects.rules.words import DIMENSIONS, WORK_CLASSES


class CallKind(StrEnum):
    """What a call is for."""

    PROJECTS = "projects"
    PRACTICAL = "practical"


CALL_KINDS: dict[str, Sentence] = {
    CallKind.PROJECTS: say("工会工作项目征集"),
    CallKind.PRACTICAL: say("为职工办实事项目"),
}


@dataclass(frozen=True, slots=True)
class ProgrammeFacts:
    """Everything that decides whether a programme may take a step."""

    title: str
    at: datetime
    opens_at: datetime
    closes_at: datetime
    weights: Mapping[str, int]
    classes: frozenset[str]
    levels: frozenset[str]
    kinds: frozenset[str]
    calendar: tuple[date | None, ...] = ()  # approval, mid-year check, closing report, showcase
    undecided: int = 0  # projects that still wait for a decision or run


def weights_refusal(weights: Mapping[str, int]) -> Sentence | None:
    """The four dimensions, each with a positive weight, together exactly 100."""
    if set(weights) != {str(dimension) for dimension in DIMENSIONS}:
        return say("评分表要有组织管理、创新程度、工作成效、可复制性四个维度。")
    if any(weight <= 0 for weight in weights.values()):
        return say("每个维度的权重都要大于零。")
    if (total := sum(weights.values())) != 100:
        return say("四个维度的权重合计应为 100，现在是 %(total)s。", total=total)
    return None


def weights_from(shares: Mapping[str, Fraction]) -> dict[str, int]:
    """Points out of a hundred from the shares of a rule pack; ValueError when a share is no whole point."""
    points = {name: share * 100 for name, share in shares.items()}
    if any(value.denominator != 1 for value in points.values()):
        raise ValueError("a weight is a whole number of hundredths")
    return {name: int(value) for name, value in points.items()}


def has_title(facts: ProgrammeFacts) -> Sentence | None:
    return None if facts.title.strip() else say("请填写征集的名称。")


def window_in_order(facts: ProgrammeFacts) -> Sentence | None:
    """Opens before it closes, and closes in the future."""
    if facts.closes_at <= facts.opens_at:
        return say("截止时间要晚于开始时间。")
    if facts.closes_at < facts.at:
        return say("截止时间已经过去，请先改期。")
    return None


def calendar_in_order(facts: ProgrammeFacts) -> Sentence | None:
    """Approval, mid-year check, closing report and showcase follow one another, after the window."""
    days = [day for day in facts.calendar if day is not None]
    if days and days[0] < facts.opens_at.date():
        return say("工作日程不能早于征集开始日期。")
    if days != sorted(days):
        return say("工作日程要按先后：立项、年中督查、结项报告、展评。")
    return None


def takes_somebody(facts: ProgrammeFacts) -> Sentence | None:
    if not facts.classes <= set(WORK_CLASSES) or not facts.classes:
        return say("请至少选择一个项目类别。")
    if not facts.levels:
        return say("请至少选择一级可以申报的工会。")
    return None if facts.kinds else say("请至少选择一类可以申报的工会。")


def weights_add_up(facts: ProgrammeFacts) -> Sentence | None:
    return weights_refusal(facts.weights)


def window_has_passed(facts: ProgrammeFacts) -> Sentence | None:
    """The clock closes a call only after its closing second is over."""
    if facts.at.replace(microsecond=0) > facts.closes_at:
        return None
    return say("征集还没有到截止时间。")


def nothing_undecided(facts: ProgrammeFacts) -> Sentence | None:
    if facts.undecided == 0:
        return None
    return say("还有 %(count)s 个项目没有办结，不能归档。", count=facts.undecided)
