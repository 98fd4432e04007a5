"""How everything here is measured: several runs, and one line a figure, beside the limit of the same run."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Spread:
    """Several runs of one thing."""

    low: float
    median: float
    high: float
    p95: float
    runs: int


@dataclass(frozen=True)
class Line:
    """One figure: what it is, its spread, the target if there is one, and its ratio to a limit of this machine."""

    group: str
    name: str
    unit: str
    spread: Spread
    target: float | None = None
    ratio: float | None = None
    ratio_of: str = ""

    def sentence(self) -> str:
        """The figure as a row of a table in Markdown."""
        is_met = self.spread.p95 <= self.target if self.target else None
        target = "" if is_met is None else f"≤ {self.target:g}: {'met' if is_met else 'MISSED'}"
        ratio = "" if self.ratio is None else f"{self.ratio:.3g} of {self.ratio_of}"
        spread = self.spread
        numbers = " | ".join(_short(value) for value in (spread.low, spread.median, spread.p95, spread.high))
        return f"| {self.name} | {self.unit} | {numbers} | {spread.runs} | {target} | {ratio} |"


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


@dataclass
class Report:
    """All lines of a run."""

    scale: str
    machine: str
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, group: str, name: str, unit: str, values: Sequence[float], **more: Any) -> Line:
        """Take a line in; printing comes at the end."""
        line = Line(group, name, unit, spread_of(values), **more)
        self.lines.append(line)
        return line

    def as_text(self) -> str:
        """Tables in Markdown, a group each."""
        parts = [f"Scale: {self.scale}. Machine: {self.machine}."]
        for group in dict.fromkeys(line.group for line in self.lines):
            parts += ["", f"### {group}", "", "| what | unit | min | median | p95 | max | runs | target | ratio |"]
            parts.append("|---|---|---|---|---|---|---|---|---|")
            parts += [line.sentence() for line in self.lines if line.group == group]
        return "\n".join([*parts, "", *self.notes])

    def as_json(self) -> dict[str, Any]:
        """The same for programs."""
        return asdict(self)


def spread_of(values: Sequence[float]) -> Spread:
    """Least, middle, 95th in a hundred, greatest."""
    ordered = sorted(values)
    return Spread(
        low=ordered[0],
        median=ordered[len(ordered) // 2],
        high=ordered[-1],
        p95=ordered[math.ceil(len(ordered) * 0.95) - 1],
        runs=len(ordered),
    )


def milliseconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def per_second(work: Callable[[], int]) -> float:
    """How many rows a second a call handles; the call tells how many there were."""
    began = time.perf_counter()
    count = work()
    return count / (time.perf_counter() - began)
