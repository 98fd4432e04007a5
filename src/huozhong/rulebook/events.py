"""News of the rule book."""

from __future__ import annotations

from dataclasses import dataclass

from huozhong.kernel.events import Event


@dataclass(frozen=True)
class LocalRuleApproved(Event):
    """A federation's own value was approved; whoever computed with the old one looks again."""

    value_id: int
    unit_path: str


@dataclass(frozen=True)
class LocalRuleRetired(Event):
    """A federation's own value ends before another takes its place."""

    value_id: int
    unit_path: str
